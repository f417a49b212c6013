"""The enterprise and the time of a visit: what it was told, and when visitors would suit it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from jingwei.inspections.operations import ask_other_time, confirm_time
from jingwei.planning.operations import offer_slot, withdraw_slot
from jingwei.planning.queries import list_slots, week_of
from jingwei.platform.errors import Rejected
from jingwei.portal.forms.enterprise import OtherTimeForm, SlotForm
from jingwei.portal.queries.enterprise import get_own_enterprise
from jingwei.registry.doors import member_required
from jingwei.registry.terms import Role
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest


@require_POST
@member_required(Role.ENTERPRISE_CONTACT)
def enterprise_confirm(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Confirm the time of a coming visit."""
    confirm_time(inspection_id=inspection_id, actor=request.actor, now=timezone.now())
    messages.success(request, "已确认，检查单位看得到。")
    return redirect("enterprise_home")


@require_POST
@member_required(Role.ENTERPRISE_CONTACT)
def enterprise_other_time(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Ask for another time."""
    form = OtherTimeForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    ask_other_time(inspection_id=inspection_id, words=words, actor=request.actor, now=timezone.now())
    messages.success(request, "已告知检查单位；同意改期的，新的时间会出现在这里。")
    return redirect("enterprise_home")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.ENTERPRISE_CONTACT)
def enterprise_slots(request: ActorRequest) -> HttpResponse:
    """Show the week of each site, and take one more time."""
    enterprise = get_own_enterprise(request.actor)
    form = SlotForm(request.POST if request.method == "POST" else None, enterprise=enterprise)
    error: Rejected | None = None
    if form.is_bound and form.is_valid():
        try:
            slot = offer_slot(**form.arguments(), actor=request.actor, now=timezone.now())
        except Rejected as refusal:
            error = refusal
        else:
            messages.success(request, f"已提供可约时段：{slot}。")
            return redirect("enterprise_slots")
    context = {
        "enterprise": enterprise,
        "form": form,
        "error": error_shown(error),
        "sites": [
            {"place": site, "week": week_of(list(list_slots(site.pk)))} for site in enterprise.sites.all()
        ],
        "tab": "slots",
    }
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "portal/enterprise_slots.html", context, status=status)


@require_POST
@member_required(Role.ENTERPRISE_CONTACT)
def enterprise_slot_withdraw(request: ActorRequest, slot_id: int) -> HttpResponse:
    """Withdraw a time."""
    slot = withdraw_slot(slot_id=slot_id, actor=request.actor, now=timezone.now())
    messages.success(request, f"已撤下可约时段：{slot}。")
    return redirect("enterprise_slots")
