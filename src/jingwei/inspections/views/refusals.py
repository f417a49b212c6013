"""The list of refusals: whom enterprises did not let in, on what grounds, and what became of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from jingwei.inspections.queries import list_refusals
from jingwei.inspections.refused import EXPORTED, RefusalFilter, RefusalTable
from jingwei.registry.doors import member_required
from jingwei.registry.terms import OF_A_SUBJECT, Role
from jingwei.web.downloads import listed
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
READERS = (Role.SUPERVISOR, Role.SUPERVISION_LEAD, *OF_A_SUBJECT)


@require_safe
@member_required(*READERS)
def refusal_list(request: ActorRequest) -> HttpResponse:
    """Show the refusals that the viewer may see."""
    chosen = RefusalFilter(request.GET, queryset=list_refusals(request.actor))
    table = RefusalTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form = chosen.form
    context = {
        "table": table,
        "fields": [form["q"], form["later"]],
        "more": [form["since"], form["until"]],
        "query": request.GET.urlencode(),
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "inspections/refusal_list.html", context)


@require_safe
@member_required(*READERS)
def refusal_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx."""
    found = RefusalFilter(request.GET, queryset=list_refusals(request.actor)).qs
    rows = ([read(row) for read in EXPORTED.values()] for row in found.iterator(chunk_size=1000))
    return listed(request, "企业拒绝", list(EXPORTED), rows)
