"""频次上限: the list of what was published, and its file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from jingwei.planning.filters.caps import CapFilter
from jingwei.planning.tables.caps import CAP_COLUMNS, CapTable
from jingwei.platform.calendar import local_date
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import STAFF, Role
from jingwei.web.downloads import listed
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
IMPORTERS = (Role.CLERK, Role.HEAD, *BUREAU)


@require_safe
@member_required(*STAFF)
def cap_list(request: ActorRequest) -> HttpResponse:
    """Show the published caps, the viewer's own department's first."""
    today = local_date(timezone.now())
    chosen = CapFilter(request.GET, actor=request.actor, on=today)
    table = CapTable(chosen.qs, today=today)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "table": table,
        "fields": list(chosen.form),
        "query": request.GET.urlencode(),
        "may_import": isinstance(request.actor, Member) and request.actor.role in IMPORTERS,
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "planning/cap_list.html", context)


@require_safe
@member_required(*STAFF)
def cap_list_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx, in columns that can be imported again."""
    found = CapFilter(request.GET, actor=request.actor, on=local_date(timezone.now())).qs
    rows = ([read(cap) for read in CAP_COLUMNS.values()] for cap in found.iterator(chunk_size=1000))
    return listed(request, "频次上限", list(CAP_COLUMNS), rows)
