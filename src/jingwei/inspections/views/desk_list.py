"""The list of tasks: tally, filter, table, export, and approving several at once."""

from collections.abc import Sequence

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from jingwei.inspections.filters import InspectionFilter
from jingwei.inspections.forms import PickForm
from jingwei.inspections.models import Inspection
from jingwei.inspections.operations import BatchRow, approve_many
from jingwei.inspections.queries import list_inspections
from jingwei.inspections.tables import EXPORTED, InspectionTable
from jingwei.inspections.terms import Stage
from jingwei.platform.actors import Actor
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.terms import STAFF, Role
from jingwei.web.downloads import listed
from jingwei.web.refusals import error_shown
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
TALLIED = (Stage.SUBMITTED, Stage.RETURNED, Stage.APPROVED, Stage.ENTERED, Stage.RECORDED, Stage.CONCLUDED)
LAMPS = {Stage.SUBMITTED: "amber", Stage.RETURNED: "amber", Stage.RECORDED: "amber", Stage.CONCLUDED: "green"}


@require_safe
@member_required(*STAFF)
def list_page(request: ActorRequest) -> HttpResponse:
    """Show the tasks that the viewer may see."""
    visible = list_inspections(request.actor)
    chosen = InspectionFilter(request.GET, queryset=visible)
    may_approve = isinstance(request.actor, Member) and request.actor.role is Role.HEAD
    table = InspectionTable(chosen.qs, may_pick=may_approve, shows_subject=_sees_all(request.actor))
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form = chosen.form
    context = {
        "table": table,
        "tally": _tally(visible),
        "fields": [form["q"], form["stage"], form["kind"]],
        "more": [
            form[name]
            for name in ("origin", "planned_after", "planned_before", "reach", "special", "plan_line")
        ],
        "query": request.GET.urlencode(),
        "may_approve": may_approve,
        "may_request": isinstance(request.actor, Member) and request.actor.role in {Role.CLERK, Role.OFFICER},
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "inspections/list.html", context)


@require_safe
@member_required(*STAFF)
def export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx."""
    found = InspectionFilter(request.GET, queryset=list_inspections(request.actor)).qs
    rows = ([read(row) for read in EXPORTED.values()] for row in found.iterator(chunk_size=1000))
    return listed(request, "检查任务", list(EXPORTED), rows)


@require_POST
@member_required(Role.HEAD)
def approve_picked(request: ActorRequest) -> HttpResponse:
    """Approve several tasks: first name them and ask, then approve each on its own and say how each ended."""
    form = PickForm(request.POST)
    if not form.is_valid():
        return redirect("inspection_list")
    ids: Sequence[int] = form.cleaned_data["pick"]
    if not form.cleaned_data["is_confirmed"]:
        picked = list_inspections(request.actor).filter(pk__in=ids, stage=Stage.SUBMITTED)
        return render(
            request,
            "inspections/approve_many.html",
            {"picked": list(picked), "left_out": len(ids) - len(picked)},
        )
    rows = approve_many(
        inspection_ids=ids, opinion=form.cleaned_data["opinion"], actor=request.actor, now=timezone.now()
    )
    return render(request, "inspections/approved_many.html", _ended(rows, request.actor))


def _ended(rows: Sequence[BatchRow], actor: Actor) -> dict[str, object]:
    found = {
        each.pk: each for each in list_inspections(actor).filter(pk__in=[row.inspection_id for row in rows])
    }
    refused = [row for row in rows if row.error is not None]
    return {
        "approved": [found[row.inspection_id] for row in rows if row.error is None],
        "refused": [
            {"inspection": found.get(row.inspection_id), "error": error_shown(row.error)} for row in refused
        ],
    }


def _sees_all(actor: Actor) -> bool:
    return isinstance(actor, Member) and actor.is_bureau


def _tally(visible: QuerySet[Inspection]) -> list[dict[str, object]]:
    counts = dict(visible.order_by().values_list("stage").annotate(number=Count("id")))
    return [
        {
            "label": stage.label,
            "count": counts.get(stage.value, 0),
            "url": f"?stage={stage.value}",
            "lamp": LAMPS.get(stage),
        }
        for stage in TALLIED
    ]
