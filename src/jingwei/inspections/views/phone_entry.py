"""Going in on the phone: the scan and the ways round it, answered in green, yellow or red."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jingwei.inspections.operations import enter_afterwards, enter_visit, explain_place
from jingwei.inspections.phone_forms import BackEntryForm, EntryForm, PlaceForm, ScanForm
from jingwei.inspections.queries import get_three_counters
from jingwei.inspections.tasks import Task, get_task, list_entry_warnings
from jingwei.inspections.terms import EntryWay, FaultReason
from jingwei.inspections.views.phone_refusals import refusal_context, stopped
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.terms import Role
from jingwei.rulebook import Refused
from jingwei.web.captured import captured_at
from jingwei.web.idempotency import idempotent
from jingwei.web.requests import ActorRequest

SCAN_LASTS = 15 * 60  # seconds
PLACE_OF_SCAN, KEPT_TOO_LONG = "R-SCAN-05", "R-SCAN-03c"
# What a reason and a photo of the door plate mend: in which field the reason stands, and what it is called.
MENDED_BY_PHOTO = {
    "R-SCAN-04": ("explanation", "企业未出示码的原因"),
    "R-SCAN-08b": ("place_reason", "没有定位的原因"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.OFFICER)
@idempotent
def phone_enter(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Confirm who is there and go in; the code was scanned before, or the way needs none."""
    task = get_task(request.actor, inspection_id)
    scanner_id = request.actor.officer_id if isinstance(request.actor, Member) else None
    if request.method != "POST":
        initial = {"code": scanned_code(request), "way": _way(request, task)}
        form = EntryForm(inspection=task.inspection, scanner_id=scanner_id, initial=initial)
        return _entry_page(request, task, form)
    form = EntryForm(request.POST, request.FILES, inspection=task.inspection, scanner_id=scanner_id)
    if not form.is_valid():
        return _entry_page(request, task, form, status=422)
    now = request.now
    captured = captured_at(request, now)
    try:
        given = form.arguments()
        enter_visit(
            inspection_id=inspection_id,
            code_read_at=_read_at(request, given["code"], captured or now),
            captured_at=captured,
            actor=request.actor,
            now=now,
            **given,
        )
    except (Refused, Rejected) as error:
        return _not_in(request, task, form, error, captured)
    request.session.pop("scanned", None)
    return redirect("phone_entered", inspection_id=inspection_id)


@require_safe
@member_required(Role.OFFICER)
def phone_entered(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Show that the officers are in: green, or yellow while the place of the scan is not explained."""
    task = get_task(request.actor, inspection_id)
    if task.visit is None:
        return redirect("phone_task", inspection_id=inspection_id)
    odd = [each for each in list_entry_warnings(task.inspection) if each["rule"] == PLACE_OF_SCAN]
    if odd and not task.visit.place_reason:
        return _yellow_place(request, task, odd[0], PlaceForm())
    return render(request, "inspections/phone_verdict.html", _green(task))


@require_POST
@member_required(Role.OFFICER)
@idempotent
def phone_explain(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Take the reason for a place that does not fit; the yellow turns green."""
    task = get_task(request.actor, inspection_id)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        odd = [each for each in list_entry_warnings(task.inspection) if each["rule"] == PLACE_OF_SCAN]
        return _yellow_place(request, task, odd[0] if odd else {}, form, status=422)
    explain_place(
        inspection_id=inspection_id,
        reason=form.cleaned_data["reason"],
        actor=request.actor,
        now=request.now,
    )
    return redirect("phone_entered", inspection_id=inspection_id)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.OFFICER)
@idempotent
def phone_back_entry(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Enter a visit that could not be scanned because network, system or phone failed."""
    task = get_task(request.actor, inspection_id)
    scanner_id = request.actor.officer_id if isinstance(request.actor, Member) else None
    if request.method != "POST":
        form = BackEntryForm(inspection=task.inspection, scanner_id=scanner_id, initial=_captured(request))
        return render(request, "inspections/phone_back_entry.html", {"task": task, "form": form})
    form = BackEntryForm(request.POST, request.FILES, inspection=task.inspection, scanner_id=scanner_id)
    refusal: dict[str, Any] = {}
    if form.is_valid():
        try:
            enter_afterwards(
                inspection_id=inspection_id, actor=request.actor, now=request.now, **form.arguments()
            )
        except (Refused, Rejected) as error:
            refusal = refusal_context(error)
        else:
            messages.success(request, "已补录入企，请接着补写笔录")
            return redirect("phone_task", inspection_id=inspection_id)
    context = {"task": task, "form": form, "refusal": refusal}
    return render(request, "inspections/phone_back_entry.html", context, status=422)


def keep_scanned(request: HttpRequest, code: str) -> None:
    """Keep a code that was just read for the entry; in the session, because an address stays in the phone's history."""
    request.session["scanned"] = [code, timezone.now().timestamp()]


def scanned_code(request: HttpRequest) -> str:
    """Return the code read a moment ago; after a quarter of an hour it is to be scanned again."""
    code, at = request.session.get("scanned", ("", 0))
    return code if timezone.now().timestamp() - at < SCAN_LASTS else ""


def _read_at(request: HttpRequest, code: str, entered_at: datetime) -> datetime | None:
    """Return when the phone read this very code; a dynamic one may have aged while people were ticked off.

    ``entered_at``: when the entry was made on the phone, which may have waited for a network since.
    """
    kept, at = request.session.get("scanned", ("", 0))
    is_fresh = abs(entered_at.timestamp() - at) < SCAN_LASTS
    return min(datetime.fromtimestamp(at, UTC), entered_at) if code and code == kept and is_fresh else None


def _captured(request: HttpRequest) -> dict[str, Any]:
    """Return what is known of an entry that came too late to be registered: when it was made, and why it could not."""
    try:
        at = datetime.fromisoformat(request.GET.get("entered_at", ""))
    except ValueError:
        return {}
    return {"entered_at": at, "fault": FaultReason.NETWORK.value}


def _way(request: HttpRequest, task: Task) -> str:
    """Return the way in the address asks for; an urgent task without approval is scanned before leaving."""
    if task.inspection.urgent and task.inspection.approved_at is None:
        return EntryWay.URGENT.value
    asked = request.GET.get("way", "")
    return asked if asked == EntryWay.SEARCH else EntryWay.SCAN.value


def _entry_page(request: HttpRequest, task: Task, form: EntryForm, *, status: int = 200) -> HttpResponse:
    context = {
        "task": task,
        "form": form,
        "code_field": ScanForm(initial={"code": form["code"].value()})["code"],
        "is_search": form.way_in is EntryWay.SEARCH,
        "is_urgent": form.way_in is EntryWay.URGENT,
        "has_code": bool(form["code"].value()),
    }
    return render(request, "inspections/phone_enter.html", context, status=status)


def _not_in(
    request: HttpRequest,
    task: Task,
    form: EntryForm,
    error: Refused | Rejected,
    captured: datetime | None,
) -> HttpResponse:
    """Answer red; yellow where nothing is wanting but a reason and a photo of the door plate.

    An entry that the phone kept for too long leads on to being entered afterwards.
    """
    task_url = reverse("phone_task", args=[task.inspection.pk])
    if isinstance(error, Refused):
        refusals = error.judgement.refusals
        if captured and [each.rule.code for each in refusals] == [KEPT_TOO_LONG]:
            at = f"{timezone.localtime(captured):%Y-%m-%dT%H:%M}"
            return stopped(
                request,
                error,
                heading="没有按扫码时间登记",
                back_url=task_url,
                site=str(task.inspection.site),
                instead=(
                    "补录入企",
                    f"{reverse('phone_back_entry', args=[task.inspection.pk])}?entered_at={at}",
                ),
            )
        if len(refusals) == 1 and refusals[0].rule.code in MENDED_BY_PHOTO:
            finding = refusals[0].as_record()
            name, label = MENDED_BY_PHOTO[finding["rule"]]
            context = _yellow(task, finding["fact"], finding["remedy"], finding["rule"])
            context["form"] = render_to_string(
                "inspections/_phone_door_photo.html",
                {"form": form, "task": task, "reason": form[name], "label": label},
                request=request,
            )
            return render(request, "inspections/phone_verdict.html", context, status=422)
        return stopped(
            request, error, heading="不得入企检查", back_url=task_url, site=str(task.inspection.site)
        )
    return stopped(
        request,
        error,
        heading="入企没有登记",
        back_url=task_url,
        site=str(task.inspection.site),
        retry_url=reverse("phone_scan"),
    )


def _green(task: Task) -> dict[str, Any]:
    inspection, visit = task.inspection, task.visit
    assert visit is not None
    approved = inspection.approved_at
    rows = [
        {"label": "企业", "value": str(visit.site)},
        {
            "label": "任务",
            "value": f"{task.items}\n"
            + (f"已于 {timezone.localtime(approved):%m-%d %H:%M} 批准" if approved else "紧急检查，待补批"),
        },
        {"label": "人员", "value": f"{task.people}（已到场）"},
        {"label": "次数", "value": _count(task)},
        {"label": "定位", "value": _place(task)},
        {"label": "时间", "value": f"{timezone.localtime(visit.entered_at):%Y-%m-%d %H:%M}"},
        *(
            {"label": "注意", "value": f"{each['fact']}\n{each['remedy']}", "rule": each["rule"]}
            for each in list_entry_warnings(inspection)
            if each["rule"] != PLACE_OF_SCAN
        ),
    ]
    return {
        "colour": "green",
        "heading": "可以入企检查",
        "why": "人员、任务、事项、次数均符合要求。",
        "rows": rows,
        "actions": [
            {"label": "送达通知书，开始检查", "url": reverse("phone_task", args=[inspection.pk])},
            {"label": "企业核验执法证", "url": reverse("phone_me"), "is_ghost": True},
        ],
        **_frame(task),
    }


def _count(task: Task) -> str:
    inspection, visit = task.inspection, task.visit
    assert visit is not None
    if not inspection.is_counted:
        return "不计入上限"
    on = local_date(visit.entered_at)
    counters = get_three_counters(inspection.subject, inspection.enterprise, on=on, asked=inspection)
    limit = "未设上限" if counters.limit is None else f"上限 {counters.limit} 次"
    return f"计入上限，今年第 {counters.used or counters.capped} 次，{limit}"


def _place(task: Task) -> str:
    visit = task.visit
    assert visit is not None
    metres = "没有定位" if visit.distance is None else f"距登记场所 {visit.distance} 米"
    return f"{metres}　{visit.place_reason}".strip()


def _yellow(task: Task, fact: str, wanted: str, rule: str) -> dict[str, Any]:
    return {
        "colour": "amber",
        "heading": "先补一项，再检查",
        "why": f"{fact}。",
        "rows": [
            {"label": "企业", "value": str(task.inspection.site)},
            {"label": "任务", "value": task.items},
            {"label": "人员", "value": task.people},
            {"label": "须补", "value": wanted, "rule": rule},
            {"label": "时间", "value": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
        ],
        "actions": [],
        **_frame(task),
    }


def _yellow_place(
    request: HttpRequest, task: Task, finding: dict[str, Any], form: PlaceForm, *, status: int = 200
) -> HttpResponse:
    context = _yellow(task, finding.get("fact", "位置未说明"), finding.get("remedy", ""), PLACE_OF_SCAN)
    context["form"] = render_to_string(
        "inspections/_phone_place.html", {"form": form, "task": task}, request=request
    )
    return render(request, "inspections/phone_verdict.html", context, status=status)


def _frame(task: Task) -> dict[str, Any]:
    return {
        "back_url": reverse("phone_task", args=[task.inspection.pk]),
        "demonstration": settings.DEMONSTRATION,
    }
