"""One item's page: its elements, what it rests on, its standards and versions, and what the viewer may do."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.models import AuditEvent
from jingwei.platform.queries import list_events_of
from jingwei.registry.doors import member_required
from jingwei.registry.forms.items import AmendBasisForm, EndBasisForm, PublishForm, ReasonForm
from jingwei.registry.members import Member
from jingwei.registry.models import Basis, Item, ItemVersion, Standard
from jingwei.registry.operations.items import VERSIONED
from jingwei.registry.queries import get_item, list_conflicts, why_unusable
from jingwei.registry.tables.items import level_in_words, methods_in_words, status_tag
from jingwei.registry.terms import STAFF, BasisLevel, Field, ImplementationLevel, ItemAction, ItemStatus, Role
from jingwei.rulebook import Refused
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

LABELS = {action.value: action.label for action in ItemAction}
TO_PUBLISH = {ItemStatus.PENDING_BASIS, ItemStatus.UNPUBLISHED, ItemStatus.TO_ADJUST}
Shown = dict[str, Any]


@require_safe
@member_required(*STAFF)
def item_detail(request: ActorRequest, item_id: int) -> HttpResponse:
    """Show one item."""
    return show_item(request, item_id)


def show_item(
    request: ActorRequest,
    item_id: int,
    *,
    error: Refused | Rejected | None = None,
    filled: Mapping[str, Form] | None = None,
) -> HttpResponse:
    """Answer the page of one item; after a failed act with the error on top and its form as it was filled in."""
    actor, now = request.actor, timezone.now()
    item, today = get_item(actor, item_id), local_date(now)
    standards = list(item.standards.prefetch_related("points").order_by("-valid_from"))
    versions = list(item.versions.order_by("number"))
    context = {
        "item": item,
        "tag": status_tag(item),
        "why": why_unusable(item, today),
        "rows": _rows(item),
        "bases": [_basis(basis, today) for basis in item.bases.order_by("id")],
        "standards": [_standard(standard, today) for standard in standards],
        "versions": versions,
        "differences": _differences(versions),
        "conflicts": list_conflicts(actor).filter(first__item=item)
        | list_conflicts(actor).filter(second__item=item),
        "timeline": [_step(event) for event in list_events_of("item", item.pk)],
        "forms": {**_offered(actor, item, today), **(filled or {})},
        "may_edit": may_edit(actor, item),
        "may_add_standard": _owns(actor, item) and item.status != ItemStatus.WITHDRAWN,
        "may_raise": bool(standards) and (_owns(actor, item) or _is_bureau(actor)),
        "error": error_shown(error),
        "now": now,
    }
    return render(request, "registry/item_detail.html", context, status=status_of(error) if error else 200)


def may_edit(actor: Actor, item: Item) -> bool:
    """Whether the page offers the actor to change the item; the operation decides."""
    if item.status == ItemStatus.PUBLISHED:
        return isinstance(actor, Member) and actor.role is Role.SUPERVISION_LEAD
    return item.status != ItemStatus.WITHDRAWN and _owns(actor, item)


def _offered(actor: Actor, item: Item, today: date) -> dict[str, Form]:
    """Return the forms of the acts that the actor may carry out on the item as it stands."""
    status = ItemStatus(item.status)
    forms: dict[str, Form] = {}
    is_lead = isinstance(actor, Member) and actor.role is Role.SUPERVISION_LEAD
    keeps_bases = _owns(actor, item) or _is_bureau(actor)
    if is_lead and status in TO_PUBLISH:
        forms["publish"] = PublishForm(prefix="publish", initial={"published_on": today})
    if is_lead and status in {ItemStatus.PUBLISHED, ItemStatus.TO_ADJUST}:
        forms["withdraw"] = ReasonForm(prefix="withdraw")
    if keeps_bases and status in TO_PUBLISH:
        bare = item.bases.filter(article="").order_by("id").first()
        first = {"basis_level": bare.level, "title": bare.title, "completes_id": bare.pk} if bare else None
        forms["amend"] = AmendBasisForm(prefix="amend", initial=first)
    if (
        keeps_bases
        and status is not ItemStatus.WITHDRAWN
        and item.bases.filter(valid_until=None).exclude(article="")
    ):
        forms["end"] = EndBasisForm(prefix="end", item=item)
    return forms


def _owns(actor: Actor, item: Item) -> bool:
    return (
        isinstance(actor, Member)
        and actor.role in {Role.CLERK, Role.HEAD}
        and actor.subject_id == item.subject_id
    )


def _is_bureau(actor: Actor) -> bool:
    return isinstance(actor, Member) and actor.is_bureau


def _rows(item: Item) -> list[Shown]:
    return [
        {"label": "事项编码", "value": item.code},
        {"label": "公布日期", "value": item.published_on or ""},
        {"label": "事项名称", "value": item.name, "is_full": True},
        {"label": "检查主体", "value": item.subject.name, "is_full": True},
        {"label": "检查对象", "value": item.object_scope, "is_full": True},
        {"label": "执法领域", "value": Field(item.field).label},
        {"label": "实施层级", "value": level_in_words(item)},
        {"label": "检查方式", "value": methods_in_words(item.methods)},
        {"label": "可非现场", "value": _yes_no(item.is_remote_capable)},
        {"label": "检查频次", "value": item.frequency, "is_full": True},
        {"label": "上级清单编码", "value": item.superior_code, "is_full": True},
    ]


def _basis(basis: Basis, today: date) -> Shown:
    if not basis.article:
        state, colour = "待查条款", "amber"
    elif basis.valid_until is not None:
        is_over = basis.valid_until <= today
        state, colour = f"自 {basis.valid_until} 起失效", "red" if is_over else "amber"
    elif basis.level == BasisLevel.NORMATIVE_DOCUMENT:
        state, colour = "规范性文件，不得单独为据", "amber"
    else:
        state, colour = f"自 {basis.valid_from} 起施行" if basis.valid_from else "现行", "green"
    return {"basis": basis, "level": BasisLevel(basis.level).label, "state": state, "colour": colour}


def _standard(standard: Standard, today: date) -> Shown:
    is_over = standard.valid_until is not None and standard.valid_until <= today
    state, colour = "现行", "green"
    if standard.valid_from > today:
        state, colour = "尚未施行", "amber"
    elif is_over:
        state, colour = "已由新版代替", "grey"
    points = sorted(standard.points.all(), key=lambda point: point.position)
    return {"standard": standard, "points": points, "state": state, "colour": colour}


def _differences(versions: list[ItemVersion]) -> list[Shown]:
    """Return the elements that the versions hold, one row each, oldest version first, and mark what changed."""
    rows: list[Shown] = []
    if not versions:
        return rows
    for name, label in {**VERSIONED, "bases": "检查依据"}.items():
        texts = [_in_words(name, version.content.get(name)) for version in versions]
        marks = [False, *(before != after for before, after in pairwise(texts))]
        rows.append({"label": label, "cells": list(zip(texts, marks, strict=True))})
    return rows


def _in_words(name: str, value: Any) -> str:
    match name:
        case "field":
            return Field(value).label if value else ""
        case "level":
            return ImplementationLevel(value).label if value else ""
        case "methods":
            return methods_in_words(value or [])
        case "is_remote_capable":
            return _yes_no(bool(value))
        case "bases":
            return "；".join(f"《{basis['title']}》{basis['article']}" for basis in value or [])
    return str(value or "")


def _step(event: AuditEvent) -> Shown:
    return {
        "label": LABELS.get(event.action, event.action),
        "at": f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}",
        "said": event.sentence,
        "state": "red" if event.outcome == "refused" else "done",
    }


def _yes_no(value: bool) -> str:
    return "是" if value else "否"
