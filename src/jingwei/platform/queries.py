"""Reads of the platform: the calendar, the numbers of a day, the log."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from jingwei.platform.calendar import Calendar
from jingwei.platform.models import AuditEvent, CalendarDay, CalendarYear, DatedNumber
from jingwei.rulebook import Number, Numbers


def get_calendar() -> Calendar:
    """Return the working-day table."""
    return Calendar(
        years=dict(CalendarYear.objects.values_list("year", "is_official")),
        exceptions=dict(CalendarDay.objects.values_list("day", "is_working_day")),
    )


def get_numbers(on: date) -> Numbers:
    """Return the numbers of all rules that bind in this district on the day: those shipped and those approved here."""
    return get_numbers_of_days({on})[on]


def get_numbers_of_days(days: Iterable[date]) -> dict[date, Numbers]:
    """Return for each day the numbers that bind on it, read once for all: acts of many days are judged together."""
    added: dict[tuple[str, str], list[Number]] = defaultdict(list)
    approved = DatedNumber.objects.exclude(approved_by=None).order_by("approved_at", "id")
    for rule, name, value, since, until, source in approved.values_list(
        "rule", "name", "value", "valid_from", "valid_until", "source"
    ):
        added[rule, name].append(Number(value, since, until, settings.DISTRICT, source, is_verified=True))
    return {on: Numbers(on=on, district=settings.DISTRICT, added=added) for on in days}


def is_next_year_missing(on: date) -> bool:
    """Whether it is October or later and next year's working days are not known yet (R-CAL-02)."""
    return on.month >= 10 and not CalendarYear.objects.filter(year=on.year + 1).exists()


def list_events_of(kind: str, target_id: int) -> QuerySet[AuditEvent]:
    """Return what happened to one thing, oldest first."""
    return AuditEvent.objects.filter(target_kind=kind, target_id=target_id).order_by("id")
