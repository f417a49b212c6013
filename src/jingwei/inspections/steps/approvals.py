"""The head's approval: judged, and written with the notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jingwei.inspections.citations import cite_line
from jingwei.inspections.dossier import Dossier
from jingwei.inspections.facts import (
    Planned,
    cap_facts_of,
    facts_of_approval,
    facts_of_made_up_approval,
)
from jingwei.inspections.models import Notice
from jingwei.inspections.steps.caps import Caps
from jingwei.inspections.steps.notices import draw_up
from jingwei.inspections.terms import InspectionAction
from jingwei.planning.models import CapLedger
from jingwei.planning.terms import InspectionKind
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import Calendar, local_date
from jingwei.platform.models import Account
from jingwei.platform.writing import Writer
from jingwei.rulebook import Judgement, Moment, Numbers, ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What the head says. ``set_aside``: the refusals that do not stand, for ``override_reason``."""

    by: Account
    authorisation: str = ""
    opinion: str
    set_aside: Sequence[str] = ()
    override_reason: str = ""


def judge(
    dossier: Dossier,
    ledger: Sequence[CapLedger],
    planned: Planned,
    *,
    visits: int,
    case_visits: int,
    numbers: Numbers,
    calendar: Calendar,
    now: datetime,
) -> Judgement:
    """Return what the rules say to an approval now; writes nothing.

    ``visits`` and ``case_visits``: those of the subject at the enterprise that the year has seen.
    """
    inspection = dossier.inspection
    is_case = inspection.kind == InspectionKind.CASE_BASED
    is_new = inspection.visit_id is None
    facts = facts_of_approval(
        dossier,
        ledger,
        numbers,
        planned=planned,
        visits=visits + is_new,
        case_visits=case_visits + (is_new and is_case),
    )
    if inspection.visit is None:
        facts.append(cap_facts_of(dossier, ledger, numbers))
    else:  # The visit has been taken off the cap already, and was judged then.
        facts += facts_of_made_up_approval(inspection.visit, now, calendar, numbers)
    return ask(Moment.APPROVE, facts, on=local_date(now))


def approve(
    dossier: Dossier,
    approval: Approval,
    judgement: Judgement,
    ledger: Sequence[CapLedger],
    planned: Planned,
    *,
    numbers: Numbers,
    actor: Actor,
    now: datetime,
    caps: Caps,
    out: Writer,
) -> Notice:
    """Write an approval that may stand: the visit booked on its caps, the inspection approved, its notice drawn up."""
    inspection = dossier.inspection
    if inspection.visit_id is None and dossier.counts(numbers).in_capped:
        caps.change_pending(ledger, +1)
    inspection.mark_approved(
        by=approval.by, at=now, authorisation=approval.authorisation, opinion=approval.opinion
    )
    cite_line(inspection, None, planned, dossier.items)  # The plan may have been amended since the request.
    inspection.overridden = list(approval.set_aside)
    inspection.override_reason = approval.override_reason if approval.set_aside else ""
    out.change(inspection)
    notice = draw_up(dossier, ledger, now=now, out=out)
    out.log(
        InspectionAction.APPROVED,
        actor=actor,
        now=now,
        target=inspection,
        judgement=judgement,
        data={
            "overridden": inspection.overridden,
            "override_reason": approval.override_reason,
            "opinion": approval.opinion,
        },
        enterprise=inspection.enterprise,
        number=inspection.number,
    )
    out.raise_findings("inspections", judgement, now=now, act="inspection", act_id=inspection.pk)
    return notice
