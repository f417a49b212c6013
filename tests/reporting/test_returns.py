"""A department's monthly return stands beside our own records, and a wide difference becomes a clue."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from jingwei.inspections.terms import Origin
from jingwei.notices.terms import Purpose
from jingwei.platform.actors import SYSTEM
from jingwei.platform.errors import Mistake, NotAllowed
from jingwei.platform.models import AuditEvent, Event
from jingwei.reporting.jobs import take_return
from jingwei.reporting.models import MonthlyReturn
from jingwei.reporting.operations import receive_return
from jingwei.reporting.periods import month_of
from jingwei.reporting.reconciliation import list_reconciliation
from jingwei.reporting.terms import Agreement, ReportingAction
from tests.inspections.walking import Walk
from tests.people import NOW, District
from tests.reporting.past import performed

FEBRUARY = month_of(date(2026, 2, 1))


def receive(people: District, number: int, **changes: Any) -> MonthlyReturn:
    usual: dict[str, Any] = {
        "subject_id": people.subject.pk,
        "month": FEBRUARY.first,
        "figures": {"inspections": number, "cases": 0},
        "circular_id": 7,
        "answered_at": NOW,
        "actor": SYSTEM,
        "now": NOW,
    }
    return receive_return(**usual | changes)


def three_inspections(people: District) -> None:
    performed(people, date(2026, 2, 1), is_scanned=True)
    performed(people, date(2026, 2, 28), origin=Origin.IMPORTED)
    performed(people, date(2026, 2, 28), origin=Origin.IMPORTED)
    performed(people, date(2026, 3, 1), origin=Origin.IMPORTED)


def clues() -> list[dict[str, Any]]:
    return list(Event.objects.filter(name="reporting.finding.raised").values_list("payload", flat=True))


def test_a_return_that_agrees_is_kept_and_raises_nothing(walk: Walk) -> None:
    three_inspections(walk.people)
    kept = receive(walk.people, 3)
    assert (kept.month, kept.circular, kept.figures["inspections"]) == (FEBRUARY.first, 7, 3)
    assert clues() == []
    said = AuditEvent.objects.get(action=ReportingAction.RETURN_RECEIVED)
    assert said.sentence == "收到铜山区应急管理局2026年2月月报，检查3次"


def test_a_wide_difference_becomes_a_clue_with_its_facts(walk: Walk) -> None:
    three_inspections(walk.people)
    kept = receive(walk.people, 9)
    [clue] = clues()
    assert (clue["act"], clue["act_id"], clue["finding"]["rule"]) == ("monthlyreturn", kept.pk, "R-STA-11")
    assert clue["finding"]["fact"] == "2026年2月月报 9 次，平台 3 次，多报 6 次，超过 10%"
    assert clue["finding"]["facts"]["share"]["value"] == 10


def test_a_later_return_takes_the_place_of_the_earlier(walk: Walk) -> None:
    receive(walk.people, 1)
    receive(walk.people, 0)
    assert MonthlyReturn.objects.get().figures["inspections"] == 0
    assert AuditEvent.objects.filter(action=ReportingAction.RETURN_RECEIVED).count() == 2


def test_the_answer_given_last_stands_whichever_is_delivered_first(walk: Walk) -> None:
    receive(walk.people, 2, answered_at=NOW)
    receive(walk.people, 5, answered_at=NOW - timedelta(hours=1))
    assert MonthlyReturn.objects.get().figures["inspections"] == 2


def test_only_the_system_and_the_bureau_take_in_a_return(walk: Walk) -> None:
    with pytest.raises(NotAllowed):
        receive(walk.people, 1, actor=walk.people.clerk.member)
    receive(walk.people, 1, actor=walk.people.supervisor.member)


def test_a_return_without_inspections_is_refused(walk: Walk) -> None:
    with pytest.raises(Mistake, match="没有检查次数"):
        receive(walk.people, 1, figures={"cases": 1})


def test_the_answer_to_the_monthly_circular_is_the_return(walk: Walk) -> None:
    assert "jingwei.reporting.jobs.take_return" in settings.SUBSCRIPTIONS["notices.return.received"]
    payload: dict[str, Any] = {
        "circular": 7,
        "reference": "铜司通〔2026〕7号",
        "purpose": Purpose.MONTHLY.value,
        "period": "2026-02",
        "answered_at": NOW.isoformat(),
        "subject": walk.people.subject.pk,
        "file": None,
        "numbers": {"inspections": 4},
    }
    take_return(**payload)
    take_return(**payload | {"purpose": Purpose.GENERAL.value, "numbers": {"inspections": 9}})
    assert MonthlyReturn.objects.get().figures == {"inspections": 4}


def test_departments_stand_beside_our_records_the_widest_difference_first(walk: Walk) -> None:
    people = walk.people
    three_inspections(people)
    receive(people, 9)
    rows = list_reconciliation(people.supervisor.member, FEBRUARY)
    assert [
        (row.subject, row.reported, row.scanned, row.imported, row.difference, row.agreement) for row in rows
    ] == [
        (people.subject, 9, 1, 2, 6, Agreement.APART),
        (people.other_subject, None, 0, 0, None, Agreement.MISSING),
    ]
    receive(people, 4)
    assert list_reconciliation(people.supervisor.member, FEBRUARY)[0].agreement is Agreement.DIFFERS
    receive(people, 3)
    assert list_reconciliation(people.supervisor.member, FEBRUARY)[-1].agreement is Agreement.AGREES
    assert [row.subject for row in list_reconciliation(people.other_head.member, FEBRUARY)] == [
        people.other_subject
    ]


def test_the_page_shows_the_month_asked_for(walk: Walk, client: Client) -> None:
    people = walk.people
    three_inspections(people)
    receive(people, 9)
    people.supervisor.sign_in(client)
    page = client.get("/monthly-returns/?month=2026-02").content.decode()
    assert "2026年2月" in page
    assert "差异较大" in page
    assert "铜山区应急管理局" in page
    only = client.get("/monthly-returns/?month=2026-02&state=missing").content.decode()
    assert "铜山区应急管理局" not in only
    assert client.get("/monthly-returns/?month=2026-13").status_code == 422
    assert client.get("/monthly-returns/").status_code == 200
    sheet = client.get("/monthly-returns/export/?month=2026-02")
    assert sheet.content[:2] == b"PK"
    people.clerk.sign_in(client)
    assert client.get("/monthly-returns/").status_code == 403
