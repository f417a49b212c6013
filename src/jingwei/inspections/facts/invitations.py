"""Invitations and times told → the facts that the rules need; no statement where nobody was invited."""

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.models import Inspection
from jingwei.inspections.rules import advice_first, invited_before, told_ahead
from jingwei.inspections.terms import InvitationState, Outcome, UrgentReason
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import local_date
from jingwei.platform.queries import get_calendar
from jingwei.rulebook import Numbers


def invitation_facts(dossier: Dossier) -> invited_before.Facts:
    """R-JNT-04a: asked of the request and again at its approval."""
    inspection = dossier.inspection
    cited = inspection.invitation
    is_invited = inspection.exempt == ExemptReason.INVITED
    return invited_before.Facts(
        is_invited=is_invited,
        invitation=cited.number if cited else "",
        state=InvitationState(cited.state) if cited else None,
        is_of_both=cited is not None
        and cited.subject_id == inspection.subject_id
        and cited.site.enterprise_id == inspection.enterprise_id,
        made_at=cited.made_at if cited else None,
        planned_from=inspection.planned_from,
        other_task=_other_task(inspection) if is_invited and cited else "",
    )


def advice_facts(inspection: Inspection, outcome: Outcome, *, ended_in_case: bool) -> advice_first.Facts:
    """R-JNT-04b: asked when the result is told."""
    return advice_first.Facts(
        is_invited=inspection.exempt == ExemptReason.INVITED,
        outcome=outcome,
        ended_in_case=ended_in_case,
        danger=UrgentReason(inspection.urgent) if inspection.urgent else None,
    )


def ahead_facts(dossier: Dossier, numbers: Numbers) -> told_ahead.Facts:
    """R-SCAN-09: how long before the planned day the request is made, reckoned only where some days are asked for."""
    inspection, days = dossier.inspection, numbers.get("R-SCAN-09", "days")
    has_cause = bool(inspection.urgent or inspection.exempt)
    is_bound = days.value > 0 and inspection.kind == InspectionKind.ROUTINE and not has_cause
    return told_ahead.Facts(
        kind=InspectionKind(inspection.kind) if inspection.kind else None,
        has_cause=has_cause,
        days_ahead=get_calendar().working_days_between(numbers.on, local_date(inspection.planned_from))
        if is_bound
        else None,
        days=days,
    )


def _other_task(inspection: Inspection) -> str:
    """Return the number of another standing inspection that came of the same invitation."""
    found = Inspection.objects.current().filter(invitation=inspection.invitation_id)
    other = found.exclude(pk=inspection.pk).order_by("id").first()
    return other.number if other else ""
