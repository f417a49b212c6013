"""A special inspection goes from its department to the government: bounded, assessed, approved, within the number."""

from datetime import date, timedelta
from typing import Any

import pytest

from jingwei.planning.models import SpecialPlan
from jingwei.planning.operations import (
    approve_special,
    change_special,
    discard_special,
    draft_special,
    return_special,
    submit_special,
)
from jingwei.planning.terms import ApproverLevel, ShutdownGround, SpecialOrigin, SpecialStage
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import AuditEvent, Event
from jingwei.platform.queries import list_events_of
from jingwei.rulebook import Refused
from tests.people import NOW, TODAY, District, Person, district
from tests.planning.specials import FIRST, approved, confirmer, drafted, form, submitted

pytestmark = pytest.mark.django_db
RAISED = "planning.finding.raised"


@pytest.fixture
def people() -> District:
    """The cast of the tests."""
    return district()


@pytest.fixture
def government(people: District) -> Person:
    """Who acts for the district's government."""
    return confirmer()


def approve(special: SpecialPlan, government: Person, **changes: Any) -> SpecialPlan:
    """Enter the approval, as the government's confirmer."""
    given: dict[str, Any] = {
        "special_id": special.pk,
        "approver": ApproverLevel.GOVERNMENT,
        "number": "铜政办函〔2026〕3号",
        "actor": government.member,
        "now": NOW,
    }
    return approve_special(**(given | changes))


def codes(error: pytest.ExceptionInfo[Refused]) -> set[str]:
    """Return the rules that refuse."""
    return {finding.rule.code for finding in error.value.judgement.refusals}


def test_it_is_drafted_submitted_and_approved(people: District, government: Person) -> None:
    special = approved(people, government)
    special.refresh_from_db()
    assert (special.stage, special.approver, special.approved_on) == (
        SpecialStage.APPROVED,
        ApproverLevel.GOVERNMENT,
        TODAY,
    )
    assert list(special.items.all()) == [people.item]
    drafted_, submitted_, approved_ = (each.sentence for each in list_events_of("specialplan", special.pk))
    assert "袁知拟订专项检查“有限空间作业专项检查”" in drafted_
    assert "韩牧将专项检查“有限空间作业专项检查”报请批准" in submitted_
    assert f"闻人正批准专项检查“有限空间作业专项检查”（{special.approval_number}）" in approved_


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"regions": []}, "R-SPC-04a", "没有写明范围"),
        ({"contents": " "}, "R-SPC-04a", "没有写明内容"),
        ({"item_ids": []}, "R-SPC-04a", "没有写明内容"),
        ({"object_scope": ""}, "R-SPC-04a", "没有写明对象"),
        ({"last_on": None}, "R-SPC-04a", "没有写明时限"),
        ({"assessment": ""}, "R-SPC-04a", "没有必要性评估"),
        ({"assessed_on": TODAY + timedelta(days=1)}, "R-SPC-04a", "晚于报批"),
        ({"industries": [], "quantity": 120}, "R-SPC-04a", "全部检查"),
        ({"industries": [], "base": None}, "R-SPC-04a", "没有写明基数"),
        ({"orders_shutdown": True}, "R-SPC-06", "没有法定情形"),
    ],
)
def test_it_is_not_submitted_without_what_the_law_asks(
    people: District, changes: dict[str, Any], code: str, said: str
) -> None:
    special = drafted(people, **changes)
    with pytest.raises(Refused, match=said) as error:
        submit_special(special_id=special.pk, actor=people.head.member, now=NOW)
    assert codes(error) == {code}
    special.refresh_from_db()
    assert special.stage == SpecialStage.DRAFT


def test_items_of_another_subject_need_it_as_a_partner(people: District) -> None:
    both = [people.item.pk, people.other_item.pk]
    special = drafted(people, item_ids=both)
    with pytest.raises(Refused, match="没有写明这些主体参加") as error:
        submit_special(special_id=special.pk, actor=people.head.member, now=NOW)
    assert codes(error) == {"R-SPC-05"}
    joint = form(people, item_ids=both, partner_ids=[people.other_subject.pk])
    change_special(special_id=special.pk, draft=joint, actor=people.clerk.member, now=NOW)
    assert submit_special(special_id=special.pk, actor=people.head.member, now=NOW).stage == "submitted"
    changed = AuditEvent.objects.get(action="planning.special.changed")
    assert changed.sentence.endswith("：参加主体")


def test_an_attempt_to_stop_a_whole_trade_is_a_clue(people: District) -> None:
    special = drafted(people, orders_shutdown=True)
    with pytest.raises(Refused):
        submit_special(special_id=special.pk, actor=people.head.member, now=NOW)
    event = Event.objects.get(name=RAISED)
    assert event.payload["finding"]["rule"] == "R-SPC-06"
    assert (event.payload["act"], event.payload["act_id"]) == ("specialplan", special.pk)


def test_a_shutdown_with_a_ground_still_needs_the_government(people: District, government: Person) -> None:
    special = submitted(people, orders_shutdown=True, shutdown_ground=ShutdownGround.LIFE_SAFETY)
    with pytest.raises(Refused) as error:
        approve(special, government, approver=ApproverLevel.DEPARTMENT)
    assert codes(error) == {"R-SPC-01", "R-SPC-06"}
    assert approve(special, government).stage == SpecialStage.APPROVED


def test_it_is_approved_before_it_begins(people: District, government: Person) -> None:
    special = submitted(people)
    begins = NOW + (FIRST - TODAY)
    with pytest.raises(Refused, match="才批准") as error:
        approve(special, government, now=begins)
    assert codes(error) == {"R-SPC-01"}
    day_before = approve(special, government, approved_on=FIRST - timedelta(days=1), now=begins)
    assert day_before.approved_on == FIRST - timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"approver": ApproverLevel.DEPARTMENT}, "由本部门批准"),
        ({"number": "  "}, "没有批准文号"),
    ],
)
def test_an_approval_that_is_not_enough_is_refused(
    people: District, government: Person, changes: dict[str, Any], said: str
) -> None:
    special = submitted(people)
    with pytest.raises(Refused, match=said):
        approve(special, government, **changes)


@pytest.mark.parametrize(
    ("day", "said"),
    [(TODAY + timedelta(days=1), "还没有到"), (date(2026, 3, 8), "早于必要性评估")],
)
def test_the_day_of_the_approval_is_plausible(
    people: District, government: Person, day: date, said: str
) -> None:
    special = submitted(people)
    with pytest.raises(Mistake, match=said):
        approve(special, government, approved_on=day)


def test_beyond_the_quota_it_needs_a_reason_which_is_a_clue(people: District, government: Person) -> None:
    for n in (1, 2):
        approved(people, government, name=f"第{n}次专项检查")
    third = submitted(people, name="第3次专项检查")
    with pytest.raises(Refused, match="限 2 项，已批准 2 项") as error:
        approve(third, government)
    assert codes(error) == {"R-SPC-03"}
    assert not Event.objects.filter(name=RAISED).exists()
    approve(third, government, override_reason="汛期出现新的重大隐患")
    third.refresh_from_db()
    assert (third.stage, third.override_reason) == (SpecialStage.APPROVED, "汛期出现新的重大隐患")
    assert Event.objects.get(name=RAISED).payload["finding"]["rule"] == "R-SPC-03"


def test_a_reason_does_not_set_aside_what_may_not_be(people: District, government: Person) -> None:
    special = submitted(people)
    with pytest.raises(Refused, match="由本部门批准"):
        approve(special, government, approver=ApproverLevel.DEPARTMENT, override_reason="情况特殊")


def test_a_reason_that_was_not_needed_is_not_kept(people: District, government: Person) -> None:
    special = approve(submitted(people), government, override_reason="以备万一")
    assert special.override_reason == ""


def test_the_quota_is_of_one_subject_and_one_year(people: District, government: Person) -> None:
    for n in (1, 2):
        approved(people, government, name=f"第{n}次专项检查")
    theirs = draft_special(
        subject_id=people.other_subject.pk,
        draft=form(people, item_ids=[people.other_item.pk]),
        actor=people.other_clerk.member,
        now=NOW,
    )
    submit_special(special_id=theirs.pk, actor=people.other_head.member, now=NOW)
    assert approve(theirs, government).stage == SpecialStage.APPROVED
    next_year = {"first_on": date(2027, 1, 4), "last_on": date(2027, 2, 4)}
    assert approve(submitted(people, name="明年的专项检查", **next_year), government).year == 2027


def test_what_was_returned_may_be_mended_and_submitted_again(people: District, government: Person) -> None:
    special = submitted(people)
    with pytest.raises(Mistake, match="退回须写明理由"):
        return_special(special_id=special.pk, reason=" ", actor=government.member, now=NOW)
    return_special(special_id=special.pk, reason="户数过多", actor=government.member, now=NOW)
    with pytest.raises(Conflict, match="目前已退回，不能批准"):
        approve(special, government)
    change_special(special_id=special.pk, draft=form(people, quantity=20), actor=people.clerk.member, now=NOW)
    submit_special(special_id=special.pk, actor=people.head.member, now=NOW)
    assert approve(special, government).stage == SpecialStage.APPROVED


def test_once_submitted_it_is_neither_changed_nor_discarded(people: District) -> None:
    special = submitted(people)
    with pytest.raises(Conflict, match="目前待批准，不能修改"):
        change_special(special_id=special.pk, draft=form(people), actor=people.clerk.member, now=NOW)
    with pytest.raises(Conflict, match="目前待批准，不能放弃"):
        discard_special(special_id=special.pk, actor=people.clerk.member, now=NOW)


def test_a_draft_may_be_given_up_and_the_log_keeps_it(people: District) -> None:
    special = drafted(people)
    discard_special(special_id=special.pk, actor=people.clerk.member, now=NOW)
    assert not SpecialPlan.objects.exists()
    assert "放弃拟订" in AuditEvent.objects.get(action="planning.special.discarded").sentence


def test_nobody_acts_in_anothers_place(people: District, government: Person) -> None:
    special = drafted(people)
    for actor in (people.other_clerk, people.supervisor, people.officer, government):
        with pytest.raises(NotAllowed):
            change_special(special_id=special.pk, draft=form(people), actor=actor.member, now=NOW)
    for actor in (people.clerk, people.other_head, people.lead):
        with pytest.raises(NotAllowed):
            submit_special(special_id=special.pk, actor=actor.member, now=NOW)
    submit_special(special_id=special.pk, actor=people.head.member, now=NOW)
    for actor in (people.head, people.lead):
        with pytest.raises(NotAllowed):
            approve(special, actor)
        with pytest.raises(NotAllowed):
            return_special(special_id=special.pk, reason="不妥", actor=actor.member, now=NOW)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "没有填写名称"),
        ({"first_on": date(2026, 6, 1)}, "时限到 2026-05-31 为止，早于开始的 2026-06-01"),
        ({"quantity": 121}, "检查 121 户，多于对象基数 120 户"),
        ({"regions": ["320312", "990000"]}, "区划代码 990000 不在区划表中"),
        ({"industries": ["c26", "Z99"]}, "行业代码 Z99 不在"),
        ({"item_ids": [0]}, "有检查事项不在事项库中"),
        ({"partner_ids": [0]}, "有参加主体没有公告"),
        ({"enterprise_ids": [0]}, "名单中有企业不在名录中"),
        ({"is_urgent": True}, "紧急部署没有写明理由"),
    ],
)
def test_what_contradicts_itself_or_is_unknown_is_named(
    people: District, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(Mistake, match=said):
        drafted(people, **changes)
    assert not SpecialPlan.objects.exists()


def test_the_lead_is_no_partner_and_a_name_is_given_once(people: District) -> None:
    with pytest.raises(Mistake, match="是牵头主体，不必再列为参加主体"):
        drafted(people, partner_ids=[people.subject.pk])
    special = drafted(people)
    with pytest.raises(Mistake, match="本单位已有名为"):
        drafted(people)
    with pytest.raises(Mistake, match="没有任何一项与现在不同"):
        change_special(special_id=special.pk, draft=form(people), actor=people.clerk.member, now=NOW)


def test_what_was_ordered_from_above_is_not_submitted(people: District) -> None:
    special = drafted(people, origin=SpecialOrigin.SUPERIOR, order_number="徐安办〔2026〕8号")
    with pytest.raises(Conflict, match="上级部署的专项检查不另报批"):
        submit_special(special_id=special.pk, actor=people.head.member, now=NOW)
