"""Service visits: the list and one of them at the desk, registering at the desk and on the phone."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from jingwei.inspections import operations
from jingwei.inspections.calls import (
    SERVICE_EXPORTED,
    DeskServiceForm,
    OutcomeForm,
    PhoneServiceForm,
    ServiceFilter,
    ServiceTable,
    state_of,
    strip_of_months,
)
from jingwei.inspections.doors.sites import search_place
from jingwei.inspections.forms import ReasonForm
from jingwei.inspections.queries import (
    get_service_visit,
    list_open_service_visits,
    list_service_visits,
    visits_by_month,
)
from jingwei.inspections.terms import EntryWay, ServiceKind
from jingwei.inspections.views.desk_parts import moment
from jingwei.inspections.views.phone import scanner_page
from jingwei.inspections.views.phone_entry import keep_scanned, scanned_code
from jingwei.inspections.views.phone_refusals import refusal_context
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member, require
from jingwei.registry.models import Site
from jingwei.registry.operations.access import BUREAU, acts_in_stead
from jingwei.registry.terms import STAFF, Role
from jingwei.rulebook import Refused
from jingwei.web.addresses import is_id
from jingwei.web.downloads import listed
from jingwei.web.idempotency import idempotent
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
VISITORS = (Role.OFFICER, Role.CLERK, Role.HEAD)
CRUMBS = (("service_list", "服务走访"),)


@require_safe
@member_required(*STAFF)
def service_list(request: ActorRequest) -> HttpResponse:
    """Show the service visits that the viewer may see, tallied by kind."""
    visible = list_service_visits(request.actor)
    chosen = ServiceFilter(request.GET, queryset=visible)
    member = request.actor if isinstance(request.actor, Member) else None
    table = ServiceTable(chosen.qs, shows_subject=member is not None and member.is_bureau)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form = chosen.form
    standing = visible.order_by().filter(visit__voided_at=None)
    counts = dict(standing.values_list("kind").annotate(number=Count("id")))
    context = {
        "table": table,
        "tally": [
            {
                "label": kind.label,
                "count": counts.get(kind.value, 0),
                "unit": "次",
                "url": f"?kind={kind.value}",
            }
            for kind in ServiceKind
        ],
        "fields": [form["q"], form["kind"], form["state"]],
        "more": [form["since"], form["until"]],
        "query": request.GET.urlencode(),
        "may_register": member is not None and member.role in VISITORS,
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "inspections/service_list.html", context)


@require_safe
@member_required(*STAFF)
def service_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx."""
    found = ServiceFilter(request.GET, queryset=list_service_visits(request.actor)).qs
    rows = ([read(row) for read in SERVICE_EXPORTED.values()] for row in found.iterator(chunk_size=1000))
    return listed(request, "服务走访", list(SERVICE_EXPORTED), rows)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*VISITORS)
def service_new(request: ActorRequest) -> HttpResponse:
    """Find the enterprise, then register a visit that was made."""
    member = require(request.actor, *VISITORS)
    chosen = request.GET.get("site", "")
    if not is_id(chosen):
        return search_place(request, heading="登记走访", crumbs=CRUMBS)
    site = get_object_or_404(Site.objects.select_related("enterprise"), pk=int(chosen))
    now = timezone.now()
    form = DeskServiceForm(
        request.POST if request.method == "POST" else None,
        subject_id=member.subject_id or 0,
        initial={"visitor_ids": [member.officer_id] if member.officer_id else []},
    )
    error: Refused | Rejected | None = None
    if form.is_bound and form.is_valid():
        try:
            service = operations.register_service_visit(
                site_id=site.pk, **form.cleaned_data, actor=member, now=now
            )
        except (Refused, Rejected) as refusal:
            error = refusal
        else:
            messages.success(request, "走访已登记，计入该企业的入企次数，不占检查频次。")
            return redirect("service_detail", service.pk)
    context = {
        "form": form,
        "place": site,
        "error": error_shown(error),
        "now": now,
        "strip": strip_of_months(visits_by_month(site.enterprise, until=local_date(now))),
    }
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "inspections/service_form.html", context, status=status)


@require_safe
@member_required(*STAFF)
def service_detail(request: ActorRequest, service_id: int) -> HttpResponse:
    """Show one service visit with the enterprise's visits of the year."""
    return _page(request, service_id)


@require_POST
@member_required(*VISITORS, *BUREAU)
def service_leave(request: ActorRequest, service_id: int) -> HttpResponse:
    """End a visit at the desk."""
    get_service_visit(request.actor, service_id)
    form = OutcomeForm(request.POST)
    outcome = form.cleaned_data["outcome"] if form.is_valid() else ""
    try:
        operations.leave_service_visit(
            service_id=service_id, outcome=outcome, actor=request.actor, now=timezone.now()
        )
    except Rejected as error:
        return _page(request, service_id, error)
    messages.success(request, "走访已结束。")
    return redirect("service_detail", service_id)


@require_POST
@member_required(Role.HEAD, *BUREAU)
def service_void(request: ActorRequest, service_id: int) -> HttpResponse:
    """Void a visit that was registered wrongly."""
    get_service_visit(request.actor, service_id)
    try:
        operations.void_service_visit(
            service_id=service_id,
            reason=request.POST.get("void-reason", "")[:200],
            actor=request.actor,
            now=timezone.now(),
        )
    except Rejected as error:
        return _page(request, service_id, error)
    messages.success(request, "已作废，理由留存。")
    return redirect("service_detail", service_id)


@scanner_page
@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.OFFICER)
@idempotent
def phone_service(request: ActorRequest) -> HttpResponse:
    """Register a visit on the spot, and show those that are still under way."""
    member = require(request.actor, Role.OFFICER)
    now = timezone.now()
    if "read" in request.POST:  # The camera has read a code; nothing is registered yet.
        keep_scanned(request, request.POST.get("code", "")[:300])
        return redirect("phone_service")
    form = PhoneServiceForm(
        request.POST if request.method == "POST" else None,
        subject_id=member.subject_id or 0,
        without=member.officer_id,
        initial={"code": scanned_code(request)},
    )
    refusal: dict[str, Any] = {}
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                operations.register_service_visit(**form.arguments(member.officer_id), actor=member, now=now)
            except (Refused, Rejected) as error:
                refusal, status = refusal_context(error), status_of(error)
            else:
                request.session.pop("scanned", None)
                messages.success(request, "走访已登记，离开时点“结束走访”")
                return redirect("phone_service")
    context = {
        "form": form,
        "refusal": refusal,
        "has_code": bool(form["code"].value()),
        "under_way": list(list_open_service_visits(member)),
    }
    return render(request, "inspections/phone_service.html", context, status=status)


@require_POST
@member_required(Role.OFFICER)
@idempotent
def phone_service_leave(request: ActorRequest, service_id: int) -> HttpResponse:
    """End a visit on the phone."""
    get_service_visit(request.actor, service_id)
    form = OutcomeForm(request.POST)
    outcome = form.cleaned_data["outcome"] if form.is_valid() else ""
    try:
        operations.leave_service_visit(
            service_id=service_id, outcome=outcome, actor=request.actor, now=timezone.now()
        )
    except Rejected as error:
        messages.error(request, f"{error.message}　{error.remedy}")
    else:
        messages.success(request, "走访已结束")
    return redirect("phone_service")


def _page(request: ActorRequest, service_id: int, error: Rejected | None = None) -> HttpResponse:
    service = get_service_visit(request.actor, service_id)
    visit, member = service.visit, request.actor if isinstance(request.actor, Member) else None
    is_own = member is not None and member.subject_id == service.subject_id
    is_left = acts_in_stead(request.actor, service.subject)
    role = member.role if member else None
    is_void = visit.voided_at is not None
    others = list_service_visits(request.actor).filter(Q(visit__enterprise=visit.enterprise_id))
    state, colour = state_of(service)
    context = {
        "service": service,
        "kind": ServiceKind(service.kind),
        "state": state,
        "state_colour": colour,
        "rows": [
            {"label": "单位", "value": service.subject.name},
            {"label": "类型", "value": ServiceKind(service.kind).label},
            {"label": "场所", "value": f"{visit.site.name}　{visit.site.address}", "is_full": True},
            {"label": "事由", "value": service.purpose, "is_full": True},
            {
                "label": "来访人员",
                "value": "、".join(each.officer.name for each in visit.presences.all()),
                "is_full": True,
            },
            {"label": "入企时间", "value": moment(visit.entered_at)},
            {"label": "离开时间", "value": moment(visit.left_at) if visit.left_at else "尚未离开"},
            {"label": "登记方式", "value": EntryWay(visit.way).label},
            {"label": "登记时间", "value": moment(visit.received_at)},
            {"label": "情况", "value": service.outcome or "没有填写", "is_full": True},
            *([{"label": "作废理由", "value": visit.void_reason, "is_full": True}] if is_void else []),
        ],
        "strip": strip_of_months(visits_by_month(visit.enterprise, until=local_date(timezone.now()))),
        "others": list(others.exclude(pk=service.pk)[:5]),
        "leave": OutcomeForm()
        if (is_left or (is_own and role in VISITORS)) and visit.left_at is None and not is_void
        else None,
        "void": ReasonForm(prefix="void")
        if (is_left or (is_own and role is Role.HEAD)) and not is_void
        else None,
        "error": error_shown(error),
    }
    return render(
        request, "inspections/service_detail.html", context, status=status_of(error) if error else 200
    )
