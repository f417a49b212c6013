"""部门分级 and 低风险减免: the lists and their files."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from jingwei.planning.filters.classes import GradeFilter, ReliefFilter
from jingwei.planning.queries import latest_month
from jingwei.planning.tables.classes import GRADE_COLUMNS, RELIEF_COLUMNS, GradeTable, ReliefTable
from jingwei.planning.views.classes import PER_PAGE, tabs
from jingwei.platform.calendar import local_date
from jingwei.platform.queries import get_numbers
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.terms import STAFF, Role
from jingwei.web.downloads import listed
from jingwei.web.requests import ActorRequest


@require_safe
@member_required(*STAFF)
def grade_list(request: ActorRequest) -> HttpResponse:
    """Show the grades that departments gave: the bureau all, a department its own."""
    today = local_date(timezone.now())
    chosen = GradeFilter(request.GET, actor=request.actor, on=today)
    table = GradeTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form, actor = chosen.form, request.actor
    sees_all = isinstance(actor, Member) and actor.is_bureau
    context = {
        "tabs": tabs("grade_list"),
        "table": table,
        "fields": [form["q"], *([form["subject"]] if sees_all else []), form["credit_class"]],
        "query": request.GET.urlencode(),
        "may_grade": isinstance(actor, Member) and actor.role in {Role.CLERK, Role.HEAD},
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "planning/grade_list.html", context)


@require_safe
@member_required(*STAFF)
def grade_list_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list of grades as .xlsx."""
    found = GradeFilter(request.GET, actor=request.actor, on=local_date(timezone.now())).qs
    rows = ([read(row) for read in GRADE_COLUMNS.values()] for row in found.iterator(chunk_size=1000))
    return listed(request, "部门分级", list(GRADE_COLUMNS), rows)


@require_safe
@member_required(*STAFF)
def relief_list(request: ActorRequest) -> HttpResponse:
    """Show the enterprises that have relief, and those that left it."""
    today = local_date(timezone.now())
    chosen = ReliefFilter(request.GET, on=today)
    table = ReliefTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form, actor = chosen.form, request.actor
    context = {
        "tabs": tabs("relief_list"),
        "table": table,
        "fields": [form["q"], form["region"], form["state"]],
        "query": request.GET.urlencode(),
        "months": get_numbers(today).get("R-RSK-03c", "months").value,
        "latest": latest_month(),
        "may_enter": isinstance(actor, Member) and (actor.is_bureau or actor.role is Role.HEAD),
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "planning/relief_list.html", context)


@require_safe
@member_required(*STAFF)
def relief_list_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list of reliefs as .xlsx."""
    found = ReliefFilter(request.GET, on=local_date(timezone.now())).qs
    rows = ([read(row) for read in RELIEF_COLUMNS.values()] for row in found.iterator(chunk_size=1000))
    return listed(request, "低风险减免", list(RELIEF_COLUMNS), rows)
