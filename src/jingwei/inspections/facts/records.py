"""A record and its result → the facts that the rules need."""

from datetime import date, datetime

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.facts.invitations import advice_facts
from jingwei.inspections.facts.people import named_assistants, two_officers_facts
from jingwei.inspections.models import Notice, Record
from jingwei.inspections.rules import (
    assistants_only_assist,
    certificate_shown,
    items_within_notice,
    notice_served,
    record_signed,
    result_told_late,
    scan_first,
)
from jingwei.inspections.terms import EntryWay, Outcome, SignerKind
from jingwei.registry.queries import facts_of_certificates
from jingwei.rulebook import Numbers


def facts_of_record(dossier: Dossier, record: Record, numbers: Numbers) -> list[object]:
    """Return what is asked when the record is signed."""
    visit = dossier.inspection.visit
    assert visit is not None
    shown = dossier.shown_certificates(visit)
    certified = {
        officer.pk: dossier.certified(officer, numbers) for officer in dossier.officers if officer.pk in shown
    }
    return [*facts_of_unsigned_record(dossier, record, numbers), _signed(record, certified, numbers)]


def facts_of_unsigned_record(dossier: Dossier, record: Record, numbers: Numbers) -> list[object]:
    """Return what is asked of a record before anybody signs it: all but the signatures themselves."""
    visit = dossier.inspection.visit
    assert visit is not None
    notice, shown = dossier.notice(), dossier.shown_certificates(visit)
    present = [officer for officer in dossier.officers if officer.pk in shown]
    certified = {officer.pk: dossier.certified(officer, numbers) for officer in present}
    return [
        *facts_of_certificates(present, on=numbers.on, numbers=numbers),
        two_officers_facts(dossier, present, numbers),
        certificate_shown.Facts(
            officers=tuple(certificate_shown.Officer(each.name, shown[each.pk]) for each in present),
            shown_at=record.certificate_shown_at,
            started_at=record.started_at,
            in_notice=_numbers_in(notice),
            in_record=tuple(shown.values()),
        ),
        assistants_only_assist.Facts(
            approved=named_assistants(dossier),
            present=tuple(record.assistants_present),
            signed_as_officers=tuple(
                each.name
                for each in record.signatures.all()
                if each.kind == SignerKind.OFFICER and not certified.get(each.officer_id or 0)
            ),
        ),
        scan_first.Facts(way=EntryWay(visit.way), scanned_at=visit.scanned_at, started_at=record.started_at),
        _notice_facts(notice, record.started_at, numbers),
        items_within_notice.Facts(
            noticed=tuple(notice.items) if notice else (),
            recorded=tuple(dict.fromkeys(entry.item.name for entry in record.entries.all())),
        ),
    ]


def facts_of_conclusion(
    dossier: Dossier,
    record: Record,
    numbers: Numbers,
    *,
    due_on: date,
    told_on: date,
    outcome: Outcome,
    ended_in_case: bool,
) -> list[object]:
    """Return what is asked when the result is told. ``numbers``: of the day of the visit, by which its papers are judged."""
    visit = dossier.inspection.visit
    assert visit is not None
    notice, shown = dossier.notice(), dossier.shown_certificates(visit)
    certified = {
        officer.pk: dossier.certified(officer, numbers) for officer in dossier.officers if officer.pk in shown
    }
    return [
        _notice_facts(notice, record.started_at, numbers),
        _signed(record, certified, numbers),
        result_told_late.Facts(due_on=due_on, told_on=told_on, as_of=told_on),
        advice_facts(dossier.inspection, outcome, ended_in_case=ended_in_case),
    ]


def _numbers_in(notice: Notice | None) -> tuple[str, ...]:
    """The certificate numbers that the notice was drawn up with."""
    return tuple(officer["number"] for officer in notice.officers) if notice else ()


def _notice_facts(notice: Notice | None, started_at: datetime, numbers: Numbers) -> notice_served.Facts:
    contents = {"检查事项": notice.items, "执法人员": notice.officers} if notice else {}
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
