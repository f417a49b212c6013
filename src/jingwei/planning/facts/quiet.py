"""Quiet periods → the facts of their rule."""

from collections.abc import Callable
from datetime import date

from jingwei.planning.models import QuietPeriod
from jingwei.planning.rules import quiet_day
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.registry.models import Enterprise


def quiet_on(enterprise: Enterprise, day: date) -> QuietPeriod | None:
    """Return the period that keeps the enterprise quiet on the day; where there are several, the first set."""
    return QuietPeriod.objects.on(day, enterprise).order_by("id").first()


def quiet_facts(
    enterprise: Enterprise,
    day: date,
    *,
    kind: InspectionKind | None,
    is_on_site: bool = True,
    is_urgent: bool = False,
    is_ordered_from_above: bool = False,
    exempt: ExemptReason | None = None,
    find: Callable[[Enterprise, date], QuietPeriod | None] = quiet_on,
) -> quiet_day.Facts:
    """R-FRQ-13 for one visit on a day. ``kind``: None for a visit that is no inspection.

    ``find``: where periods are looked up, for who has them at hand.
    """
    period = find(enterprise, day)
    return quiet_day.Facts(
        enterprise=enterprise.name,
        day=day,
        period=str(period) if period else "",
        kind=kind,
        is_on_site=is_on_site,
        is_urgent=is_urgent,
        is_ordered_from_above=is_ordered_from_above,
        exempt=exempt,
    )
