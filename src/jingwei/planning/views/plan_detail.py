"""One version of an annual plan: as on paper, its lines over the year, what changed from version to version."""

from collections.abc import Mapping

from django.conf import settings
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jingwei.planning.documents.plans import plan_document
from jingwei.planning.forms.plans import AmendForm, OpinionForm, ReasonForm
from jingwei.planning.models import AnnualPlan
from jingwei.planning.operations.plan_lines import KEEPERS
from jingwei.planning.queries import get_plan, list_versions
from jingwei.planning.tables.plans import LINE_COLUMNS, stage_tag
from jingwei.planning.terms import PlanStage
from jingwei.planning.views.plan_parts import line_rows, plan_rows, steps_of, strip_of, versions_shown
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.queries import list_events_of
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.terms import STAFF, Role
from jingwei.rulebook import Refused
from jingwei.web.downloads import listed
from jingwei.web.papers import answer_paper
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest


@require_safe
@member_required(*STAFF)
def plan_detail(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Show one version of a plan."""
    return show_plan(request, plan_id)


@require_safe
@member_required(*STAFF)
def plan_paper(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Answer the whole plan as PDF, with ``?format=docx`` as .docx."""
    plan = get_plan(request.actor, plan_id)
    paper = plan_document(plan, on=local_date(timezone.now()), is_demonstration=settings.DEMONSTRATION)
    return answer_paper(request, paper)


@require_safe
@member_required(*STAFF)
def plan_export(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Answer the plan's lines as .xlsx in the columns of R-FORM-03."""
    plan = get_plan(request.actor, plan_id)
    rows = ([read(line) for read in LINE_COLUMNS.values()] for line in plan.lines.all())
    return listed(request, "年度计划事项", list(LINE_COLUMNS), rows, name=str(plan))


def show_plan(
    request: ActorRequest,
    plan_id: int,
    *,
    error: Refused | Rejected | None = None,
    filled: Mapping[str, Form] | None = None,
) -> HttpResponse:
    """Answer the page of one version; after a failed act with the error on top and its form as it was filled in."""
    actor, now = request.actor, timezone.now()
    plan = get_plan(actor, plan_id)
    versions = list_versions(actor, plan)
    context = {
        "plan": plan,
        "tag": stage_tag(plan),
        "rows": plan_rows(plan),
        "lines": line_rows(plan),
        "strip": strip_of(plan),
        "households": sum(line.quantity or 0 for line in plan.lines.all()),
        "versions": versions_shown(versions),
        "newest": versions[-1],
        "timeline": steps_of(list_events_of("annualplan", plan.pk)),
        "forms": {**_offered(actor, plan, versions, local_date(now).year), **(filled or {})},
        "may_edit": keeps(actor, plan) and plan.is_in_hand,
        "error": error_shown(error),
        "now": now,
    }
    status = 200 if error is None and not filled else status_of(error) if error else 422
    return render(request, "planning/plan_detail.html", context, status=status)


def keeps(actor: Actor, plan: AnnualPlan) -> bool:
    """Whether the page offers the actor to work on the plan; the operation decides."""
    return isinstance(actor, Member) and actor.role in KEEPERS and actor.subject_id == plan.subject_id


def _offered(actor: Actor, plan: AnnualPlan, versions: list[AnnualPlan], year: int) -> dict[str, Form]:
    """Return the forms of the acts that make sense for the viewer now."""
    if not keeps(actor, plan):
        return {}
    is_head = isinstance(actor, Member) and actor.role is Role.HEAD
    forms: dict[str, Form] = {}
    if plan.is_in_hand:
        forms["submit"] = Form()
    if plan.stage == PlanStage.SUBMITTED and is_head:
        forms["approve"] = OpinionForm(prefix="approve")
        forms["return"] = ReasonForm(prefix="return")
    if plan.stage == PlanStage.APPROVED and versions[-1] == plan and plan.year >= year:
        forms["amend"] = AmendForm(prefix="amend")
    return forms
