"""Caps at the approval and at the gate: what counts, what does not, and who may go beyond."""

from datetime import datetime, timedelta
from typing import Any

from jingwei.inspections import operations
from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import Stage
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import SHANGHAI, local_date
from jingwei.platform.operations import approve_number, enter_number
from jingwei.registry.terms import CreditClass
from tests.inspections.walking import (
    Walk,
    after,
    cap,
    clues,
    findings,
    fresh,
    ledger_of,
    log,
    refused,
    rejected,
)
from tests.people import NOW, make_code

COMPLAINT: dict[str, Any] = {
    "kind": InspectionKind.CASE_BASED,
    "exempt": ExemptReason.COMPLAINT,
    "evidence": "12345-2026-0310-077",
}


def visited(walk: Walk, **changes: Any) -> Inspection:
    """A task approved and entered, its visit over at once."""
    task = walk.approved(**changes)
    walk.enter(task)
    walk.leave(task, now=NOW)
    return task


def test_the_head_goes_beyond_the_cap_with_a_reason_and_grants_one_visit(walk: Walk) -> None:
    people = walk.people
    published = cap(people.subject, 1)
    visited(walk)
    task = walk.request()
    with refused("R-FRQ-01"):
        walk.approve(task)
    with rejected("放行须写明理由"):
        walk.approve(task, overridden=["R-FRQ-01"], override_reason=" ")
    assert clues() == []

    walk.approve(task, overridden=["R-FRQ-01"], override_reason="重大节日前专项保障")
    task = fresh(task)
    assert (task.overridden, task.override_reason) == (["R-FRQ-01"], "重大节日前专项保障")
    row = ledger_of(published, people.enterprise)
    assert (row.granted, row.used, row.pending) == (2, 1, 1)
    assert clues() == ["R-FRQ-01"]
    clue = findings()[0]
    assert (clue["act"], clue["act_id"]) == ("inspection", task.pk)
    assert log(task)[-1].data["override_reason"] == "重大节日前专项保障"

    walk.enter(task)
    row.refresh_from_db()
    assert (row.granted, row.used, row.pending) == (2, 2, 0)
    third = walk.request()
    with refused("R-FRQ-01"):
        walk.approve(third)


def test_only_what_may_be_overridden_is_and_the_rest_still_refuses(walk: Walk) -> None:
    people = walk.people
    cap(people.subject, 1)
    visited(walk)
    task = walk.request(officer_ids=[people.officer.roster.pk])
    with refused("R-FRQ-01", "R-OFF-01"):
        walk.approve(task, overridden=["R-FRQ-01", "R-OFF-01"], override_reason="理由")
    assert fresh(task).stage == Stage.SUBMITTED


def test_a_complaint_is_not_stopped_by_the_cap_and_does_not_use_it_up(walk: Walk) -> None:
    people = walk.people
    published = cap(people.subject, 1)
    visited(walk)
    visited(walk, **COMPLAINT)
    row = ledger_of(published, people.enterprise)
    assert (row.used, row.granted, row.exempt, row.pending) == (1, 1, 1, 0)


def test_an_exempt_task_waiting_takes_no_place_from_others(walk: Walk) -> None:
    people = walk.people
    published = cap(people.subject, 1)
    waiting = walk.approved(**COMPLAINT)
    assert ledger_of(published, people.enterprise).pending == 0
    task = walk.approved()
    assert "R-FRQ-01" in log(task)[-1].data["passed"]
    operations.withdraw_inspection(
        inspection_id=waiting.pk, reason="投诉已撤回", actor=people.clerk.member, now=after(-1)
    )
    assert ledger_of(published, people.enterprise).pending == 1


def test_a_task_that_would_use_up_what_others_wait_for_is_flagged(walk: Walk) -> None:
    cap(walk.people.subject, 1)
    walk.approved()
    second = walk.approved()
    finding = log(second)[-1].data["findings"][0]
    assert (finding["rule"], finding["verdict"]) == ("R-FRQ-01", "warn")
    assert "已批未查 1 次" in finding["fact"]


def test_withdrawing_an_approved_task_frees_its_place(walk: Walk) -> None:
    people = walk.people
    published = cap(people.subject, 1)
    task = walk.approved()
    operations.withdraw_inspection(
        inspection_id=task.pk, reason="企业停产", actor=people.clerk.member, now=after(-1)
    )
    assert fresh(task).stage == Stage.WITHDRAWN
    assert ledger_of(published, people.enterprise).pending == 0
    with rejected("现为“已撤回”，不能再入企"):
        walk.enter(task)


def test_the_caps_of_line_item_and_class_bind_together(walk: Walk) -> None:
    people = walk.people
    line = cap("应急", 3)
    item = cap(people.subject, 1, item=people.second_item)
    other_class = cap(people.subject, 0, credit_class=CreditClass.A)
    own_class = cap(people.subject, 2, credit_class=CreditClass.B)
    visited(walk)
    assert [ledger_of(each, people.enterprise).used for each in (line, item, own_class)] == [1, 1, 1]
    assert not other_class.ledger.exists()

    task = walk.request()
    with refused("R-FRQ-01") as caught:
        walk.approve(task)
    assert "应急管理局（对危险作业安全管理情况的检查）上限 1 次" in str(caught.value)
    visited(walk, item_ids=[people.item.pk])
    assert [ledger_of(each, people.enterprise).used for each in (line, item, own_class)] == [2, 1, 2]


def test_a_cap_is_the_enterprises_whatever_the_site(walk: Walk) -> None:
    people = walk.people
    published = cap(people.subject, 2)
    second_site = people.enterprise.sites.create(
        name="仓库", address="徐州市铜山区示例路2号", region=people.region
    )
    visited(walk)
    task = walk.approved(site_id=second_site.pk)
    walk.enter(task, code=make_code(second_site))
    assert ledger_of(published, people.enterprise).used == 2


def test_a_cap_reached_after_the_approval_stops_the_scan(walk: Walk) -> None:
    people = walk.people
    published = cap(people.subject, 1)
    first, second = walk.approved(), walk.approved()
    walk.enter(first)
    with refused("R-FRQ-01"):
        walk.enter(second)
    row = ledger_of(published, people.enterprise)
    assert (row.used, row.pending) == (1, 1)


def test_a_change_of_class_in_mid_year_carries_over_what_was_used(walk: Walk) -> None:
    people = walk.people
    cap(people.subject, 3, credit_class=CreditClass.B)
    stricter = cap(people.subject, 1, credit_class=CreditClass.A)
    visited(walk)
    visited(walk)
    people.enterprise.credit_class = CreditClass.A
    people.enterprise.save()
    task = walk.request()
    with refused("R-FRQ-01"):
        walk.approve(task)
    walk.approve(task, overridden=["R-FRQ-01"], override_reason="线索紧迫")
    row = ledger_of(stricter, people.enterprise)
    assert (row.used, row.granted) == (2, 3)


def test_a_class_the_enterprise_comes_back_to_knows_the_visits_made_meanwhile(walk: Walk) -> None:
    people = walk.people
    general = cap(people.subject, 2, credit_class=CreditClass.B)
    strict = cap(people.subject, 2, credit_class=CreditClass.A)

    def classed(credit_class: CreditClass) -> None:
        people.enterprise.credit_class = credit_class
        people.enterprise.save()

    visited(walk)
    classed(CreditClass.A)
    wrong = walk.approved()
    walk.enter(wrong)
    classed(CreditClass.B)
    assert ledger_of(general, people.enterprise).used == 2
    task = walk.request()
    with refused("R-FRQ-01"):
        walk.approve(task)
    operations.void_visit(inspection_id=wrong.pk, reason="扫错任务", actor=people.head.member, now=after(10))
    assert [ledger_of(each, people.enterprise).used for each in (general, strict)] == [1, 1]
    walk.approve(task)


def test_a_task_planned_for_next_year_goes_against_next_years_cap(walk: Walk) -> None:
    people = walk.people
    published = cap(people.subject, 1)
    december = datetime(2025, 12, 29, 2, tzinfo=NOW.tzinfo)
    used_up = walk.request(now=december - timedelta(days=3), planned_from=december - timedelta(days=2))
    walk.approve(used_up, now=december - timedelta(days=3))
    walk.enter(used_up, now=december - timedelta(days=2))

    january = datetime(2026, 1, 6, 9, 30, tzinfo=SHANGHAI)
    task = walk.request(now=december, planned_from=january, planned_until=january + timedelta(hours=2))
    walk.approve(task, now=december + timedelta(hours=1))
    assert ledger_of(published, people.enterprise, year=2026).pending == 1
    walk.enter(task, now=january)
    row = ledger_of(published, people.enterprise, year=2026)
    assert (row.used, row.pending) == (1, 0)
    assert ledger_of(published, people.enterprise, year=2025).used == 1


def test_a_task_planned_for_december_and_entered_in_january_leaves_nothing_behind(walk: Walk) -> None:
    people = walk.people
    published = cap(people.subject, 1)
    december = datetime(2025, 12, 30, 9, 30, tzinfo=SHANGHAI)
    january = datetime(2026, 1, 6, 9, 30, tzinfo=SHANGHAI)
    asked = december - timedelta(days=3)
    task = walk.request(now=asked, planned_from=december, planned_until=january + timedelta(hours=8))
    walk.approve(task, now=asked + timedelta(hours=1))
    assert ledger_of(published, people.enterprise, year=2025).pending == 1
    walk.enter(task, now=january)
    rows = [ledger_of(published, people.enterprise, year=year) for year in (2025, 2026)]
    assert [(row.used, row.pending) for row in rows] == [(0, 0), (1, 0)]

    operations.void_visit(
        inspection_id=task.pk, reason="扫错任务", actor=people.head.member, now=january + timedelta(minutes=5)
    )
    rows = [ledger_of(published, people.enterprise, year=year) for year in (2025, 2026)]
    assert [(row.used, row.pending) for row in rows] == [(0, 1), (0, 0)]


def test_whether_case_based_checks_use_up_the_cap_is_a_dated_number(walk: Walk) -> None:
    people = walk.people
    published = cap(people.subject, 2)
    number = enter_number(
        rule="R-FRQ-02a",
        name="case_checks_consume_cap",
        value=1,
        valid_from=local_date(after(-3000)),
        source="区司法局通知",
        actor=people.supervisor.member,
        now=after(-3000),
    )
    visited(walk, **COMPLAINT)
    assert ledger_of(published, people.enterprise).used == 0
    approve_number(datednumber_id=number.pk, rule=number.rule, actor=people.lead.member, now=after(-2000))
    visited(walk, **COMPLAINT)
    row = ledger_of(published, people.enterprise)
    assert (row.used, row.exempt, row.pending) == (1, 1, 0)
