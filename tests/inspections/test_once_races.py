"""What there may be once there is once: two people who act at the same moment do not both get it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from jingwei.inspections import operations
from jingwei.inspections.models import Inspection
from jingwei.inspections.operations import Request
from jingwei.inspections.terms import Outcome
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.errors import Conflict
from jingwei.rulebook import Refused
from tests.harness.database import Database
from tests.inspections.walking import REQUESTED_AT, Walk
from tests.people import NOW, TODAY, Person, district

ROUNDS = 10
CASE: dict[str, Any] = {"kind": InspectionKind.CASE_BASED, "evidence": "12345-1"}


def reinspection(walk: Walk) -> dict[str, Any]:
    """To look again at what one inspection ordered (R-FRQ-06)."""
    parent = walk.signed(**CASE, exempt=ExemptReason.COMPLAINT)
    walk.tell(
        parent,
        outcome=Outcome.CORRECTION_ORDERED,
        problems="安全出口堵塞",
        demand="清理出口",
        correct_by=TODAY,
    )
    walk.leave(parent)
    return CASE | {"exempt": ExemptReason.REINSPECTION, "parent_id": parent.pk}


def invited(walk: Walk) -> dict[str, Any]:
    """To come because the enterprise asked for it once (R-JNT-04a)."""
    return CASE | {"exempt": ExemptReason.INVITED, "invitation_id": walk.invitation().pk}


@pytest.mark.parametrize(("citing", "rule"), [(reinspection, "R-FRQ-06"), (invited, "R-JNT-04a")])
def test_of_two_requests_mended_at_once_one_is_told_of_the_other(
    committed_database: Database, citing: Callable[[Walk], dict[str, Any]], rule: str
) -> None:
    people = district()
    walk = Walk(people)
    plain = CASE | {"exempt": ExemptReason.COMPLAINT}
    both = [walk.request(**plain), walk.request(**plain)]
    together = threading.Barrier(2)

    def mend(task: Inspection, cited: dict[str, Any]) -> str:
        request = Request(
            site_id=people.site.pk,
            item_ids=[item.pk for item in people.items],
            officer_ids=[people.officer.roster.pk, people.second.roster.pk],
            planned_from=NOW,
            planned_until=task.planned_until,
            **cited,
        )
        together.wait()
        try:
            operations.revise_inspection(
                inspection_id=task.pk, request=request, actor=people.clerk.member, now=REQUESTED_AT
            )
        except Refused as refused:
            return refused.judgement.refusals[0].rule.code
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for _ in range(ROUNDS):
            answers = list(pool.map(mend, both, [citing(walk)] * 2))
            assert sorted(answers) == ["", rule]


def test_of_two_who_tell_of_the_same_outsiders_one_hears_that_it_is_known(
    committed_database: Database,
) -> None:
    people = district()
    together = threading.Barrier(2)

    def tell(person: Person, days_ago: int) -> str:
        together.wait()
        try:
            operations.report_outsiders(
                organ="泉山区应急管理局",
                matter="查运输台账",
                performed_on=TODAY - timedelta(days=days_ago),
                enterprise_id=people.enterprise.pk,
                actor=person.member,
                now=NOW,
            )
        except Conflict as conflict:
            return conflict.message
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for days_ago in range(ROUNDS):
            first, second = sorted(pool.map(tell, [people.contact, people.clerk], [days_ago] * 2))
            assert first == ""
            assert "已经登记" in second
