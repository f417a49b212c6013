"""Who keeps the registry: the one place where the system itself may pass."""

from datetime import date
from typing import TypeVar

from django.conf import settings
from django.db import models

from jingwei.platform.actors import SYSTEM, Actor
from jingwei.platform.errors import Mistake
from jingwei.registry.members import Member, require
from jingwei.registry.models import Region, Subject
from jingwei.registry.terms import Role, SubjectStatus

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


def require_own(actor: Actor, *roles: Role, subject: Subject) -> Member:
    """Return the actor as a member, or raise NotAllowed: of that subject in one of the roles.

    Of a subject that was revoked or went over into another nobody is left; the bureau then acts in its stead.
    """
    if acts_in_stead(actor, subject):
        return require(actor, *BUREAU)
    return require(actor, *roles, subject_id=subject.pk)


def acts_in_stead(actor: Actor, subject: Subject) -> bool:
    """Whether the actor is of the bureau and the subject revoked, so that nobody of its own could act."""
    return subject.status == SubjectStatus.REVOKED and isinstance(actor, Member) and actor.is_bureau


def require_standing(subject: Subject, *, on: date, field: str = "subject_id") -> None:
    """Raise Mistake where the subject is revoked by the day: nobody and nothing new may be put under it."""
    if subject.revoked_on is not None and subject.revoked_on <= on:
        heir = subject.merged_into
        remedy = f"选择承继的{heir.name}" if heir else "选择名录中现行的检查主体"
        raise Mistake(f"{subject.name}已于 {subject.revoked_on} 撤销", remedy, field)


def locked(model: type[M], row_id: int) -> M:
    """Return a row, locked until the act commits. Raises Mistake when there is none."""
    row = model._default_manager.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise Mistake(f"名录中没有这条{model._meta.verbose_name}", "刷新页面后重新选择")
    return row
