"""Reads of annual plans: who sees which version, which line covers an inspection, what waits for the head."""

from datetime import date

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from jingwei.planning.models import AnnualPlan, Cap, PlanLine
from jingwei.planning.terms import PlanStage
from jingwei.platform.actors import SYSTEM, Actor
from jingwei.platform.errors import NotAllowed
from jingwei.registry.members import Member
from jingwei.registry.models import Subject
from jingwei.registry.terms import STAFF, CreditClass, Role


def list_plans(actor: Actor) -> QuerySet[AnnualPlan]:
    """Return every version that the actor may see: the bureau all, a subject's people their own, all that is approved.

    SYSTEM sees all; the three administrators and the enterprises none.
    """
    found = AnnualPlan.objects.select_related("subject", "drafted_by", "decided_by")
    if actor is SYSTEM:
        return found
    if not isinstance(actor, Member) or actor.role not in STAFF:
        return found.none()
    if actor.is_bureau:
        return found
    return found.filter(Q(stage=PlanStage.APPROVED) | Q(subject=actor.subject_id))


def list_newest_plans(actor: Actor) -> QuerySet[AnnualPlan]:
    """Return of each subject and year the newest version that the actor may see, the actor's own subject first.

    Each has ``line_count`` and ``approved_count``, how many versions were approved.
    """
    newest = (
        list_plans(actor)
        .order_by("subject_id", "year", "-version")
        .distinct("subject_id", "year")
        .values("pk")
    )
    approved = (
        AnnualPlan.objects.approved()
        .filter(subject=OuterRef("subject"), year=OuterRef("year"))
        .order_by()
        .values("subject")
        .annotate(number=Count("pk"))
        .values("number")
    )
    own = actor.subject_id if isinstance(actor, Member) else None
    return (
        list_plans(actor)
        .filter(pk__in=newest)
        .annotate(
            line_count=Count("lines"),
            approved_count=Coalesce(Subquery(approved, output_field=IntegerField()), 0),
            is_foreign=Case(When(subject=own, then=Value(0)), default=Value(1)),
        )
        .order_by("is_foreign", "-year", "subject__sort_key", "subject_id")
    )


def get_plan(actor: Actor, plan_id: int) -> AnnualPlan:
    """Return one version with its lines, their items and partners. Raises NotAllowed for all others, existing or not."""
    plan = with_lines(list_plans(actor)).filter(pk=plan_id).first()
    if plan is None:
        raise NotAllowed("没有这份年度计划，或还没有批准", "从年度计划列表打开")
    return plan


def list_versions(actor: Actor, plan: AnnualPlan) -> list[AnnualPlan]:
    """Return the versions of the same subject and year that the actor may see, oldest first, with their lines."""
    found = with_lines(list_plans(actor)).filter(subject=plan.subject_id, year=plan.year)
    return list(found.order_by("version"))


def with_lines(plans: QuerySet[AnnualPlan]) -> QuerySet[AnnualPlan]:
    """Let plans come with their lines in order, each with its item and its partners."""
    lines = PlanLine.objects.select_related("item__subject").order_by("position")
    partners = Prefetch("partners", Subject.objects.order_by("sort_key", "id"))
    bases = Prefetch("item__bases")
    return plans.prefetch_related(Prefetch("lines", lines.prefetch_related(partners, bases)))


def find_line(plan: AnnualPlan, item_id: int, credit_class: CreditClass, day: date) -> PlanLine | None:
    """Return the first line of the plan that lets the item be inspected at such an enterprise on the day (R-PUB-08).

    The plan should come with its lines.
    """
    lines = sorted(plan.lines.all(), key=lambda line: line.position)
    return next((line for line in lines if line.covers(item_id, credit_class, day)), None)


def list_plans_to_decide(actor: Actor) -> QuerySet[AnnualPlan]:
    """Return the plans that wait for the actor's approval, the longest first: those of the own subject, for its head."""
    found = AnnualPlan.objects.select_related("subject").annotate(line_count=Count("lines"))
    if not isinstance(actor, Member) or actor.role is not Role.HEAD or actor.subject_id is None:
        return found.none()
    return found.filter(stage=PlanStage.SUBMITTED, subject=actor.subject_id).order_by("submitted_at")


def list_caps_of_year(subject: Subject, year: int) -> QuerySet[Cap]:
    """Return the caps on visits by the subject or its line that hold on some day of the year."""
    return (
        Cap.objects.filter(Q(subject=subject) | Q(line=subject.line, line__gt=""))
        .filter(Q(valid_until=None) | Q(valid_until__gt=date(year, 1, 1)), valid_from__lte=date(year, 12, 31))
        .select_related("subject", "item")
        .order_by(F("item").asc(nulls_last=True), "credit_class", "id")
    )
