"""Who keeps the registry: the one place where the system itself may pass."""

from typing import TypeVar

from django.conf import settings
from django.db import models

from jingwei.platform.actors import SYSTEM, Actor
from jingwei.platform.errors import Mistake
from jingwei.registry.members import Member, require
from jingwei.registry.models import Region
from jingwei.registry.terms import Role

BUREAU = (Role.SUPERVISOR, Role.SUPERVISION_LEAD)
M = TypeVar("M", bound=models.Model)


def access_registry(actor: Actor, *roles: Role, subject_id: int | None = None) -> Actor:
    """Return the actor, or raise NotAllowed: a member in one of the roles, for that subject.

    SYSTEM passes, because a first load (the demonstration, an import) happens before there is anybody to act.
    """
    if actor is SYSTEM:
        return actor
    return require(actor, *roles, subject_id=subject_id)


def access_own_or_bureau(actor: Actor, *roles: Role, subject_id: int) -> Actor:
    """Return the actor, or raise NotAllowed: of that subject in one of the roles, or of the bureau."""
    is_bureau = isinstance(actor, Member) and actor.is_bureau
    return access_registry(actor, *roles, *BUREAU, subject_id=None if is_bureau else subject_id)


def lock_district() -> None:
    """Lock the district's own row until the act commits, for what is the whole district's and has no other row to lock.

    Of two who enter the same at once the second then sees what the first has entered.
    """
    Region.objects.select_for_update(no_key=True).filter(code=settings.DISTRICT).first()


def locked(model: type[M], row_id: int) -> M:
    """Return a row, locked until the act commits. Raises Mistake when there is none."""
    row = model._default_manager.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise Mistake(f"名录中没有这条{model._meta.verbose_name}", "刷新页面后重新选择")
    return row
