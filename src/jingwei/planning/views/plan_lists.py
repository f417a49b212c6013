"""年度计划: the list, its file, and beginning a plan."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from jingwei.planning import operations
from jingwei.planning.filters.plans import PlanFilter
from jingwei.planning.forms.plans import DraftForm
from jingwei.planning.models import AnnualPlan
from jingwei.planning.operations.plan_lines import KEEPERS
from jingwei.planning.queries import list_newest_plans
from jingwei.planning.tables.plans import PLAN_COLUMNS, PlanTable
from jingwei.planning.terms import PlanStage
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member, require
from jingwei.registry.terms import STAFF
from jingwei.rulebook import Refused
from jingwei.web.downloads import listed
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
LAMPS = {PlanStage.SUBMITTED: "amber", PlanStage.RETURNED: "red", PlanStage.APPROVED: "green"}


@require_safe
@member_required(*STAFF)
def plan_list(request: ActorRequest) -> HttpResponse:
    """Show of each department and year the newest version that the viewer may see."""
    chosen = PlanFilter(request.GET, actor=request.actor)
    table = PlanTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form = chosen.form
    context = {
        "table": table,
        "tally": _tally(request.actor),
        "fields": [form["q"], form["year"], form["subject"], form["stage"]],
        "query": request.GET.urlencode(),
        "may_draft": isinstance(request.actor, Member) and request.actor.role in KEEPERS,
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "planning/plan_list.html", context)


@require_safe
@member_required(*STAFF)
def plan_list_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx."""
    found = PlanFilter(request.GET, actor=request.actor).qs
    rows = ([read(plan) for read in PLAN_COLUMNS.values()] for plan in found)
    return listed(request, "年度计划", list(PLAN_COLUMNS), rows)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*KEEPERS)
def plan_new(request: ActorRequest) -> HttpResponse:
    """Begin the department's plan for a year."""
    member, now = require(request.actor, *KEEPERS), timezone.now()
    form = DraftForm(request.POST if request.method == "POST" else None, year=local_date(now).year)
    error: Refused | Rejected | None = None
    if request.method == "POST" and form.is_valid():
        try:
            plan = operations.draft_plan(
                **form.cleaned_data, subject_id=member.subject_id or 0, actor=member, now=now
            )
        except (Refused, Rejected) as refusal:
            error = refusal
        else:
            messages.success(request, "已开始拟订，逐项填写或导入表格，完成后报负责人审批。")
            return redirect("plan_detail", plan.pk)
    context = {"form": form, "error": error_shown(error), "now": now}
    failed = 422 if request.method == "POST" else 200
    return render(request, "planning/plan_new.html", context, status=status_of(error) if error else failed)


def _tally(actor: Actor) -> list[dict[str, Any]]:
    newest = list_newest_plans(actor).order_by().values("pk")
    found = AnnualPlan.objects.filter(pk__in=newest)
    counts = dict(found.values_list("stage").annotate(number=Count("pk")))
    return [
        {
            "label": stage.label,
            "count": counts.get(stage.value, 0),
            "url": f"?stage={stage.value}",
            "lamp": LAMPS.get(stage),
            "unit": "份",
        }
        for stage in PlanStage
    ]
