"""Requesting an inspection: find the enterprise, fill the form in, see its counters beside it; mending a request."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jingwei.inspections.dossier import open_dossier
from jingwei.inspections.forms import RequestForm, filled_from
from jingwei.inspections.models import Inspection
from jingwei.inspections.operations import request_inspection, revise_inspection
from jingwei.inspections.queries import get_inspection, get_three_counters
from jingwei.inspections.views.desk_parts import trio_shown
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.members import require
from jingwei.registry.models import Site, Subject
from jingwei.registry.queries import list_enterprises
from jingwei.registry.terms import Role
from jingwei.rulebook import Refused
from jingwei.web.addresses import is_id
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

MOST_FOUND = 20


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.CLERK, Role.OFFICER)
def new(request: ActorRequest) -> HttpResponse:
    """Find the enterprise, then request an inspection at one of its sites."""
    chosen = request.GET.get("site", "")
    if not is_id(chosen):
        return _search(request)
    site = get_object_or_404(Site.objects.select_related("enterprise", "region"), pk=int(chosen))
    return _form_page(request, site, None)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.CLERK, Role.OFFICER)
def revise(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Mend a request that was returned or not decided yet."""
    get_inspection(request.actor, inspection_id)
    inspection = open_dossier(inspection_id).inspection
    return _form_page(request, inspection.site, inspection)


def _search(request: ActorRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    found = list(list_enterprises(text).prefetch_related("sites")[: MOST_FOUND + 1]) if text else []
    context = {"text": text, "found": found[:MOST_FOUND], "is_cut": len(found) > MOST_FOUND}
    return render(request, "inspections/request_search.html", context)


def _form_page(request: ActorRequest, site: Site, inspection: Inspection | None) -> HttpResponse:
    """Show the form, or carry the request out; a refusal is shown above the form as it was filled in."""
    member = require(request.actor, Role.CLERK, Role.OFFICER)
    assert member.subject_id is not None
    now = timezone.now()
    today = local_date(now)
    initial = filled_from(open_dossier(inspection.pk)) if inspection else {}
    form = RequestForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        subject_id=member.subject_id,
        today=today,
    )
    error: Refused | Rejected | None = None
    if form.is_bound and form.is_valid():
        try:
            if inspection is None:
                done = request_inspection(request=form.request_for(site), actor=member, now=now)
            else:
                done = revise_inspection(
                    inspection_id=inspection.pk, request=form.request_for(site), actor=member, now=now
                )
        except (Refused, Rejected) as refusal:
            error = refusal
        else:
            messages.success(request, f"{done.number} 已提交，等待主体负责人审批。")
            return redirect("inspection_detail", done.pk)
    subject = Subject.objects.get(pk=member.subject_id)
    counters = get_three_counters(subject, site.enterprise, on=today)
    context = {
        "form": form,
        "place": site,
        "inspection": inspection,
        "error": error_shown(error),
        "now": now,
        "subject": subject,
        "counters": counters,
        "trio": trio_shown(counters),
    }
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "inspections/request.html", context, status=status)
