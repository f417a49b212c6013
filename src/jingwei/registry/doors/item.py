"""One item: its page, every act on it, and the forms that enter and change it, its standards and their conflicts."""

from itertools import pairwise
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import NotAllowed
from jingwei.platform.queries import list_events_of
from jingwei.registry import operations
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.doors import item_fields as fields
from jingwei.registry.forms.items import (
    AmendBasisForm,
    ChangeForm,
    ConflictForm,
    EndBasisForm,
    ItemForm,
    NewItemForm,
    PublishForm,
    ReasonForm,
    StandardForm,
)
from jingwei.registry.members import Member
from jingwei.registry.models import Basis, Item, ItemVersion, Standard
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.operations.items import CHANGEABLE, VERSIONED
from jingwei.registry.queries import get_item, list_conflicts, why_unusable
from jingwei.registry.terms import STAFF, Field, ImplementationLevel, ItemStatus, Role
from jingwei.web.doors import Acts, FormPage, Viewer, answer_of, rows_of, schema_of, timeline
from jingwei.web.idempotency import idempotent

OWNERS = (Role.CLERK, Role.HEAD)
LEAD = (Role.SUPERVISION_LEAD,)
KEEPERS = (*OWNERS, *BUREAU)
TO_PUBLISH = {ItemStatus.PENDING_BASIS, ItemStatus.UNPUBLISHED, ItemStatus.TO_ADJUST}
FIRST = "first"  # above all else on the page: what the item waits for
Shown = dict[str, Any]


def owns(actor: Actor, item: Item) -> bool:
    return isinstance(actor, Member) and actor.role in OWNERS and actor.subject_id == item.subject_id


def keeps(actor: Actor, item: Item) -> bool:
    """Whether the actor looks after the provisions and the standard of the item."""
    return owns(actor, item) or (isinstance(actor, Member) and actor.is_bureau)


def may_edit(actor: Actor, item: Item) -> bool:
    """Whether the page offers the actor to change the item; the operation decides."""
    if item.status == ItemStatus.PUBLISHED:
        return isinstance(actor, Member) and actor.role in LEAD
    return item.status != ItemStatus.WITHDRAWN and owns(actor, item)


def may_publish(item: Item) -> bool:
    return item.status in TO_PUBLISH


def may_withdraw(item: Item) -> bool:
    return item.status in {ItemStatus.PUBLISHED, ItemStatus.TO_ADJUST}


def may_amend(item: Item, viewer: Viewer) -> bool:
    return may_publish(item) and keeps(viewer.actor, item)


def may_end(item: Item, viewer: Viewer) -> bool:
    """Whether there is a provision that the viewer can enter as ended."""
    standing = item.bases.filter(valid_until=None).exclude(article="")
    return item.status != ItemStatus.WITHDRAWN and keeps(viewer.actor, item) and standing.exists()


def show_item(request: MemberRequest, item: Item) -> Shown:
    """Return what the page of an item shows."""
    viewer = Viewer(request.actor, request.now)
    standards = list(item.standards.prefetch_related("points").order_by("-valid_from"))
    versions = list(item.versions.order_by("number"))
    of_item = Q(first__item=item) | Q(second__item=item)
    return {
        "title": item.name,
        "crumbs": [("事项与公告", ""), ("检查事项库", reverse("item_list")), (item.code, "")],
        "status": fields.STATUS.show(item.status),
        "why": why_unusable(item, viewer.today),
        "rows": rows_of(fields.ELEMENTS, item, viewer),
        "bases": fields.BASES.of(item.bases.order_by("id"), viewer),
        "standards": [standard_shown(each, viewer) for each in standards],
        "versions": versions,
        "differences": differences(versions),
        "conflicts": list_conflicts(request.actor).filter(of_item),
        "timeline": timeline(list_events_of("item", item.pk)),
        "may_edit": may_edit(request.actor, item),
        "may_add_standard": owns(request.actor, item) and item.status != ItemStatus.WITHDRAWN,
        "may_raise": bool(standards) and keeps(request.actor, item),
    }


def standard_shown(standard: Standard, viewer: Viewer) -> Shown:
    """Return a standard with its points and whether it holds today."""
    state, colour = "现行", "green"
    if standard.valid_from > viewer.today:
        state, colour = "尚未施行", "amber"
    elif standard.valid_until is not None and standard.valid_until <= viewer.today:
        state, colour = "已由新版代替", "grey"
    points = sorted(standard.points.all(), key=lambda point: point.position)
    return {"standard": standard, "points": points, "state": state, "colour": colour}


def differences(versions: list[ItemVersion]) -> list[Shown]:
    """Return the elements that the versions hold, one row each, oldest version first, and mark what changed."""
    rows: list[Shown] = []
    for name, label in {**VERSIONED, "bases": "检查依据"}.items() if versions else ():
        texts = [in_words(name, version.content.get(name)) for version in versions]
        marks = [False, *(before != after for before, after in pairwise(texts))]
        rows.append({"label": label, "cells": list(zip(texts, marks, strict=True))})
    return rows


def in_words(name: str, value: Any) -> str:
    """Return an element as a version holds it."""
    match name:
        case "field":
            return Field(value).label if value else ""
        case "level":
            return ImplementationLevel(value).label if value else ""
        case "methods":
            return fields.methods_in_words(value or [])
        case "is_remote_capable":
            return fields.REMOTE.show(bool(value))
        case "bases":
            return "；".join(f"《{basis['title']}》{basis['article']}" for basis in value or [])
    return str(value or "")


def basis_to_amend(request: MemberRequest, item: Item) -> Shown:
    """Return what the form begins with: the provision whose article is not known yet."""
    bare = item.bases.filter(article="").order_by("id").first()
    return {
        "initial": {"basis_level": bare.level, "title": bare.title, "completes_id": bare.pk} if bare else None
    }


def end_basis(*, item_id: int, **said: Any) -> Basis:
    """End a provision; the form takes none but the item's own."""
    return operations.end_basis(**said)


ItemOut = schema_of("ItemOut", (*fields.ELEMENTS, fields.STATUS), "An item with its elements.")


def item_out(request: MemberRequest, item: Item) -> Any:
    """Return an item as programs get it."""
    viewer = Viewer(request.actor, request.now)
    return answer_of((*fields.ELEMENTS, fields.STATUS), item, viewer)


ITEM = Acts(
    "item",
    find=get_item,
    show=show_item,
    template="registry/item_detail.html",
    roles=STAFF,
    answer=(ItemOut, item_out),
)
ITEM.act(
    "publish",
    operations.publish_item,
    LEAD,
    PublishForm,
    verb="公布",
    done="已公布。",
    when=may_publish,
    given=lambda request, item: {"initial": {"published_on": local_date(request.now)}},
    prefix="publish",
    place=FIRST,
    is_main=True,
)
ITEM.act(
    "bases",
    operations.amend_basis,
    KEEPERS,
    AmendBasisForm,
    url_name="item_amend_basis",
    verb="补登",
    title="补登依据",
    done="依据已补登，待区司法局公布。",
    when=may_amend,
    given=basis_to_amend,
    prefix="amend",
)
ITEM.act(
    "bases/end",
    end_basis,
    KEEPERS,
    EndBasisForm,
    url_name="item_end_basis",
    verb="登记失效",
    title="登记依据失效",
    done="已登记依据失效，事项自该日起不得实施；补登现行依据并重新公布后恢复。",
    when=may_end,
    given=lambda request, item: {"item": item},
    prefix="end",
    ask="登记这条依据失效？",
    warn="自失效日期起，本事项不得再实施，已批准的任务也不得入企；该日以前的检查不受影响。",
    is_grave=True,
)
ITEM.act(
    "withdraw",
    operations.withdraw_item,
    LEAD,
    ReasonForm,
    verb="取消公布",
    done="已取消公布，自今日起不得实施。",
    when=may_withdraw,
    prefix="withdraw",
    ask="取消公布“{0.name}”？",
    warn="自今日起不得再实施，已批准的任务也不得入企。",
    is_grave=True,
)


def at_item(item: Item) -> str:
    return reverse("item_detail", args=[item.pk])


def crumbs_to(*item: Item) -> list[tuple[str, str]]:
    known = [(f"{each.code}　{each.name}", at_item(each)) for each in item]
    return [("事项与公告", ""), ("检查事项库", reverse("item_list")), *known]


def back_to(*item: Item) -> str:
    return at_item(item[0]) if item else reverse("item_list")


def get_editable_item(actor: Actor, item_id: int) -> Item:
    """Return an item that the actor may change as it stands. Raises NotAllowed."""
    item = get_item(actor, item_id)
    if not may_edit(actor, item):
        raise NotAllowed(
            f"“{item}”{ItemStatus(item.status).label}，您不能修改",
            "未公布的由本单位修改，已公布的由区司法局公布变更",
        )
    return item


def register_own(*, actor: Member, **said: Any) -> Item:
    """Enter an item of the actor's own subject."""
    return operations.register_item(**said, subject_id=actor.subject_id or 0, actor=actor)


def elements_of(request: MemberRequest, item: Item) -> Shown:
    """Return the elements as they are, for a form that changes them."""
    first = {name: getattr(item, name) for name in CHANGEABLE}
    return {"initial": {**first, "valid_from": local_date(request.now)}}


def points_before(request: MemberRequest, item: Item) -> Shown:
    """Return the points of the version before, from which a new one begins."""
    last = item.standards.order_by("-valid_from").first()
    points = "\n".join(last.points.order_by("position").values_list("text", flat=True)) if last else ""
    return {"initial": {"valid_from": local_date(request.now), "points": points}}


def standard_in_force(request: MemberRequest, item: Item) -> Shown:
    """Return the item's own standard, which contradicts another one. Raises NotAllowed where none is in force."""
    today = local_date(request.now)
    standard = item.standards.in_force(today).order_by("-valid_from").first()
    if standard is None:
        raise NotAllowed(f"“{item}”没有施行中的检查标准", "先制定检查标准")
    return {"standard": standard, "on": today}


NEW = FormPage(
    "item_new",
    register_own,
    OWNERS,
    NewItemForm,
    title="登记检查事项",
    verb="登记",
    done="“{0}”已登记，制定检查标准后请区司法局公布。",
    to=at_item,
    back=back_to,
    crumbs=crumbs_to,
    answer=(ItemOut, item_out),
)
REVISE: FormPage = NEW.of(
    name="item_edit",
    operation=operations.revise_item,
    form=ItemForm,
    find=get_editable_item,
    id_name="item_id",
    given=elements_of,
    title="修改检查事项",
    verb="修改",
    done="已修改。",
)
CHANGE: FormPage = REVISE.of(
    operation=operations.publish_change,
    roles=LEAD,
    form=ChangeForm,
    title="公布事项变更",
    verb="公布",
    done="变更已公布，原版本留存。",
    to=lambda version: at_item(version.item),
    answer=(ItemOut, lambda request, version: item_out(request, version.item)),
)
STANDARD = NEW.of(
    name="standard_new",
    operation=operations.add_standard,
    form=StandardForm,
    find=get_item,
    id_name="item_id",
    given=points_before,
    title="制定检查标准",
    verb="制定",
    done="检查标准已制定，自施行日期起按新版记录。",
    to=lambda standard: reverse("item_detail", args=[standard.item_id]),
    answer=None,
)
CONFLICT = STANDARD.of(
    name="conflict_new",
    operation=operations.raise_standard_conflict,
    roles=KEEPERS,
    form=ConflictForm,
    id_name="",
    given=standard_in_force,
    title="提出标准冲突",
    verb="提出",
    done="已提出，先由两部门协商。",
    to=lambda conflict: reverse("conflict_list"),
)


def edit_item(request: MemberRequest, item_id: int) -> HttpResponse:
    """Change an item: one address for what is not published and for what is, which only the item tells apart."""
    is_published = get_item(request.actor, item_id).status == ItemStatus.PUBLISHED
    return (CHANGE if is_published else REVISE).view(request, item_id=item_id)


def edit_url(address: str) -> URLPattern:
    """Return the address at which an item is changed."""
    view = member_required(*OWNERS, *LEAD)(idempotent(edit_item))
    return path(address, require_http_methods(["GET", "HEAD", "POST"])(view), name=REVISE.name)
