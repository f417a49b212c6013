"""Todos that papers make: circulars, subjects, plans, special inspections, filings."""

from dataclasses import replace
from datetime import date

from django.urls import reverse

from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.queries import get_plan_due
from jingwei.disclosure.terms import Addressee
from jingwei.notices.models import Circular, Recipient
from jingwei.notices.terms import Purpose, RecipientState, Wanted
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.planning.terms import SpecialStage
from jingwei.platform.calendar import local_date
from jingwei.portal.queries.todo import Day, Period, Todo
from jingwei.registry.models import Subject, SubjectChange
from jingwei.registry.terms import SubjectStatus

# What happened to a plan on the day since which it waits for the step.
WHAT_BEFORE = {"审批计划": "提交", "退回修改": "退回", "公告计划": "批准"}


def to_answer(recipient: Recipient, day: Day) -> Todo:
    """A circular that waits for the department's receipt or answer."""
    circular = recipient.circular
    step, verb = ("签收通知", "签收") if recipient.received_at is None else ("回复通知", "回复")
    if recipient.state == RecipientState.SENT_BACK:
        step, verb = "退回重报", "重报"
    return _of_circular(
        circular, day, step=step, verb=verb, origin="司法局",
        detail=f"{circular.number}　{Wanted(circular.wanted).label}",
    )  # fmt: skip


def to_press(circular: Circular, day: Day) -> Todo:
    """A circular that some departments have not done after its due day; it comes with how many are ``lacking``."""
    lacking = getattr(circular, "lacking", 0)
    return _of_circular(
        circular, day, step="逾期未办", verb="催办", origin=f"{lacking} 家",
        detail=f"{circular.number}　{lacking} 家未办",
    )  # fmt: skip


def to_issue(circular: Circular, day: Day) -> Todo:
    """A circular drawn up, which the supervision lead issues."""
    return _of_circular(
        circular, day, step="签发通知", verb="签发", origin="司法局",
        detail=f"{local_date(circular.drafted_at):%m-%d} 起草，{Wanted(circular.wanted).label}",
    )  # fmt: skip


def to_close(circular: Circular, day: Day) -> Todo:
    """A circular that everybody has done."""
    todo = _of_circular(
        circular, day, step="办结通知", verb="办结", origin="司法局", detail=f"{circular.number}　全部办完"
    )
    return replace(todo, period=Period())


def to_step(subject: Subject, day: Day) -> Todo:
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


def to_reannounce(change: SubjectChange, day: Day) -> Todo:
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
        period=day.period(change.happened_on, change.due_on),
    )


def to_approve_plan(plan: AnnualPlan, day: Day) -> Todo:
    """A year's plan that waits for the head, to be announced and filed by R-PUB-07a's day; amendments have none."""
    begun_on = local_date(plan.submitted_at or plan.drafted_at)
    return _of_plan(plan, begun_on, _plan_period(plan, begun_on, day), step="审批计划", verb="审批")


def to_mend_plan(plan: AnnualPlan, day: Day) -> Todo:
    """A year's plan that the head gave back."""
    begun_on = local_date(plan.decided_at or plan.submitted_at or plan.drafted_at)
    return _of_plan(plan, begun_on, _plan_period(plan, begun_on, day), step="退回修改", verb="修改")


def to_announce_plan(plan: AnnualPlan, day: Day) -> Todo:
    """A year's plan that was approved and is to be announced, by R-PUB-07a's day."""
    begun_on = local_date(plan.decided_at or plan.drafted_at)
    return _of_plan(plan, begun_on, _plan_period(plan, begun_on, day), step="公告计划", verb="公告")


def to_advance_special(special: SpecialPlan, day: Day) -> Todo:
    """A special inspection that waits to be submitted, approved or mended, before the day it begins (R-SPC-01)."""
    step, verb = {
        SpecialStage.DRAFT: ("报政府批准", "报批"),
        SpecialStage.RETURNED: ("退回修改", "修改"),
    }.get(SpecialStage(special.stage), ("政府批准", "登记"))
    begun_on = local_date(special.submitted_at or special.drafted_at)
    period = day.period(begun_on, special.first_on)
    return _of_special(special, begun_on, period, step=step, verb=verb)


def to_announce_special(special: SpecialPlan, day: Day) -> Todo:
    """A special inspection that was approved and is to be announced and filed before it begins (R-SPC-02)."""
    begun_on = local_date(special.decided_at or special.drafted_at)
    return _of_special(
        special, begun_on, day.period(begun_on, special.first_on), step="公告备案", verb="公告"
    )


def to_report(special: SpecialPlan, day: Day) -> Todo:
    """A special inspection ordered from above whose term is over: a report is due by R-SPC-08b's day."""
    begun_on = special.last_on or day.today
    due = day.after(begun_on, day.numbers.get("R-SPC-08b", "days").value)
    return _of_special(special, begun_on, day.period(begun_on, due), step="报告实施情况", verb="报告")


def to_file(announcement: Announcement, day: Day) -> Todo:
    """Something announced that has not been filed; a plan by R-PUB-07a's day, a special inspection before it begins."""
    period, begun_on = Period(), announcement.announced_on
    if announcement.plan is not None:
        period = _plan_period(announcement.plan, begun_on, day)
    elif announcement.special is not None:
        period = day.period(begun_on, announcement.special.first_on)
    return Todo(
        title=announcement.title,
        detail=f"{begun_on} 公告第 {announcement.version} 版，还没有报备案",
        origin=announcement.subject.short_name,
        kind="备案",
        step="报送备案",
        url=reverse("announcement_detail", args=[announcement.pk]),
        verb="报送",
        begun_on=begun_on,
        period=period,
    )


def to_mend_filing(filing: Filing, day: Day) -> Todo:
    """A filing that the bureau gave back; it is filed anew from the page of what was announced."""
    todo = _of_filing(filing, step="退回重报", verb="重报")
    return replace(
        todo,
        detail=f"退回理由：{filing.returned_reason}",
        url=reverse("announcement_detail", args=[filing.announcement_id]),
        period=day.period(filing.filed_on, filing.due_on),
    )


def to_receive(filing: Filing, day: Day) -> Todo:
    """A filing in the bureau's inbox; the law sets no period for its receipt."""
    return _of_filing(filing, step="接收备案", verb="接收")


def to_enter_receipt(filing: Filing, day: Day) -> Todo:
    """A filing with the department above whose receipt is still missing."""
    return _of_filing(filing, step="等上级回执", verb="登记")


def _of_plan(plan: AnnualPlan, begun_on: date, period: Period, *, step: str, verb: str) -> Todo:
    return Todo(
        title=str(plan),
        detail=f"{begun_on:%m-%d} {WHAT_BEFORE[step]}",
        origin=plan.subject.short_name,
        kind="年度计划",
        step=step,
        url=reverse("plan_detail", args=[plan.pk]),
        verb=verb,
        begun_on=begun_on,
        period=period,
    )


def _plan_period(plan: AnnualPlan, begun_on: date, day: Day) -> Period:
    """Return what is left until R-PUB-07a's day; amendments have none."""
    if plan.version > 1:
        return Period()
    return day.period(begun_on, get_plan_due(plan.subject, plan.year, day.numbers))


def _of_special(special: SpecialPlan, begun_on: date, period: Period, *, step: str, verb: str) -> Todo:
    return Todo(
        title=special.name,
        detail=f"{special.first_on} 至 {special.last_on}" if special.first_on else special.object_scope,
        origin=special.subject.short_name,
        kind="专项检查",
        step=step,
        url=reverse("special_detail", args=[special.pk]),
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


def _of_circular(circular: Circular, day: Day, *, step: str, verb: str, origin: str, detail: str) -> Todo:
    begun_on = local_date(circular.issued_at) if circular.issued_at else day.today
    due = circular.due_on
    return Todo(
        title=circular.title,
        detail=detail,
        origin=origin,
        kind=Purpose(circular.purpose).label,
        step=step,
        url=reverse("circular_detail", args=[circular.pk]),
        verb=verb,
        begun_on=begun_on,
        period=day.period(begun_on, due),
    )
