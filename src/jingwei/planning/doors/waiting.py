"""What of special inspections waits for whom; plans are due by what is announced of them, which disclosure knows."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from jingwei.planning import queries
from jingwei.planning.models import SpecialPlan
from jingwei.planning.terms import SpecialStage
from jingwei.platform.calendar import local_date
from jingwei.registry.desk import Day, Period, Todo, Waiting, each
from jingwei.registry.members import Member
from jingwei.registry.terms import Role

DEPARTMENT = (Role.CLERK, Role.HEAD)


def _specials_to_report(member: Member, today: date) -> QuerySet[Any]:
    return queries.list_unreported(today=today).filter(subject=member.subject_id)


def to_advance_special(special: SpecialPlan, day: Day) -> Todo:
    """A special inspection that waits to be submitted, approved or mended, before the day it begins (R-SPC-01)."""
    step, verb = {
        SpecialStage.DRAFT: ("报政府批准", "报批"),
        SpecialStage.RETURNED: ("退回修改", "修改"),
    }.get(SpecialStage(special.stage), ("政府批准", "登记"))
    begun_on = local_date(special.submitted_at or special.drafted_at)
    period = day.period(begun_on, special.first_on)
    return of_special(special, begun_on, period, step=step, verb=verb)


def to_report(special: SpecialPlan, day: Day) -> Todo:
    """A special inspection ordered from above whose term is over: a report is due by R-SPC-08b's day."""
    begun_on = special.last_on or day.today
    due = day.after(begun_on, day.numbers.get("R-SPC-08b", "days").value)
    return of_special(special, begun_on, day.period(begun_on, due), step="报告实施情况", verb="报告")


def of_special(special: SpecialPlan, begun_on: date, period: Period, *, step: str, verb: str) -> Todo:
    """Return a special inspection as it waits for a step."""
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


WAITING: tuple[Waiting, ...] = (
    Waiting(DEPARTMENT, _specials_to_report, each(to_report)),
    # Head and clerk of the department that leads it, and the government.
    Waiting(
        (*DEPARTMENT, Role.GOVERNMENT_CONFIRMER),
        lambda of, on: queries.list_awaiting_specials(of),
        each(to_advance_special),
    ),
)
