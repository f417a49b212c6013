"""Reads of invitations and of the times told to enterprises, scoped by who asks."""

from django.db.models import QuerySet

from jingwei.inspections.models import Booking, Invitation
from jingwei.inspections.terms import BookingState, InvitationState, InvitedBy, Stage
from jingwei.platform.actors import Actor
from jingwei.platform.errors import NotAllowed
from jingwei.registry.members import Member
from jingwei.registry.terms import Role


def list_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Return the invitations the actor may see, newest first: the bureau all, a subject or an enterprise its own."""
    found = Invitation.objects.select_related("subject", "site__enterprise").order_by("-made_at", "-id")
    match actor:
        case Member() if actor.is_bureau:
            return found
        case Member(role=Role.ENTERPRISE_CONTACT, enterprise_id=int(enterprise_id)):
            return found.filter(site__enterprise=enterprise_id)
        case Member(role=role, subject_id=int(subject_id)) if not role.is_administrator:
            return found.filter(subject=subject_id)
    return found.none()


def get_invitation(actor: Actor, invitation_id: int) -> Invitation:
    """Return one invitation the actor may see. Raises NotAllowed for all others, existing or not."""
    found = list_invitations(actor).prefetch_related("items").filter(pk=invitation_id).first()
    if found is None:
        raise NotAllowed("没有这份邀约，或与您的单位无关", "从邀约列表打开")
    return found


def list_invitations_to_answer(actor: Actor) -> QuerySet[Invitation]:
    """Return the invitations that wait for the actor's side, the oldest first."""
    found = list_invitations(actor).filter(state=InvitationState.OPEN).order_by("made_at", "id")
    if isinstance(actor, Member) and actor.role in {Role.CLERK, Role.HEAD}:
        return found.filter(by=InvitedBy.ENTERPRISE)
    if isinstance(actor, Member) and actor.role is Role.ENTERPRISE_CONTACT:
        return found.filter(by=InvitedBy.SUBJECT)
    return found.none()


def list_told_visits(actor: Actor) -> QuerySet[Booking]:
    """Return the coming visits whose time was told to the contact's enterprise, the next first."""
    enterprise_id = actor.enterprise_id if isinstance(actor, Member) else None
    return (
        Booking.objects.filter(
            inspection__enterprise=enterprise_id or 0,
            inspection__stage=Stage.APPROVED,
            inspection__visit=None,
        )
        .select_related("inspection__subject", "inspection__site", "slot", "inspection__notice")
        .prefetch_related(
            "inspection__lines__item", "inspection__team__officer", "inspection__team__certificate"
        )
        .order_by("inspection__planned_from", "inspection")
    )


def list_asked_to_move(actor: Actor) -> QuerySet[Booking]:
    """Return the coming visits of the actor's subject for which the enterprise asks another time, the next first."""
    subject_id = actor.subject_id if isinstance(actor, Member) else None
    return (
        Booking.objects.filter(
            inspection__subject=subject_id or 0,
            state=BookingState.OTHER_TIME,
            inspection__stage=Stage.APPROVED,
            inspection__visit=None,
        )
        .select_related("inspection__enterprise", "inspection__site")
        .order_by("inspection__planned_from", "inspection")
    )
