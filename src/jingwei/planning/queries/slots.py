"""Reads of the times that enterprises offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from jingwei.planning.models import Slot
from jingwei.planning.terms import Weekday
from jingwei.platform.calendar import SHANGHAI
from jingwei.registry.models import Site


@dataclass(frozen=True, slots=True)
class DayOfSlots:
    """One day of the week and what is offered on it, from morning to evening."""

    weekday: Weekday
    slots: Sequence[Slot]


def list_slots(site_id: int) -> QuerySet[Slot]:
    """Return what is offered at a site now, from Monday to Sunday and from morning to evening."""
    return Slot.objects.filter(site=site_id, withdrawn_at=None).order_by("weekday", "opens")


def week_of(slots: Sequence[Slot]) -> list[DayOfSlots]:
    """Return the seven days with the slots of one site."""
    return [DayOfSlots(day, [each for each in slots if each.weekday == day.value]) for day in Weekday]


def find_slot(site: Site, start: datetime, end: datetime) -> Slot | None:
    """Return the slot that a visit from start to end lies in, or None."""
    day = str(start.astimezone(SHANGHAI).isoweekday())
    return next((each for each in list_slots(site.pk).filter(weekday=day) if each.covers(start, end)), None)
