"""Todos that papers make: circulars, subjects, plans, special inspections, filings."""

from datetime import date

from django.urls import reverse

from jingwei.disclosure.models import Filing
from jingwei.disclosure.terms import Addressee
from jingwei.notices.models import Circular, Recipient
from jingwei.notices.terms import Purpose, RecipientState, Wanted
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.planning.terms import SpecialStage
from jingwei.platform.calendar import Calendar, Deadline, local_date
from jingwei.portal.queries.todo import Period, Todo, period_of
from jingwei.registry.models import Subject, SubjectChange
from jingwei.registry.terms import SubjectStatus
from jingwei.rulebook import Numbers


def to_answer(recipient: Recipient, calendar: Calendar, today: date) -> Todo:
    """A circular that waits for the department's receipt or answer."""
    circular = recipient.circular
    step, verb = ("签收通知", "签收") if recipient.received_at is None else ("回复通知", "回复")
    if recipient.state == RecipientState.SENT_BACK:
        step, verb = "退回重报", "重报"
    return _of_circular(
        circular, calendar, today, step=step, verb=verb, origin="司法局",
        detail=f"{circular.number}　{Wanted(circular.wanted).label}",
    )  # fmt: skip


def to_press(circular: Circular, lacking: int, calendar: Calendar, today: date) -> Todo:
    """A circular that some departments have not done after its due day."""
    return _of_circular(
        circular, calendar, today, step="逾期未办", verb="催办", origin=f"{lacking} 家",
        detail=f"{circular.number}　{lacking} 家未办",
    )  # fmt: skip


def to_step(subject: Subject) -> Todo:
    """A body on its way to be a subject, whose next step is the viewer's; it should come with its steps."""
    step, verb = {
        SubjectStatus.DECLARED: ("司法局审核", "审核"),
        SubjectStatus.REVIEWED: ("区政府确认", "确认"),
        SubjectStatus.CONFIRMED: ("网站公告", "公告"),
    }[SubjectStatus(subject.status)]
    steps = sorted(subject.steps.all(), key=lambda each: each.pk)
    last = steps[-1] if steps else None
    return Todo(
        title=subject.name,
        detail=last.document if last else "",
        origin=subject.code,
        kind="检查主体",
        step=step,
        url=reverse("subject_detail", args=[subject.pk]),
        verb=verb,
        begun_on=last.on if last else date.max,
    )


def to_reannounce(change: SubjectChange, calendar: Calendar, today: date) -> Todo:
    """A change that has to be announced again within its month (R-SUB-06)."""
    return Todo(
        title=change.subject.name,
        detail=f"{change.document}　{change.happened_on} 变更",
        origin=change.subject.code,
        kind="主体变更",
        step="重新公告",
        url=reverse("subject_detail", args=[change.subject_id]),
        verb="公告",
        begun_on=change.happened_on,
        period=period_of(calendar, change.happened_on, Deadline(change.due_on), today),
    )


def to_approve_plan(plan: AnnualPlan, calendar: Calendar, today: date, numbers: Numbers) -> Todo:
    """A year's plan that waits for the head, to be announced and filed by R-PUB-07a's day; amendments have none."""
    begun_on = local_date(plan.submitted_at or plan.drafted_at)
    due = None
    if plan.version == 1:
        month, day = (numbers.get("R-PUB-07a", name).value for name in ("month", "day"))
        due = Deadline(date(plan.year, month, day))
    return _of_plan(plan, begun_on, period_of(calendar, begun_on, due, today), step="审批计划", verb="审批")


def to_mend_plan(plan: AnnualPlan) -> Todo:
    """A year's plan that the head gave back."""
    begun_on = local_date(plan.decided_at or plan.submitted_at or plan.drafted_at)
    return _of_plan(plan, begun_on, Period(), step="退回修改", verb="修改")


def to_advance_special(special: SpecialPlan, calendar: Calendar, today: date) -> Todo:
    """A special inspection that waits to be submitted, approved or mended, before the day it begins (R-SPC-01)."""
    step, verb = {
        SpecialStage.DRAFT: ("报政府批准", "报批"),
        SpecialStage.RETURNED: ("退回修改", "修改"),
    }.get(SpecialStage(special.stage), ("政府批准", "登记"))
    begun_on = local_date(special.submitted_at or special.drafted_at)
    due = Deadline(special.first_on) if special.first_on else None
    return Todo(
        title=special.name,
        detail=f"拟 {special.first_on} 至 {special.last_on}" if special.first_on else special.object_scope,
        origin=special.subject.short_name,
        kind="专项检查",
        step=step,
        url=reverse("special_detail", args=[special.pk]),
        verb=verb,
        begun_on=begun_on,
        period=period_of(calendar, begun_on, due, today) if due else Period(),
    )


def to_receive(filing: Filing) -> Todo:
    """A filing in the bureau's inbox; the law sets no period for its receipt."""
    return _of_filing(filing, step="接收备案", verb="接收")


def to_enter_receipt(filing: Filing) -> Todo:
    """A filing with the department above whose receipt is still missing."""
    return _of_filing(filing, step="等上级回执", verb="登记")


def _of_plan(plan: AnnualPlan, begun_on: date, period: Period, *, step: str, verb: str) -> Todo:
    return Todo(
        title=str(plan),
        detail=f"{begun_on:%m-%d} {'提交' if step == '审批计划' else '退回'}",
        origin=plan.subject.short_name,
        kind="年度计划",
        step=step,
        url=reverse("plan_detail", args=[plan.pk]),
        verb=verb,
        begun_on=begun_on,
        period=period,
    )


def _of_filing(filing: Filing, *, step: str, verb: str) -> Todo:
    late = "，逾期报送" if filing.is_late else ""
    return Todo(
        title=str(filing),
        detail=f"{filing.filed_on} 向{Addressee(filing.addressee).label}报送{late}",
        origin=filing.subject.short_name,
        kind="备案",
        step=step,
        url=reverse("filing_detail", args=[filing.pk]),
        verb=verb,
        begun_on=filing.filed_on,
    )


def _of_circular(
    circular: Circular, calendar: Calendar, today: date, *, step: str, verb: str, origin: str, detail: str
) -> Todo:
    begun_on = local_date(circular.issued_at) if circular.issued_at else today
    due = Deadline(circular.due_on) if circular.due_on else None
    return Todo(
        title=circular.title,
        detail=detail,
        origin=origin,
        kind=Purpose(circular.purpose).label,
        step=step,
        url=reverse("circular_detail", args=[circular.pk]),
        verb=verb,
        begun_on=begun_on,
        period=period_of(calendar, begun_on, due, today),
    )
