"""Reads of subjects: who sees which, what is announced, what a merger would move."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from jingwei.platform.actors import Actor
from jingwei.platform.errors import NotAllowed
from jingwei.registry.members import Member
from jingwei.registry.models import (
    Certificate,
    Entrustment,
    Item,
    Membership,
    Officer,
    Subject,
    SubjectChange,
)
from jingwei.registry.models.subjects import SubjectQuerySet
from jingwei.registry.terms import CertificateStatus, Role, SubjectStatus

PUBLIC = (SubjectStatus.ANNOUNCED, SubjectStatus.REVOKED)


@dataclass(frozen=True, slots=True)
class MergerPreview:
    """What would go over to the successor, what would end, and what somebody has to look at afterwards."""

    officers: tuple[str, ...]
    certificates: int
    items: tuple[str, ...]
    same_named_items: tuple[str, ...]
    memberships: tuple[str, ...]
    ended_memberships: tuple[str, ...]
    entrusted: tuple[str, ...]
    ended_entrustments: tuple[str, ...]

    def as_record(self) -> dict[str, Any]:
        """Return it as plain JSON, to be kept with the merger."""
        return asdict(self)


def list_visible_subjects(actor: Actor) -> QuerySet[Subject]:
    """Return the subjects whose acts the actor may see: the bureau all, a subject's people their own."""
    subjects = Subject.objects.order_by("sort_key")
    if isinstance(actor, Member) and actor.is_bureau:
        return subjects
    if isinstance(actor, Member) and actor.subject_id:
        return subjects.filter(pk=actor.subject_id)
    return subjects.none()


def list_subjects(actor: Actor) -> QuerySet[Subject]:
    """Return the subjects that the register shows the actor, by name, with their region and principal.

    The bureau and the government's confirmer see all, others what was announced, their own and what their own
    entrusts; whoever is no member sees none.
    """
    subjects = Subject.objects.select_related("region", "principal").order_by("sort_key", "id")
    if not isinstance(actor, Member) or actor.role.is_administrator:
        return subjects.none()
    if actor.is_bureau or actor.role is Role.GOVERNMENT_CONFIRMER:
        return subjects
    own = Q(pk=actor.subject_id) | Q(principal=actor.subject_id) if actor.subject_id else Q()
    return subjects.filter(own | Q(status__in=PUBLIC)) if own else subjects.filter(status__in=PUBLIC)


def get_subject(actor: Actor, subject_id: int) -> Subject:
    """Return one subject that the register shows the actor. Raises NotAllowed for all others, existing or not."""
    found = list_subjects(actor).select_related("merged_into").filter(pk=subject_id).first()
    if found is None:
        raise NotAllowed("没有这个检查主体，或还没有公告", "从检查主体列表打开")
    return found


def list_announced_subjects(on: date) -> SubjectQuerySet:
    """Return the subjects that may inspect on the day, by number: announced by then and not revoked."""
    return Subject.objects.in_force(on).exclude(status=SubjectStatus.DRAFT).order_by("code")


def list_awaiting_subjects(actor: Actor) -> QuerySet[Subject]:
    """Return the declarations whose next step is the actor's: the bureau's review and announcement, the confirmation."""
    found = Subject.objects.order_by("sort_key", "id")
    if isinstance(actor, Member) and actor.is_bureau:
        return found.filter(status__in=[SubjectStatus.DECLARED, SubjectStatus.CONFIRMED])
    if isinstance(actor, Member) and actor.role is Role.GOVERNMENT_CONFIRMER:
        return found.filter(status=SubjectStatus.REVIEWED)
    return found.none()


def list_open_changes() -> QuerySet[SubjectChange]:
    """Return the changes of standing subjects that wait to be announced again, the most urgent first."""
    return (
        SubjectChange.objects.filter(reannounced_on=None)
        .exclude(subject__status=SubjectStatus.REVOKED)
        .select_related("subject")
        .order_by("due_on", "id")
    )


def preview_merger(absorbed: Subject, successor: Subject, *, on: date) -> MergerPreview:
    """Return what a merger on the day would move and end, without doing it."""
    items = Item.objects.filter(subject=absorbed).order_by("code")
    names = set(Item.objects.filter(subject=successor).values_list("name", flat=True))
    memberships = (
        Membership.objects.filter(subject=absorbed)
        .exclude(valid_until__lte=on)
        .select_related("account")
        .order_by("account__name", "id")
    )
    letters = Entrustment.objects.filter(Q(principal=absorbed) | Q(agent=absorbed))
    return MergerPreview(
        officers=tuple(
            Officer.objects.filter(subject=absorbed).order_by("sort_key").values_list("name", flat=True)
        ),
        certificates=Certificate.objects.filter(officer__subject=absorbed)
        .exclude(status=CertificateStatus.CANCELLED)
        .count(),
        items=tuple(item.name for item in items),
        same_named_items=tuple(item.name for item in items if item.name in names),
        memberships=tuple(str(each) for each in memberships if each.role != Role.HEAD),
        ended_memberships=tuple(str(each) for each in memberships if each.role == Role.HEAD),
        entrusted=tuple(absorbed.entrusted.order_by("sort_key").values_list("name", flat=True)),
        ended_entrustments=tuple(
            letters.filter(ended_on=None, valid_to__gte=on)
            .order_by("number")
            .values_list("number", flat=True)
        ),
    )
