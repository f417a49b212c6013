"""One task on the phone: what has been done, what comes next, and the short acts in between."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jingwei.inspections.models import Inspection
from jingwei.inspections.operations import leave_visit, serve_notice, start_record, tell_result
from jingwei.inspections.phone_forms import NoticeForm, ResultForm
from jingwei.inspections.queries import find_scan_to_enter_by, get_three_counters
from jingwei.inspections.tasks import Task, get_task
from jingwei.inspections.terms import BookingState, Outcome, PointResult, Stage, UrgentReason
from jingwei.inspections.views.phone_refusals import refusal_context
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.terms import Role
from jingwei.rulebook import Refused
from jingwei.web.captured import captured_at
from jingwei.web.idempotency import idempotent
from jingwei.web.requests import ActorRequest


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way, as the component ``timeline`` shows it."""

    label: str
    state: str = "todo"
    at: str = ""
    said: str = ""


@require_safe
@member_required(Role.OFFICER)
def phone_task(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Show a task and the one thing to do next."""
    return _page(request, get_task(request.actor, inspection_id), NoticeForm())


@require_POST
@member_required(Role.OFFICER)
@idempotent
def phone_serve_notice(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Note that the notice was handed over."""
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return _page(request, get_task(request.actor, inspection_id), form, status=422)
    serve_notice(
        inspection_id=inspection_id,
        received_by=form.cleaned_data["received_by"],
        actor=request.actor,
        now=request.now,
    )
    messages.success(request, "通知书已送达")
    return redirect("phone_task", inspection_id=inspection_id)


@require_POST
@member_required(Role.OFFICER)
@idempotent
def phone_start(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Note that the certificates were shown just now, and open the record."""
    now = request.now
    start_record(inspection_id=inspection_id, certificate_shown_at=now, actor=request.actor, now=now)
    return redirect("phone_record", inspection_id=inspection_id)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.OFFICER)
@idempotent
def phone_result(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Tell the enterprise the result."""
    task = get_task(request.actor, inspection_id)
    form = ResultForm(request.POST if request.method == "POST" else None, initial=_proposal(task))
    refusal: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            now = request.now
            tell_result(
                inspection_id=inspection_id,
                captured_at=captured_at(request, now),
                actor=request.actor,
                now=now,
                **form.cleaned_data,
            )
        except (Refused, Rejected) as error:
            refusal = refusal_context(error)
        else:
            messages.success(request, "检查结果已告知")
            return redirect("phone_task", inspection_id=inspection_id)
    context = {"task": task, "form": form, "refusal": refusal}
    return render(
        request, "inspections/phone_result.html", context, status=422 if request.method == "POST" else 200
    )


@require_POST
@member_required(Role.OFFICER)
@idempotent
def phone_leave(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Note that the officers have left."""
    now = request.now
    visit = leave_visit(
        inspection_id=inspection_id, captured_at=captured_at(request, now), actor=request.actor, now=now
    )
    assert visit.left_at is not None
    minutes = round((visit.left_at - visit.entered_at).total_seconds() / 60)
    messages.success(request, f"已登记离企，停留 {minutes} 分钟")
    return redirect("phone_task", inspection_id=inspection_id)


def _page(request: ActorRequest, task: Task, form: NoticeForm, *, status: int = 200) -> HttpResponse:
    inspection = task.inspection
    today = local_date(request.now)
    counters = get_three_counters(inspection.subject, inspection.enterprise, on=today, asked=inspection)
    urgent = UrgentReason(inspection.urgent) if inspection.urgent else None
    is_ours = task.is_open_to(request.actor)
    facts = [
        {"label": "地点", "value": f"{inspection.site.name}\n{inspection.site.address}"},
        {"label": "时间", "value": _span(inspection.planned_from, inspection.planned_until)},
        {"label": "告知", "value": _answer_to_time(inspection)},
        {"label": "事项", "value": task.items},
        {"label": "人员", "value": task.people},
        {"label": "协助", "value": "、".join(map(str, inspection.assistants.all()))},
        {"label": "紧急", "value": f"{urgent.label}，可先检查、离企前补扫" if urgent else ""},
        {
            "label": "次数",
            "value": f"今年已入企 {counters.visits} 次，计入上限 {counters.used} 次"
            + ("" if counters.limit is None else f"，上限 {counters.limit} 次"),
        },
    ]
    context = {
        "task": task,
        "form": form,
        "next": _next(task) if is_ours else "",
        "scan": find_scan_to_enter_by(inspection, at=request.now) if is_ours else None,
        "may_leave": is_ours and task.visit is not None and task.visit.left_at is None,
        "steps": list(_steps(task)),
        "facts": [row for row in facts if row["value"]],
    }
    return render(request, "inspections/phone_task.html", context, status=status)


def _next(task: Task) -> str:
    """Return the name of the next thing to do; the template has one bar for each."""
    inspection, notice = task.inspection, task.notice
    match task.stage:
        case Stage.APPROVED:
            return "scan"
        case Stage.SUBMITTED | Stage.RETURNED:
            return "scan" if inspection.urgent else "await_approval"
        case Stage.ENTERED if notice is not None and notice.served_at is None:
            return "serve_notice"
        case Stage.ENTERED if task.record is None:
            return "start"
        case Stage.ENTERED:
            return "record"
        case Stage.RECORDED:
            return "result"
        case Stage.CONCLUDED if task.visit is not None and task.visit.left_at is None:
            return "leave"
    return ""


def _steps(task: Task) -> Iterator[Step]:
    """Yield the way from approval to leaving: what is done, the one that is now, what is to come."""
    inspection, notice, visit, record, result = (
        task.inspection,
        task.notice,
        task.visit,
        task.record,
        task.result,
    )
    way: list[tuple[str, datetime | None, str]] = [
        ("批准", inspection.approved_at, inspection.approved_by.name if inspection.approved_by else ""),
        ("扫码入企", visit.entered_at if visit else None, visit.scanned_by.name if visit else ""),
        (
            "送达通知书",
            notice.served_at if notice else None,
            f"签收人 {notice.received_by}" if notice else "",
        ),
        ("出示证件，开始检查", record.certificate_shown_at if record else None, ""),
        (
            "笔录签名",
            record.signed_at if record else None,
            f"已填 {task.done} 项，共 {len(task.entries)} 项" if record else "",
        ),
        ("告知结果", result.told_at if result else None, Outcome(result.outcome).label if result else ""),
        ("离企", visit.left_at if visit else None, ""),
    ]
    is_now = True
    for label, at, said in way:
        if at is not None:
            yield Step(label, "done", f"{timezone.localtime(at):%m-%d %H:%M}", said)
        elif is_now:
            yield Step(label, "now")
            is_now = False
        else:
            yield Step(label)


def _proposal(task: Task) -> dict[str, Any]:
    """Propose the outcome and the problems from the points that failed."""
    failed = [entry for entry in task.entries if entry.result == PointResult.FAILS]
    return {
        "outcome": Outcome.CORRECTION_ORDERED.value if failed else Outcome.NO_PROBLEM.value,
        "problems": "\n".join(f"{entry.text}：{entry.note}" for entry in failed),
    }


def _answer_to_time(inspection: Inspection) -> str:
    """Return what the enterprise was told and said to the time; empty where it was not told."""
    booking = getattr(inspection, "booking", None)
    if booking is None:
        return ""
    state = BookingState(booking.state)
    said = "已告知企业，还没有答复" if state is BookingState.TOLD else state.label
    return "：".join(filter(None, [said, booking.words]))


def _span(start: datetime, end: datetime) -> str:
    first, last = timezone.localtime(start), timezone.localtime(end)
    return f"{first:%Y-%m-%d %H:%M}—{last:%H:%M}"
