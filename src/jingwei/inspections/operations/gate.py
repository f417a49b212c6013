"""The gate: an entry made ready, judged as of its day and written; every way in passes it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Q

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.facts import facts_of_entry
from jingwei.inspections.facts.codes import Scan
from jingwei.inspections.models import Inspection, Presence, Visit
from jingwei.inspections.operations.caps import book, booked_on, lock_caps
from jingwei.inspections.positions import Position
from jingwei.inspections.steps.visits import enter, prepare
from jingwei.inspections.terms import EntryWay, Mode, Stage
from jingwei.planning import operations as planning
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict
from jingwei.platform.queries import get_numbers
from jingwei.platform.writing import AT_ONCE
from jingwei.registry.models import Officer
from jingwei.rulebook import Finding, Moment, ask

RECENT = timedelta(days=1)  # how far back another stay may still overlap with this one


def prepare_visit(
    dossier: Dossier, scanner: Officer, way: EntryWay, *, position: Position | None = None, now: datetime
) -> Visit:
    """Return a visit to be judged, not yet written. Raises Conflict for a task that is over or not one for a visit."""
    inspection = dossier.inspection
    # A returned request is put to the rule on approval, which says why; an emergency does not outweigh the head's no.
    may_enter = {Stage.SUBMITTED, Stage.APPROVED} | (set() if inspection.urgent else {Stage.RETURNED})
    if inspection.stage not in may_enter:
        raise Conflict(
            f"{inspection.number} 现为“{Stage(inspection.stage).label}”，不能再入企", "回到任务列表另选任务"
        )
    if inspection.mode != Mode.ON_SITE:
        raise Conflict(
            f"{inspection.number} 按{Mode(inspection.mode).label}批准，不得入企检查（R-FRQ-08）",
            "确需到场的，由经办人改为现场检查重新报批",
        )
    return prepare(inspection, scanner, way, position=position, now=now)


def pass_gate(
    dossier: Dossier,
    visit: Visit,
    *,
    present_ids: Sequence[int] = (),
    assistants_present: Sequence[str] = (),
    actor: Actor,
    now: datetime,
    also: Sequence[Finding] = (),
    scan: Scan | None = None,
) -> Visit:
    """Judge the entry as of its day and write it: visit, presences, inspection, ledger, log.

    Called inside the act, with the inspection locked; locks the ledger. ``also``: what has been found besides, to be
    told and kept with the judgement. Raises Refused with every reason.
    """
    inspection, on = dossier.inspection, local_date(visit.entered_at)
    visit.year = on.year
    present = _present(dossier, visit.scanned_by, present_ids)
    numbers = get_numbers(on)
    is_booked = inspection.approved_at is not None and dossier.counts(numbers).in_capped
    is_early_or_late = booked_on(inspection) != on
    if is_booked and is_early_or_late:  # Its booking may lie with the caps of another year.
        book(dossier, -1)
    ledger = lock_caps(dossier, on)
    facts = facts_of_entry(
        dossier,
        visit,
        present,
        ledger,
        numbers,
        others=_stays_elsewhere(present, visit),
        has_door_photo=visit.door_photo_id is not None,
        assistants_present=assistants_present,
        scan=scan,
    )
    judgement = ask(Moment.ENTER, facts, on=on)
    judgement = replace(judgement, findings=(*also, *judgement.findings))
    judgement.require()

    return enter(
        dossier,
        visit,
        _open_joint_visit(inspection, visit.entered_at),
        present,
        ledger,
        judgement,
        was_pending=is_booked and not is_early_or_late,
        numbers=numbers,
        actor=actor,
        now=now,
        caps=planning,
        out=AT_ONCE,
    )


def _present(dossier: Dossier, scanner: Officer, present_ids: Sequence[int]) -> list[Officer]:
    """Return who is at the gate, the scanner first; those who are not of the team are left out of the choice."""
    chosen = set(present_ids) or {officer.pk for officer in dossier.officers}
    others = [officer for officer in dossier.officers if officer.pk in chosen and officer.pk != scanner.pk]
    return [scanner, *others]


def _stays_elsewhere(present: Sequence[Officer], visit: Visit) -> dict[int, list[Presence]]:
    """Return, by officer, the stays at other enterprises that may overlap with this one (R-OFF-13)."""
    stays: dict[int, list[Presence]] = defaultdict(list)
    found = Presence.objects.select_related("visit__site", "visit__enterprise").filter(
        officer__in=present, entered_at__gt=visit.entered_at - RECENT, visit__voided_at=None
    )
    found = found.exclude(visit__enterprise=visit.enterprise).only(
        "officer",
        "visit__entered_at",
        "visit__left_at",
        "visit__enterprise__name",
        "visit__site__latitude",
        "visit__site__longitude",
    )
    for presence in found:
        stays[presence.officer_id].append(presence)
    return stays


def _open_joint_visit(inspection: Inspection, at: datetime) -> Visit | None:
    """Return the visit that the lead of a joint inspection had open at an instant: together they are one (R-FRQ-05).

    Raises Conflict where the lead was not in: it scans first.
    """
    if inspection.joint_with_id is None:
        return None
    visit = (
        Visit.objects.filter(inspections=inspection.joint_with_id, voided_at=None)
        .filter(Q(left_at=None) | Q(left_at__gt=at))
        .first()
    )
    if visit is None:
        raise Conflict("联合检查的牵头单位尚未入企，或已离开", "由牵头单位先扫码，参加单位随后扫码")
    return visit
