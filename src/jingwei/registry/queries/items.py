"""Reads of items, their versions and their standards."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from jingwei.platform.actors import Actor
from jingwei.platform.errors import NotAllowed
from jingwei.registry.members import Member
from jingwei.registry.models import Basis, Item, StandardConflict
from jingwei.registry.terms import BasisLevel, ItemStatus


def list_items(actor: Actor) -> QuerySet[Item]:
    """Return the items the actor may see, by code: the bureau all, a subject's people their own and what is published."""
    found = (
        Item.objects.select_related("subject")
        .prefetch_related(Prefetch("bases", Basis.objects.order_by("id")))
        .order_by("code")
    )
    if isinstance(actor, Member) and actor.is_bureau:
        return found
    if isinstance(actor, Member) and actor.subject_id and not actor.role.is_administrator:
        return found.filter(Q(subject_id=actor.subject_id) | ~Q(published_on=None))
    return found.none()


def get_item(actor: Actor, item_id: int) -> Item:
    """Return one item the actor may see. Raises NotAllowed for all others, existing or not."""
    item = list_items(actor).filter(pk=item_id).first()
    if item is None:
        raise NotAllowed("没有这个检查事项，或还没有公布", "从检查事项库打开")
    return item


def list_conflicts(actor: Actor) -> QuerySet[StandardConflict]:
    """Return the conflicts of standards the actor may see, newest first: the bureau all, a subject's people their own."""
    found = StandardConflict.objects.select_related(
        "first__item__subject", "second__item__subject", "raised_by"
    ).order_by("-id")
    if isinstance(actor, Member) and actor.is_bureau:
        return found
    if isinstance(actor, Member) and actor.subject_id:
        return found.filter(
            Q(first__item__subject=actor.subject_id) | Q(second__item__subject=actor.subject_id)
        )
    return found.none()


def get_conflict(actor: Actor, conflict_id: int) -> StandardConflict:
    """Return one conflict the actor may see. Raises NotAllowed for all others, existing or not."""
    found = list_conflicts(actor).filter(pk=conflict_id).first()
    if found is None:
        raise NotAllowed("没有这项标准冲突，或与本单位无关", "从标准冲突列表打开")
    return found


def why_unusable(item: Item, on: date) -> str:
    """Return in words why an item may not be inspected on the day, or soon may not; empty where it may.

    Items must come with their bases.
    """
    bases = list(item.bases.all())
    match item.status_on(on):
        case ItemStatus.PENDING_BASIS:
            bare = "、".join(f"《{basis.title}》" for basis in bases if not basis.article)
            if bare:
                return f"{bare}还没有查到条款，补登后才能公布"
            return "没有登记现行依据，补登后才能公布"
        case ItemStatus.UNPUBLISHED:
            return "还没有公布"
        case ItemStatus.TO_ADJUST:
            ended = "、".join(f"{basis}自 {basis.valid_until} 起失效" for basis in item.ended_bases(on))
            return f"{ended}，补登现行依据并重新公布后恢复"
        case ItemStatus.WITHDRAWN:
            return "已经取消公布"
    if item.published_on and item.published_on > on:
        return f"自 {item.published_on} 起公布"
    if coming := [basis for basis in bases if basis.valid_until and basis.valid_until > on]:
        return "、".join(f"{basis}自 {basis.valid_until} 起失效，届时不得实施" for basis in coming)
    if bases and all(basis.level == BasisLevel.NORMATIVE_DOCUMENT for basis in bases):
        return "只有规范性文件为依据"
    return ""
