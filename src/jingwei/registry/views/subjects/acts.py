"""Acts on one subject from its page: each parses a form, calls one operation and goes back to the page."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from jingwei.platform.errors import Rejected
from jingwei.registry import operations
from jingwei.registry.doors import member_required
from jingwei.registry.forms.subjects import (
    AnnounceForm,
    EndEntrustmentForm,
    OpinionForm,
    ReannounceForm,
    ReturnForm,
)
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import Role
from jingwei.registry.views.subjects.detail import show_subject
from jingwei.rulebook import Refused
from jingwei.web.requests import ActorRequest


@require_POST
@member_required(*BUREAU)
def subject_review(request: ActorRequest, subject_id: int) -> HttpResponse:
    """Review the declaration."""
    form = OpinionForm(request.POST, prefix="review")
    return _act(request, subject_id, "review", form, operations.review_subject, "已审核，等待区政府确认。")


@require_POST
@member_required(Role.GOVERNMENT_CONFIRMER)
def subject_confirm(request: ActorRequest, subject_id: int) -> HttpResponse:
    """Confirm the subject for the government."""
    form = OpinionForm(request.POST, prefix="confirm")
    return _act(request, subject_id, "confirm", form, operations.confirm_subject, "已确认，等待网站公告。")


@require_POST
@member_required(*BUREAU)
def subject_announce(request: ActorRequest, subject_id: int) -> HttpResponse:
    """Announce the subject."""
    form = AnnounceForm(request.POST, prefix="announce")
    done = "已公告，自公告之日起可以实施检查。"
    return _act(request, subject_id, "announce", form, operations.announce_subject, done)


@require_POST
@member_required(*BUREAU, Role.GOVERNMENT_CONFIRMER)
def subject_return(request: ActorRequest, subject_id: int) -> HttpResponse:
    """Send the declaration back."""
    form = ReturnForm(request.POST, prefix="return")
    return _act(request, subject_id, "return", form, operations.return_subject, "已退回申报单位。")


@require_POST
@member_required(*BUREAU)
def subject_reannounce(request: ActorRequest, subject_id: int) -> HttpResponse:
    """Announce the subject again after its changes."""
    form = ReannounceForm(request.POST, prefix="reannounce")
    return _act(request, subject_id, "reannounce", form, operations.reannounce_subject, "已重新公告。")


@require_POST
@member_required(Role.CLERK, Role.HEAD, *BUREAU)
def entrustment_end(request: ActorRequest, subject_id: int, entrustment_id: int) -> HttpResponse:
    """End a letter of entrustment before its term."""
    form = EndEntrustmentForm(request.POST, prefix="end")
    return _act(
        request,
        subject_id,
        "end",
        form,
        operations.end_entrustment,
        "委托已终止。",
        entrustment_id=entrustment_id,
    )


def _act(
    request: ActorRequest,
    subject_id: int,
    name: str,
    form: Form,
    operation: Callable[..., object],
    done: str,
    **more: int,
) -> HttpResponse:
    """Carry the operation out, or show the page again with what was typed and all that stands against it."""
    if not form.is_valid():
        return show_subject(request, subject_id, filled={name: form})
    try:
        operation(subject_id=subject_id, **form.cleaned_data, **more, actor=request.actor, now=timezone.now())
    except (Refused, Rejected) as error:
        return show_subject(request, subject_id, error=error, filled={name: form})
    messages.success(request, done)
    return redirect("subject_detail", subject_id)
