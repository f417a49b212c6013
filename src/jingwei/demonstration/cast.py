"""Who acts in the demonstration's past: each department's clerk, head and officers, the enterprises' contacts, and the bureau."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jingwei.registry.members import Member
from jingwei.registry.models import Membership
from jingwei.registry.queries import member_of
from jingwei.registry.terms import Role


@dataclass(frozen=True)
class Cast:
    """The actors, by the key of the subject, officer or enterprise for whom they act."""

    clerks: Mapping[int, Member]
    heads: Mapping[int, Member]
    officers: Mapping[int, Member]
    contacts: Mapping[int, Member]  # by enterprise
    supervisor: Member
    lead: Member
    government: Member


def call_the_cast() -> Cast:
    """Read who acts for whom; deputies stay at home."""
    return Cast(
        clerks=_members(Role.CLERK, "subject_id"),
        heads=_members(Role.HEAD, "subject_id"),
        officers=_members(Role.OFFICER, "officer_id"),
        contacts=_members(Role.ENTERPRISE_CONTACT, "enterprise_id"),
        supervisor=_one(Role.SUPERVISOR),
        lead=_one(Role.SUPERVISION_LEAD),
        government=_one(Role.GOVERNMENT_CONFIRMER),
    )


def _members(role: Role, key: str) -> dict[int, Member]:
    members = [member_of(each) for each in _found(role)]
    return {getattr(member, key): member for member in members if getattr(member, key)}


def _one(role: Role) -> Member:
    return member_of(next(iter(_found(role))))


def _found(role: Role) -> Iterable[Membership]:
    found = Membership.objects.filter(role=role, is_deputy=False).order_by("id")
    return found.select_related("account__officer", "subject", "enterprise")
