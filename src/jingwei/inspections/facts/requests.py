"""A request and its approval → the facts that the rules need."""

from collections.abc import Sequence
from datetime import date, datetime

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.facts.frequency import (
    merging_facts,
    not_merged_facts,
    one_level_facts,
    permit_facts,
    reinspection_facts,
    same_item_facts,
)
from jingwei.inspections.facts.invitations import ahead_facts, invitation_facts
from jingwei.inspections.facts.letters import letter_facts
from jingwei.inspections.facts.people import facts_of_team, named_assistants
from jingwei.inspections.facts.plans import Planned, plan_facts_of
from jingwei.inspections.facts.special import special_facts
from jingwei.inspections.models import Inspection, Visit
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
from jingwei.planning.queries import (
    facts_of_cap,
    facts_of_class,
    facts_of_excess,
    facts_of_exemption,
    facts_of_quiet,
    facts_of_relief,
)
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import Calendar, local_date
from jingwei.registry.queries import facts_of_bases, facts_of_enterprise, facts_of_party, facts_of_task
from jingwei.rulebook import Numbers


def facts_of_request(
    dossier: Dossier, numbers: Numbers, *, nature: ActNature, planned: Planned
) -> list[object]:
    """Return what is asked when an inspection is requested.

    ``nature`` as the clerk declares it; ``planned``: what the plans in force say to it.
    """
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
        *_request_itself(dossier, numbers, planned, day=local_date(inspection.planned_from)),
        *merging_facts(dossier, numbers),
        *permit_facts(dossier),
        ahead_facts(dossier, numbers),
        facts_of_relief(
            inspection.enterprise,
            inspection.subject,
            on=on,
            is_routine_on_site=is_by_plan(inspection) and inspection.mode == Mode.ON_SITE,
        ),
    ]


def facts_of_approval(
    dossier: Dossier,
    ledger: Sequence[CapLedger],
    numbers: Numbers,
    *,
    planned: Planned,
    visits: int,
    case_visits: int,
) -> list[object]:
    """Return what is asked when the head approves. ``visits`` and ``case_visits``: this year's, this one included."""
    inspection, on = dossier.inspection, numbers.on
    return [
        *facts_of_task(inspection.subject, dossier.items, officers=dossier.officers, on=on),
        *letter_facts(dossier, inspection.counted_on),
        *facts_of_bases(dossier.items, on=on),
        *facts_of_team(dossier, dossier.officers, numbers),
        *_request_itself(dossier, numbers, planned, day=inspection.counted_on),
        *not_merged_facts(dossier, numbers),
        *same_item_facts(dossier, numbers),
        *one_level_facts(dossier),
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
    return [
        make_up_facts(visit, approved_at=approved_at, as_of=approved_at, calendar=calendar, numbers=numbers)
    ]


def make_up_facts(
    visit: Visit, *, approved_at: datetime | None, as_of: datetime, calendar: Calendar, numbers: Numbers
) -> urgent_made_up_late.Facts:
    """R-PRO-02b for an urgent visit whose approval was made up, or was not by ``as_of``."""
    days = numbers.get("R-PRO-02b", "days")
    due = urgent_make_up(
        MakeUpFacts(entered_at=visit.entered_at, hours=numbers.get("R-PRO-02a", "hours"))
    ).value
    return urgent_made_up_late.Facts(
        due_at=due,
        approved_at=approved_at,
        as_of=as_of,
        days=days,
        last_day=calendar.working_days(local_date(visit.entered_at), days.value).on,
    )


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


def is_by_plan(inspection: Inspection) -> bool:
    """Whether it is one that the annual plan governs: routine, without emergency or other cause of its own."""
    return inspection.kind == InspectionKind.ROUTINE and not inspection.exempt and not inspection.urgent


def quiet_facts(dossier: Dossier, day: date) -> object:
    """R-FRQ-13 for the visit on a day, planned or made."""
    inspection = dossier.inspection
    return facts_of_quiet(
        inspection.enterprise,
        day,
        kind=InspectionKind(inspection.kind) if inspection.kind else None,
        is_on_site=inspection.mode == Mode.ON_SITE,
        is_urgent=bool(inspection.urgent),
        is_ordered_from_above=inspection.is_ordered_from_above,
        exempt=ExemptReason(inspection.exempt) if inspection.exempt else None,
        find=dossier.quiet_on,
    )


def _request_itself(dossier: Dossier, numbers: Numbers, planned: Planned, *, day: date) -> list[object]:
    """R-FRQ-03, -06, -08, -13, R-JNT-04a, R-PUB-08, R-PRO-08, R-RSK-01, R-SPC-02, -04b: asked twice.

    First of the request, then at its approval. ``day``: that of the visit, planned or, where the approval is made up, made.
    """
    inspection = dossier.inspection
    return [
        plan_facts_of(dossier, planned),
        *special_facts(dossier, day=day, on=numbers.on),
        *reinspection_facts(dossier, numbers),
        quiet_facts(dossier, day),
        facts_of_class(inspection.enterprise, numbers.on),
        facts_of_exemption(
            ExemptReason(inspection.exempt) if inspection.exempt else None, inspection.evidence
        ),
        invitation_facts(dossier),
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
