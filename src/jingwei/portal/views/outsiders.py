"""The enterprise's page on officials of other districts who inspected it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jingwei.inspections.operations import report_outsiders
from jingwei.inspections.queries import list_outsiders
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.portal.forms.outsiders import OutsidersForm
from jingwei.portal.queries.enterprise import get_own_enterprise
from jingwei.registry.doors import member_required
from jingwei.registry.terms import Role
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PAGE = 10


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.ENTERPRISE_CONTACT)
def enterprise_outsiders(request: ActorRequest) -> HttpResponse:
    """Take what the enterprise tells of outsiders, and show what it told before."""
    now = timezone.now()
    form = OutsidersForm(
        request.POST if request.method == "POST" else None, initial={"performed_on": local_date(now)}
    )
    error: Rejected | None = None
    if form.is_bound and form.is_valid():
        try:
            told = report_outsiders(**form.cleaned_data, actor=request.actor, now=now)
        except Rejected as refusal:
            error = refusal
        else:
            known = "已有协助函" if told.letter else "没有登记过协助函，已告知区司法局核实"
            messages.success(request, f"已登记，{known}。")
            return redirect("enterprise_outsiders")
    found = list_outsiders(request.actor)
    context = {
        "enterprise": get_own_enterprise(request.actor),
        "form": form,
        "error": error_shown(error),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "tab": "outsiders",
    }
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "portal/enterprise_outsiders.html", context, status=status)
