"""The enterprise at its own gate: the code on its phone, who stands there, and letting them not in."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jingwei.inspections.operations import register_refusal
from jingwei.inspections.queries import Visitors, get_visitors, list_refusals
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.queries import get_numbers
from jingwei.portal.forms.enterprise import RefuseForm, VisitorsForm
from jingwei.portal.queries.enterprise import get_own_enterprise
from jingwei.registry import codes
from jingwei.registry.codes import code_picture
from jingwei.registry.doors import member_required
from jingwei.registry.models import Enterprise
from jingwei.registry.queries import get_code_of_site
from jingwei.registry.terms import Role
from jingwei.rulebook import Warn
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

LATEST = 20  # refusals of one's own that the page shows
REDRAWN_EVERY = 60  # seconds; half of what the code holds


@require_safe
@never_cache
@member_required(Role.ENTERPRISE_CONTACT)
def enterprise_code(request: ActorRequest, site_id: int) -> HttpResponse:
    """Show a code drawn this second, to be scanned from the phone; it is drawn again every minute."""
    code = get_code_of_site(site_id, actor=request.actor)
    now = timezone.now()
    address = request.build_absolute_uri(
        reverse("code_landing", args=[codes.write_dynamic(code.token, at=now)])
    )
    context = {
        "place": code.site,
        "enterprise": get_own_enterprise(request.actor),
        # Drawn by us from our own address; nothing typed by anybody is in it.
        "picture": mark_safe(code_picture(address)),
        "now": now,
        "every": REDRAWN_EVERY,
        "longest": get_numbers(local_date(now)).get("R-SCAN-08a", "longest").value,
        "tab": "code",
    }
    shown = "portal/_enterprise_code.html" if request.htmx else "portal/enterprise_code.html"
    return render(request, shown, context)


@require_safe
@member_required(Role.ENTERPRISE_CONTACT)
def enterprise_visitors(request: ActorRequest) -> HttpResponse:
    """Check who stands at the gate by the numbers on their cards: may they be refused, and on what ground?"""
    enterprise = get_own_enterprise(request.actor)
    form = VisitorsForm(request.GET if "site" in request.GET else None, enterprise=enterprise)
    if not form.is_bound or not form.is_valid():
        return _visitors_page(request, enterprise, form, status=422 if form.is_bound else 200)
    try:
        found = get_visitors(
            request.actor,
            site_id=form.cleaned_data["site"],
            numbers=form.shown_numbers(),
            now=timezone.now(),
        )
    except Rejected as error:
        return _visitors_page(request, enterprise, form, error=error, status=status_of(error))
    return _visitors_page(request, enterprise, form, found=found)


@require_POST
@member_required(Role.ENTERPRISE_CONTACT)
def enterprise_refuse(request: ActorRequest) -> HttpResponse:
    """Register that somebody was not let in."""
    enterprise = get_own_enterprise(request.actor)
    form, words = VisitorsForm(request.POST, enterprise=enterprise), RefuseForm(request.POST)
    if not form.is_valid() or not words.is_valid():
        return _visitors_page(request, enterprise, form, status=422)
    site_id, numbers, now = form.cleaned_data["site"], form.shown_numbers(), timezone.now()
    try:
        register_refusal(site_id=site_id, numbers=numbers, **words.cleaned_data, actor=request.actor, now=now)
    except Rejected as error:
        found = get_visitors(request.actor, site_id=site_id, numbers=numbers, now=now)
        return _visitors_page(
            request, enterprise, form, found=found, words=words, error=error, status=status_of(error)
        )
    messages.success(request, "拒绝已登记，区司法局会看到；有任务的，执法人员的手机上同时显示。")
    return redirect("enterprise_visitors")


def _visitors_page(
    request: ActorRequest,
    enterprise: Enterprise,
    form: VisitorsForm,
    *,
    found: Visitors | None = None,
    words: RefuseForm | None = None,
    error: Rejected | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "enterprise": enterprise,
        "form": form,
        "found": found,
        "error": error_shown(error),
        "refusals": list_refusals(request.actor)[:LATEST],
        "tab": "visitors",
    }
    if found is not None:
        context |= {
            "numbers": "\n".join(each.number for each in found.people),
            "refuse": words or RefuseForm(),
            "warnings": _warnings(found),
        }
    return render(request, "portal/enterprise_visitors.html", context, status=status)


def _warnings(found: Visitors) -> Sequence[Warn]:
    return [each.verdict for each in found.judgement.findings if isinstance(each.verdict, Warn)]
