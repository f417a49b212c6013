"""A visit, from the gate to leaving → the facts that the rules need."""

from collections.abc import Sequence
from datetime import date, datetime

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.facts.codes import Scan, code_facts
from jingwei.inspections.facts.letters import letter_facts
from jingwei.inspections.facts.people import facts_of_team, named_assistants, recusal_facts
from jingwei.inspections.facts.requests import cap_facts_of, quiet_facts
from jingwei.inspections.facts.service import scan_facts
from jingwei.inspections.facts.special import special_facts
from jingwei.inspections.models import Presence, Visit
from jingwei.inspections.positions import metres_between
from jingwei.inspections.rules import (
    approved_before,
    assistants_only_assist,
    back_entry_in_time,
    entered_after_refusal,
    hours_and_duration,
    no_code_shown,
    place_of_scan,
    same_time_elsewhere,
    scan_before_leaving,
    scan_far_away,
    who_scans,
)
from jingwei.inspections.terms import EntryWay, FaultReason
from jingwei.planning.models import CapLedger
from jingwei.platform.calendar import SHANGHAI, Calendar, local_date
from jingwei.registry.models import Officer
from jingwei.registry.queries import facts_of_certificates, facts_of_party, facts_of_task, find_certificate
from jingwei.rulebook import Numbers


def facts_of_entry(
    dossier: Dossier,
    visit: Visit,
    present: Sequence[Officer],
    ledger: Sequence[CapLedger],
    numbers: Numbers,
    *,
    others: dict[int, list[Presence]],
    has_door_photo: bool,
    assistants_present: Sequence[str] = (),
    scan: Scan | None = None,
) -> list[object]:
    """Return what is asked at the gate. ``others``: by officer, stays elsewhere that may overlap."""
    inspection, on = dossier.inspection, numbers.on
    scanner = next((each for each in present if each.pk == visit.scanned_by_id), visit.scanned_by)
    second = next((each for each in present if each.pk != scanner.pk), None)
    way = EntryWay(visit.way)
    return [
        *facts_of_task(inspection.subject, dossier.items, officers=present, on=on),
        *letter_facts(dossier, on),
        *facts_of_party(inspection.subject, present),
        *facts_of_team(dossier, present, numbers),
        _approval(dossier, visit.entered_at),
        assistants_only_assist.Facts(
            approved=named_assistants(dossier), present=tuple(assistants_present), signed_as_officers=()
        ),
        who_scans.Facts(
            scanner=_scanner(dossier, scanner, numbers),
            second=_scanner(dossier, second, numbers) if second else None,
        ),
        *code_facts(visit, scan, numbers),
        scan_facts(dossier, visit, numbers),
        entered_after_refusal.Facts(
            refusals=tuple(
                entered_after_refusal.Refusal(each.refused_at.astimezone(SHANGHAI), each.said)
                for each in dossier.refusals()
                if each.refused_at <= visit.entered_at
            )
        ),
        no_code_shown.Facts(way=way, reason=visit.explanation, has_photo=has_door_photo),
        place_of_scan.Facts(
            distance=visit.distance, reason=visit.place_reason, limit=numbers.get("R-SCAN-05", "limit")
        ),
        scan_far_away.Facts(
            distance=visit.distance,
            accuracy=visit.accuracy,
            reason=visit.place_reason,
            limit=numbers.get("R-SCAN-05b", "limit"),
        ),
        *(
            same_time_elsewhere.Facts(
                officer=officer.name,
                enterprise=inspection.enterprise.name,
                entered_at=visit.entered_at,
                left_at=visit.left_at,
                others=tuple(_stay(presence, visit) for presence in others.get(officer.pk, ())),
                speed=numbers.get("R-OFF-13", "speed"),
            )
            for officer in present
        ),
        cap_facts_of(dossier, ledger, numbers),
        quiet_facts(dossier, on),
        *special_facts(dossier, day=on, on=on),
    ]


def facts_of_joining(dossier: Dossier, officer: Officer, numbers: Numbers) -> list[object]:
    """Return what is asked of an officer who joins a visit under way: the same as of those who opened it."""
    return [
        *facts_of_party(dossier.inspection.subject, [officer]),
        *facts_of_certificates([officer], on=numbers.on, numbers=numbers),
        recusal_facts(dossier, [officer], numbers),
    ]


def facts_of_back_entry(visit: Visit, numbers: Numbers, *, entered_on: date) -> list[object]:
    """Return what is asked when a visit is entered after a network or system failure."""
    assert visit.left_at is not None
    return [
        back_entry_in_time.Facts(
            fault=FaultReason(visit.fault) if visit.fault else None,
            explanation=visit.explanation,
            ended_on=local_date(visit.left_at),
            entered_on=entered_on,
            days=numbers.get("R-SCAN-03b", "days"),
        )
    ]


def facts_of_leaving(visit: Visit, left_at: datetime, calendar: Calendar, numbers: Numbers) -> list[object]:
    """Return what is asked when the officers leave."""
    return [
        scan_before_leaving.Facts(way=EntryWay(visit.way), scanned_at=visit.scanned_at, left_at=left_at),
        hours_and_duration.Facts(
            entered_at=visit.entered_at,
            left_at=left_at,
            is_working_day=calendar.is_working_day(local_date(visit.entered_at)),
            longest=numbers.get("R-PRO-07", "longest"),
            opens=numbers.get("R-PRO-07", "opens"),
            closes=numbers.get("R-PRO-07", "closes"),
        ),
    ]


def _approval(dossier: Dossier, entered_at: datetime) -> approved_before.Facts:
    inspection = dossier.inspection
    return approved_before.Facts(
        approval=approved_before.Approval(
            approver=inspection.approved_by.name,
            is_head=not inspection.authorisation,
            is_authorised_deputy=bool(inspection.authorisation),
            signed_at=inspection.approved_at,
        )
        if inspection.approved_by and inspection.approved_at
        else None,
        scanned_at=entered_at,
        urgent=dossier.urgent,
    )


def _scanner(dossier: Dossier, officer: Officer, numbers: Numbers) -> who_scans.Member:
    certificate = find_certificate(officer, on=numbers.on)
    return who_scans.Member(
        name=officer.name,
        certificate=certificate.number if certificate else "",
        is_in_team=officer.pk in {each.pk for each in dossier.officers},
        is_certificate_valid=dossier.certified(officer, numbers),
    )


def _stay(presence: Presence, visit: Visit) -> same_time_elsewhere.Stay:
    other = presence.visit
    return same_time_elsewhere.Stay(
        enterprise=other.enterprise.name,
        entered_at=other.entered_at,
        left_at=other.left_at,
        distance=metres_between(other.site, visit.site),
    )
