"""Puts on the log who came in, who failed to, who left, and as what they act."""

from datetime import datetime

from jingwei.platform import audit
from jingwei.platform.actors import NOBODY, Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import NotAllowed
from jingwei.platform.terms import PlatformAction
from jingwei.registry.members import Member
from jingwei.registry.models import Membership
from jingwei.registry.queries import list_memberships, member_of
from jingwei.registry.terms import MembershipAction


@operation(PlatformAction.SIGNED_IN)
def note_sign_in(*, actor: Actor, now: datetime) -> list[Membership]:
    """Log that an account signed in and return what it may act as today.

    Raises NotAllowed when that is nothing: such an account has no business here.
    """
    memberships = list(list_memberships(actor.account_id or 0, on=local_date(now)))
    if not memberships:
        raise NotAllowed("这个账号没有有效的任职", "请本单位向安全管理员申请授权")
    audit.record(PlatformAction.SIGNED_IN, actor=actor, now=now)
    return memberships


def note_failed_sign_in(*, username: str, now: datetime) -> None:
    """Log that somebody tried a name with a wrong password, or when it was locked. The password is never kept."""
    audit.record(PlatformAction.SIGN_IN_FAILED, actor=NOBODY, now=now, username=username[:64])


def note_sign_out(*, actor: Actor, now: datetime) -> None:
    """Log that an account signed out."""
    audit.record(PlatformAction.SIGNED_OUT, actor=actor, now=now)


@operation(MembershipAction.CHOSEN, target="membership_id")
def choose_membership(*, membership_id: int, actor: Actor, now: datetime) -> Member:
    """Return the member that one of the account's own memberships makes, and log the choice.

    Raises NotAllowed for a membership that is not the account's or does not hold today.
    """
    found = list_memberships(actor.account_id or 0, on=local_date(now)).filter(pk=membership_id).first()
    if found is None:
        raise NotAllowed("这不是您的任职，或任职已经到期", "重新登录后选择")
    member = member_of(found)
    audit.record(MembershipAction.CHOSEN, actor=member, now=now, target=found)
    return member
