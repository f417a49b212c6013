"""Who acts for which organisation, and the one way to ask whether they may."""

from dataclasses import dataclass

from jingwei.platform.actors import Actor
from jingwei.platform.errors import NotAllowed
from jingwei.registry.terms import Role


@dataclass(frozen=True, slots=True)
class Member(Actor):
    """An actor in one role, for one subject, one enterprise, or the bureau."""

    role: Role = Role.CLERK
    membership_id: int = 0
    subject_id: int | None = None
    enterprise_id: int | None = None
    officer_id: int | None = None
    is_deputy: bool = False
    authorisation: str = ""

    @property
    def is_bureau(self) -> bool:
        """Whether the member supervises: sees every subject's acts, carries out none."""
        return self.role in {Role.SUPERVISOR, Role.SUPERVISION_LEAD}


def require(
    actor: Actor, *roles: Role, subject_id: int | None = None, enterprise_id: int | None = None
) -> Member:
    """Return the actor as a member, or raise NotAllowed: one of the roles, for that subject or enterprise."""
    if not isinstance(actor, Member):
        raise NotAllowed("请先登录", "登录后再试")
    if actor.role not in roles:
        wanted = "、".join(role.label for role in roles)
        raise NotAllowed(f"{actor.role.label}不能这样做", f"由{wanted}办理")
    if subject_id is not None and actor.subject_id != subject_id:
        raise NotAllowed("这不是本单位的事项", "由该检查主体的人员办理")
    if enterprise_id is not None and actor.enterprise_id != enterprise_id:
        raise NotAllowed("这不是本企业的事项", "由该企业的联系人办理")
    return actor
