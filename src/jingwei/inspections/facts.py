"""Rows of an inspection → the facts that the rules need, one function a moment."""

from collections.abc import Sequence
from datetime import date, datetime

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.models import Notice, Presence, Record, Visit
from jingwei.inspections.positions import metres_between
from jingwei.inspections.rules import (
    approved_before,
    assistants_only_assist,
    back_entry_in_time,
    certificate_shown,
    hours_and_duration,
    items_within_notice,
    legal_representative,
    no_code_shown,
    notice_served,
    one_of_three_kinds,
    place_of_scan,
    record_signed,
    recusal,
    remote_first,
    result_told_late,
    same_time_elsewhere,
    scan_before_leaving,
    scan_first,
    two_certified_officers,
    urgent_made_up_late,
    who_scans,
)
from jingwei.inspections.rules.urgent_make_up import Facts as MakeUpFacts
from jingwei.inspections.rules.urgent_make_up import urgent_make_up
from jingwei.inspections.terms import EntryWay, FaultReason, Mode, SignerKind
from jingwei.planning.models import CapLedger
from jingwei.planning.queries import facts_of_cap, facts_of_excess, facts_of_exemption
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import Calendar, local_date
from jingwei.registry.models import Officer, Relation
from jingwei.registry.queries import (
    facts_of_bases,
    facts_of_certificates,
    facts_of_party,
    facts_of_task,
    find_certificate,
)
from jingwei.rulebook import Numbers


def facts_of_request(dossier: Dossier, numbers: Numbers) -> list[object]:
    """Return what is asked when an inspection is requested."""
    inspection, on = dossier.inspection, numbers.on
    return [
        *facts_of_task(inspection.subject, dossier.items, inspection.enterprise, inspection.site, on=on),
        *facts_of_bases(dossier.items, on=on),
        *facts_of_party(inspection.subject, dossier.officers),
        one_of_three_kinds.Facts(
            kind=InspectionKind(inspection.kind) if inspection.kind else None,
            evidence=inspection.evidence,
            plan=inspection.plan,
        ),
        *_request_itself(dossier),
    ]


def facts_of_approval(
    dossier: Dossier, ledger: Sequence[CapLedger], numbers: Numbers, *, visits: int, case_visits: int
) -> list[object]:
    """Return what is asked when the head approves. ``visits`` and ``case_visits``: this year's, this one included."""
    inspection, on = dossier.inspection, numbers.on
    return [
        *facts_of_task(inspection.subject, dossier.items, inspection.enterprise, inspection.site, on=on),
        *facts_of_bases(dossier.items, on=on),
        *_people(dossier, dossier.officers, numbers),
        *_request_itself(dossier),
        assistants_only_assist.Facts(approved=_assistants(dossier), present=(), signed_as_officers=()),
        facts_of_excess(
            inspection.enterprise.name,
            inspection.counted_on.year,
            total=visits,
            case=case_visits,
            cap=min((row.cap.visits for row in ledger if row.cap.subject_id), default=None),
            numbers=numbers,
        ),
    ]


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
) -> list[object]:
    """Return what is asked at the gate. ``others``: by officer, stays elsewhere that may overlap."""
    inspection, on = dossier.inspection, numbers.on
    scanner = next((each for each in present if each.pk == visit.scanned_by_id), visit.scanned_by)
    second = next((each for each in present if each.pk != scanner.pk), None)
    way = EntryWay(visit.way)
    return [
        *facts_of_task(inspection.subject, dossier.items, inspection.enterprise, inspection.site, on=on),
        *facts_of_party(inspection.subject, present),
        *_people(dossier, present, numbers),
        _approval(dossier, visit.entered_at),
        assistants_only_assist.Facts(
            approved=_assistants(dossier), present=tuple(assistants_present), signed_as_officers=()
        ),
        who_scans.Facts(
            scanner=_scanner(dossier, scanner, numbers),
            second=_scanner(dossier, second, numbers) if second else None,
        ),
        no_code_shown.Facts(way=way, reason=visit.explanation, has_photo=has_door_photo),
        place_of_scan.Facts(
            distance=visit.distance, reason=visit.place_reason, limit=numbers.get("R-SCAN-05", "limit")
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
    ]


def cap_facts_of(dossier: Dossier, ledger: Sequence[CapLedger], numbers: Numbers) -> object:
    """Return what is asked of the caps, at the approval and again at the gate."""
    inspection, counts = dossier.inspection, dossier.counts(numbers)
    return facts_of_cap(
        inspection.enterprise.name,
        inspection.counted_on.year,
        ledger,
        is_limited=counts.is_limited,
        own_pending=int(counts.in_capped and inspection.approved_at is not None),
    )


def facts_of_joining(dossier: Dossier, officer: Officer, numbers: Numbers) -> list[object]:
    """Return what is asked of an officer who joins a visit under way: the same as of those who opened it."""
    return [
        *facts_of_party(dossier.inspection.subject, [officer]),
        *facts_of_certificates([officer], on=numbers.on, numbers=numbers),
        _recusal(dossier, [officer], numbers),
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


def facts_of_record(dossier: Dossier, record: Record, numbers: Numbers) -> list[object]:
    """Return what is asked when the record is signed."""
    visit = dossier.inspection.visit
    assert visit is not None
    shown = _shown_certificates(dossier, visit)
    present = [officer for officer in dossier.officers if officer.pk in shown]
    certified = {officer.pk: dossier.certified(officer, numbers) for officer in present}
    return [
        *facts_of_certificates(present, on=numbers.on, numbers=numbers),
        _two(dossier, present, numbers),
        certificate_shown.Facts(
            officers=tuple(certificate_shown.Officer(each.name, shown[each.pk]) for each in present),
            shown_at=record.certificate_shown_at,
            started_at=record.started_at,
            in_notice=_notice_numbers(dossier),
            in_record=tuple(shown.values()),
        ),
        assistants_only_assist.Facts(
            approved=_assistants(dossier),
            present=tuple(record.assistants_present),
            signed_as_officers=tuple(
                each.name
                for each in record.signatures.all()
                if each.kind == SignerKind.OFFICER and not certified.get(each.officer_id or 0)
            ),
        ),
        scan_first.Facts(way=EntryWay(visit.way), scanned_at=visit.scanned_at, started_at=record.started_at),
        _notice_facts(_notice_of(dossier), record.started_at, dossier, numbers),
        items_within_notice.Facts(
            noticed=tuple(item.name for item in dossier.items),
            recorded=tuple(dict.fromkeys(entry.item.name for entry in record.entries.all())),
        ),
        _signed(record, certified, numbers),
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


def facts_of_conclusion(
    dossier: Dossier, record: Record, numbers: Numbers, *, due_on: date, told_on: date
) -> list[object]:
    """Return what is asked when the result is told. ``numbers``: of the day of the visit, by which its papers are judged."""
    visit = dossier.inspection.visit
    assert visit is not None
    shown = _shown_certificates(dossier, visit)
    certified = {
        officer.pk: dossier.certified(officer, numbers) for officer in dossier.officers if officer.pk in shown
    }
    return [
        _notice_facts(_notice_of(dossier), record.started_at, dossier, numbers),
        _signed(record, certified, numbers),
        result_told_late.Facts(due_on=due_on, told_on=told_on, as_of=told_on),
    ]


def facts_of_made_up_approval(
    visit: Visit, approved_at: datetime, calendar: Calendar, numbers: Numbers
) -> list[object]:
    """Return what is asked when the approval of an urgent inspection is made up (R-PRO-02)."""
    days = numbers.get("R-PRO-02b", "days")
    due = urgent_make_up(
        MakeUpFacts(entered_at=visit.entered_at, hours=numbers.get("R-PRO-02a", "hours"))
    ).value
    return [
        urgent_made_up_late.Facts(
            due_at=due,
            approved_at=approved_at,
            as_of=approved_at,
            days=days,
            last_day=calendar.working_days(local_date(visit.entered_at), days.value).on,
        )
    ]


def _request_itself(dossier: Dossier) -> list[object]:
    """R-FRQ-03, R-FRQ-08, R-PRO-08: asked of the request and again at its approval."""
    inspection = dossier.inspection
    return [
        facts_of_exemption(
            ExemptReason(inspection.exempt) if inspection.exempt else None, inspection.evidence
        ),
        remote_first.Facts(
            mode=Mode(inspection.mode),
            items=tuple(
                remote_first.Item(line.item.name, line.item.is_remote_capable, line.on_site_reason)
                for line in dossier.lines
            ),
        ),
        legal_representative.Facts(
            is_required=inspection.requires_legal_representative,
            reason=inspection.legal_representative_reason,
        ),
    ]


def _people(dossier: Dossier, officers: Sequence[Officer], numbers: Numbers) -> list[object]:
    """R-OFF-01, -02, -12: asked at the approval and again at the gate."""
    return [
        _two(dossier, officers, numbers),
        *facts_of_certificates(officers, on=numbers.on, numbers=numbers),
        _recusal(dossier, officers, numbers),
    ]


def _recusal(dossier: Dossier, officers: Sequence[Officer], numbers: Numbers) -> recusal.Facts:
    inspection = dossier.inspection
    return recusal.Facts(
        enterprise=inspection.enterprise.name,
        relations=tuple(
            recusal.Relation(officer=relation.officer.name, what=relation.what, ended_on=relation.ended_on)
            for relation in Relation.objects.filter(
                officer__in=officers, enterprise=inspection.enterprise_id
            ).select_related("officer")
        ),
        on=numbers.on,
        years=numbers.get("R-OFF-12", "years"),
    )


def _two(dossier: Dossier, officers: Sequence[Officer], numbers: Numbers) -> two_certified_officers.Facts:
    certified = {officer.pk for officer in officers if dossier.certified(officer, numbers)}
    return two_certified_officers.Facts(
        certified=tuple(officer.name for officer in officers if officer.pk in certified),
        others=tuple(officer.name for officer in officers if officer.pk not in certified),
        minimum=numbers.get("R-OFF-01", "minimum"),
    )


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


def _assistants(dossier: Dossier) -> tuple[assistants_only_assist.Assistant, ...]:
    return tuple(
        assistants_only_assist.Assistant(each.name, each.employer, each.purpose)
        for each in dossier.assistants
    )


def _stay(presence: Presence, visit: Visit) -> same_time_elsewhere.Stay:
    other = presence.visit
    return same_time_elsewhere.Stay(
        enterprise=other.enterprise.name,
        entered_at=other.entered_at,
        left_at=other.left_at,
        distance=metres_between(other.site, visit.site),
    )


def _shown_certificates(dossier: Dossier, visit: Visit) -> dict[int, str]:
    """By officer, the number looked at on entry; of a joint visit the team's own people only."""
    found = visit.presences.filter(officer__in=dossier.officers)
    return dict(found.order_by("id").values_list("officer_id", "certificate_number"))


def _notice_of(dossier: Dossier) -> Notice | None:
    return Notice.objects.filter(inspection=dossier.inspection).first()


def _notice_numbers(dossier: Dossier) -> tuple[str, ...]:
    """The certificate numbers that the notice was printed with."""
    return tuple(member.certificate.number for member in dossier.team if member.certificate)


def _notice_facts(
    notice: Notice | None, started_at: datetime, dossier: Dossier, numbers: Numbers
) -> notice_served.Facts:
    contents = {
        "检查事项": dossier.lines,
        "执法人员": _notice_numbers(dossier),
    }
    return notice_served.Facts(
        number=notice.number if notice else "",
        served_at=notice.served_at if notice else None,
        started_at=started_at,
        missing=tuple(label for label, content in contents.items() if not content),
        minutes=numbers.get("R-PRO-03", "minutes"),
    )


def _signed(record: Record, certified: dict[int, bool], numbers: Numbers) -> record_signed.Facts:
    signatures = list(record.signatures.all())
    return record_signed.Facts(
        officers=tuple(
            each.name
            for each in signatures
            if each.kind == SignerKind.OFFICER and each.officer_id and certified.get(each.officer_id)
        ),
        enterprise=next((each.name for each in signatures if each.kind == SignerKind.ENTERPRISE), ""),
        refusal=record.refusal,
        witnesses=tuple(each.name for each in signatures if each.kind == SignerKind.WITNESS),
        has_recording=record.has_recording,
        minimum=numbers.get("R-PRO-04", "minimum"),
    )
