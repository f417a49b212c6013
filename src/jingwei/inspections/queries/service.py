"""Reads of service visits, of how often an enterprise is visited for what, and of scans elsewhere."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet

from jingwei.inspections.dossier import open_dossier
from jingwei.inspections.facts import find_external_scan
from jingwei.inspections.models import ExternalScan, Inspection, Presence, ServiceVisit, Visit
from jingwei.inspections.terms import ScanSystem, Stage
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import SHANGHAI, local_date
from jingwei.platform.errors import NotAllowed
from jingwei.platform.queries import get_numbers
from jingwei.registry.members import Member
from jingwei.registry.models import Enterprise


@dataclass(frozen=True, slots=True)
class MonthOfVisits:
    """How often an enterprise was entered in one month: with an inspection, and without."""

    month: date  # its first day
    inspections: int
    services: int

    @property
    def visits(self) -> int:
        """All entries."""
        return self.inspections + self.services


def list_service_visits(actor: Actor) -> QuerySet[ServiceVisit]:
    """Return the service visits the actor may see, newest first, voided ones too: the bureau all, a subject its own."""
    found = ServiceVisit.objects.select_related("subject", "visit__enterprise", "visit__site").order_by(
        "-visit__entered_at", "-id"
    )
    match actor:
        case Member(is_bureau=True):
            return found
        case Member(role=role, subject_id=int(subject_id)) if not role.is_administrator:
            return found.filter(subject=subject_id)
    return found.none()


def get_service_visit(actor: Actor, service_id: int) -> ServiceVisit:
    """Return one service visit. Raises NotAllowed for those the actor may not see, existing or not."""
    found = list_service_visits(actor).prefetch_related("visit__presences__officer").filter(pk=service_id)
    service = found.first()
    if service is None:
        raise NotAllowed("没有这次走访，或不属于您的单位", "从服务走访列表打开")
    return service


def list_open_service_visits(actor: Actor) -> QuerySet[ServiceVisit]:
    """Return the service visits at which the officer is present and that nobody has ended."""
    officer_id = actor.officer_id if isinstance(actor, Member) else None
    return list_service_visits(actor).filter(
        visit__presences__officer=officer_id or 0, visit__left_at=None, visit__voided_at=None
    )


def visits_by_month(enterprise: Enterprise, *, until: date, months: int = 12) -> list[MonthOfVisits]:
    """Return the months up to the day's own, oldest first, with all entries of all departments, in one statement."""
    last = until.year * 12 + until.month - 1
    firsts = [date(month // 12, month % 12 + 1, 1) for month in range(last - months + 1, last + 1)]
    begins = datetime(firsts[0].year, firsts[0].month, 1, tzinfo=SHANGHAI)
    counted: dict[tuple[date, bool], int] = defaultdict(int)
    found = Visit.objects.filter(enterprise=enterprise, voided_at=None, entered_at__gte=begins)
    for entered_at, service in found.values_list("entered_at", "service"):
        counted[local_date(entered_at).replace(day=1), service is not None] += 1
    return [MonthOfVisits(first, counted[first, False], counted[first, True]) for first in firsts]


def list_external_scans(actor: Actor) -> QuerySet[ExternalScan]:
    """Return the scans of other platforms the actor may see, newest first: the bureau all, a subject its own."""
    found = ExternalScan.objects.select_related("enterprise", "subject", "officer", "visit").order_by(
        "-scanned_at", "-id"
    )
    match actor:
        case Member(is_bureau=True):
            return found
        case Member(role=role, subject_id=int(subject_id)) if not role.is_administrator:
            return found.filter(subject=subject_id)
    return found.none()


def find_scan_to_enter_by(inspection: Inspection, *, at: datetime) -> ExternalScan | None:
    """Return the record of another platform by which the task may be entered, None where it needs none or has none."""
    if inspection.stage != Stage.APPROVED or inspection.visit_id is not None:
        return None
    waiting = ExternalScan.objects.filter(
        enterprise=inspection.enterprise_id, subject=inspection.subject_id, visit=None
    )
    if not waiting.exists():
        return None
    return find_external_scan(open_dossier(inspection.pk), at, get_numbers(local_date(at)))


def list_own_scans(actor: Actor, *, since: date) -> QuerySet[Presence]:
    """Return who scanned in on this platform since the day, as the other platforms' records list it, oldest first."""
    begins = datetime.combine(since, time(), SHANGHAI)
    found = (
        Presence.objects.filter(
            is_scanner=True, entered_at__gte=begins, visit__voided_at=None, visit__system=ScanSystem.OURS
        )
        .select_related("visit__enterprise", "officer__subject")
        .order_by("entered_at", "id")
    )
    match actor:
        case Member(is_bureau=True):
            return found
        case Member(role=role, subject_id=int(subject_id)) if not role.is_administrator:
            return found.filter(officer__subject=subject_id)
    return found.none()
