"""Going in, a scan voided, going out."""

from collections.abc import Sequence
from datetime import date, datetime

from jingwei.inspections.captured import both_times
from jingwei.inspections.dossier import Dossier
from jingwei.inspections.facts import facts_of_leaving
from jingwei.inspections.models import Inspection, Presence, Visit
from jingwei.inspections.positions import Position, metres_to
from jingwei.inspections.steps.caps import Caps
from jingwei.inspections.steps.notices import draw_up
from jingwei.inspections.terms import EntryWay, FaultReason, InspectionAction, Stage
from jingwei.planning.models import CapLedger
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import Calendar, local_date
from jingwei.platform.writing import Writer
from jingwei.registry.models import Officer
from jingwei.registry.queries import find_certificate
from jingwei.rulebook import Judgement, Moment, Numbers, ask


def prepare(
    inspection: Inspection, scanner: Officer, way: EntryWay, *, position: Position | None, now: datetime
) -> Visit:
    """Return a visit to be judged, not yet written; when it was entered is filled in by whoever knows."""
    return Visit(
        site=inspection.site,
        enterprise=inspection.enterprise,
        way=way,
        received_at=now,
        scanned_by=scanner,
        latitude=position.latitude if position else None,
        longitude=position.longitude if position else None,
        accuracy=position.accuracy if position else None,
        distance=metres_to(inspection.site, position.latitude, position.longitude) if position else None,
    )


def enter(
    dossier: Dossier,
    visit: Visit,
    joined: Visit | None,
    present: Sequence[Officer],
    ledger: Sequence[CapLedger],
    judgement: Judgement,
    *,
    was_pending: bool,
    numbers: Numbers,
    actor: Actor,
    now: datetime,
    caps: Caps,
    out: Writer,
) -> Visit:
    """Write an entry that may stand: visit, presences, ledger, inspection, log.

    ``joined``: the open visit of a joint inspection's lead, in whose place none of its own is written.
    """
    inspection, on, entered_at = dossier.inspection, local_date(visit.entered_at), visit.entered_at
    if joined is None:
        out.add(visit)
    else:
        visit = joined
    out.add_missing(
        *(
            Presence(
                visit=visit,
                officer=officer,
                certificate_number=certificate_number(officer, on),
                is_scanner=officer.pk == visit.scanned_by_id,
                entered_at=visit.entered_at,
            )
            for officer in present
        )
    )
    in_capped = dossier.counts(numbers).in_capped
    caps.take_visit(ledger, in_capped=in_capped, was_pending=was_pending)
    # In an emergency the officers need the notice now, the approval follows.
    if inspection.approved_at is None:
        draw_up(dossier, ledger, now=now, out=out)
    inspection.mark_entered(visit, is_counted=in_capped)
    out.change(inspection, "visit", "is_counted", "performed_on", "stage", "reportable_on")
    is_scanned = visit.way != EntryWay.BACK_ENTRY
    out.log(
        InspectionAction.ENTERED if is_scanned else InspectionAction.ENTERED_AFTERWARDS,
        actor=actor,
        now=now,
        target=inspection,
        judgement=judgement,
        data={
            "visit": visit.pk,
            "officers": [officer.pk for officer in present],
            **both_times(entered_at, now),
        },
        enterprise=inspection.enterprise,
        way=EntryWay(visit.way).label,
        team="、".join(officer.name for officer in present),
        day=on.isoformat(),
        fault=FaultReason(visit.fault).label if visit.fault else "",
    )
    out.raise_findings("inspections", judgement, now=now, act="visit", act_id=visit.pk)
    return visit


def void(
    inspection: Inspection,
    visit: Visit,
    *,
    reason: str,
    is_shared: bool,
    actor: Actor,
    now: datetime,
    out: Writer,
) -> None:
    """Take the inspection out of a wrong visit and void it, unless other departments entered in it too."""
    inspection.visit, inspection.is_counted, inspection.performed_on = None, False, None
    inspection.move_to(Stage.APPROVED if inspection.approved_at else Stage.SUBMITTED)
    out.change(inspection, "visit", "is_counted", "performed_on", "stage", "reportable_on")
    if not is_shared:
        visit.voided_at, visit.void_reason = now, reason
        out.change(visit, "voided_at", "void_reason")
    out.log(
        InspectionAction.VISIT_VOIDED,
        actor=actor,
        now=now,
        target=inspection,
        data={"visit": visit.pk},
        enterprise=inspection.enterprise,
        reason=reason,
    )


def leave(
    inspection: Inspection,
    visit: Visit,
    *,
    at: datetime,
    calendar: Calendar,
    numbers: Numbers,
    actor: Actor,
    now: datetime,
    out: Writer,
) -> None:
    """Note that the officers have left. Raises Refused when nobody ever scanned (R-SCAN-03a)."""
    judgement = ask(Moment.LEAVE, facts_of_leaving(visit, at, calendar, numbers), on=local_date(at))
    judgement.require()
    visit.left_at, visit.left_received_at = at, now
    out.change(visit, "left_at", "left_received_at")
    out.log(
        InspectionAction.LEFT,
        actor=actor,
        now=now,
        target=inspection,
        judgement=judgement,
        data=both_times(at, now),
        enterprise=visit.enterprise,
        minutes=round((at - visit.entered_at).total_seconds() / 60),
    )
    out.raise_findings("inspections", judgement, now=now, act="visit", act_id=visit.pk)


def certificate_number(officer: Officer, on: date) -> str:
    """Return the number of the certificate that an officer shows on the day; empty where there is none."""
    certificate = find_certificate(officer, on=on)
    return certificate.number if certificate else ""
