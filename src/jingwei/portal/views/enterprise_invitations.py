"""The enterprise's invitations: what it asks departments to look at, and what they offer."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jingwei.inspections.models import Invitation
from jingwei.inspections.operations import (
    accept_invitation,
    decline_invitation,
    invite,
    take_back_invitation,
)
from jingwei.inspections.queries import list_invitations
from jingwei.inspections.terms import InvitationState, InvitedBy
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.portal.forms.enterprise import ChooseSubjectForm, InviteForm
from jingwei.portal.queries.enterprise import get_own_enterprise
from jingwei.registry.doors import member_required
from jingwei.registry.terms import Role
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PAGE = 10


@require_safe
@member_required(Role.ENTERPRISE_CONTACT)
def enterprise_invitations(request: ActorRequest) -> HttpResponse:
    """Show what the enterprise asked and was offered, with what it may do about it."""
    enterprise = get_own_enterprise(request.actor)
    found = list_invitations(request.actor).prefetch_related("items")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "enterprise": enterprise,
        "page": page,
        "cards": [_card(each) for each in page.object_list],
        "tab": "invitations",
    }
    return render(request, "portal/enterprise_invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.ENTERPRISE_CONTACT)
def enterprise_invite(request: ActorRequest) -> HttpResponse:
    """Choose a department, then say what it should look at."""
    enterprise = get_own_enterprise(request.actor)
    now = timezone.now()
    asked = {"subject": request.GET["subject"]} if request.GET.get("subject") else None
    choose = ChooseSubjectForm(asked, on=local_date(now))
    context = {"enterprise": enterprise, "choose": choose, "tab": "invitations"}
    if not choose.is_bound or not choose.is_valid():
        status = 422 if choose.is_bound else 200
        return render(request, "portal/enterprise_invite.html", context, status=status)
    subject = choose.cleaned_data["subject"]
    form = InviteForm(
        request.POST if request.method == "POST" else None, enterprise=enterprise, subject=subject
    )
    error: Rejected | None = None
    if form.is_bound and form.is_valid():
        try:
            made = invite(subject_id=subject.pk, **form.arguments(), actor=request.actor, now=now)
        except Rejected as refusal:
            error = refusal
        else:
            messages.success(request, f"{made.number} 已发给{subject.name}，等待答复。")
            return redirect("enterprise_invitations")
    context |= {"subject": subject, "form": form, "error": error_shown(error)}
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "portal/enterprise_invite.html", context, status=status)


@require_POST
@member_required(Role.ENTERPRISE_CONTACT)
def enterprise_accept(request: ActorRequest, invitation_id: int) -> HttpResponse:
    """Accept what a department offers."""
    done = "已接受，该单位会安排时间，届时在企业端告知。"
    return _act(request, accept_invitation, invitation_id, done)


@require_POST
@member_required(Role.ENTERPRISE_CONTACT)
def enterprise_decline(request: ActorRequest, invitation_id: int) -> HttpResponse:
    """Decline what a department offers, with a reason."""
    reason = request.POST.get("reason", "")[:200]
    return _act(request, decline_invitation, invitation_id, "已谢绝。", reason=reason)


@require_POST
@member_required(Role.ENTERPRISE_CONTACT)
def enterprise_take_back(request: ActorRequest, invitation_id: int) -> HttpResponse:
    """Take back an invitation of one's own."""
    return _act(request, take_back_invitation, invitation_id, "已撤回。")


def _act(
    request: ActorRequest,
    operation: Callable[..., Invitation],
    invitation_id: int,
    done: str,
    **given: str,
) -> HttpResponse:
    operation(invitation_id=invitation_id, **given, actor=request.actor, now=timezone.now())
    messages.success(request, done)
    return redirect("enterprise_invitations")


def _card(found: Invitation) -> dict[str, object]:
    state, by = InvitationState(found.state), InvitedBy(found.by)
    is_standing = state in {InvitationState.OPEN, InvitationState.ACCEPTED}
    return {
        "invitation": found,
        "state": state.label,
        "colour": {
            InvitationState.OPEN: "amber",
            InvitationState.ACCEPTED: "accent",
            InvitationState.USED: "green",
        }.get(state, ""),
        "by": by.label,
        "may_answer": state is InvitationState.OPEN and by is InvitedBy.SUBJECT,
        "may_take_back": is_standing and by is InvitedBy.ENTERPRISE,
    }
