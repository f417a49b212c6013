"""Another time for an approved visit: the head approves it anew for that time, and the enterprise is told."""

from datetime import datetime

from jingwei.inspections.citations import cite_line
from jingwei.inspections.dossier import Dossier, open_dossier
from jingwei.inspections.facts import planned_of
from jingwei.inspections.models import Inspection, Notice
from jingwei.inspections.operations.approvals import judge_approval
from jingwei.inspections.operations.bookings import tell_time
from jingwei.inspections.operations.caps import book, lock_caps
from jingwei.inspections.operations.invitations import mark_invitation
from jingwei.inspections.operations.team import require_not_on_team
from jingwei.inspections.terms import InspectionAction, Stage
from jingwei.planning.operations import change_pending
from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import SHANGHAI, local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.models import Account
from jingwei.platform.queries import get_numbers
from jingwei.registry.members import require
from jingwei.registry.terms import Role


@operation(InspectionAction.RESCHEDULED, target="inspection_id")
def reschedule_inspection(
    *,
    inspection_id: int,
    planned_from: datetime,
    planned_until: datetime,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Inspection:
    """Move an approved visit to another time of the same year, as head of its subject (R-PRO-01).

    An approval is for a time, so this is one: everything is asked again as of the new time, the head's name and the
    reason take the place of the former ones, which the log keeps, and the enterprise is told anew. What was set
    aside with reasons stays set aside. Raises Refused with every reason, Conflict for a task that is not waiting for
    its visit, whose notice was served, or that belongs to a joint one.
    """
    dossier = open_dossier(inspection_id, lock=True)
    inspection = dossier.inspection
    member = require(actor, Role.HEAD, subject_id=inspection.subject_id)
    require_not_on_team(dossier, member)
    _require_movable(inspection)
    _require_time(inspection, planned_from, planned_until, now)
    if not reason.strip():
        raise Mistake("改期须写明理由", "写明为什么改期，例如企业希望改期", "reason")

    numbers = get_numbers(local_date(now))
    in_capped = dossier.counts(numbers).in_capped
    if in_capped:
        book(dossier, -1)
    mark_invitation(inspection, is_used=False)
    former = _span(inspection)
    inspection.approved_at = None  # The former approval falls, and the visit that it had booked with it.
    inspection.planned_from, inspection.planned_until = planned_from, planned_until
    _approve_anew(dossier, in_capped=in_capped, now=now, former=former, reason=reason.strip(), actor=actor)
    inspection.mark_approved(
        by=Account.objects.get(pk=member.account),
        at=now,
        authorisation=member.authorisation if member.is_deputy else "",
        opinion=reason.strip(),
    )
    inspection.save()
    mark_invitation(inspection, is_used=True)
    tell_time(inspection, now=now)
    return inspection


def _approve_anew(
    dossier: Dossier, *, in_capped: bool, now: datetime, former: str, reason: str, actor: Actor
) -> None:
    """Judge the approval at the new time, book the visit again and write the log."""
    inspection = dossier.inspection
    ledger = lock_caps(dossier, inspection.counted_on)
    planned = planned_of(dossier, on=local_date(now))
    judgement = judge_approval(dossier, ledger, planned, now=now)
    judgement.require(overridden=inspection.overridden)
    if in_capped:
        change_pending(ledger, +1)
    cite_line(inspection, None, planned, dossier.items)
    audit.record(
        InspectionAction.RESCHEDULED,
        actor=actor,
        now=now,
        target=inspection,
        judgement=judgement,
        data={"former": former, "reason": reason},
        number=inspection.number,
        former=former,
        span=_span(inspection),
        reason=reason,
    )
    events.raise_findings("inspections", judgement, now=now, act="inspection", act_id=inspection.pk)


def _require_movable(inspection: Inspection) -> None:
    if inspection.stage != Stage.APPROVED or inspection.visit_id is not None:
        raise Conflict(
            f"{inspection.number} 现为“{Stage(inspection.stage).label}”，没有可改的时间",
            "只有已批准、还没有入企的检查可以改期",
        )
    if Notice.objects.filter(inspection=inspection, served_at__isnull=False).exists():
        raise Conflict("检查通知书已送达，时间不再变动", "确需改期的，撤回后重新申请")
    if inspection.joint_with_id is not None or Inspection.objects.current().filter(joint_with=inspection):
        raise Conflict("联合检查的各件任务时间要一致，不能单独改期", "各单位撤回后按新的时间一并申请")


def _require_time(inspection: Inspection, start: datetime, end: datetime, now: datetime) -> None:
    if start >= end:
        raise Mistake("改期后的结束不晚于开始", "改正时间", "planned_until")
    if start <= now:
        raise Mistake("改期后的时间已经过去", "选择以后的时间", "planned_from")
    if local_date(start).year != local_date(inspection.planned_from).year:
        raise Mistake("不能改到另一个年度，频次上限按年度计算", "撤回后按新的年度申请", "planned_from")


def _span(inspection: Inspection) -> str:
    start, end = (each.astimezone(SHANGHAI) for each in (inspection.planned_from, inspection.planned_until))
    return f"{start:%Y-%m-%d %H:%M}—{end:%H:%M}"
