"""The enterprise's pages: who came and what came of it, and the rating."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jingwei.inspections.operations import rate_visit
from jingwei.inspections.queries import (
    get_visit_to_rate,
    list_invitations_to_answer,
    list_visits_of_enterprise,
)
from jingwei.platform.actors import NOBODY
from jingwei.platform.calendar import local_date
from jingwei.platform.queries import get_numbers
from jingwei.portal.forms.enterprise import RatingForm
from jingwei.portal.queries.enterprise import (
    card_of,
    count_services,
    get_own_enterprise,
    list_coming,
    year_lines,
)
from jingwei.registry.doors import member_required
from jingwei.registry.terms import Role
from jingwei.web.requests import ActorRequest

PAGE = 10


@require_safe
@member_required(Role.ENTERPRISE_CONTACT)
def enterprise_home(request: ActorRequest) -> HttpResponse:
    """Show the enterprise its visits, what was announced, and how often each department came this year."""
    enterprise = get_own_enterprise(request.actor)
    visits = list_visits_of_enterprise(request.actor)
    year = local_date(timezone.now()).year
    page = Paginator(visits, PAGE).get_page(request.GET.get("page"))
    context = {
        "enterprise": enterprise,
        "sites": list(enterprise.sites.all()),
        "page": page,
        "cards": [card_of(visit) for visit in page.object_list],
        "coming": list_coming(request.actor),
        "offers": list(list_invitations_to_answer(request.actor)),
        "year": year,
        "lines": year_lines(visits, enterprise, year=year),
        "services": count_services(visits, year=year),
        "tab": "home",
    }
    return render(request, "portal/enterprise_home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.ENTERPRISE_CONTACT)
def enterprise_rate(request: ActorRequest, token: str) -> HttpResponse:
    """Take the rating of one visit. Not kept under an idempotency key: that would name account and time."""
    visit = get_visit_to_rate(request.actor, token)
    form = RatingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        rate_visit(rater=request.actor, token=token, actor=NOBODY, now=timezone.now(), **form.arguments())
        messages.success(request, "评价已收到，谢谢。")
        return redirect("enterprise_home")
    subjects = sorted({each.name for each in visit.subjects()})
    smallest = get_numbers(local_date(timezone.now())).get("R-SCAN-06", "smallest_group").value
    context = {"visit": visit, "subjects": subjects, "form": form, "smallest": smallest}
    return render(
        request, "portal/enterprise_rate.html", context, status=422 if request.method == "POST" else 200
    )
