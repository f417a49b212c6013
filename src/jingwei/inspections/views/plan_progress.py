"""What the page of an annual plan shows from here: how far its lines have been carried out."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jingwei.inspections.plan_progress import progress_of
from jingwei.inspections.queries import may_list_of
from jingwei.planning.queries import get_plan
from jingwei.registry.doors import member_required
from jingwei.registry.terms import STAFF
from jingwei.web.requests import ActorRequest


@require_safe
@member_required(*STAFF)
def plan_progress(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Answer the part of a plan's page that shows its progress, one row a line."""
    plan = get_plan(request.actor, plan_id)
    rows = progress_of(plan)
    context = {
        "may_list": may_list_of(request.actor, plan.subject_id),
        "rows": rows,
        "done": sum(row.done for row in rows),
        "approved": sum(row.approved for row in rows),
    }
    return render(request, "inspections/_plan_progress.html", context)
