"""The head's decision: approve, several at once, return; and the clerk's withdrawal."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from jingwei.inspections.documents import approval_document, notice_document
from jingwei.inspections.dossier import Dossier, open_dossier
from jingwei.inspections.facts import Planned, planned_of
from jingwei.inspections.models import Inspection
from jingwei.inspections.operations.bookings import tell_time
from jingwei.inspections.operations.caps import lock_caps
from jingwei.inspections.operations.invitations import mark_invitation
from jingwei.inspections.operations.team import require_not_on_team
from jingwei.inspections.queries import count_visits
from jingwei.inspections.steps.approvals import Approval, approve, judge
from jingwei.inspections.terms import InspectionAction, Stage
from jingwei.planning import operations as planning
from jingwei.planning.models import CapLedger
from jingwei.planning.operations import change_pending, grant_beyond_cap, take_back_grant
from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.documents.glyphs import require_drawable
from jingwei.platform.errors import Conflict, Mistake, Rejected
from jingwei.platform.models import Account
from jingwei.platform.queries import get_calendar, get_numbers
from jingwei.platform.writing import AT_ONCE
from jingwei.registry.members import require
from jingwei.registry.terms import Role
from jingwei.rulebook import Judgement, Refused

CAP = "R-FRQ-01"


@operation(InspectionAction.APPROVED, target="inspection_id")
def approve_inspection(
    *,
    inspection_id: int,
    opinion: str = "",
    overridden: Collection[str] = (),
    override_reason: str = "",
    actor: Actor,
    now: datetime,
) -> Inspection:
    """Approve an inspection as head of its subject, or as deputy by written authorisation (R-PRO-01).

    Nobody approves an inspection on whose team they are, whatever other role they hold.

    ``overridden`` names refusals that the head sets aside with ``override_reason``; each becomes a clue, and a cap
    set aside grants one visit more. An urgent inspection may be approved after the fact (R-PRO-02). The notice gets
    its number here, unless an emergency brought it forward. Raises Refused with every reason, Conflict when there is
    nothing to approve.
    """
    dossier = open_dossier(inspection_id, lock=True)
    inspection = dossier.inspection
    member = require(actor, Role.HEAD, subject_id=inspection.subject_id)
    require_not_on_team(dossier, member)
    _require_open(inspection)
    if overridden and not override_reason.strip():
        raise Mistake("放行须写明理由", "填写放行理由", "override_reason")

    ledger = lock_caps(dossier, inspection.counted_on)
    planned = planned_of(dossier, on=local_date(now))
    judgement = judge_approval(dossier, ledger, planned, now=now)
    judgement.require(overridden=overridden)
    set_aside = sorted({finding.rule.code for finding in judgement.refusals})
    if CAP in set_aside:
        grant_beyond_cap(ledger)
    approval = Approval(
        by=Account.objects.get(pk=member.account),
        authorisation=member.authorisation if member.is_deputy else "",
        opinion=opinion,
        set_aside=set_aside,
        override_reason=override_reason,
    )
    numbers = get_numbers(local_date(now))
    notice = approve(
        dossier,
        approval,
        judgement,
        ledger,
        planned,
        numbers=numbers,
        actor=actor,
        now=now,
        caps=planning,
        out=AT_ONCE,
    )
    require_drawable(notice_document(dossier, notice))
    require_drawable(approval_document(dossier, counted=""), field="opinion")
    mark_invitation(inspection, is_used=True)
    tell_time(inspection, now=now)
    for finding in judgement.refusals:  # Set aside by the head: allowed, and a clue for the supervisor.
        events.raise_finding("inspections", finding, now=now, act="inspection", act_id=inspection.pk)
    return inspection


def judge_approval(
    dossier: Dossier, ledger: Sequence[CapLedger], planned: Planned, *, now: datetime
) -> Judgement:
    """Return what the rules say to an approval now; writes nothing. The detail page shows the same before the act."""
    inspection = dossier.inspection
    visits, case_visits = count_visits(
        inspection.subject_id, inspection.enterprise_id, inspection.counted_on.year
    )
    return judge(
        dossier,
        ledger,
        planned,
        visits=visits,
        case_visits=case_visits,
        numbers=get_numbers(local_date(now)),
        calendar=get_calendar(),
        now=now,
    )


@dataclass(frozen=True, slots=True)
class BatchRow:
    """How one of several approvals ended; ``error`` is None where it was approved."""

    inspection_id: int
    error: Refused | Rejected | None


def approve_many(
    *, inspection_ids: Sequence[int], opinion: str = "", actor: Actor, now: datetime
) -> list[BatchRow]:
    """Approve several inspections, each on its own: one that is refused does not hold up the others."""
    rows = []
    for inspection_id in inspection_ids:
        error: Refused | Rejected | None = None
        try:
            approve_inspection(inspection_id=inspection_id, opinion=opinion, actor=actor, now=now)
        except (Refused, Rejected) as reason:
            error = reason
        rows.append(BatchRow(inspection_id, error))
    return rows


@operation(InspectionAction.RETURNED, target="inspection_id")
def return_inspection(*, inspection_id: int, reason: str, actor: Actor, now: datetime) -> Inspection:
    """Return a request to its clerk with a reason."""
    inspection = open_dossier(inspection_id, lock=True).inspection
    require(actor, Role.HEAD, subject_id=inspection.subject_id)
    if inspection.stage != Stage.SUBMITTED:
        raise Conflict(f"{inspection.number} 现为“{Stage(inspection.stage).label}”，不能退回")
    if not reason.strip():
        raise Mistake("退回须写明理由", "填写退回理由", "reason")
    inspection.stage, inspection.opinion = Stage.RETURNED, reason
    inspection.save(update_fields=["stage", "opinion"])
    audit.record(
        InspectionAction.RETURNED,
        actor=actor,
        now=now,
        target=inspection,
        number=inspection.number,
        reason=reason,
    )
    return inspection


@operation(InspectionAction.WITHDRAWN, target="inspection_id")
def withdraw_inspection(*, inspection_id: int, reason: str, actor: Actor, now: datetime) -> Inspection:
    """Withdraw a request before anybody has entered; an approved one frees its place."""
    dossier = open_dossier(inspection_id, lock=True)
    inspection = dossier.inspection
    require(actor, Role.CLERK, Role.HEAD, subject_id=inspection.subject_id)
    if inspection.stage not in {Stage.SUBMITTED, Stage.RETURNED, Stage.APPROVED}:
        raise Conflict(
            f"{inspection.number} 现为“{Stage(inspection.stage).label}”，不能撤回", "已入企的，按作废办理"
        )
    if not reason.strip():
        raise Mistake("撤回须写明理由", "填写撤回理由", "reason")
    if inspection.stage == Stage.APPROVED and dossier.counts(get_numbers(local_date(now))).in_capped:
        ledger = lock_caps(dossier, inspection.counted_on)
        change_pending(ledger, -1)
        if CAP in inspection.overridden:
            take_back_grant(ledger)
    inspection.stage = Stage.WITHDRAWN
    inspection.save(update_fields=["stage"])
    mark_invitation(inspection, is_used=False)
    audit.record(
        InspectionAction.WITHDRAWN,
        actor=actor,
        now=now,
        target=inspection,
        number=inspection.number,
        reason=reason,
    )
    return inspection


def _require_open(inspection: Inspection) -> None:
    is_made_up = (
        bool(inspection.urgent) and inspection.visit_id is not None and inspection.approved_at is None
    )
    if inspection.stage != Stage.SUBMITTED and not is_made_up:
        raise Conflict(f"{inspection.number} 现为“{Stage(inspection.stage).label}”，没有可批的申请")
