"""Acts on a plan from its page: each parses a form, calls one operation and goes back to the page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from jingwei.planning import operations
from jingwei.planning.forms.plans import AmendForm, OpinionForm, ReasonForm
from jingwei.planning.models import AnnualPlan
from jingwei.planning.operations.plan_lines import KEEPERS
from jingwei.planning.views.plan_detail import show_plan
from jingwei.platform.errors import Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.terms import Role
from jingwei.rulebook import Refused
from jingwei.web.requests import ActorRequest


@require_POST
@member_required(*KEEPERS)
def plan_submit(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Put the plan before the head."""
    return _act(request, plan_id, "submit", operations.submit_plan, "已报负责人审批。")


@require_POST
@member_required(Role.HEAD)
def plan_approve(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Approve the plan."""
    form = OpinionForm(request.POST, prefix="approve")
    done = "已批准。下一步在网站公告，并报区司法局和上级主管部门备案。"
    return _act(request, plan_id, "approve", operations.approve_plan, done, form=form)


@require_POST
@member_required(Role.HEAD)
def plan_return(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Return the plan to the clerk."""
    form = ReasonForm(request.POST, prefix="return")
    return _act(request, plan_id, "return", operations.return_plan, "已退回经办人。", form=form)


@require_POST
@member_required(*KEEPERS)
def plan_amend(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Begin an amendment of the plan and lead to it."""
    form = AmendForm(request.POST, prefix="amend")
    done = "已拟订新的一版，原版不变。修改后报批，批准后重新公告和备案。"
    arguments = form.arguments() if form.is_valid() else {}
    return _act(request, plan_id, "amend", operations.amend_plan, done, form=form, arguments=arguments)


@require_POST
@member_required(*KEEPERS)
def plan_discard(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Throw the draft away and lead back to the list."""
    try:
        operations.discard_plan(plan_id=plan_id, actor=request.actor, now=timezone.now())
    except (Refused, Rejected) as error:
        return show_plan(request, plan_id, error=error)
    messages.success(request, "已放弃拟订。")
    return redirect("plan_list")


@require_POST
@member_required(*KEEPERS)
def plan_line_remove(request: ActorRequest, plan_id: int, line_id: int) -> HttpResponse:
    """Take a line out of the plan."""
    return _act(
        request, plan_id, "remove", operations.remove_line, "已删除。", arguments={"line_id": line_id}
    )


def _act(
    request: ActorRequest,
    plan_id: int,
    name: str,
    operation: Callable[..., AnnualPlan],
    done: str,
    *,
    form: Form | None = None,
    arguments: dict[str, Any] | None = None,
) -> HttpResponse:
    """Carry the operation out, or show the page again with what was typed and all that stands against it."""
    filled = {name: form} if form is not None else None
    if form is not None and not form.is_valid():
        return show_plan(request, plan_id, filled=filled)
    given = arguments if arguments is not None else form.cleaned_data if form is not None else {}
    try:
        plan = operation(plan_id=plan_id, **given, actor=request.actor, now=timezone.now())
    except (Refused, Rejected) as error:
        return show_plan(request, plan_id, error=error, filled=filled)
    messages.success(request, done)
    return redirect("plan_detail", plan.pk)
