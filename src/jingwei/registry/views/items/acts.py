"""Acts on one item from its page: each parses a form, calls one operation and goes back to the page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from jingwei.platform.errors import Rejected
from jingwei.registry import operations
from jingwei.registry.doors import member_required
from jingwei.registry.forms.items import (
    AmendBasisForm,
    ArgumentsForm,
    EndBasisForm,
    PublishForm,
    ReasonForm,
)
from jingwei.registry.queries import get_item
from jingwei.registry.terms import Role
from jingwei.registry.views.items.detail import show_item
from jingwei.rulebook import Refused
from jingwei.web.requests import ActorRequest

KEEPERS = (Role.CLERK, Role.HEAD, Role.SUPERVISOR, Role.SUPERVISION_LEAD)


@require_POST
@member_required(Role.SUPERVISION_LEAD)
def item_publish(request: ActorRequest, item_id: int) -> HttpResponse:
    """Publish the item, or publish it anew after it was adjusted."""
    form = PublishForm(request.POST, prefix="publish")
    return _act(request, item_id, "publish", form, operations.publish_item, "已公布。")


@require_POST
@member_required(Role.SUPERVISION_LEAD)
def item_withdraw(request: ActorRequest, item_id: int) -> HttpResponse:
    """Withdraw the item."""
    form = ReasonForm(request.POST, prefix="withdraw")
    return _act(
        request, item_id, "withdraw", form, operations.withdraw_item, "已取消公布，自今日起不得实施。"
    )


@require_POST
@member_required(*KEEPERS)
def item_amend_basis(request: ActorRequest, item_id: int) -> HttpResponse:
    """Enter a provision, or the article of one that waits for it."""
    form = AmendBasisForm(request.POST, prefix="amend")
    return _act(request, item_id, "amend", form, operations.amend_basis, "依据已补登，待区司法局公布。")


@require_POST
@member_required(*KEEPERS)
def item_end_basis(request: ActorRequest, item_id: int) -> HttpResponse:
    """Enter that one of the item's provisions has ended."""
    form = EndBasisForm(request.POST, prefix="end", item=get_item(request.actor, item_id))
    done = "已登记依据失效，事项自该日起不得实施；补登现行依据并重新公布后恢复。"
    return _act(request, item_id, "end", form, operations.end_basis, done, names_item=False)


def _act(
    request: ActorRequest,
    item_id: int,
    name: str,
    form: ArgumentsForm,
    operation: Callable[..., object],
    done: str,
    *,
    names_item: bool = True,
) -> HttpResponse:
    if not form.is_valid():
        answer = show_item(request, item_id, filled={name: form})
        answer.status_code = 422
        return answer
    target = {"item_id": item_id} if names_item else {}
    try:
        operation(**target, **form.arguments(), actor=request.actor, now=timezone.now())
    except (Refused, Rejected) as error:
        return show_item(request, item_id, error=error, filled={name: form})
    messages.success(request, done)
    return redirect("item_detail", item_id)
