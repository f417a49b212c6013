"""Special inspections at the request, the approval and the gate: approved, filed, announced, and within their bounds."""

from datetime import timedelta
from typing import Any

import pytest

from jingwei.planning.models import DepartmentGrade
from jingwei.planning.operations import set_quiet_period
from jingwei.planning.operations.quiet import Span
from jingwei.planning.terms import InspectionKind, SpecialStage
from jingwei.registry.terms import CreditClass
from tests.inspections.walking import (
    REQUESTED_AT,
    Walk,
    announce_special,
    cap,
    file_special,
    fresh,
    ledger_of,
    log,
    ordered,
    refused,
    rejected,
    special,
)
from tests.people import NOW, TODAY

SPECIAL = InspectionKind.SPECIAL


def asked(walk: Walk, made: Any, **changes: Any) -> dict[str, Any]:
    """A request under the special inspection."""
    return {"kind": SPECIAL, "special_id": made.pk, **changes}


def test_an_inspection_under_an_approved_special_goes_all_the_way(walk: Walk) -> None:
    made = special(walk.people)
    task = walk.approved(**asked(walk, made))
    walk.enter(task)
    task = fresh(task)
    assert (task.special, task.plan, task.plan_line) == (made, "铜政复〔2026〕5号", None)
    assert {"R-SPC-02", "R-SPC-04b"} <= set(log(task)[-1].data["passed"])


def test_a_special_inspection_without_one_chosen_is_refused(walk: Walk) -> None:
    with refused("R-SPC-02"):
        walk.request(kind=SPECIAL, plan="自定的专项〔2026〕1号")


def test_a_special_that_is_not_there_or_is_of_another_kind_is_told(walk: Walk) -> None:
    with rejected("没有编号为 99999 的专项检查"):
        walk.request(kind=SPECIAL, special_id=99999)
    with rejected("检查类别却不是专项检查"):
        walk.request(special_id=special(walk.people).pk)


@pytest.mark.parametrize("stage", [SpecialStage.DRAFT, SpecialStage.SUBMITTED, SpecialStage.RETURNED])
def test_a_special_that_nobody_approved_is_none(walk: Walk, stage: SpecialStage) -> None:
    with refused("R-SPC-02"):
        walk.request(**asked(walk, special(walk.people, stage=stage)))


def test_it_starts_once_it_is_filed_and_announced(walk: Walk) -> None:
    made = special(walk.people, filed=False)
    with refused("R-SPC-02") as caught:
        walk.request(**asked(walk, made))
    assert "没有向区司法局备案，也没有向社会公布" in str(caught.value)
    announce_special(made)
    with refused("R-SPC-02") as caught:
        walk.request(**asked(walk, made))
    assert "公布" not in str(caught.value)
    filed = file_special(made, state="submitted", received_on=None, receipt="")
    with refused("R-SPC-02"):
        walk.request(**asked(walk, made))
    filed.state, filed.received_on = "received", TODAY  # On the day itself is in time.
    filed.save()
    walk.request(**asked(walk, made))


def test_an_announcement_taken_down_after_the_approval_stops_the_scan(walk: Walk) -> None:
    made = special(walk.people)
    task = walk.approved(**asked(walk, made))
    made.announcements.update(withdrawn_at=NOW)
    with refused("R-SPC-02"):
        walk.enter(task)
    made.announcements.update(withdrawn_at=None)
    walk.enter(task)


def test_an_urgent_special_starts_with_a_warning(walk: Walk) -> None:
    task = walk.request(**asked(walk, special(walk.people, filed=False, is_urgent=True)))
    assert "R-SPC-02" in {finding["rule"] for finding in log(task)[-1].data["findings"]}


def test_one_ordered_from_above_needs_no_announcement_and_no_place_under_the_cap(walk: Walk) -> None:
    published = cap(walk.people.subject, 1)
    made = ordered(walk.people)
    task = walk.approved(**asked(walk, made))
    walk.enter(task)
    task = fresh(task)
    assert (task.is_ordered_from_above, task.plan) == (True, "苏应急函〔2026〕9号")
    assert ledger_of(published, walk.people.enterprise).used == 0


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ({"regions": ["320311"]}, "场所不在范围内"),
        ({"credit_classes": ["C", "D"]}, "企业不在对象内"),
        ({"industries": ["C14"]}, "企业不在对象内"),
        ({"first_on": TODAY + timedelta(days=1)}, "时限为 2026-03-11 至 2026-03-31"),
        ({"last_on": TODAY - timedelta(days=1)}, "时限为 2026-03-01 至 2026-03-09"),
    ],
    ids=["place", "class", "industry", "before", "after"],
)
def test_what_lies_outside_the_bounds_is_refused(walk: Walk, bounds: dict[str, Any], said: str) -> None:
    with refused("R-SPC-04b") as caught:
        walk.request(**asked(walk, special(walk.people, **bounds)))
    assert said in str(caught.value)


def test_the_first_and_the_last_day_are_in_the_term(walk: Walk) -> None:
    walk.request(**asked(walk, special(walk.people, first_on=TODAY, last_on=TODAY)))


def test_items_and_enterprises_that_are_not_named_are_outside(walk: Walk) -> None:
    people = walk.people
    made = special(people)
    made.items.set([people.item])
    with refused("R-SPC-04b") as caught:
        walk.request(**asked(walk, made))
    assert f"内容不含“{people.second_item.name}”" in str(caught.value)
    made.enterprises.set([people.other_enterprise])
    with refused("R-SPC-04b") as caught:
        walk.request(**asked(walk, made, item_ids=[people.item.pk]))
    assert "企业不在对象内" in str(caught.value)
    made.enterprises.add(people.enterprise)
    walk.request(**asked(walk, made, item_ids=[people.item.pk]))


def test_the_departments_own_grade_brings_an_enterprise_into_the_bounds(walk: Walk) -> None:
    people = walk.people
    made = special(people, credit_classes=["C", "D"])
    DepartmentGrade.objects.create(
        subject=people.subject,
        enterprise=people.enterprise,
        credit_class=CreditClass.D,
        criteria="重大危险源",
        reason="一级",
        valid_from=TODAY - timedelta(days=9),
        entered_at=REQUESTED_AT,
    )
    walk.request(**asked(walk, made))


def test_a_partner_takes_part_and_nobody_else(walk: Walk) -> None:
    people = walk.people
    made = special(people)
    made.items.add(people.other_item)
    theirs: dict[str, Any] = {
        "by": people.other_clerk,
        "item_ids": [people.other_item.pk],
        "officer_ids": [people.other_officer.roster.pk],
    }
    with refused("R-SPC-04b") as caught:
        walk.request(**asked(walk, made, **theirs))
    assert "不是牵头或参加单位" in str(caught.value)
    made.partners.add(people.other_subject)
    assert walk.request(**asked(walk, made, **theirs)).special == made


def test_what_another_department_only_draws_up_is_not_so_much_as_named(walk: Walk) -> None:
    people = walk.people
    draft = special(people, stage=SpecialStage.DRAFT)
    with refused("R-SPC-02"):
        walk.request(**asked(walk, draft))
    with rejected(f"没有编号为 {draft.pk} 的专项检查"):
        walk.request(**asked(walk, draft, by=people.other_clerk, item_ids=[people.other_item.pk]))


def test_an_entry_after_the_term_is_refused_at_the_gate(walk: Walk) -> None:
    task = walk.approved(**asked(walk, special(walk.people, last_on=TODAY)))
    with refused("R-SPC-04b"):
        walk.enter(task, now=NOW + timedelta(days=1))


def quiet(walk: Walk) -> None:
    """The bureau keeps the day quiet."""
    set_quiet_period(
        spans=[Span(TODAY, TODAY)], reason="重大活动", actor=walk.people.lead.member, now=REQUESTED_AT
    )


def test_a_quiet_day_is_kept_from_the_request_to_the_gate(walk: Walk) -> None:
    asked_before, approved_before = walk.request(), walk.approved()
    quiet(walk)
    for step in (walk.request, lambda: walk.approve(asked_before), lambda: walk.enter(approved_before)):
        with refused("R-FRQ-13"):
            step()
    with refused("R-FRQ-13"):
        walk.request(**asked(walk, special(walk.people)))
    walk.request(**asked(walk, ordered(walk.people)))
    walk.enter(approved_before, now=NOW + timedelta(days=1))
