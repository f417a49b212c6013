"""Reads of quiet periods, and the facts on them that higher areas put to the rule."""

from datetime import date

from django.db.models import Q

from jingwei.planning.facts import quiet as facts
from jingwei.planning.models import QuietPeriod
from jingwei.planning.models.quiet import QuietPeriodQuerySet as QuietPeriods
from jingwei.planning.rules import quiet_day
from jingwei.registry.models import Enterprise

facts_of_quiet = facts.quiet_facts
QUIET_PASSING = quiet_day.PASSING


def find_quiet(enterprise: Enterprise, day: date) -> QuietPeriod | None:
    """Return the period that keeps the enterprise quiet on the day, the district's or its own, or None."""
    return facts.quiet_on(enterprise, day)


def list_quiet_periods(*, year: int) -> QuietPeriods:
    """Return the periods that touch the year, the lifted ones included, by their first day."""
    return (
        QuietPeriod.objects.filter(first_on__lte=date(year, 12, 31), last_on__gte=date(year, 1, 1))
        .select_related("enterprise", "set_by")
        .order_by("first_on", "id")
    )


def list_quiet_days_of(enterprise: Enterprise, *, since: date) -> QuietPeriods:
    """Return the periods that keep an enterprise quiet from a day on, the district's and its own."""
    mine = Q(enterprise=None) | Q(enterprise=enterprise)
    return QuietPeriod.objects.standing().filter(mine, last_on__gte=since).order_by("first_on", "id")
