"""A request and its approval → the facts that the rules need."""

from collections.abc import Sequence
from datetime import datetime

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.facts.letters import letter_facts
from jingwei.inspections.facts.people import facts_of_team, named_assistants
from jingwei.inspections.models import Visit
from jingwei.inspections.rules import (
    assistants_only_assist,
    legal_representative,
    not_an_inspection,
    one_of_three_kinds,
    remote_first,
    urgent_made_up_late,
)
from jingwei.inspections.rules.urgent_make_up import Facts as MakeUpFacts
from jingwei.inspections.rules.urgent_make_up import urgent_make_up
from jingwei.inspections.terms import ActNature, Mode
from jingwei.planning.models import CapLedger
from jingwei.planning.queries import facts_of_cap, facts_of_excess, facts_of_exemption
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import Calendar, local_date
from jingwei.registry.queries import facts_of_bases, facts_of_enterprise, facts_of_party, facts_of_task
from jingwei.rulebook import Numbers


def facts_of_request(dossier: Dossier, numbers: Numbers, *, nature: ActNature) -> list[object]:
    """Return what is asked when an inspection is requested; ``nature`` as the clerk declares it."""
    inspection, on = dossier.inspection, numbers.on
    return [
        *facts_of_task(inspection.subject, dossier.items, officers=dossier.officers, on=on),
        *letter_facts(dossier, local_date(inspection.planned_from)),
        *facts_of_bases(dossier.items, on=on),
        *facts_of_party(inspection.subject, dossier.officers),
        *facts_of_enterprise(inspection.enterprise),
        not_an_inspection.Facts(nature=nature),
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
        *facts_of_task(inspection.subject, dossier.items, officers=dossier.officers, on=on),
        *letter_facts(dossier, inspection.counted_on),
        *facts_of_bases(dossier.items, on=on),
        *facts_of_team(dossier, dossier.officers, numbers),
        *_request_itself(dossier),
        assistants_only_assist.Facts(approved=named_assistants(dossier), present=(), signed_as_officers=()),
        facts_of_excess(
            inspection.enterprise.name,
            inspection.counted_on.year,
            total=visits,
            case=case_visits,
            cap=min((row.cap.visits for row in ledger if row.cap.subject_id), default=None),
            numbers=numbers,
        ),
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
