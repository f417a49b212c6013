"""The officer's phone: today's tasks, the scan, and the officer's own certificate."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar, cast

import segno
from csp.constants import WASM_UNSAFE_EVAL
from csp.decorators import csp_update
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from jingwei.inspections.models import Inspection
from jingwei.inspections.operations import read_code
from jingwei.inspections.phone_forms import ScanForm
from jingwei.inspections.queries import list_open_tasks_of_officer, list_tasks_of_officer
from jingwei.inspections.terms import BookingState, EntryWay, Stage
from jingwei.inspections.views.phone_entry import keep_scanned
from jingwei.inspections.views.phone_refusals import stopped
from jingwei.planning.terms import InspectionKind
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake, Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.queries import find_certificate, get_own_officer
from jingwei.registry.terms import CertificateStatus, Role
from jingwei.rulebook import Refused
from jingwei.web.requests import ActorRequest

LAMPS = {
    Stage.APPROVED: "green",
    Stage.ENTERED: "green",
    Stage.RETURNED: "amber",
    Stage.RECORDED: "amber",
    Stage.CONCLUDED: "none",
}
EXPIRES_SOON = timedelta(days=30)
V = TypeVar("V", bound=Callable[..., HttpResponseBase])


def scanner_page(view: V) -> V:
    """Let the page load the reader of codes, which is WebAssembly."""
    return cast(V, csp_update({"script-src": [WASM_UNSAFE_EVAL]})(cast(Any, view)))


@scanner_page
@require_safe
@member_required(Role.OFFICER)
def phone_home(request: ActorRequest) -> HttpResponse:
    """Show today's tasks and tomorrow's, the certificate, and one big button to scan."""
    now = request.now
    today = local_date(now)
    tomorrow = today + timedelta(days=1)
    tasks = list_tasks_of_officer(request.actor, day=today)
    later = [
        task
        for task in list_tasks_of_officer(request.actor, day=tomorrow)
        if local_date(task.planned_from) == tomorrow
    ]
    context = {
        **_identity(request),
        "today": today,
        "tomorrow": tomorrow,
        "tasks": [_line(task) for task in tasks],
        "later": [_line(task) for task in later],
    }
    return render(request, "inspections/phone_home.html", context)


@scanner_page
@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.OFFICER)
def phone_scan(request: ActorRequest) -> HttpResponse:
    """Take a code from the camera or from the keyboard to the task it belongs to; offer the ways without a code."""
    if request.method != "POST":
        form = ScanForm(initial={"code": request.GET.get("code", "")})
        return render(request, "inspections/phone_scan.html", {"form": form, "tasks": _choices(request)})
    form = ScanForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "tasks": _choices(request)}
        return render(request, "inspections/phone_scan.html", context, status=422)
    code = form.cleaned_data["code"]
    try:
        tasks = read_code(code=code, actor=request.actor, now=request.now)
    except Mistake as error:
        # A slip of the finger shall not cost what was typed.
        form.add_error("code", f"{error.message}。{error.remedy}。本次尝试已记录。")
        context = {"form": form, "tasks": _choices(request)}
        return render(request, "inspections/phone_scan.html", context, status=422)
    except (Refused, Rejected) as error:
        has_no_task = isinstance(error, Conflict)  # The code is sound: there is nothing to inspect.
        if has_no_task:
            keep_scanned(request, code)
        return stopped(
            request,
            error,
            heading="没有检查任务" if has_no_task else "扫码没有通过",
            back_url=reverse("phone_home"),
            retry_url=reverse("phone_scan"),
            service_url=reverse("phone_service") if has_no_task else "",
        )
    keep_scanned(request, code)
    if len(tasks) == 1:
        return redirect("phone_enter", inspection_id=tasks[0].pk)
    context = {"site": tasks[0].site, "tasks": [_line(task, "phone_enter") for task in tasks]}
    return render(request, "inspections/phone_choose.html", context)


@require_safe
@member_required(Role.OFFICER)
def phone_me(request: ActorRequest) -> HttpResponse:
    """Show the officer's certificate and the code by which an enterprise checks it."""
    context = _identity(request)
    if certificate := context["certificate"]:
        address = request.build_absolute_uri(reverse("verify_officer", args=[certificate["number"]]))
        # Drawn by us from our own address; nothing typed by anybody is in it.
        context |= {
            "address": address,
            "picture": mark_safe(segno.make(address).svg_inline(scale=6, border=2)),
        }
    return render(request, "inspections/phone_me.html", context)


def _identity(request: ActorRequest) -> dict[str, Any]:
    """Return who the officer is and how the certificate stands today."""
    today = local_date(request.now)
    officer = get_own_officer(request.actor)
    held = find_certificate(officer, on=today)
    certificate = None
    if held is not None:
        status = CertificateStatus(held.status)
        if status is not CertificateStatus.VALID:
            lamp, state = "red", f"证件{status.label}"
        elif held.valid_to < today:
            lamp, state = "red", f"证件已于 {held.valid_to} 到期"
        elif held.valid_to < today + EXPIRES_SOON:
            lamp, state = "amber", f"证件 {held.valid_to} 到期，请及时换证"
        else:
            lamp, state = "green", f"证件有效至 {held.valid_to}"
        certificate = {"number": held.number, "lamp": lamp, "state": state}
    return {"officer": officer, "certificate": certificate}


def _line(task: Inspection, page: str = "phone_task") -> dict[str, Any]:
    """Return a task as the component ``phone_task`` shows it."""
    start, end = timezone.localtime(task.planned_from), timezone.localtime(task.planned_until)
    team = "、".join(member.officer.name for member in task.team.all())
    stage = Stage(task.stage)
    lamp, state = LAMPS.get(stage, ""), stage.label
    if task.urgent and task.approved_at is None:
        lamp, state = "amber", f"紧急，{state if task.visit is None else '待补批'}"
    elif task.visit is None and (warned := warning_before(task)):
        lamp, state = "amber", warned
    return {
        "url": reverse(page, args=[task.pk]),
        "time": f"{start:%H:%M}—{end:%H:%M}",
        "kind": f"{start:%m-%d}　{InspectionKind(task.kind).label}",
        "lamp": lamp,
        "state": state,
        "enterprise": str(task.enterprise),
        "lines": [
            "、".join(line.item.name for line in task.lines.all()),
            f"{task.site.name}　检查人员 {team}",
        ],
    }


def warning_before(task: Inspection) -> str:
    """Return what an officer should know of the enterprise before going there; empty where there is nothing."""
    if task.refusals.all():
        return "企业已登记拒绝"
    booking = getattr(task, "booking", None)
    is_asked = booking is not None and booking.state == BookingState.OTHER_TIME
    return BookingState.OTHER_TIME.label if is_asked else ""


def _choices(request: ActorRequest) -> list[dict[str, Any]]:
    """Return the officer's tasks with the ways in that need no code."""
    return [
        {
            **_line(task),
            "search_url": f"{reverse('phone_enter', args=[task.pk])}?way={EntryWay.SEARCH.value}",
            "back_entry_url": reverse("phone_back_entry", args=[task.pk]),
        }
        for task in list_open_tasks_of_officer(request.actor)
        if task.visit is None and (task.urgent or task.approved_at is not None)
    ]
