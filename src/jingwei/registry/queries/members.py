"""Who may act as what."""

from datetime import date

from django.db.models import QuerySet

from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import ImportRun
from jingwei.registry.members import Member
from jingwei.registry.models import Membership
from jingwei.registry.terms import Role


def list_memberships(account_id: int, *, on: date) -> QuerySet[Membership]:
    """Return what the account may act as on the day, oldest first."""
    return (
        Membership.objects.in_force(on)
        .filter(account_id=account_id)
        .select_related("account__officer", "subject", "enterprise")
        .order_by("id")
    )


def whoever_uploaded(run: ImportRun, *, on: date) -> Member:
    """Return the member in whose name a sheet is read. Raises NotAllowed when they may not act any more."""
    standing = Membership.objects.in_force(on).select_related("account__officer", "subject", "enterprise")
    membership = standing.filter(pk=run.actor["membership_id"], account_id=run.asked_by_id or 0).first()
    if membership is None:
        raise NotAllowed("上传人的任职已经结束", "由在任的人员重新上传")
    if not membership.account.is_active:
        raise NotAllowed("上传人的账号已经停用", "由在任的人员重新上传")
    return member_of(membership)


def member_of(membership: Membership) -> Member:
    """Return the actor that a membership makes of its account."""
    organisation = membership.subject or membership.enterprise
    role = Role(membership.role)
    office = (
        organisation.name
        if organisation
        else ("区人民政府" if role is Role.GOVERNMENT_CONFIRMER else "区司法局")
    )
    officer = getattr(membership.account, "officer", None)
    return Member(
        account_id=membership.account_id,
        name=membership.account.name,
        office=f"{office}{role.label}",
        role=role,
        membership_id=membership.pk,
        subject_id=membership.subject_id,
        enterprise_id=membership.enterprise_id,
        officer_id=officer.pk if officer else None,
        is_deputy=membership.is_deputy,
        authorisation=membership.authorisation,
    )
