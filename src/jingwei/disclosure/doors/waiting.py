"""What waits for whom until it is announced and filed: the year's plans, special inspections, filings."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from jingwei.disclosure import queries
from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.queries import get_plan_due
from jingwei.disclosure.terms import Addressee, FilingState
from jingwei.planning.doors.waiting import of_special
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.planning.queries import list_plans, list_plans_to_decide
from jingwei.planning.terms import PlanStage
from jingwei.platform.calendar import local_date
from jingwei.registry.desk import Day, Period, Todo, Waiting, each
from jingwei.registry.members import Member
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import Role

CLERK = (Role.CLERK,)
# What happened to a plan on the day since which it waits for the step.
WHAT_BEFORE = {"审批计划": "提交", "退回修改": "退回", "公告计划": "批准"}


def _plans_to_mend(member: Member, today: date) -> QuerySet[Any]:
    in_hand = [PlanStage.DRAFT, PlanStage.RETURNED]
    return list_plans(member).filter(stage__in=in_hand, subject=member.subject_id)


def _receipts_missing(member: Member, today: date) -> QuerySet[Any]:
    return queries.list_filings(member).filter(addressee=Addressee.SUPERIOR, state=FilingState.SUBMITTED)


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


def to_announce_special(special: SpecialPlan, day: Day) -> Todo:
    """A special inspection that was approved and is to be announced and filed before it begins (R-SPC-02)."""
    begun_on = local_date(special.decided_at or special.drafted_at)
    return of_special(special, begun_on, day.period(begun_on, special.first_on), step="公告备案", verb="公告")


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


WAITING: tuple[Waiting, ...] = (
    Waiting((Role.HEAD,), lambda of, on: list_plans_to_decide(of), each(to_approve_plan)),
    Waiting(CLERK, _plans_to_mend, each(to_mend_plan)),
    Waiting(CLERK, lambda of, on: queries.list_plans_to_announce(of, today=on), each(to_announce_plan)),
    Waiting(CLERK, lambda of, on: queries.list_specials_to_announce(of, today=on), each(to_announce_special)),
    Waiting(CLERK, lambda of, on: queries.list_to_file(of, today=on), each(to_file)),
    Waiting(CLERK, lambda of, on: queries.list_filings_to_mend(of, today=on), each(to_mend_filing)),
    Waiting(CLERK, _receipts_missing, each(to_enter_receipt)),
    Waiting(BUREAU, lambda of, on: queries.list_filings_to_receive(of), each(to_receive)),
)
