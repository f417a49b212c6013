"""Visits registered out of the ordinary (非常规入企): what they were, how late, how far away."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q, QuerySet

from jingwei.inspections.models import Inspection
from jingwei.inspections.queries import list_inspections
from jingwei.inspections.terms import EntryWay, FaultReason, UrgentReason
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.rulebook import Numbers

WAYS = (EntryWay.URGENT, EntryWay.BACK_ENTRY, EntryWay.SEARCH, EntryWay.LICENCE, EntryWay.OTHER_SYSTEM)


def list_exceptions(actor: Actor, numbers: Numbers) -> QuerySet[Inspection]:
    """Return the inspections the actor may see that were entered otherwise than by scanning the code at the site.

    Newest first; a code that was scanned far away from the site is one of them (R-SCAN-05b).
    """
    return (
        list_inspections(actor)
        .filter(Q(visit__way__in=[way.value for way in WAYS]) | is_far(numbers), visit__voided_at=None)
        .select_related("visit__scanned_by")
        .order_by("-visit__entered_at", "-id")
    )


def is_far(numbers: Numbers) -> Q:
    """Return the condition by which a scan was made far away from the site."""
    return Q(visit__distance__gt=numbers.get("R-SCAN-05b", "limit").value)


def is_late(number_of_days: int) -> Q:
    """Return the condition by which a back-entry came after its term, in days, or an approval was never made up."""
    back_entry = Q(
        visit__way=EntryWay.BACK_ENTRY,
        visit__received_at__gte=F("visit__left_at") + timedelta(days=number_of_days + 1),
    )
    return back_entry | Q(visit__way=EntryWay.URGENT, approved_at=None)


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as people read it: why it was not scanned, how late it was told, and whether it was rated."""

    inspection: Inspection
    why: str
    lateness: str
    is_late: bool


def shown(row: Inspection, numbers: Numbers) -> Shown:
    """Return an inspection of ``list_exceptions`` in words; terms are those of the day (R-SCAN-03, R-PRO-02)."""
    visit = row.visit
    assert visit is not None
    way = EntryWay(visit.way)
    fault = FaultReason(visit.fault).label if visit.fault else ""
    urgent = UrgentReason(row.urgent).label if row.urgent else ""
    why = "：".join(filter(None, [fault or urgent, visit.explanation]))
    if visit.distance is not None and visit.distance > numbers.get("R-SCAN-05b", "limit").value:
        place = f"扫码位置距企业 {visit.distance} 米，{visit.place_reason or '没有说明'}"
        why = "；".join(filter(None, [why, place]))
    why = why or "没有说明"
    if way is EntryWay.BACK_ENTRY and visit.left_at is not None:
        days = (local_date(visit.received_at) - local_date(visit.left_at)).days
        late = days > numbers.get("R-SCAN-03b", "days").value
        return Shown(row, why, f"{days} 日后补录" if days else "当日补录", late)
    if way is EntryWay.URGENT:
        if row.approved_at is None:
            return Shown(row, why, "还没有补批", True)
        if row.approved_at <= visit.entered_at:
            return Shown(row, why, "事前已批准", False)
        hours = (row.approved_at - visit.entered_at).total_seconds() / 3600
        late = hours > numbers.get("R-PRO-02a", "hours").value
        return Shown(row, why, f"{hours:.0f} 小时后补批" if hours >= 1 else "一小时内补批", late)
    return Shown(row, why, "当场登记", False)
