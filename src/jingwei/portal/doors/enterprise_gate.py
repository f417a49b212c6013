"""The enterprise at its own gate: the code on its phone, who stands there, and letting them not in.

Functions all: a picture that is drawn anew, and one page on which is first asked and then refused.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jingwei.inspections.operations import register_refusal
from jingwei.inspections.queries import Visitors, get_visitors, list_refusals
from jingwei.platform.errors import Rejected
from jingwei.portal.doors.enterprise import CONTACT, framed
from jingwei.portal.forms.enterprise import RefuseForm, VisitorsForm
from jingwei.portal.queries.enterprise import get_own_enterprise
from jingwei.registry import codes
from jingwei.registry.codes import code_picture
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.queries import get_code_of_site
from jingwei.rulebook import Warn
from jingwei.web.doors import Failed, Viewer, attempt

LATEST = 20  # refusals of one's own that the page shows
REDRAWN_EVERY = 60  # seconds; half of what the code holds


@require_safe
@never_cache
@member_required(*CONTACT)
def enterprise_code(request: MemberRequest, site_id: int) -> HttpResponse:
    """Show a code drawn this second, to be scanned from the phone; it is drawn again every minute."""
    code = get_code_of_site(site_id, actor=request.actor)
    place, enterprise = code.site, get_own_enterprise(request.actor)
    drawn = codes.write_dynamic(code.token, at=request.now)
    address = request.build_absolute_uri(reverse("code_landing", args=[drawn]))
    context = framed(request, enterprise, "动态码", f"{place.name}　{place.address}") | {
        "place": place,
        # Drawn by us from our own address; nothing typed by anybody is in it.
        "picture": mark_safe(code_picture(address)),
        "now": request.now,
        "every": REDRAWN_EVERY,
        "longest": Viewer(request.actor, request.now).numbers.get("R-SCAN-08a", "longest").value,
    }
    shown = "portal/_enterprise_code.html" if request.htmx else "portal/enterprise_code.html"
    return render(request, shown, context)


@require_safe
@member_required(*CONTACT)
def enterprise_visitors(request: MemberRequest) -> HttpResponse:
    """Check who stands at the gate by the numbers on their cards: may they be refused, and on what ground?"""
    asked = request.GET if "site" in request.GET else None
    form = VisitorsForm(asked, enterprise=get_own_enterprise(request.actor))
    if not form.is_bound or not form.is_valid():
        return _page(request, form, Failed(form=form if form.is_bound else None))
    try:
        return _page(request, form, Failed(), _visitors(request, form))
    except Rejected as error:
        return _page(request, form, Failed(form=form, error=error))


@require_POST
@member_required(*CONTACT)
def enterprise_refuse(request: MemberRequest) -> HttpResponse:
    """Register that somebody was not let in."""
    form = RefuseForm(request.POST, enterprise=get_own_enterprise(request.actor))

    def page(failed: Failed) -> HttpResponse:
        found = _visitors(request, form) if form.is_valid() else None
        return _page(request, form, failed, found, form)

    return attempt(
        request,
        register_refusal,
        form,
        again=page,
        done="拒绝已登记，区司法局会看到；有任务的，执法人员的手机上同时显示。",
        to=lambda refusal: reverse("enterprise_visitors"),
    )


def _visitors(request: MemberRequest, form: VisitorsForm) -> Visitors:
    return get_visitors(
        request.actor, site_id=form.cleaned_data["site"], numbers=form.shown_numbers(), now=request.now
    )


def _page(
    request: MemberRequest,
    form: VisitorsForm,
    failed: Failed,
    found: Visitors | None = None,
    refuse: RefuseForm | None = None,
) -> HttpResponse:
    enterprise = get_own_enterprise(request.actor)
    context = framed(request, enterprise, "核验来人", "证件、任务、事项、通知书一次查清") | {
        "form": form,
        "found": found,
        "failed": failed,
        "now": request.now,
        "refusals": list_refusals(request.actor)[:LATEST],
    }
    if found is not None:
        findings = found.judgement.findings
        context |= {
            "numbers": "\n".join(each.number for each in found.people),
            "refuse": refuse or RefuseForm(enterprise=enterprise),
            "warnings": [each.verdict for each in findings if isinstance(each.verdict, Warn)],
        }
    return render(request, "portal/enterprise_visitors.html", context, status=failed.status)
