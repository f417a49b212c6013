"""Service visits and all visits of a window → the facts of R-SCAN-07a, R-SCAN-07b and R-SCAN-13."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.models import ExternalScan, Visit
from jingwei.inspections.rules import scan_of_record, service_named, visits_mixed
from jingwei.inspections.terms import ScanSystem, ServiceKind
from jingwei.platform.calendar import SHANGHAI
from jingwei.rulebook import Numbers


def service_facts(
    kind: ServiceKind | None, purpose: str, *, visited_on: date, numbers: Numbers
) -> service_named.Facts:
    """R-SCAN-07a for a service visit that is registered on the day of the numbers."""
    return service_named.Facts(
        kind=kind,
        purpose=purpose.strip(),
        visited_on=visited_on,
        registered_on=numbers.on,
        days=numbers.get("R-SCAN-07a", "days"),
    )


def facts_of_mix(
    numbers: Numbers, *, enterprise_ids: Iterable[int] | None = None
) -> dict[int, visits_mixed.Facts]:
    """R-SCAN-07b by enterprise, counted in one statement: of those named, or of all that were visited so often or more."""
    window, most, factor = (numbers.get("R-SCAN-07b", name) for name in ("window", "most", "factor"))
    ends = datetime.combine(numbers.on + timedelta(days=1), time(), SHANGHAI)
    counted = (
        Visit.objects.filter(
            voided_at=None, entered_at__gte=ends - timedelta(days=window.value), entered_at__lt=ends
        )
        .order_by("enterprise_id")
        .values("enterprise_id", "enterprise__name")
        .annotate(visits=Count("id"), services=Count("id", filter=Q(service__isnull=False)))
    )
    if enterprise_ids is None:
        counted = counted.filter(Q(visits__gt=most.value) | Q(services__gt=factor.value))
    else:
        counted = counted.filter(enterprise_id__in=enterprise_ids)
    return {
        row["enterprise_id"]: visits_mixed.Facts(
            enterprise=row["enterprise__name"],
            on=numbers.on,
            visits=row["visits"],
            services=row["services"],
            window=window,
            most=most,
            factor=factor,
        )
        for row in counted
    }


def scan_facts(dossier: Dossier, visit: Visit, numbers: Numbers) -> scan_of_record.Facts:
    """R-SCAN-13 at the gate. Other platforms' records are looked for only where one of those platforms counts."""
    counts = numbers.get("R-SCAN-13", "scan_system_of_record")
    is_ours = visit.system == ScanSystem.OURS
    found = None
    if is_ours and counts.value != 1:
        found = find_external_scan(dossier, visit.entered_at, numbers)
    return scan_of_record.Facts(
        system=ScanSystem(visit.system),
        external=found.number if found else "",
        scan_system_of_record=counts,
    )


def find_external_scan(dossier: Dossier, at: datetime, numbers: Numbers) -> ExternalScan | None:
    """Return the latest record of another platform that nobody has entered by yet and that fits the task and the time."""
    inspection = dossier.inspection
    span = timedelta(hours=numbers.get("R-SCAN-13", "hours").value)
    return (
        ExternalScan.objects.filter(
            enterprise=inspection.enterprise_id,
            subject=inspection.subject_id,
            officer__in=dossier.officers,
            scanned_at__gte=at - span,
            scanned_at__lte=at + span,
            visit=None,
        )
        .order_by("-scanned_at")
        .first()
    )
