"""Writes of annual plans: drafted, put before the head, approved or returned, amended by new versions."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from jingwei.planning.documents.plans import plan_document
from jingwei.planning.models import AnnualPlan, PlanLine
from jingwei.planning.operations.plan_lines import (
    KEEPERS,
    check_in_hand,
    faults_of,
    judge_lines,
    locked_plan,
    may_inspect,
)
from jingwei.planning.terms import AmendmentReason, PlanAction, PlanStage
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.documents.glyphs import require_drawable
from jingwei.platform.errors import Conflict, Mistake
from jingwei.registry.members import require
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import access_registry
from jingwei.registry.terms import Role
from jingwei.rulebook import Judgement

MOST_NAMED = 10  # faults that one answer names; the rest shows once these are mended


@operation(PlanAction.DRAFTED)
def draft_plan(
    *, subject_id: int, year: int, copies_last: bool = False, actor: Actor, now: datetime
) -> AnnualPlan:
    """Begin a subject's plan for this year or the next, empty or with the lines of the year before, moved by a year.

    Raises NotAllowed for anybody but the subject's clerk or head, Mistake for another year or when there is nothing to
    copy, Conflict when the subject may not inspect, or has a plan for the year already.
    """
    access_registry(actor, *KEEPERS, subject_id=subject_id)
    # Locked, so that of two who begin at once the second sees the first one's plan.
    subject = Subject.objects.select_for_update(no_key=True).filter(pk=subject_id).first()
    if subject is None:
        raise Mistake("没有这个检查主体", "从名录中选择", "subject_id")
    today = local_date(now)
    if not may_inspect(subject, today):
        raise Conflict(f"{subject}还没有公告，或已经撤销，不能拟订计划", "公告以后再拟订")
    if year not in {today.year, today.year + 1}:
        raise Mistake(f"不能拟订 {year} 年度的计划", f"年度填 {today.year} 或 {today.year + 1}", "year")
    standing = AnnualPlan.objects.filter(subject=subject, year=year).order_by("-version").first()
    if standing is not None:
        remedy = (
            "要改的，打开计划后用“调整”" if standing.stage == PlanStage.APPROVED else "打开这份计划继续办理"
        )
        raise Conflict(f"{standing}{standing.get_stage_display()}", remedy)
    plan = AnnualPlan.objects.create(
        subject=subject, year=year, drafted_by_id=actor.account_id, drafted_at=now
    )
    if copies_last:
        before = (
            AnnualPlan.objects.approved().filter(subject=subject, year=year - 1).order_by("-version").first()
        )
        if before is None:
            raise Mistake(
                f"没有已批准的 {year - 1} 年度计划可以沿用", "不沿用，逐项填写或导入表格", "copies_last"
            )
        _copy_lines(before, plan)
    audit.record(PlanAction.DRAFTED, actor=actor, now=now, target=plan, plan=plan)
    return plan


@operation(PlanAction.AMENDED, target="plan_id", kind="annualplan")
def amend_plan(
    *, plan_id: int, reason: AmendmentReason, note: str, actor: Actor, now: datetime
) -> AnnualPlan:
    """Begin an amendment of an approved plan: a new version with all its lines, to be changed and approved anew.

    The version amended stays as it is. ``note`` names the order or says what happened. Raises NotAllowed for anybody
    but the subject's clerk or head, Mistake without a note, Conflict when the plan is not the newest approved version,
    an amendment is in hand already, or the year is over.
    """
    plan = locked_plan(plan_id)
    access_registry(actor, *KEEPERS, subject_id=plan.subject_id)
    if not note.strip():
        raise Mistake("没有写调整说明", "写明部署文件、上级要求或具体情况", "note")
    if plan.stage != PlanStage.APPROVED:
        raise Conflict(f"{plan}{plan.get_stage_display()}，还不能调整", "没有批准的直接修改")
    newest = AnnualPlan.objects.filter(subject=plan.subject, year=plan.year).order_by("-version")[:1].get()
    if newest != plan:
        raise Conflict(f"{newest}{newest.get_stage_display()}，不能再从本版调整", "打开最新的一版办理")
    if plan.year < local_date(now).year:
        raise Conflict(f"{plan.year} 年已经过去，计划不再调整", "列入今年的计划")
    amendment = AnnualPlan.objects.create(
        subject=plan.subject,
        year=plan.year,
        version=plan.version + 1,
        reason=reason,
        note=note.strip(),
        drafted_by_id=actor.account_id,
        drafted_at=now,
    )
    _copy_lines(plan, amendment)
    audit.record(
        PlanAction.AMENDED,
        actor=actor,
        now=now,
        target=amendment,
        plan=plan,
        reason=f"{reason.label}（{amendment.note}）",
    )
    return amendment


@operation(PlanAction.SUBMITTED, target="plan_id", kind="annualplan")
def submit_plan(*, plan_id: int, actor: Actor, now: datetime) -> AnnualPlan:
    """Put a plan before the head of its subject.

    Raises NotAllowed for anybody but the subject's clerk or head, Conflict when it is not in hand, Mistake when it is
    empty, an amendment that changes nothing, or holds lines that do not fit any more, each named; Refused by the rules.
    """
    plan = locked_plan(plan_id)
    access_registry(actor, *KEEPERS, subject_id=plan.subject_id)
    check_in_hand(plan)
    lines = _lines_of(plan)
    judgement = _judge(plan, lines, on=local_date(now))
    plan.stage, plan.submitted_at, plan.opinion = PlanStage.SUBMITTED, now, ""
    plan.save(update_fields=["stage", "submitted_at", "opinion"])
    require_drawable(plan_document(plan, on=local_date(now), is_demonstration=False))
    audit.record(
        PlanAction.SUBMITTED,
        actor=actor,
        now=now,
        target=plan,
        judgement=judgement,
        plan=plan,
        lines=len(lines),
    )
    return plan


@operation(PlanAction.APPROVED, target="plan_id", kind="annualplan")
def approve_plan(*, plan_id: int, opinion: str = "", actor: Actor, now: datetime) -> AnnualPlan:
    """Approve a plan as head of its subject, or authorised in the head's place; then it is announced and filed.

    Raises NotAllowed for everybody else, Conflict unless it waits for approval, Mistake and Refused as ``submit_plan``.
    """
    plan = locked_plan(plan_id)
    member = require(actor, Role.HEAD, subject_id=plan.subject_id)
    _check_waiting(plan)
    judgement = _judge(plan, _lines_of(plan), on=local_date(now))
    plan.stage, plan.opinion = PlanStage.APPROVED, opinion.strip()
    plan.decided_by_id, plan.decided_at = member.account_id, now
    plan.authorisation = member.authorisation
    plan.save(update_fields=["stage", "opinion", "decided_by", "decided_at", "authorisation"])
    audit.record(PlanAction.APPROVED, actor=actor, now=now, target=plan, judgement=judgement, plan=plan)
    return plan


@operation(PlanAction.RETURNED, target="plan_id", kind="annualplan")
def return_plan(*, plan_id: int, reason: str, actor: Actor, now: datetime) -> AnnualPlan:
    """Return a plan to the clerk to be mended, with a reason.

    Raises NotAllowed for anybody but the head, Mistake without a reason, Conflict unless it waits for approval.
    """
    plan = locked_plan(plan_id)
    require(actor, Role.HEAD, subject_id=plan.subject_id)
    if not reason.strip():
        raise Mistake("没有写明退回的理由", "写明要改什么", "reason")
    _check_waiting(plan)
    plan.stage, plan.opinion = PlanStage.RETURNED, reason.strip()
    plan.save(update_fields=["stage", "opinion"])
    audit.record(PlanAction.RETURNED, actor=actor, now=now, target=plan, plan=plan, reason=plan.opinion)
    return plan


@operation(PlanAction.DISCARDED, target="plan_id", kind="annualplan")
def discard_plan(*, plan_id: int, actor: Actor, now: datetime) -> None:
    """Throw away a plan or an amendment that is in hand; the log keeps that there was one.

    Raises NotAllowed for anybody but the subject's clerk or head, Conflict when it is not in hand.
    """
    plan = locked_plan(plan_id)
    access_registry(actor, *KEEPERS, subject_id=plan.subject_id)
    check_in_hand(plan)
    audit.record(PlanAction.DISCARDED, actor=actor, now=now, target=plan, plan=plan)
    plan.delete()


def _check_waiting(plan: AnnualPlan) -> None:
    if plan.stage != PlanStage.SUBMITTED:
        raise Conflict(f"{plan}{plan.get_stage_display()}，不在待审批环节", "刷新页面看最新情况")


def _judge(plan: AnnualPlan, lines: Sequence[PlanLine], *, on: date) -> Judgement:
    """Return what the rules say of all lines. Raises Mistake for what does not fit, Refused for what they refuse."""
    if not lines:
        raise Mistake("计划中还没有事项", "逐项填写，或导入表格")
    if plan.version > 1 and _content(lines) == _content(_lines_before(plan)):
        raise Mistake("调整后的计划与上一版没有不同", "修改后再报批；不调整的，放弃拟订")
    said = [
        (f"第{number}项“{line}”：{fault.message}", fault.remedy)
        for number, line in enumerate(lines, 1)
        for fault in faults_of(line, plan, line.partners.all(), on=on)
    ]
    if said:
        more = f"；另有 {len(said) - MOST_NAMED} 处" if len(said) > MOST_NAMED else ""
        remedies = dict.fromkeys(remedy for _, remedy in said[:MOST_NAMED])
        raise Mistake("；".join(each for each, _ in said[:MOST_NAMED]) + more, "；".join(remedies))
    judgement = judge_lines(plan, lines, on=on)
    judgement.require()
    return judgement


def _lines_of(plan: AnnualPlan) -> list[PlanLine]:
    found = plan.lines.select_related("item__subject").order_by("position")
    return list(found.prefetch_related("partners", "item__bases", "item__versions"))


def _lines_before(plan: AnnualPlan) -> list[PlanLine]:
    before = AnnualPlan.objects.filter(subject=plan.subject, year=plan.year, version=plan.version - 1)
    return [line for each in before for line in _lines_of(each)]


def _content(lines: Iterable[PlanLine]) -> list[tuple[object, ...]]:
    """Return what lines say, by which versions are compared."""
    return [
        (
            *(getattr(line, name) for name in COPIED),
            sorted(partner.pk for partner in line.partners.all()),
        )
        for line in lines
    ]


def _copy_lines(source: AnnualPlan, target: AnnualPlan) -> None:
    """Copy all lines with their partners; into a later year the windows move along."""
    by_years = target.year - source.year
    lines = _lines_of(source)
    copies = PlanLine.objects.bulk_create(
        PlanLine(
            plan=target,
            **{name: getattr(line, name) for name in COPIED}
            | {"first_on": _moved(line.first_on, by_years), "last_on": _moved(line.last_on, by_years)},
        )
        for line in lines
    )
    joint = PlanLine.partners.through
    joint.objects.bulk_create(
        joint(planline_id=copy.pk, subject_id=partner.pk)
        for copy, line in zip(copies, lines, strict=True)
        for partner in line.partners.all()
    )


def _moved(day: date, by_years: int) -> date:
    """Return the day in another year; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + by_years)
    except ValueError:
        return day.replace(year=day.year + by_years, day=28)


# What of a line goes over into a copy, beside its partners.
COPIED = (
    "position",
    "activity",
    "name",
    "item_id",
    "object_scope",
    "base",
    "quantity",
    "ratios",
    "visits",
    "first_on",
    "last_on",
    "method",
    "remark",
)
