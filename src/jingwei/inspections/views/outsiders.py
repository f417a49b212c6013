"""Inspections that organs of other districts made here, on the desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from jingwei.inspections.assistance import OUTSIDE_EXPORTED, OutsideFilter, OutsidersForm, OutsideTable
from jingwei.inspections.operations import Visitor, report_outsiders
from jingwei.inspections.queries import list_letters, list_outsiders
from jingwei.inspections.terms import LetterDirection
from jingwei.inspections.views.places import search_place
from jingwei.platform.errors import Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.models import Site
from jingwei.registry.terms import STAFF, Role
from jingwei.web.addresses import is_id
from jingwei.web.downloads import listed
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
REPORTERS = (Role.CLERK, Role.HEAD, Role.OFFICER)
CRUMBS = (("outside_list", "异地检查"),)


@require_safe
@member_required(*STAFF)
def outside_list(request: ActorRequest) -> HttpResponse:
    """Show what outsiders inspected here, as far as the viewer may see it."""
    visible = list_outsiders(request.actor)
    chosen = OutsideFilter(request.GET, queryset=visible)
    table = OutsideTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form = chosen.form
    without = visible.filter(letter=None).count()
    context = {
        "table": table,
        "tally": [
            {"label": "有协助函", "count": visible.count() - without, "unit": "次", "url": "?letter=yes"},
            {
                "label": "没有协助函",
                "count": without,
                "unit": "次",
                "url": "?letter=no",
                "lamp": "red" if without else None,
            },
        ],
        "fields": [form["q"], form["letter"]],
        "more": [form["since"], form["until"]],
        "query": request.GET.urlencode(),
        "may_report": isinstance(request.actor, Member) and request.actor.role in REPORTERS,
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "inspections/letter_outside_list.html", context)


@require_safe
@member_required(*STAFF)
def outside_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx."""
    found = OutsideFilter(request.GET, queryset=list_outsiders(request.actor)).qs
    rows = ([read(row) for read in OUTSIDE_EXPORTED.values()] for row in found.iterator(chunk_size=1000))
    return listed(request, "异地检查", list(OUTSIDE_EXPORTED), rows)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*REPORTERS)
def outside_new(request: ActorRequest) -> HttpResponse:
    """Find the enterprise, then note who inspected it."""
    chosen = request.GET.get("site", "")
    if not is_id(chosen):
        return search_place(request, heading="登记异地检查", crumbs=CRUMBS)
    site = get_object_or_404(Site.objects.select_related("enterprise"), pk=int(chosen))
    letters = list_letters(request.actor).filter(
        direction=LetterDirection.INCOMING, enterprise=site.enterprise
    )
    form = OutsidersForm(request.POST if request.method == "POST" else None, letters=letters)
    error: Rejected | None = None
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        given["officers"] = Visitor.of_lines(given["officers"])
        try:
            report_outsiders(
                **given,
                enterprise_id=site.enterprise_id,
                site_id=site.pk,
                actor=request.actor,
                now=timezone.now(),
            )
        except Rejected as refusal:
            error = refusal
        else:
            messages.success(request, "已登记。没有协助函的，同时告知区司法局。")
            return redirect("outside_list")
    context = {
        "heading": "登记异地检查",
        "place": site,
        "verb": "登记",
        "groups": [("来人与检查", list(form))],
        "form": form,
        "error": error_shown(error),
        "crumbs": CRUMBS,
    }
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "inspections/letter_form.html", context, status=status)
