"""What is ordered from above is registered by its number, stays outside the quota, and is reported on when it is over."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django import app

from jingwei.planning.jobs import sweep_specials as sweep_job
from jingwei.planning.models import SpecialPlan
from jingwei.planning.operations import (
    register_order,
    report_special,
    sweep_specials,
)
from jingwei.planning.queries import (
    find_late_report,
    get_quota_use,
    get_special,
    list_late_reports,
    list_specials,
)
from jingwei.planning.terms import SpecialOrigin, SpecialStage
from jingwei.platform.actors import SYSTEM
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import AuditEvent
from jingwei.platform.queries import get_calendar
from jingwei.rulebook import Refused
from tests.people import NOW, TODAY, District, Person, district
from tests.planning.specials import LAST, approved, confirmer, drafted, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> District:
    """The cast of the tests."""
    return district()


@pytest.fixture
def government(people: District) -> Person:
    """Who acts for the district's government."""
    return confirmer()


def ordered(people: District, **changes: Any) -> SpecialPlan:
    """Draw up one that was ordered from above and register it, as the subject's head."""
    given: dict[str, Any] = {"origin": SpecialOrigin.SUPERIOR, "order_number": "徐安办〔2026〕8号"}
    special = drafted(people, **(given | changes))
    return register_order(special_id=special.pk, actor=people.head.member, now=NOW)


def report(special: SpecialPlan, people: District, on: date, **changes: Any) -> SpecialPlan:
    """Report on it, as the subject's clerk, on a day."""
    given: dict[str, Any] = {
        "special_id": special.pk,
        "report": "检查 38 户，发现隐患 21 处，均已整改。",
        "actor": people.clerk.member,
        "now": NOW + (on - TODAY),
    }
    return report_special(**(given | changes))


def due_on() -> date:
    """The last day on which the report is in time: twenty working days after the end."""
    return get_calendar().working_days(LAST, 20).on


def test_it_is_approved_at_once_without_an_assessment(people: District) -> None:
    special = ordered(people, assessment="", assessed_on=None, industries=[], quantity=None)
    assert special.stage == SpecialStage.APPROVED
    assert "（徐安办〔2026〕8号）" in AuditEvent.objects.get(action="planning.special.ordered").sentence


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"order_number": " "}, "R-SPC-08a"),
        ({"last_on": None}, "R-SPC-04a"),
        ({"orders_shutdown": True}, "R-SPC-06"),
    ],
)
def test_it_needs_the_number_of_the_order_and_its_bounds(
    people: District, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as error:
        ordered(people, **changes)
    assert {finding.rule.code for finding in error.value.judgement.refusals} == {code}


def test_only_the_head_registers_and_only_what_was_ordered(people: District) -> None:
    own = drafted(people)
    with pytest.raises(Conflict, match="不能直接登记"):
        register_order(special_id=own.pk, actor=people.head.member, now=NOW)
    special = drafted(
        people, name="上级部署的", origin=SpecialOrigin.SUPERIOR, order_number="徐安办〔2026〕8号"
    )
    for actor in (people.clerk, people.other_head, people.lead):
        with pytest.raises(NotAllowed):
            register_order(special_id=special.pk, actor=actor.member, now=NOW)


def test_it_does_not_count_against_the_quota(people: District, government: Person) -> None:
    for n in (1, 2, 3):
        ordered(people, name=f"上级部署之{n}")
    assert get_quota_use(people.lead.member, year=2026, today=TODAY) == []
    approved(people, government)
    (use,) = get_quota_use(people.lead.member, year=2026, today=TODAY)
    assert (use.subject, use.used, use.quota, use.share) == (people.subject, 1, 2, 50)
    (own,) = get_quota_use(people.other_head.member, year=2026, today=TODAY)
    assert (own.subject, own.used) == (people.other_subject, 0)


def test_the_late_are_found_in_the_same_statements_however_many(people: District) -> None:
    late = due_on() + timedelta(days=1)
    ordered(people)
    with CaptureQueriesContext(connection) as one:
        assert len(list_late_reports(today=late)) == 1
    for n in range(3):
        ordered(people, name=f"上级部署之{n}")
    with CaptureQueriesContext(connection) as four:
        assert len(list_late_reports(today=late)) == 4
    assert len(four) == len(one)


def test_a_report_comes_after_the_end_and_only_once(people: District) -> None:
    special = ordered(people)
    with pytest.raises(Mistake, match="才结束"):
        report(special, people, LAST - timedelta(days=1))
    with pytest.raises(Mistake, match="没有填写实施情况"):
        report(special, people, LAST, report=" ")
    with pytest.raises(Mistake, match="还没有到"):
        report(special, people, LAST, reported_on=LAST + timedelta(days=1))
    with pytest.raises(NotAllowed):
        report(special, people, LAST, actor=people.other_clerk.member)
    assert report(special, people, LAST).stage == SpecialStage.ENDED
    with pytest.raises(Conflict, match="已于 2026-05-31 报告"):
        report(special, people, LAST)


def test_a_report_is_late_from_the_day_after_the_twentieth_working_day(people: District) -> None:
    special = ordered(people)
    assert find_late_report(special, as_of=due_on()) is None
    late = find_late_report(special, as_of=due_on() + timedelta(days=1))
    assert late is not None
    assert late.rule.code == "R-SPC-08b"
    reported = report(special, people, due_on() + timedelta(days=1))
    assert "才报告" in AuditEvent.objects.get(action="planning.special.reported").data["late"]
    assert find_late_report(reported, as_of=LAST + timedelta(days=90)) is not None


def test_at_night_what_is_over_is_closed_and_the_late_are_counted(
    people: District, government: Person
) -> None:
    special, own = ordered(people), approved(people, government, name="本级决定的")
    last_day = NOW + (LAST - TODAY)
    assert sweep_specials(actor=SYSTEM, now=last_day) == 0
    assert SpecialPlan.objects.get(pk=special.pk).stage == SpecialStage.APPROVED
    assert sweep_specials(actor=SYSTEM, now=last_day + timedelta(days=1)) == 0
    assert set(SpecialPlan.objects.values_list("stage", flat=True)) == {SpecialStage.ENDED}
    late = NOW + (due_on() + timedelta(days=1) - TODAY)
    assert sweep_specials(actor=people.supervisor.member, now=late) == 1
    assert sweep_specials(actor=SYSTEM, now=late) == 1
    swept = AuditEvent.objects.filter(action="planning.specials.swept").order_by("id")
    assert list_late_reports(today=due_on()) == []
    assert list_late_reports(today=due_on() + timedelta(days=1)) == [special]
    assert [event.data["late"] for event in swept] == [[], [], [special.pk], [special.pk]]
    assert find_late_report(own, as_of=due_on() + timedelta(days=90)) is None
    with pytest.raises(NotAllowed):
        sweep_specials(actor=people.head.member, now=late)


def test_a_term_into_a_year_without_a_calendar_stops_nothing(people: District) -> None:
    ordered(people, first_on=date(2031, 12, 1), last_on=date(2031, 12, 31))
    assert sweep_specials(actor=SYSTEM, now=NOW.replace(year=2032)) == 0
    assert SpecialPlan.objects.get().stage == SpecialStage.ENDED


def test_each_sees_what_concerns_them(people: District, government: Person) -> None:
    special = drafted(people, partner_ids=[people.other_subject.pk])
    for actor in (people.clerk, people.officer, people.supervisor, government):
        assert get_special(actor.member, special.pk) == special
    for stranger in (people.other_clerk, people.contact, people.audit):
        assert not list_specials(stranger.member)
        with pytest.raises(NotAllowed):
            get_special(stranger.member, special.pk)
    SpecialPlan.objects.update(stage=SpecialStage.SUBMITTED)
    assert list(list_specials(people.other_clerk.member)) == [special]


def test_a_partner_does_not_see_it_twice(people: District) -> None:
    special = submitted(
        people, item_ids=[people.item.pk, people.other_item.pk], partner_ids=[people.other_subject.pk]
    )
    assert list(list_specials(people.clerk.member)) == [special]


def test_the_nightly_job_is_known_to_the_worker_and_looks_at_all(people: District) -> None:
    assert "planning.sweep_specials" in app.tasks
    sweep_job(0)
    assert AuditEvent.objects.get(action="planning.specials.swept").actor_name == "系统"
