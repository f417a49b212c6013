"""Where everybody starts."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from jingwei.registry.members import Member
from jingwei.registry.terms import Role
from jingwei.web.requests import ActorRequest


@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Lead everybody to where their work is."""
    actor = request.actor
    if not isinstance(actor, Member):
        return redirect("sign_in")
    if actor.role is Role.ENTERPRISE_CONTACT:
        return redirect("enterprise_home")
    if actor.role is Role.OFFICER:
        return redirect("phone_home")
    if actor.role.is_administrator:
        return redirect("system_log" if actor.role is Role.AUDIT_ADMINISTRATOR else "system_accounts")
    return redirect("workbench")
