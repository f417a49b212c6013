"""Standards: a new version of one, and the coordination of two that contradict each other."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jingwei.platform.calendar import local_date
from jingwei.platform.errors import NotAllowed, Rejected
from jingwei.registry import operations
from jingwei.registry.doors import member_required
from jingwei.registry.forms.items import ConflictForm, EscalateForm, SettleForm, StandardForm
from jingwei.registry.members import Member
from jingwei.registry.queries import get_item, list_conflicts
from jingwei.registry.terms import STAFF, CoordinationStage, Role
from jingwei.rulebook import Refused
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
STAGE_COLOURS = {
    CoordinationStage.NEGOTIATING: "amber",
    CoordinationStage.ESCALATED: "accent",
    CoordinationStage.SETTLED: "green",
}


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.CLERK, Role.HEAD)
def standard_new(request: ActorRequest, item_id: int) -> HttpResponse:
    """Add a version of the item's standard, beginning from the points of the version before."""
    item, now = get_item(request.actor, item_id), timezone.now()
    last = item.standards.order_by("-valid_from").first()
    points = "\n".join(last.points.order_by("position").values_list("text", flat=True)) if last else ""
    form = StandardForm(
        request.POST if request.method == "POST" else None,
        initial={"valid_from": local_date(now), "points": points},
    )
    error: Refused | Rejected | None = None
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_standard(**form.arguments(), item_id=item.pk, actor=request.actor, now=now)
        except (Refused, Rejected) as refusal:
            error = refusal
        else:
            messages.success(request, "检查标准已制定，自施行日期起按新版记录。")
            return redirect("item_detail", item.pk)
    context = {
        "form": form,
        "item": item,
        "last": last,
        "heading": "制定检查标准",
        "error": error_shown(error),
        "now": now,
    }
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "registry/item_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.CLERK, Role.HEAD, Role.SUPERVISOR, Role.SUPERVISION_LEAD)
def conflict_new(request: ActorRequest, item_id: int) -> HttpResponse:
    """Bring the item's standard and another one to coordination."""
    item, now = get_item(request.actor, item_id), timezone.now()
    standard = item.standards.in_force(local_date(now)).order_by("-valid_from").first()
    if standard is None:
        raise NotAllowed(f"“{item}”没有施行中的检查标准", "先制定检查标准")
    form = ConflictForm(request.POST if request.method == "POST" else None, item=item, on=local_date(now))
    error: Refused | Rejected | None = None
    if request.method == "POST" and form.is_valid():
        try:
            operations.raise_standard_conflict(
                **form.arguments(), standard_id=standard.pk, actor=request.actor, now=now
            )
        except (Refused, Rejected) as refusal:
            error = refusal
        else:
            messages.success(request, "已提出，先由两部门协商。")
            return redirect("conflict_list")
    context = {
        "form": form,
        "item": item,
        "heading": "提出标准冲突",
        "error": error_shown(error),
        "now": now,
    }
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "registry/item_form.html", context, status=status)


@require_safe
@member_required(*STAFF)
def conflict_list(request: ActorRequest) -> HttpResponse:
    """Show the conflicts of standards that the viewer may see, newest first."""
    return _conflict_page(request)


@require_POST
@member_required(Role.SUPERVISOR, Role.SUPERVISION_LEAD)
def conflict_escalate(request: ActorRequest, conflict_id: int) -> HttpResponse:
    """Bring a conflict before the government."""
    form = EscalateForm(request.POST, prefix=f"escalate-{conflict_id}")
    if not form.is_valid():
        return _conflict_page(request, filled={conflict_id: form}, status=422)
    try:
        operations.escalate_standard_conflict(
            standardconflict_id=conflict_id, **form.cleaned_data, actor=request.actor, now=timezone.now()
        )
    except Rejected as error:
        return _conflict_page(request, error=error, status=error.status)
    messages.success(request, "已提请区政府协调。")
    return redirect("conflict_list")


@require_POST
@member_required(Role.SUPERVISOR, Role.SUPERVISION_LEAD)
def conflict_settle(request: ActorRequest, conflict_id: int) -> HttpResponse:
    """Enter what the coordination came to."""
    form = SettleForm(request.POST, prefix=f"settle-{conflict_id}")
    if not form.is_valid():
        return _conflict_page(request, filled={conflict_id: form}, status=422)
    try:
        operations.settle_standard_conflict(
            standardconflict_id=conflict_id, **form.cleaned_data, actor=request.actor, now=timezone.now()
        )
    except Rejected as error:
        return _conflict_page(request, error=error, status=error.status)
    messages.success(request, "协调结果已记下；需要修改的标准由相应主体制定新版。")
    return redirect("conflict_list")


def _conflict_page(
    request: ActorRequest,
    *,
    error: Rejected | None = None,
    filled: dict[int, EscalateForm | SettleForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    is_bureau = isinstance(request.actor, Member) and request.actor.is_bureau
    page = Paginator(list_conflicts(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    today, rows = local_date(timezone.now()), []
    for conflict in page:
        stage = CoordinationStage(conflict.stage)
        given = (filled or {}).get(conflict.pk)
        may_settle = is_bureau and stage is not CoordinationStage.SETTLED
        may_escalate = is_bureau and stage is CoordinationStage.NEGOTIATING
        escalate = (
            given if isinstance(given, EscalateForm) else EscalateForm(prefix=f"escalate-{conflict.pk}")
        )
        settle = (
            given
            if isinstance(given, SettleForm)
            else SettleForm(prefix=f"settle-{conflict.pk}", initial={"settled_on": today})
        )
        rows.append(
            {
                "conflict": conflict,
                "stage": stage.label,
                "colour": STAGE_COLOURS[stage],
                "escalate": escalate if may_escalate else None,
                "settle": settle if may_settle else None,
            }
        )
    context = {"page": page, "rows": rows, "error": error_shown(error), "now": timezone.now()}
    return render(request, "registry/conflict_list.html", context, status=status)
