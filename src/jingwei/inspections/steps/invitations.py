"""An invitation made and answered."""

from collections.abc import Iterable
from datetime import datetime

from jingwei.inspections.models import Invitation
from jingwei.inspections.terms import InvitationAction, InvitationState, InvitedBy
from jingwei.platform.calendar import local_date
from jingwei.platform.writing import Writer
from jingwei.registry.members import Member
from jingwei.registry.models import Item

SERIES = "邀"


def make(
    invitation: Invitation, items: Iterable[Item], *, member: Member, now: datetime, out: Writer
) -> Invitation:
    """Number and write an invitation; who it is from, to whom and about what is filled in already."""
    invitation.number = out.number(SERIES, local_date(now).year)
    invitation.state = InvitationState.OPEN
    invitation.made_by_id, invitation.made_at = member.account, now
    out.add(invitation)
    through = Invitation.items.through
    out.add(*(through(invitation_id=invitation.pk, item_id=item.pk) for item in items))
    out.log(
        InvitationAction.INVITED if invitation.by == InvitedBy.ENTERPRISE else InvitationAction.OFFERED,
        actor=member,
        now=now,
        target=invitation,
        subject=invitation.subject.name,
        enterprise=invitation.site.enterprise.name,
        site=invitation.site,
        matter=invitation.matter,
    )
    return invitation


def answer(
    invitation: Invitation,
    state: InvitationState,
    words: str,
    *,
    member: Member,
    now: datetime,
    out: Writer,
) -> None:
    """Write the other side's answer."""
    invitation.state, invitation.answer = state, words.strip()
    invitation.answered_by_id, invitation.answered_at = member.account, now
    out.change(invitation, "state", "answer", "answered_by", "answered_at")
    out.log(
        InvitationAction.ACCEPTED if state is InvitationState.ACCEPTED else InvitationAction.DECLINED,
        actor=member,
        now=now,
        target=invitation,
        number=invitation.number,
        reason=invitation.answer,
    )
