"""Invited and offered check-ups on the desk: the list, one of them with its answer, and offering one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from jingwei.inspections import operations
from jingwei.inspections.forms import ReasonForm
from jingwei.inspections.invited import (
    EXPORTED,
    STATE_COLOURS,
    AnswerForm,
    InvitationFilter,
    InvitationTable,
    OfferForm,
)
from jingwei.inspections.models import Inspection, Invitation
from jingwei.inspections.queries import get_invitation, list_invitations
from jingwei.inspections.terms import InvitationState, InvitedBy
from jingwei.inspections.views.desk_parts import moment
from jingwei.platform.errors import Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member, require
from jingwei.registry.models import Site
from jingwei.registry.queries import list_enterprises
from jingwei.registry.terms import STAFF, Role
from jingwei.web.addresses import is_id
from jingwei.web.downloads import listed
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
MOST_FOUND = 20
ANSWERERS = (Role.CLERK, Role.HEAD)


@require_safe
@member_required(*STAFF)
def invitation_list(request: ActorRequest) -> HttpResponse:
    """Show the invitations that the viewer may see."""
    visible = list_invitations(request.actor)
    chosen = InvitationFilter(request.GET, queryset=visible)
    is_bureau = isinstance(request.actor, Member) and request.actor.is_bureau
    table = InvitationTable(chosen.qs, shows_subject=is_bureau)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form = chosen.form
    counts = dict(visible.order_by().values_list("state").annotate(number=Count("id")))
    context = {
        "table": table,
        "tally": [
            {
                "label": state.label,
                "count": counts.get(state.value, 0),
                "unit": "份",
                "url": f"?state={state.value}",
                "lamp": "amber" if state is InvitationState.OPEN else None,
            }
            for state in InvitationState
        ],
        "fields": [form["q"], form["state"], form["by"]],
        "query": request.GET.urlencode(),
        "may_offer": isinstance(request.actor, Member) and request.actor.role is Role.CLERK,
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "inspections/invitation_list.html", context)


@require_safe
@member_required(*STAFF)
def invitation_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx."""
    found = InvitationFilter(request.GET, queryset=list_invitations(request.actor)).qs
    rows = ([read(row) for read in EXPORTED.values()] for row in found.iterator(chunk_size=1000))
    return listed(request, "邀约检查", list(EXPORTED), rows)


@require_safe
@member_required(*STAFF)
def invitation_detail(request: ActorRequest, invitation_id: int) -> HttpResponse:
    """Show one invitation with what may be done now."""
    return _page(request, invitation_id)


@require_POST
@member_required(*ANSWERERS)
def invitation_accept(request: ActorRequest, invitation_id: int) -> HttpResponse:
    """Accept what an enterprise invites to."""
    form = AnswerForm(request.POST)
    answer = form.cleaned_data["answer"] if form.is_valid() else ""
    return _act(
        request,
        invitation_id,
        lambda: operations.accept_invitation(
            invitation_id=invitation_id, answer=answer, actor=request.actor, now=timezone.now()
        ),
        "已接受，企业在企业端看得到。可以据此申请检查。",
    )


@require_POST
@member_required(*ANSWERERS)
def invitation_decline(request: ActorRequest, invitation_id: int) -> HttpResponse:
    """Decline it, with a reason."""
    reason = request.POST.get("decline-reason", "")[:200]
    return _act(
        request,
        invitation_id,
        lambda: operations.decline_invitation(
            invitation_id=invitation_id, reason=reason, actor=request.actor, now=timezone.now()
        ),
        "已谢绝，理由已告知企业。",
    )


@require_POST
@member_required(*ANSWERERS)
def invitation_take_back(request: ActorRequest, invitation_id: int) -> HttpResponse:
    """Take back an offer of one's own."""
    return _act(
        request,
        invitation_id,
        lambda: operations.take_back_invitation(
            invitation_id=invitation_id, actor=request.actor, now=timezone.now()
        ),
        "已撤回。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.CLERK)
def invitation_new(request: ActorRequest) -> HttpResponse:
    """Find the enterprise, then offer it a check-up at one of its sites."""
    member = require(request.actor, Role.CLERK)
    chosen = request.GET.get("site", "")
    if not is_id(chosen):
        text = request.GET.get("q", "").strip()
        found = list(list_enterprises(text).prefetch_related("sites")[: MOST_FOUND + 1]) if text else []
        context = {"text": text, "found": found[:MOST_FOUND], "is_cut": len(found) > MOST_FOUND}
        return render(request, "inspections/invitation_search.html", context)
    site = get_object_or_404(Site.objects.select_related("enterprise"), pk=int(chosen))
    form = OfferForm(request.POST if request.method == "POST" else None, subject_id=member.subject_id or 0)
    error: Rejected | None = None
    if form.is_bound and form.is_valid():
        try:
            made = operations.offer_check_up(
                site_id=site.pk, **form.cleaned_data, actor=member, now=timezone.now()
            )
        except Rejected as refusal:
            error = refusal
        else:
            messages.success(request, f"{made.number} 已发给企业，等待答复。")
            return redirect("invitation_detail", made.pk)
    context = {"form": form, "place": site, "error": error_shown(error)}
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "inspections/invitation_form.html", context, status=status)


def _act(
    request: ActorRequest, invitation_id: int, operation: Callable[[], Invitation], done: str
) -> HttpResponse:
    get_invitation(request.actor, invitation_id)
    try:
        operation()
    except Rejected as error:
        return _page(request, invitation_id, error)
    messages.success(request, done)
    return redirect("invitation_detail", invitation_id)


def _page(request: ActorRequest, invitation_id: int, error: Rejected | None = None) -> HttpResponse:
    found = get_invitation(request.actor, invitation_id)
    state = InvitationState(found.state)
    role = request.actor.role if isinstance(request.actor, Member) else None
    is_ours = role in ANSWERERS
    tasks = list(Inspection.objects.current().filter(invitation=found).order_by("id"))
    context: dict[str, Any] = {
        "invitation": found,
        "state": state,
        "state_colour": STATE_COLOURS[state],
        "rows": _rows(found),
        "tasks": tasks,
        "error": error_shown(error),
        "may_answer": is_ours and state is InvitationState.OPEN and found.by == InvitedBy.ENTERPRISE,
        "may_take_back": is_ours
        and not tasks
        and state in {InvitationState.OPEN, InvitationState.ACCEPTED}
        and found.by == InvitedBy.SUBJECT,
        "answer": AnswerForm(),
        "decline": ReasonForm(prefix="decline"),
        "request_url": f"{reverse('inspection_new')}?{urlencode({'site': found.site_id, 'invitation': found.pk})}"
        if role in {Role.CLERK, Role.OFFICER} and state is InvitationState.ACCEPTED and not tasks
        else "",
    }
    return render(
        request, "inspections/invitation_detail.html", context, status=status_of(error) if error else 200
    )


def _rows(found: Invitation) -> list[dict[str, Any]]:
    items = "、".join(item.name for item in found.items.all())
    answered = moment(found.answered_at) if found.answered_at else ""
    return [
        {"label": "编号", "value": found.number},
        {"label": "发起", "value": InvitedBy(found.by).label},
        {"label": "企业", "value": found.site.enterprise.name},
        {"label": "检查主体", "value": found.subject.name},
        {"label": "场所", "value": f"{found.site.name}　{found.site.address}", "is_full": True},
        {"label": "内容", "value": found.matter, "is_full": True},
        {"label": "检查事项", "value": items or "没有指定", "is_full": True},
        {"label": "方便的时间", "value": found.preferred or "没有写明"},
        {"label": "发起时间", "value": moment(found.made_at)},
        {"label": "答复", "value": f"{answered}　{found.answer}".strip(), "is_full": True},
    ]
