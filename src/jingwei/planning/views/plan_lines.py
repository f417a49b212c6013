"""The form that enters and changes a line of a plan."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jingwei.planning import operations
from jingwei.planning.forms.plans import LineForm
from jingwei.planning.models import PlanLine
from jingwei.planning.operations.plan_lines import KEEPERS, check_in_hand
from jingwei.planning.queries import get_plan
from jingwei.planning.rules.no_targets import TARGET
from jingwei.platform.errors import Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.members import require
from jingwei.rulebook import Refused
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

SMELLS = "文字中有疑似下达检查指标的内容，已记为线索供区司法局核查；不是的，请换一个说法。"


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*KEEPERS)
def plan_line_new(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Enter a line."""
    return _edit(request, plan_id, None)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*KEEPERS)
def plan_line_edit(request: ActorRequest, plan_id: int, line_id: int) -> HttpResponse:
    """Change a line."""
    return _edit(request, plan_id, line_id)


def _edit(request: ActorRequest, plan_id: int, line_id: int | None) -> HttpResponse:
    plan = get_plan(request.actor, plan_id)
    require(request.actor, *KEEPERS, subject_id=plan.subject_id)
    check_in_hand(plan)
    line = next((each for each in plan.lines.all() if each.pk == line_id), None)
    if line_id is not None and line is None:
        raise Http404
    error: Refused | Rejected | None = None
    if request.method == "POST":
        form = LineForm(request.POST, plan=plan)
        if form.is_valid():
            try:
                saved = operations.save_line(
                    plan_id=plan.pk,
                    line=form.entry(),
                    line_id=line_id,
                    actor=request.actor,
                    now=timezone.now(),
                )
            except (Refused, Rejected) as refusal:
                error = refusal
            else:
                messages.success(request, f"“{saved}”已保存。")
                if any(TARGET.search(text) for text in (saved.name, saved.object_scope, saved.remark)):
                    messages.warning(request, SMELLS)
                again = "more" in request.POST
                return redirect("plan_line_new" if again else "plan_detail", plan.pk)
    else:
        form = LineForm(plan=plan, initial=_initial(line, plan.year))
    context = {
        "plan": plan,
        "line": line,
        "form": form,
        "partners": form["partner_ids"],
        "fields": [field for field in form if field.name != "partner_ids"],
        "partner_count": len(form["partner_ids"].value() or ()),
        "error": error_shown(error),
        "now": timezone.now(),
    }
    failed = 422 if request.method == "POST" else 200
    return render(request, "planning/plan_line.html", context, status=status_of(error) if error else failed)


def _initial(line: PlanLine | None, year: int) -> dict[str, object]:
    if line is not None:
        return LineForm.initial_of(line)
    return {"first_on": f"{year}-01-01", "last_on": f"{year}-12-31"}
