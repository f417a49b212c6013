"""Who may open a declared door. Roles belong to a higher area; `settings.GUARD` names what guards a page."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from jingwei.platform.actors import Actor
from jingwei.platform.errors import NotAllowed


def guarded(view: Callable[..., Any], roles: Sequence[Any]) -> Callable[..., Any]:
    """Let only these roles in, any member where none is named; others are sent to sign in or refused."""
    guard: Callable[..., Callable[..., Any]] = import_string(settings.GUARD)
    return guard(*roles)(view)  # type: ignore[no-any-return]


def may(actor: Actor, roles: Sequence[Any]) -> bool:
    """Whether the actor has one of the roles, or any role where none is named."""
    role = getattr(actor, "role", None)
    return role is not None and (not roles or role in roles)


def is_for(actor: Actor, roles: Sequence[Any]) -> bool:
    """Whether a part of a page is for the actor: everybody where no role is named."""
    return not roles or may(actor, roles)


def require(actor: Actor, roles: Sequence[Any]) -> None:
    """Raise NotAllowed unless the actor has one of the roles: programs are not sent to sign in."""
    if not may(actor, roles):
        raise NotAllowed(
            "您的角色不能这样办理", f"由{'、'.join(role.label for role in roles) or '已登录的人员'}办理"
        )
