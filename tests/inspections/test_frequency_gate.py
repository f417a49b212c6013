"""What else was inspected: re-inspections, visits to merge, the same item elsewhere, permits, two levels of one line."""

from datetime import date, timedelta
from typing import Any

import pytest

from jingwei.inspections import operations
from jingwei.inspections.models import Inspection, Result
from jingwei.inspections.terms import Outcome
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.registry.models import Region
from jingwei.registry.terms import Field
from tests.inspections.walking import (
    Walk,
    clues,
    findings,
    fresh,
    log,
    refused,
    rejected,
)
from tests.people import NOW, TODAY, make_item, make_officer, make_person, make_plan, make_subject

AGAIN: dict[str, Any] = {
    "kind": InspectionKind.CASE_BASED,
    "exempt": ExemptReason.REINSPECTION,
    "evidence": "铜应急检告〔2026〕1号",
}


def told(walk: Walk, outcome: Outcome = Outcome.CORRECTION_ORDERED, **changes: Any) -> Inspection:
    """An inspection walked to its result."""
    task = walk.signed(**changes)
    problem: dict[str, Any] = {} if outcome is Outcome.NO_PROBLEM else {"problems": "安全出口堵塞"}
    walk.tell(task, outcome=outcome, demand="清理出口", correct_by=TODAY + timedelta(days=10), **problem)
    walk.leave(task)
    return fresh(task)


def warned(task: Inspection) -> set[str]:
    """What was flagged at the last act on a task."""
    return {finding["rule"] for finding in log(task)[-1].data["findings"]}


def withdraw(walk: Walk, task: Inspection) -> None:
    """The clerk takes a request back."""
    operations.withdraw_inspection(
        inspection_id=task.pk, reason="改期", actor=walk.people.clerk.member, now=NOW
    )


def test_one_order_is_looked_at_again_once(walk: Walk) -> None:
    parent = told(walk)
    first = walk.approved(**AGAIN, parent_id=parent.pk)
    assert first.parent == parent
    with refused("R-FRQ-06") as caught:
        walk.request(**AGAIN, parent_id=parent.pk)
    assert "一次责令只复查 1 次" in str(caught.value)
    withdraw(walk, first)
    walk.request(**AGAIN, parent_id=parent.pk)


def test_a_reinspection_says_which_one_and_it_must_have_ordered_something(walk: Walk) -> None:
    with refused("R-FRQ-06"):
        walk.request(**AGAIN)
    harmless = told(walk, Outcome.NO_PROBLEM)
    with refused("R-FRQ-06") as caught:
        walk.request(**AGAIN, parent_id=harmless.pk)
    assert "没有责令限期改正" in str(caught.value)
    with rejected("没有编号为 99999 的要复查的检查"):
        walk.request(**AGAIN, parent_id=99999)


def test_a_reinspection_stays_with_the_subject_and_the_enterprise(walk: Walk) -> None:
    people = walk.people
    parent = told(walk)
    with refused("R-FRQ-06") as caught:
        walk.request(**AGAIN, parent_id=parent.pk, site_id=people.other_site.pk)
    assert "不是对同一企业的检查" in str(caught.value)
    # Another subject's is not so much as named: whose it is and what its number is stays with them.
    with rejected(f"没有编号为 {parent.pk} 的要复查的检查"):
        walk.request(
            **AGAIN,
            parent_id=parent.pk,
            by=people.other_clerk,
            item_ids=[people.other_item.pk],
            officer_ids=[people.other_officer.roster.pk],
        )


@pytest.mark.parametrize(("days", "is_near"), [(0, True), (30, True), (31, False)])
def test_an_inspection_near_another_says_why_it_stands_alone(walk: Walk, days: int, is_near: bool) -> None:
    walk.request()
    later = NOW + timedelta(days=days)
    planned: dict[str, Any] = {"planned_from": later, "planned_until": later + timedelta(hours=2)}
    second = walk.request(**planned, separate_reason="")
    assert ("R-FRQ-07a" in warned(second)) is is_near
    walk.approve(second)
    assert clues() == (["R-FRQ-07b"] if is_near else [])
    third = walk.request(**planned, separate_reason="车间停产后复产")
    assert "R-FRQ-07a" not in warned(third)
    walk.approve(third)
    assert len(clues()) == int(is_near)


def test_the_clue_names_the_other_inspection(walk: Walk) -> None:
    first = walk.request()
    walk.approve(walk.request(separate_reason=" "))
    assert f"{first.number}（2026-03-10）" in findings()[0]["finding"]["fact"]


def test_a_complaint_and_a_withdrawn_request_are_nothing_to_merge_with(walk: Walk) -> None:
    complaint: dict[str, Any] = {
        "kind": InspectionKind.CASE_BASED,
        "exempt": ExemptReason.COMPLAINT,
        "evidence": "12345-1",
    }
    walk.request(**complaint)
    withdraw(walk, walk.request())
    walk.request(site_id=walk.people.other_site.pk)
    assert "R-FRQ-07a" not in warned(walk.request(separate_reason=""))
    assert "R-FRQ-07a" not in warned(walk.request(**complaint, separate_reason=""))


def elsewhere(walk: Walk, on: date, outcome: Outcome = Outcome.NO_PROBLEM) -> None:
    """Another department looked at an item of the same name."""
    people = walk.people
    item = make_item(people.other_subject, people.item.name, Field.MARKET)
    done = Inspection.objects.create(
        number=f"铜市监检〔2026〕{on:%j}号",
        subject=people.other_subject,
        enterprise=people.enterprise,
        site=people.site,
        kind=InspectionKind.ROUTINE,
        stage="concluded",
        planned_from=NOW,
        planned_until=NOW + timedelta(hours=1),
        requested_at=NOW,
        performed_on=on,
    )
    done.lines.create(item=item)
    Result.objects.create(inspection=done, outcome=outcome)


@pytest.mark.parametrize(
    ("days", "outcome", "is_told"),
    [
        (0, Outcome.NO_PROBLEM, True),
        (90, Outcome.NO_PROBLEM, True),
        (91, Outcome.NO_PROBLEM, False),
        (5, Outcome.CORRECTION_ORDERED, False),
    ],
)
def test_the_same_item_found_in_order_elsewhere_is_told(
    walk: Walk, days: int, outcome: Outcome, is_told: bool
) -> None:
    elsewhere(walk, TODAY - timedelta(days=days), outcome)
    assert ("R-FRQ-09" in warned(walk.approved())) is is_told


def test_an_inspection_before_a_permit_names_the_provision(walk: Walk) -> None:
    permit: dict[str, Any] = {
        "kind": InspectionKind.CASE_BASED,
        "exempt": ExemptReason.PERMIT,
        "evidence": "受理〔2026〕1号",
    }
    with refused("R-FRQ-10"):
        walk.request(**permit, permit_basis=" ")
    task = walk.request(**permit, permit_basis="安全生产许可证条例第七条")
    assert task.permit_basis == "安全生产许可证条例第七条"


def test_two_levels_of_one_line_are_told(walk: Walk) -> None:
    people = walk.people
    town = Region.objects.create(code="320312104", name="利国镇", parent=people.region)
    subject = make_subject(town, "利国镇应急管理局", "利国应急", "利应急", people.subject.line)
    subject.jurisdiction = [people.region.code]
    subject.save()
    item = make_item(subject, "对小微企业安全生产的检查", Field.EMERGENCY)
    make_plan(subject, [item], year=TODAY.year)
    officers = [make_officer(name, name, subject, f"1032031202{n}") for n, name in enumerate("甲乙")]
    clerk = make_person("t1", "镇经办", people.clerk.member.role, subject=subject)
    head = make_person("t2", "镇长", people.head.member.role, subject=subject)
    asked: dict[str, Any] = {
        "by": clerk,
        "item_ids": [item.pk],
        "officer_ids": [each.roster.pk for each in officers],
    }
    own = walk.approved()
    assert "R-FRQ-12" not in warned(own)
    walk.enter(own)
    theirs = walk.approve(walk.request(**asked), by=head)
    assert "R-FRQ-12" in warned(theirs)
    next_year = NOW.replace(year=2027)
    make_plan(subject, [item], year=2027)
    later = walk.request(
        **asked,
        planned_from=next_year,
        planned_until=next_year + timedelta(hours=1),
        now=next_year - timedelta(days=1),
    )
    walk.approve(later, by=head, now=next_year - timedelta(hours=9))
    assert "R-FRQ-12" not in warned(later)
