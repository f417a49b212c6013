"""How far the lines of an annual plan have been carried out."""

from dataclasses import dataclass

from django.db.models import Count, Q

from jingwei.inspections.facts.items import CARRIED_OUT
from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import Stage
from jingwei.planning.models import AnnualPlan, PlanLine
from jingwei.planning.terms import PlanActivity


@dataclass(frozen=True, slots=True)
class LineProgress:
    """One line: inspections approved and carried out, how many enterprises were inspected, how many were planned."""

    number: int
    line: PlanLine
    approved: int
    done: int
    enterprises: int

    @property
    def percent(self) -> int | None:
        """The share of the planned enterprises that were inspected, 100 at most; None where no number was planned."""
        return min(100, self.enterprises * 100 // self.line.quantity) if self.line.quantity else None


def progress_of(plan: AnnualPlan) -> list[LineProgress]:
    """Return the progress of the plan's inspections, line by line. The plan should come with its lines.

    Inspections that cite the same line in another version of the plan count as well: a line keeps its position.
    """
    found = Inspection.objects.current().filter(
        plan_line__plan__subject=plan.subject_id, plan_line__plan__year=plan.year
    )
    counted = found.values_list("plan_line__position").annotate(
        approved=Count("pk", filter=Q(stage__in=[Stage.APPROVED, *CARRIED_OUT])),
        done=Count("pk", filter=Q(stage__in=CARRIED_OUT)),
        enterprises=Count("enterprise", filter=Q(stage__in=CARRIED_OUT), distinct=True),
    )
    numbers = {position: rest for position, *rest in counted.order_by("plan_line__position")}
    return [
        LineProgress(number, line, *numbers.get(line.position, (0, 0, 0)))
        for number, line in enumerate(plan.lines.all(), 1)
        if line.activity == PlanActivity.INSPECTION
    ]
