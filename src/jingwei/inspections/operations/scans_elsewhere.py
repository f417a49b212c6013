"""Scans that the province's or the nation's platform recorded: taken in, matched to our visits, and entered by (R-SCAN-13)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jingwei.inspections.dossier import open_dossier
from jingwei.inspections.models import ExternalScan, Presence, Visit
from jingwei.inspections.operations.gate import pass_gate, prepare_visit
from jingwei.inspections.operations.team import require_team
from jingwei.inspections.terms import EntryWay, InspectionAction, ScanSystem, ServiceAction
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.queries import get_numbers
from jingwei.registry.operations.access import access_own_or_bureau
from jingwei.registry.terms import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanRecord:
    """One scan as another platform recorded it."""

    system: ScanSystem
    number: str
    enterprise_id: int
    subject_id: int
    officer_id: int
    scanned_at: datetime
    left_at: datetime | None = None


@operation(ServiceAction.SCANS_IMPORTED)
def import_scans(*, scans: Sequence[ScanRecord], actor: Actor, now: datetime) -> list[ExternalScan]:
    """Take in scans of other platforms, all of them or none; one that fits a visit of ours is tied to it.

    It fits where the same officer is present at a visit to the same enterprise, entered within the hours of R-SCAN-13.
    Raises NotAllowed for anybody but the clerk or head of the subject, the bureau and the system; Mistake for a number
    that is there already, for our own system and for a time to come.
    """
    for subject_id in {each.subject_id for each in scans}:
        access_own_or_bureau(actor, Role.CLERK, Role.HEAD, subject_id=subject_id)
    taken = known_numbers(scans)
    for each in scans:
        if each.system is ScanSystem.OURS:
            raise Mistake("本平台的扫码不用导入", "只导入省平台、国家平台的扫码记录", "system")
        if (each.system, each.number) in taken:
            raise Mistake(f"{each.system.label}的记录{each.number}已经导入", "删除重复的行", "number")
        if each.scanned_at > now or (each.left_at is not None and each.left_at < each.scanned_at):
            raise Mistake(f"记录{each.number}的扫码、离开、现在三个时间的先后不对", "核对时间", "scanned_at")
        taken.add((each.system, each.number))
    visits = _matching_visits(scans, now)
    kept = ExternalScan.objects.bulk_create(
        ExternalScan(
            system=each.system,
            number=each.number,
            enterprise_id=each.enterprise_id,
            subject_id=each.subject_id,
            officer_id=each.officer_id,
            scanned_at=each.scanned_at,
            left_at=each.left_at,
            visit_id=visit_id,
            imported_at=now,
        )
        for each, visit_id in zip(scans, visits, strict=True)
    )
    for system in {each.system for each in scans}:
        of_system = [row for row in kept if row.system == system]
        audit.record(
            ServiceAction.SCANS_IMPORTED,
            actor=actor,
            now=now,
            data={"scans": [row.pk for row in of_system]},
            system=system.label,
            rows=len(of_system),
            matched=sum(row.visit_id is not None for row in of_system),
        )
    return kept


@operation(InspectionAction.ENTERED, target="inspection_id")
def enter_by_external_scan(
    *, inspection_id: int, scan_id: int, present_ids: Sequence[int] = (), actor: Actor, now: datetime
) -> Visit:
    """Enter an approved task by the scan that another platform recorded, so that nobody scans twice.

    The visit is judged as of the scan, by all rules of the gate; its scanner is the officer who scanned there.
    ``present_ids``: the officers at the gate, by default the whole team. Raises Refused like ``enter_visit``, Mistake
    for a record of another enterprise, subject or officer, Conflict for one that a visit has already.
    """
    dossier = open_dossier(inspection_id, lock=True)
    inspection = dossier.inspection
    require_team(dossier, actor)
    scan = ExternalScan.objects.select_for_update(of=("self",)).filter(pk=scan_id).first()
    if scan is None or (scan.enterprise_id, scan.subject_id) != (
        inspection.enterprise_id,
        inspection.subject_id,
    ):
        raise Mistake("这条扫码记录不是本单位在这家企业的", "核对记录；没有对应记录的，扫码入企", "scan_id")
    if scan.visit_id is not None:
        raise Conflict(f"扫码记录{scan.number}已经对上一次入企", "回到任务列表查看")
    scanner = next((each for each in dossier.officers if each.pk == scan.officer_id), None)
    if scanner is None:
        raise Mistake(f"扫码记录{scan.number}的扫码人不在本任务的检查人员中", "由任务中的人员扫码", "scan_id")
    visit = prepare_visit(dossier, scanner, EntryWay.OTHER_SYSTEM, now=now)
    visit.system = scan.system
    visit.entered_at = visit.scanned_at = scan.scanned_at
    visit.left_at = scan.left_at
    visit.explanation = f"{ScanSystem(scan.system).label}扫码记录{scan.number}"
    visit.place_reason = f"在{ScanSystem(scan.system).label}扫码，位置由该平台留存"
    visit = pass_gate(dossier, visit, present_ids=present_ids, actor=actor, now=now)
    scan.visit = visit
    scan.save(update_fields=["visit"])
    return visit


def release_scans(visit: Visit) -> None:
    """Let other platforms' records of a visit that is voided open the right task. Called inside the act that voids."""
    ExternalScan.objects.filter(visit=visit).update(visit=None)


def known_numbers(scans: Iterable[ScanRecord]) -> set[tuple[ScanSystem, str]]:
    """Return which of these records are there already, by platform and number."""
    found = ExternalScan.objects.filter(number__in={each.number for each in scans})
    return {(ScanSystem(system), number) for system, number in found.values_list("system", "number")}


def _matching_visits(scans: Sequence[ScanRecord], now: datetime) -> list[int | None]:
    """Return for each scan the visit of ours that it belongs to: the nearest in time, None where there is none."""
    if not scans:
        return []
    span = timedelta(hours=get_numbers(local_date(now)).get("R-SCAN-13", "hours").value)
    times = [each.scanned_at for each in scans]
    stays: dict[tuple[int, int], list[Presence]] = defaultdict(list)
    for presence in Presence.objects.select_related("visit").filter(
        officer__in={each.officer_id for each in scans},
        entered_at__gte=min(times) - span,
        entered_at__lte=max(times) + span,
        visit__voided_at=None,
    ):
        stays[presence.officer_id, presence.visit.enterprise_id].append(presence)
    matched: list[int | None] = []
    for each in scans:
        near = [
            (abs(presence.entered_at - each.scanned_at), presence.visit_id)
            for presence in stays[each.officer_id, each.enterprise_id]
            if abs(presence.entered_at - each.scanned_at) <= span
        ]
        matched.append(min(near)[1] if near else None)
    return matched
