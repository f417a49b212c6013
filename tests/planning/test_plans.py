"""An annual plan from the first line to the amendment: who may, what is refused, what stays as it was."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from jingwei.planning import operations
from jingwei.planning.models import AnnualPlan, Cap, PlanLine
from jingwei.planning.queries import find_line, get_plan, list_newest_plans, list_plans, list_plans_to_decide
from jingwei.planning.terms import AmendmentReason, PlanActivity, PlanStage
from jingwei.platform.actors import SYSTEM
from jingwei.platform.errors import Conflict, Mistake, NotAllowed, Rejected
from jingwei.platform.models import AuditEvent, Event
from jingwei.platform.terms import AuditOutcome
from jingwei.registry import operations as registry
from jingwei.registry.terms import CreditClass, InspectionMethod
from jingwei.rulebook import Refused
from tests.people import NOW, District, district, make_plan
from tests.planning.planned import AUTUMN, JUNE, YEAR, add, approve, approved, draft, entry, submit

pytestmark = pytest.mark.django_db
RATIOS = {CreditClass.A: 5, CreditClass.B: 20, CreditClass.C: 50, CreditClass.D: 100}


@pytest.fixture
def people() -> District:
    """The cast of the tests."""
    return district()


def amend(people: District, plan: AnnualPlan, **changes: Any) -> AnnualPlan:
    """Begin an amendment for an order from above."""
    given: dict[str, Any] = {
        "reason": AmendmentReason.DEPLOYMENT,
        "note": "苏安委〔2027〕5号",
        "actor": people.clerk.member,
        "now": NOW,
    }
    return operations.amend_plan(plan_id=plan.pk, **given | changes)


def test_a_plan_is_drafted_submitted_and_approved_and_each_step_is_on_the_log(people: District) -> None:
    plan = draft(people)
    line = add(people, plan, ratios=RATIOS, partner_ids=[people.other_subject.pk])
    assert (line.position, line.ratios) == (1, {"A": 5, "B": 20, "C": 50, "D": 100})
    assert submit(people, plan).stage == PlanStage.SUBMITTED
    assert list(list_plans_to_decide(people.head.member)) == [plan]
    assert not list_plans_to_decide(people.other_head.member)
    assert not list_plans_to_decide(people.clerk.member)
    done = approve(people, plan)
    assert (done.stage, done.decided_by, done.opinion) == (PlanStage.APPROVED, people.head.account, "同意")
    said = list(AuditEvent.objects.filter(target_kind="annualplan", target_id=plan.pk).order_by("id"))
    assert [event.action.rpartition(".")[2] for event in said] == [
        "drafted",
        "changed",
        "submitted",
        "approved",
    ]
    assert said[2].sentence.endswith("将应急管理局2027年度行政检查计划报负责人审批，共1项")


def test_a_deputy_approves_with_the_authorisation_on_record(people: District) -> None:
    plan = draft(people)
    add(people, plan)
    submit(people, plan)
    done = operations.approve_plan(plan_id=plan.pk, actor=people.deputy.member, now=NOW)
    assert done.authorisation == "铜应急授〔2026〕1号"


def test_the_head_returns_a_plan_and_the_clerk_mends_it(people: District) -> None:
    plan = draft(people)
    line = add(people, plan)
    submit(people, plan)
    with pytest.raises(Conflict, match="待审批，不能修改"):
        add(people, plan)
    with pytest.raises(Mistake, match="没有写明退回的理由"):
        operations.return_plan(plan_id=plan.pk, reason=" ", actor=people.head.member, now=NOW)
    returned = operations.return_plan(plan_id=plan.pk, reason="户数太多", actor=people.head.member, now=NOW)
    assert (returned.stage, returned.opinion) == (PlanStage.RETURNED, "户数太多")
    mended = operations.save_line(
        plan_id=plan.pk,
        line=entry(people, quantity=30),
        line_id=line.pk,
        actor=people.clerk.member,
        now=NOW,
    )
    assert (mended.pk, mended.position, mended.quantity) == (line.pk, 1, 30)
    assert approve(people, submit(people, plan)).stage == PlanStage.APPROVED


def test_the_lines_of_the_year_before_are_a_start(people: District) -> None:
    plan = draft(people, copies_last=True)
    assert [(line.name, line.first_on, line.last_on) for line in plan.lines.order_by("position")] == [
        (item.name, date(YEAR, 1, 1), date(YEAR, 12, 31)) for item in people.items
    ]
    AnnualPlan.objects.filter(subject=people.other_subject, year=2026).update(stage=PlanStage.DRAFT)
    other = {"subject_id": people.other_subject.pk, "actor": people.other_clerk.member}
    with pytest.raises(Mistake, match="没有已批准的 2026 年度计划可以沿用"):
        draft(people, copies_last=True, **other)


def test_a_window_that_begins_on_29_february_moves_to_the_28th(people: District) -> None:
    make_plan(people.subject, people.items, year=2028).lines.update(first_on=date(2028, 2, 29))
    plan = draft(people, year=2029, copies_last=True, now=datetime(2028, 12, 1, tzinfo=UTC))
    assert {line.first_on for line in plan.lines.all()} == {date(2029, 2, 28)}


def test_an_amendment_is_a_version_of_its_own_and_leaves_the_old_one(people: District) -> None:
    plan = approved(people, ratios=RATIOS, partner_ids=[people.other_subject.pk])
    first = plan.lines.get()
    amendment = amend(people, plan)
    assert (amendment.version, amendment.title) == (2, "2027年度行政检查计划（第1次调整）")
    copy = amendment.lines.get()
    assert (copy.position, copy.ratios) == (first.position, first.ratios)
    assert list(copy.partners.all()) == [people.other_subject]
    with pytest.raises(Mistake, match="与上一版没有不同"):
        submit(people, amendment)
    operations.save_line(
        plan_id=amendment.pk,
        line=entry(people, quantity=90),
        line_id=copy.pk,
        actor=people.clerk.member,
        now=NOW,
    )
    added = add(people, amendment, name="危险作业检查", item_id=people.second_item.pk)
    operations.remove_line(plan_id=amendment.pk, line_id=copy.pk, actor=people.clerk.member, now=NOW)
    assert add(people, amendment).position > added.position > first.position  # never a number used before
    approve(people, submit(people, amendment))
    plan.refresh_from_db()
    assert (plan.stage, plan.lines.get().quantity) == (PlanStage.APPROVED, 60)
    assert [each.version for each in list_newest_plans(people.supervisor.member).filter(year=YEAR)] == [2]


def test_an_amendment_needs_an_approved_newest_version_and_words(people: District) -> None:
    plan = draft(people)
    add(people, plan)
    with pytest.raises(Conflict, match="还不能调整"):
        amend(people, plan)
    approve(people, submit(people, plan))
    with pytest.raises(Mistake, match="没有写调整说明"):
        amend(people, plan, note="  ")
    amend(people, plan)
    with pytest.raises(Conflict, match="不能再从本版调整"):
        amend(people, plan)
    past = AnnualPlan.objects.get(subject=people.subject, year=2025)
    with pytest.raises(Conflict, match="2025 年已经过去"):
        amend(people, past)


def test_a_draft_that_is_thrown_away_leaves_its_trace(people: District) -> None:
    plan = draft(people)
    add(people, plan)
    number = plan.pk
    operations.discard_plan(plan_id=plan.pk, actor=people.clerk.member, now=NOW)
    assert not AnnualPlan.objects.filter(pk=number).exists()
    assert AuditEvent.objects.filter(target_id=number, action="planning.plan.discarded").exists()
    again = approved(people)
    with pytest.raises(Conflict, match="已批准，不能修改"):
        operations.discard_plan(plan_id=again.pk, actor=people.clerk.member, now=NOW)


def test_only_its_own_clerk_and_head_keep_a_plan_and_only_its_head_decides(people: District) -> None:
    plan = draft(people)
    add(people, plan)
    for person in (people.officer, people.supervisor, people.other_clerk, people.contact, people.system):
        for act in (operations.submit_plan, operations.discard_plan):
            with pytest.raises(NotAllowed):
                act(plan_id=plan.pk, actor=person.member, now=NOW)
        with pytest.raises(NotAllowed):
            operations.save_line(plan_id=plan.pk, line=entry(people), actor=person.member, now=NOW)
        with pytest.raises(NotAllowed):
            draft(people, actor=person.member)
    submit(people, plan)
    for person in (people.clerk, people.other_head, people.lead):
        with pytest.raises(NotAllowed):
            operations.approve_plan(plan_id=plan.pk, actor=person.member, now=NOW)
        with pytest.raises(NotAllowed):
            operations.return_plan(plan_id=plan.pk, reason="改", actor=person.member, now=NOW)
    approve(people, plan)
    with pytest.raises(NotAllowed):
        amend(people, plan, actor=people.other_clerk.member)
    refused = AuditEvent.objects.filter(target_kind="annualplan", outcome=AuditOutcome.REFUSED)
    assert refused.filter(target_id=plan.pk).count() > 10


def test_everybody_at_a_desk_reads_what_is_approved_and_only_its_own_and_the_bureau_the_rest(
    people: District,
) -> None:
    plan = draft(people)
    for person in (people.clerk, people.officer, people.supervisor, people.lead):
        assert plan in list_plans(person.member)
    for person in (people.other_clerk, people.contact, people.system, people.audit):
        assert plan not in list_plans(person.member)
        with pytest.raises(NotAllowed, match="没有这份年度计划"):
            get_plan(person.member, plan.pk)
    add(people, plan)
    approve(people, submit(people, plan))
    assert plan in list_plans(people.other_clerk.member)
    assert plan not in list_plans(people.contact.member)
    assert next(iter(list_newest_plans(people.other_clerk.member))).subject == people.other_subject


def test_two_plans_of_one_year_are_never_in_hand(people: District) -> None:
    plan = draft(people)
    with pytest.raises(Conflict, match="2027年度行政检查计划拟订中"):
        draft(people)
    add(people, plan)
    approve(people, submit(people, plan))
    with pytest.raises(Conflict, match="2027年度行政检查计划已批准"):
        draft(people)


def test_a_plan_is_for_this_year_or_the_next_of_an_announced_subject(people: District) -> None:
    for year in (2024, 2028):
        with pytest.raises(Mistake, match=f"不能拟订 {year} 年度的计划"):
            draft(people, year=year)
    people.subject.announced_on = None
    people.subject.save()
    with pytest.raises(Conflict, match="还没有公告"):
        draft(people)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": " "}, "name", "没有写任务名称"),
        ({"object_scope": ""}, "object_scope", "没有写检查对象"),
        ({"item_id": None}, "item_id", "没有选择检查事项"),
        ({"item_id": 10**9}, "item_id", "没有这个检查事项"),
        ({"first_on": AUTUMN, "last_on": JUNE}, "last_on", "截止日期 2027-06-01 早于起始日期 2027-09-30"),
        ({"last_on": date(YEAR + 1, 1, 1)}, "last_on", "不全在 2027 年内"),
        ({"first_on": date(YEAR - 1, 12, 31)}, "first_on", "不全在 2027 年内"),
        ({"ratios": {**RATIOS, CreditClass.D: 101}}, "ratios", "D 类 101%不在 0 至 100 之间"),
        ({"quantity": 241}, "quantity", "检查户数 241 多于对象基数 240"),
        ({"quantity": 0}, "quantity", "检查户数是 0"),
        ({"visits": 0}, "visits", "每户每年 0 次"),
        ({"partner_ids": [10**9]}, "partner_ids", "不在名录中"),
    ],
)
def test_a_line_that_does_not_fit_is_named_with_its_field_and_a_remedy(
    people: District, changes: dict[str, Any], field: str, said: str
) -> None:
    plan = draft(people)
    with pytest.raises(Mistake, match=said) as caught:
        add(people, plan, **changes)
    assert (caught.value.field, bool(caught.value.remedy)) == (field, True)
    assert not plan.lines.exists()


def test_a_window_may_be_one_day_and_the_whole_base_may_be_inspected(people: District) -> None:
    line = add(people, draft(people), first_on=JUNE, last_on=JUNE, quantity=240)
    assert (line.first_on, line.last_on) == (JUNE, JUNE)


def test_an_item_of_another_subject_or_an_unpublished_one_is_not_planned(people: District) -> None:
    plan = draft(people)
    with pytest.raises(Mistake, match="是市场监管局的事项"):
        add(people, plan, item_id=people.other_item.pk)
    with pytest.raises(Mistake, match="还没有公布"):
        add(people, plan, item_id=people.unpublished_item.pk)
    with pytest.raises(Mistake, match="联合单位中有本单位"):
        add(people, plan, partner_ids=[people.subject.pk])


def test_other_work_needs_no_item(people: District) -> None:
    line = add(people, draft(people), activity=PlanActivity.OTHER, item_id=people.item.pk, name="案卷评查")
    assert line.item is None


def test_an_item_withdrawn_after_the_line_was_entered_stops_submission_and_approval(
    people: District,
) -> None:
    plan = draft(people)
    add(people, plan, name="危险作业检查", item_id=people.second_item.pk)
    add(people, plan)
    submit(people, plan)
    registry.withdraw_item(item_id=people.item.pk, reason="依据废止", actor=people.lead.member, now=NOW)
    with pytest.raises(Mistake, match=r"第2项“工贸企业安全生产检查”：“对生产经营单位.*已经取消公布"):
        approve(people, plan)


def test_ratios_rise_with_the_risk_or_the_line_is_refused(people: District) -> None:
    plan = draft(people)
    with pytest.raises(Refused, match="A 类 30% 高于 B 类 20%") as caught:
        add(people, plan, ratios={**RATIOS, CreditClass.A: 30})
    assert [finding.rule.code for finding in caught.value.judgement.refusals] == ["R-RSK-02b"]
    with pytest.raises(Refused, match="A 类 10% 高于 B 类 0%"):
        add(people, plan, ratios={CreditClass.A: 10})  # a class left out is not inspected
    assert add(people, plan, ratios={CreditClass.D: 100}).ratios == {"A": 0, "B": 0, "C": 0, "D": 100}


def cap(people: District, visits: int, **more: Any) -> Cap:
    """Publish a cap of the whole year."""
    given: dict[str, Any] = {
        "subject": people.subject,
        "visits": visits,
        "valid_from": date(YEAR, 1, 1),
        "source": "频次上限公告",
    }
    return Cap.objects.create(**given | more)


def test_the_same_line_is_entered_once(people: District) -> None:
    plan = draft(people)
    line = add(people, plan)
    with pytest.raises(Mistake, match="已有同样的一项"):
        add(people, plan, quantity=30)
    other = add(people, plan, name="危险作业检查")
    with pytest.raises(Mistake, match="已有同样的一项"):
        operations.save_line(
            plan_id=plan.pk, line=entry(people), line_id=other.pk, actor=people.clerk.member, now=NOW
        )
    changed = entry(people, quantity=30)
    operations.save_line(plan_id=plan.pk, line=changed, line_id=line.pk, actor=people.clerk.member, now=NOW)
    assert sorted(plan.lines.values_list("name", "quantity")) == [("危险作业检查", 60), (line.name, 30)]


def test_more_visits_than_the_published_cap_are_not_planned(people: District) -> None:
    plan = draft(people)
    cap(people, 2)
    assert add(people, plan, visits=2).visits == 2
    with pytest.raises(Refused, match="每户每年 3 次，超过公布的上限：应急管理局上限每年 2 次"):
        add(people, plan, visits=3, name="危险作业检查")
    written = add(people, plan, visits=3, method=InspectionMethod.WRITTEN)
    assert written.visits == 3  # no visit, so no cap on visits


def test_a_cap_of_a_class_that_the_line_leaves_out_does_not_bind_it(people: District) -> None:
    plan = draft(people)
    cap(people, 0, credit_class=CreditClass.A)
    cap(people, 1, item=people.second_item)
    cap(people, 1, valid_until=JUNE)  # it ended the day before the window
    with pytest.raises(Refused, match="A 类（低）"):
        add(people, plan, visits=2, ratios=RATIOS)
    assert add(people, plan, visits=2, ratios={**RATIOS, CreditClass.A: 0}).visits == 2


def test_words_that_smell_of_targets_stay_and_the_supervisor_hears_of_them_once(people: District) -> None:
    plan = draft(people)
    line = add(people, plan, remark="各中队任务数不少于 50 家")
    raised = Event.objects.filter(name="planning.finding.raised")
    assert [event.payload["finding"]["rule"] for event in raised] == ["R-FRQ-11"]
    changed = entry(people, remark="各中队任务数不少于 50 家", quantity=50)
    operations.save_line(plan_id=plan.pk, line=changed, line_id=line.pk, actor=people.clerk.member, now=NOW)
    submit(people, plan)
    assert raised.count() == 1
    said = AuditEvent.objects.get(action="planning.plan.submitted").data["findings"]
    assert [finding["rule"] for finding in said] == ["R-FRQ-11"]


def test_an_empty_plan_is_not_submitted_and_a_submitted_one_not_twice(people: District) -> None:
    plan = draft(people)
    with pytest.raises(Mistake, match="计划中还没有事项"):
        submit(people, plan)
    with pytest.raises(Conflict, match="拟订中，不在待审批环节"):
        approve(people, plan)
    add(people, plan)
    submit(people, plan)
    with pytest.raises(Conflict, match="待审批，不能修改"):
        submit(people, plan)
    approve(people, plan)
    with pytest.raises(Conflict, match="不在待审批环节"):
        approve(people, plan)


def test_a_line_of_another_plan_is_not_changed_through_this_one(people: District) -> None:
    plan = draft(people)
    foreign = PlanLine.objects.filter(plan__subject=people.other_subject).first()
    assert foreign is not None
    for act, more in ((operations.save_line, {"line": entry(people)}), (operations.remove_line, {})):
        with pytest.raises(Mistake, match="这份计划中没有这一项"):
            act(plan_id=plan.pk, line_id=foreign.pk, actor=people.clerk.member, now=NOW, **more)
    with pytest.raises(Mistake, match="没有这份年度计划"):
        operations.submit_plan(plan_id=10**9, actor=people.clerk.member, now=NOW)


def test_the_line_of_an_inspection_is_found_by_item_class_and_day(people: District) -> None:
    plan = approved(people, ratios={**RATIOS, CreditClass.A: 0})
    line = plan.lines.get()
    item = people.item.pk
    assert find_line(plan, item, CreditClass.B, JUNE) == line
    assert find_line(plan, item, CreditClass.UNKNOWN, AUTUMN) == line  # unknown is not low
    assert find_line(plan, item, CreditClass.A, JUNE) is None
    assert find_line(plan, item, CreditClass.B, date(YEAR, 5, 31)) is None
    assert find_line(plan, people.second_item.pk, CreditClass.B, JUNE) is None


def test_the_system_may_draft_but_not_decide(people: District) -> None:
    plan = draft(people, actor=SYSTEM)
    assert plan.drafted_by is None
    operations.save_line(plan_id=plan.pk, line=entry(people), actor=SYSTEM, now=NOW)
    operations.submit_plan(plan_id=plan.pk, actor=SYSTEM, now=NOW)
    with pytest.raises(Rejected):
        operations.approve_plan(plan_id=plan.pk, actor=SYSTEM, now=NOW)
