"""Routine inspections and the annual plan: what it has to say, from when, and what needs none (R-PUB-08)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jingwei.disclosure.models import Announcement, Filing
from jingwei.inspections import operations
from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import UrgentReason
from jingwei.planning.models import AnnualPlan, DepartmentGrade, PlanLine
from jingwei.planning.terms import ExemptReason, InspectionKind, PlanActivity, PlanStage
from jingwei.platform.calendar import SHANGHAI
from jingwei.registry.models import Item, Region
from jingwei.registry.terms import CreditClass, Field, PartyKind
from tests.inspections.walking import REQUESTED_AT, Walk, clues, fresh, log, refused, rejected
from tests.people import NOW, TODAY, make_item, make_officer, make_person, make_plan, make_subject


def plan_of(walk: Walk, year: int = TODAY.year) -> AnnualPlan:
    """The subject's latest plan of a year."""
    return AnnualPlan.objects.filter(subject=walk.people.subject, year=year).latest("version")


def line_of(walk: Walk, item: Item) -> PlanLine:
    """The line of the plan on an item."""
    return plan_of(walk).lines.get(item=item)


def window(walk: Walk, first_on: date, last_on: date) -> None:
    """Let the plan inspect in these days only."""
    plan_of(walk).lines.update(first_on=first_on, last_on=last_on)


def ratios(walk: Walk, **by_class: int) -> None:
    """Let the plan inspect these shares."""
    plan_of(walk).lines.update(ratios=by_class)


def amended(walk: Walk) -> AnnualPlan:
    """An amendment that adds the item so far left out, approved and no more."""
    before = plan_of(walk)
    return AnnualPlan.objects.create(
        subject=walk.people.subject,
        year=before.year,
        version=before.version + 1,
        stage=PlanStage.APPROVED,
        drafted_at=REQUESTED_AT,
    )


def copied(line: PlanLine, plan: AnnualPlan) -> PlanLine:
    """The same line in another version."""
    line.pk, line.plan = None, plan
    line.save()
    return line


def published(plan: AnnualPlan, *, announced: bool = True, filed: bool = True) -> None:
    """Announce and file a version as the first one was, yesterday."""
    first = AnnualPlan.objects.get(subject=plan.subject, year=plan.year, version=1)
    yesterday = TODAY - timedelta(days=2)
    if announced:
        row = Announcement.objects.get(plan=first)
        row.pk, row.plan, row.announced_on = None, plan, yesterday
        row.save()
    for filing in Filing.objects.filter(plan=first) if filed else ():
        filing.pk, filing.plan, filing.received_on = None, plan, yesterday
        filing.receipt = f"{filing.receipt}调"
        filing.save()


def test_the_line_of_the_plan_is_found_without_the_clerk(walk: Walk) -> None:
    task = walk.request()
    assert task.plan_line == line_of(walk, walk.people.item)
    walk.approve(task)
    assert "R-PUB-08" in log(task)[-1].data["passed"]


def test_the_clerk_may_choose_the_line(walk: Walk) -> None:
    line = line_of(walk, walk.people.second_item)
    assert walk.request(plan_line_id=line.pk).plan_line == line


def test_a_line_that_does_not_fit_is_told(walk: Walk) -> None:
    people = walk.people
    line = line_of(walk, people.second_item)
    with rejected("不在现行计划中，或不含本次的事项、企业类别和日期"):
        walk.request(item_ids=[people.item.pk], plan_line_id=line.pk)
    with rejected("没有编号为 999999 的计划事项"):
        walk.request(plan_line_id=999999)
    other = PlanLine.objects.get(item=people.other_item, plan__year=TODAY.year)
    with rejected(f"没有编号为 {other.pk} 的计划事项"):
        walk.request(plan_line_id=other.pk)
    with rejected("检查类别却不是日常检查"):
        walk.request(kind=InspectionKind.CASE_BASED, evidence="12345-1", plan_line_id=line.pk)


def test_without_any_plan_a_routine_inspection_is_refused_with_the_way_out(walk: Walk) -> None:
    plan_of(walk).announcements.update(withdrawn_at=REQUESTED_AT)
    with refused("R-PUB-08") as caught:
        walk.request()
    verdict = caught.value.judgement.refusals[0].verdict
    assert verdict.fact == "没有公布的 2026 年度检查计划"
    assert "尚未" not in verdict.fact
    assert not Inspection.objects.exists()


def test_an_item_that_the_plan_leaves_out_is_named_and_the_others_are_not(walk: Walk) -> None:
    line_of(walk, walk.people.second_item).delete()
    with refused("R-PUB-08") as caught:
        walk.request()
    assert str(caught.value) == "2026年度行政检查计划没有“对危险作业安全管理情况的检查”"


def test_a_line_of_other_work_is_no_plan_to_inspect(walk: Walk) -> None:
    plan_of(walk).lines.update(activity=PlanActivity.OTHER)
    with refused("R-PUB-08"):
        walk.request()


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [(0, 30, True), (-30, 0, True), (1, 30, False), (-30, -1, False)],
    ids=["first day", "last day", "before", "after"],
)
def test_both_ends_of_the_window_are_in_it(walk: Walk, first: int, last: int, fits: bool) -> None:
    window(walk, TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    if fits:
        assert walk.request().plan_line is not None
        return
    with refused("R-PUB-08") as caught:
        walk.request()
    assert f"{TODAY} 不在其内" in str(caught.value)


def test_a_day_is_a_day_here_and_not_in_greenwich(walk: Walk) -> None:
    window(walk, TODAY, TODAY)
    early = datetime(2026, 3, 10, 0, 30, tzinfo=SHANGHAI)  # still the ninth by universal time
    assert walk.request(planned_from=early, planned_until=NOW).plan_line is not None


def test_the_class_of_the_enterprise_decides(walk: Walk) -> None:
    ratios(walk, A=0, B=0, C=50, D=100)
    with refused("R-PUB-08") as caught:
        walk.request()
    assert "不查B 类（一般）企业" in str(caught.value)
    people = walk.people
    DepartmentGrade.objects.create(
        subject=people.subject,
        enterprise=people.enterprise,
        credit_class=CreditClass.C,
        criteria="重大危险源",
        reason="重大危险源二级",
        valid_from=TODAY - timedelta(days=30),
        entered_at=REQUESTED_AT,
    )
    assert walk.request().plan_line is not None


def test_an_unknown_class_goes_with_the_general_one(walk: Walk) -> None:
    enterprise = walk.people.enterprise
    enterprise.credit_class = CreditClass.UNKNOWN
    enterprise.save()
    ratios(walk, A=0, B=10, C=50, D=100)
    assert walk.request().plan_line is not None
    ratios(walk, A=5, B=0, C=50, D=100)
    with refused("R-PUB-08"):
        walk.request()


def test_an_amendment_binds_once_it_is_filed_again(walk: Walk) -> None:
    line = line_of(walk, walk.people.second_item)
    line.delete()
    amendment = amended(walk)
    first = AnnualPlan.objects.get(subject=walk.people.subject, year=TODAY.year, version=1)
    for each in first.lines.all():
        copied(each, amendment)
    copied(line, amendment)
    with refused("R-PUB-08") as caught:
        walk.request()
    assert caught.value.judgement.refusals[0].verdict.remedy == (  # type: ignore[union-attr]
        "2026年度行政检查计划（第1次调整）还没有公告或备案，办结后再申请"
    )
    published(amendment, filed=False)
    with refused("R-PUB-08"):
        walk.request()
    published(amendment, announced=False)
    assert walk.request().plan_line is not None


def test_a_plan_amended_after_the_request_is_asked_again_at_the_approval(walk: Walk) -> None:
    people = walk.people
    kept, dropped = walk.request(item_ids=[people.item.pk]), walk.request(item_ids=[people.second_item.pk])
    line, amendment = line_of(walk, people.item), amended(walk)
    line = copied(line, amendment)
    published(amendment)
    walk.approve(kept)
    assert fresh(kept).plan_line == line
    with refused("R-PUB-08"):
        walk.approve(dropped)
    walk.approve(dropped, overridden=["R-PUB-08"], override_reason="企业停产前最后一次检查")
    assert fresh(dropped).plan_line is None
    assert clues() == ["R-PUB-08"]


def test_what_a_head_may_set_aside_is_put_to_the_head(walk: Walk) -> None:
    line_of(walk, walk.people.second_item).delete()
    task = walk.request(is_put_to_head=True)
    assert clues() == []
    with refused("R-PUB-08"):
        walk.approve(task)
    walk.approve(task, overridden=["R-PUB-08"], override_reason="上级临时要求")
    assert clues() == ["R-PUB-08"]
    with refused("R-PUB-02", "R-PUB-08"):  # What nobody may set aside still stops it.
        walk.request(item_ids=[walk.people.unpublished_item.pk], is_put_to_head=True)


@pytest.mark.parametrize(
    "cause",
    [
        {"kind": InspectionKind.CASE_BASED, "exempt": ExemptReason.COMPLAINT, "evidence": "12345-1"},
        {"exempt": ExemptReason.ASSIGNED, "evidence": "转办〔2026〕3号"},
        {"urgent": UrgentReason.SAFETY},
    ],
    ids=["case", "assigned", "urgent"],
)
def test_what_has_a_cause_of_its_own_needs_no_plan(walk: Walk, cause: dict[str, Any]) -> None:
    plan_of(walk).lines.all().delete()
    assert walk.approved(**cause).plan_line is None


def test_the_plan_of_next_year_holds_for_a_task_planned_in_january(walk: Walk) -> None:
    december, january = datetime(2026, 12, 28, 2, tzinfo=UTC), datetime(2027, 1, 6, 2, tzinfo=UTC)
    planned: dict[str, Any] = {
        "planned_from": january,
        "planned_until": january + timedelta(hours=2),
        "now": december,
    }
    with refused("R-PUB-08") as caught:
        walk.request(**planned)
    assert "没有公布的 2027 年度检查计划" in str(caught.value)
    make_plan(walk.people.subject, walk.people.items, year=2027)
    with refused("R-PUB-08"):  # It is announced in January: until then nobody can have read it.
        walk.request(**planned)
    walk.request(**planned | {"now": datetime(2027, 1, 4, 2, tzinfo=UTC)})


def test_what_was_asked_before_the_rule_cites_no_line(walk: Walk) -> None:
    day = datetime(2025, 12, 2, 2, tzinfo=UTC)
    until = day + timedelta(hours=2)
    task = walk.request(now=day - timedelta(days=1), planned_from=day, planned_until=until)
    assert task.plan_line is None


def test_an_entry_on_another_day_than_planned_is_not_held_against_the_window(walk: Walk) -> None:
    window(walk, TODAY, TODAY)
    task = walk.approved()
    walk.enter(task, now=NOW + timedelta(days=3))
    assert fresh(task).visit is not None


def test_the_gate_asks_one_thing_more_and_it_is_the_day(walk: Walk) -> None:
    task = walk.approved()
    with CaptureQueriesContext(connection) as statements:
        walk.enter(task)
    asked = [str(each["sql"]) for each in statements.captured_queries]
    assert sum("planning_quietperiod" in each for each in asked) == 1
    for table in ("planning_annualplan", "planning_planline", "planning_specialplan", "disclosure_"):
        assert not any(f'FROM "{table}' in each for each in asked)


def test_a_town_goes_by_a_plan_of_its_own(walk: Walk) -> None:
    people = walk.people
    town = Region.objects.create(code="320312104", name="利国镇", parent=people.region)
    subject = make_subject(town, "利国镇人民政府", "利国镇", "利政", "镇街")
    subject.jurisdiction = [people.region.code]
    subject.save()
    item = make_item(subject, "对小微企业安全生产的检查", Field.EMERGENCY)
    officers = [make_officer(name, name, subject, f"1032031201{n}") for n, name in enumerate(["甲", "乙"])]
    clerk = make_person("town", "镇经办", people.clerk.member.role, subject=subject)
    asked: dict[str, Any] = {
        "by": clerk,
        "item_ids": [item.pk],
        "officer_ids": [officer.roster.pk for officer in officers],
    }
    with refused("R-PUB-08"):
        walk.request(**asked)
    plan = make_plan(subject, [item], year=TODAY.year)
    Filing.objects.filter(plan=plan).exclude(addressee="justice").delete()
    assert walk.request(**asked).plan_line == plan.lines.get()


def test_a_revised_request_finds_its_line_anew(walk: Walk) -> None:
    people = walk.people
    task = walk.request(item_ids=[people.item.pk])
    mended = operations.revise_inspection(
        inspection_id=task.pk,
        request=operations.Request(
            site_id=people.site.pk,
            kind=InspectionKind.ROUTINE,
            item_ids=[people.second_item.pk],
            officer_ids=[people.officer.roster.pk, people.second.roster.pk],
            planned_from=NOW,
            planned_until=NOW + timedelta(hours=2),
            separate_reason="分别检查不同车间",
        ),
        actor=people.clerk.member,
        now=REQUESTED_AT,
    )
    assert mended.plan_line == line_of(walk, people.second_item)
    assert mended.separate_reason == "分别检查不同车间"


def test_an_entrusted_body_goes_by_its_principals_plan(walk: Walk) -> None:
    people = walk.people
    agent = make_subject(people.region, "铜山区安全生产服务中心", "安监中心", "铜安服", "应急")
    agent.kind, agent.principal = PartyKind.ENTRUSTED, people.subject
    agent.save()
    people.subject.entrustments_given.create(
        agent=agent,
        number="委托〔2026〕1号",
        powers="检查",
        valid_from=TODAY - timedelta(days=60),
        valid_to=TODAY + timedelta(days=300),
        issuer=people.subject.name,
        published_on=TODAY - timedelta(days=50),
        published_url="https://www.example.gov.cn/letters/1.html",
    ).items.set(people.items)
    clerk = make_person("agent", "中心经办", people.clerk.member.role, subject=agent)
    own = make_officer("丙", "丙", agent, "10320312099").roster
    task = walk.request(by=clerk, officer_ids=[own.pk, people.officer.roster.pk])
    assert task.plan_line == line_of(walk, people.item)
