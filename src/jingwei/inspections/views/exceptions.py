"""The list of visits registered otherwise than by scanning the code at the site: who, why, how late, how far away."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jingwei.inspections.entries import (
    EXPORTED,
    WAYS,
    ExceptionFilter,
    ExceptionTable,
    all_shown,
    is_far,
    list_exceptions,
    shown,
)
from jingwei.platform.calendar import local_date
from jingwei.platform.queries import get_numbers
from jingwei.registry.doors import member_required
from jingwei.registry.terms import OF_A_SUBJECT, Role
from jingwei.web.downloads import listed
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
READERS = (Role.SUPERVISOR, Role.SUPERVISION_LEAD, *OF_A_SUBJECT)


@require_safe
@member_required(*READERS)
def exception_list(request: ActorRequest) -> HttpResponse:
    """Show the entries out of the ordinary that the viewer may see."""
    numbers = get_numbers(local_date(timezone.now()))
    chosen = ExceptionFilter(request.GET, actor=request.actor, numbers=numbers)
    page = Paginator(chosen.qs, PER_PAGE).get_page(request.GET.get("page"))
    counts = dict(
        list_exceptions(request.actor, numbers)
        .order_by()
        .values_list("visit__way")
        .annotate(number=Count("id"))
    )
    form = chosen.form
    context = {
        "page": page,
        "table": ExceptionTable(all_shown(page.object_list, numbers)),
        "tally": [
            {"label": way.label, "count": counts.get(way.value, 0), "url": f"?way={way.value}"}
            for way in WAYS
        ]
        + [
            {
                "label": "远离企业扫码",
                "count": list_exceptions(request.actor, numbers).filter(is_far(numbers)).count(),
                "url": "?far=true",
            }
        ],
        "fields": [form["q"], form["way"], form["far"], form["late"]],
        "more": [form["subject"], form["since"], form["until"]],
        "query": request.GET.urlencode(),
        "is_empty": not request.GET and not page.object_list,
    }
    return render(request, "inspections/entry_exceptions.html", context)


@require_safe
@member_required(*READERS)
def exception_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx."""
    numbers = get_numbers(local_date(timezone.now()))
    found = ExceptionFilter(request.GET, actor=request.actor, numbers=numbers).qs
    rows = (
        [read(shown(row, numbers)) for read in EXPORTED.values()] for row in found.iterator(chunk_size=1000)
    )
    return listed(request, "非常规入企", list(EXPORTED), rows)
