"""检查事项库: the list, its file, and the forms that enter and change an item."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import NotAllowed, Rejected
from jingwei.registry import operations
from jingwei.registry.doors import member_required
from jingwei.registry.filters.items import ItemFilter
from jingwei.registry.forms.items import ChangeForm, ItemForm, NewItemForm
from jingwei.registry.members import Member, require
from jingwei.registry.models import Item
from jingwei.registry.operations.items import CHANGEABLE
from jingwei.registry.queries import get_item, list_conflicts, list_items
from jingwei.registry.tables.items import EXPORTED, ItemTable
from jingwei.registry.terms import STAFF, CoordinationStage, ItemStatus, Role
from jingwei.registry.views.items.detail import may_edit
from jingwei.rulebook import Refused
from jingwei.web.downloads import listed
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
LAMPS = {ItemStatus.PENDING_BASIS: "amber", ItemStatus.TO_ADJUST: "red", ItemStatus.PUBLISHED: "green"}


@require_safe
@member_required(*STAFF)
def item_list(request: ActorRequest) -> HttpResponse:
    """Show the items that the viewer may see."""
    chosen = ItemFilter(request.GET, actor=request.actor)
    table = ItemTable(chosen.qs, on=local_date(timezone.now()))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form = chosen.form
    context = {
        "table": table,
        "tally": _tally(request.actor),
        "fields": [form["q"], form["subject"], form["status"]],
        "more": [form["field"], form["level"]],
        "query": request.GET.urlencode(),
        "may_register": isinstance(request.actor, Member) and request.actor.role in {Role.CLERK, Role.HEAD},
        "open_conflicts": list_conflicts(request.actor).exclude(stage=CoordinationStage.SETTLED).count(),
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "registry/item_list.html", context)


@require_safe
@member_required(*STAFF)
def item_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx."""
    found = ItemFilter(request.GET, actor=request.actor).qs
    rows = ([read(item) for read in EXPORTED.values()] for item in found.iterator(chunk_size=500))
    return listed(request, "检查事项", list(EXPORTED), rows)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.CLERK, Role.HEAD)
def item_new(request: ActorRequest) -> HttpResponse:
    """Enter an item of the department."""
    member = require(request.actor, Role.CLERK, Role.HEAD)
    form = NewItemForm(request.POST if request.method == "POST" else None)
    error: Refused | Rejected | None = None
    if request.method == "POST" and form.is_valid():
        try:
            item = operations.register_item(
                **form.arguments(), subject_id=member.subject_id or 0, actor=member, now=timezone.now()
            )
        except (Refused, Rejected) as refusal:
            error = refusal
        else:
            messages.success(request, f"“{item}”已登记，制定检查标准后请区司法局公布。")
            return redirect("item_detail", item.pk)
    return _form_page(request, form, error, heading="登记检查事项")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.CLERK, Role.HEAD, Role.SUPERVISION_LEAD)
def item_edit(request: ActorRequest, item_id: int) -> HttpResponse:
    """Change an item: the department what is not published, the supervision lead what is, as a new version."""
    item = get_item(request.actor, item_id)
    if not may_edit(request.actor, item):
        raise NotAllowed(
            f"“{item}”{ItemStatus(item.status).label}，您不能修改",
            "未公布的由本单位修改，已公布的由区司法局公布变更",
        )
    now = timezone.now()
    is_published = item.status == ItemStatus.PUBLISHED
    first = {**{name: getattr(item, name) for name in CHANGEABLE}, "valid_from": local_date(now)}
    form = (ChangeForm if is_published else ItemForm)(
        request.POST if request.method == "POST" else None, initial=first
    )
    error: Refused | Rejected | None = None
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"item_id": item.pk, "actor": request.actor, "now": now}
        try:
            if is_published:
                operations.publish_change(**form.arguments(), **given)
            else:
                operations.revise_item(**form.arguments(), **given)
        except (Refused, Rejected) as refusal:
            error = refusal
        else:
            messages.success(request, "变更已公布，原版本留存。" if is_published else "已修改。")
            return redirect("item_detail", item.pk)
    heading = "公布事项变更" if is_published else "修改检查事项"
    return _form_page(request, form, error, heading=heading, item=item)


def _form_page(
    request: ActorRequest,
    form: Form,
    error: Refused | Rejected | None,
    *,
    heading: str,
    item: Item | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "item": item,
        "error": error_shown(error),
        "now": timezone.now(),
    }
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "registry/item_form.html", context, status=status)


def _tally(actor: Actor) -> list[dict[str, object]]:
    found = list_items(actor).order_by().prefetch_related(None).select_related(None)
    counts = dict(found.values_list("status").annotate(number=Count("id")))
    return [
        {
            "label": status.label,
            "count": counts.get(status.value, 0),
            "url": f"?status={status.value}",
            "lamp": LAMPS.get(status),
            "unit": "项",
        }
        for status in ItemStatus
    ]
