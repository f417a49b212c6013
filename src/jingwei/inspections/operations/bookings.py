"""The time of a coming visit: told to the enterprise with the approval, confirmed or asked to be moved by it."""

from datetime import datetime

from jingwei.inspections.models import Booking, Inspection
from jingwei.inspections.terms import BookingState, InvitationAction, Mode, Stage
from jingwei.planning.queries import find_slot
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.registry.members import require
from jingwei.registry.models import Membership
from jingwei.registry.terms import Role


def tell_time(inspection: Inspection, *, now: datetime) -> None:
    """Tell the enterprise when an approved visit comes, if somebody there can be told. Called within the approval.

    What it said to a former time falls with it.
    Routine and invited visits alone: what looks into a complaint is not announced before its notice is served.
    """
    if inspection.visit_id is not None or inspection.mode != Mode.ON_SITE or inspection.urgent:
        return
    if inspection.kind != InspectionKind.ROUTINE and inspection.exempt != ExemptReason.INVITED:
        return
    contacts = Membership.objects.in_force(local_date(now)).filter(
        enterprise=inspection.enterprise_id, role=Role.ENTERPRISE_CONTACT
    )
    if contacts.exists():
        slot = find_slot(inspection.site, inspection.planned_from, inspection.planned_until)
        told = {"slot": slot, "state": BookingState.TOLD, "told_at": now, "words": ""}
        Booking.objects.update_or_create(
            inspection=inspection, defaults=told | {"answered_by": None, "answered_at": None}
        )


@operation(InvitationAction.TIME_CONFIRMED, target="inspection_id")
def confirm_time(*, inspection_id: int, actor: Actor, now: datetime) -> Booking:
    """Confirm the time, as the enterprise's contact."""
    booking = _answer(inspection_id, BookingState.CONFIRMED, "", actor, now)
    audit.record(
        InvitationAction.TIME_CONFIRMED,
        actor=actor,
        now=now,
        target=booking.inspection,
        number=booking.inspection.number,
    )
    return booking


@operation(InvitationAction.OTHER_TIME_ASKED, target="inspection_id")
def ask_other_time(*, inspection_id: int, words: str, actor: Actor, now: datetime) -> Booking:
    """Ask for another time, as the enterprise's contact; the clerk decides whether the task is moved."""
    if not words.strip():
        raise Mistake("没有写明希望的时间", "写明哪几天、什么时候方便", "words")
    booking = _answer(inspection_id, BookingState.OTHER_TIME, words, actor, now)
    audit.record(
        InvitationAction.OTHER_TIME_ASKED,
        actor=actor,
        now=now,
        target=booking.inspection,
        number=booking.inspection.number,
        words=booking.words,
    )
    return booking


def _answer(inspection_id: int, state: BookingState, words: str, actor: Actor, now: datetime) -> Booking:
    """Write the enterprise's answer, the last of which stands until somebody comes. Raises Conflict after that."""
    member = require(actor, Role.ENTERPRISE_CONTACT)
    booking = (
        Booking.objects.select_for_update(of=("self",))
        .select_related("inspection")
        .filter(inspection=inspection_id, inspection__enterprise=member.enterprise_id or 0)
        .first()
    )
    if booking is None:
        raise Mistake("没有告知过这次检查的时间", "从企业端重新打开")
    stage = Stage(booking.inspection.stage)
    if stage is not Stage.APPROVED:
        raise Conflict(f"{booking.inspection.number} 现为“{stage.label}”，时间不再变动")
    if state is BookingState.CONFIRMED and booking.state == state:
        raise Conflict("已经确认过这个时间")
    booking.state, booking.words = state, words.strip()
    booking.answered_by_id, booking.answered_at = member.account, now
    booking.save(update_fields=["state", "words", "answered_by", "answered_at"])
    return booking
