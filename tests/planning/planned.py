"""Annual plans as tests make them: entries of lines, and the steps of a plan."""

from datetime import date, timedelta
from typing import Any

from jingwei.planning import operations
from jingwei.planning.models import AnnualPlan, PlanLine
from jingwei.planning.operations import LineEntry
from jingwei.registry.terms import InspectionMethod
from tests.people import NOW, District

YEAR = 2027  # that for which ``district()`` has no plan yet
JUNE, AUTUMN = date(YEAR, 6, 1), date(YEAR, 9, 30)


def entry(people: District, **changes: Any) -> LineEntry:
    """One line that is in order."""
    given: dict[str, Any] = {
        "name": "工贸企业安全生产检查",
        "item_id": people.item.pk,
        "object_scope": "规模以上工贸企业",
        "first_on": JUNE,
        "last_on": AUTUMN,
        "method": InspectionMethod.ON_SITE,
        "base": 240,
        "quantity": 60,
    }
    return LineEntry(**given | changes)


def draft(people: District, **changes: Any) -> AnnualPlan:
    """Begin the plan of the first subject."""
    given: dict[str, Any] = {
        "subject_id": people.subject.pk,
        "year": YEAR,
        "actor": people.clerk.member,
        "now": NOW,
    }
    return operations.draft_plan(**given | changes)


def add(people: District, plan: AnnualPlan, **changes: Any) -> PlanLine:
    """Enter a line."""
    line = entry(people, **changes)
    return operations.save_line(plan_id=plan.pk, line=line, actor=people.clerk.member, now=NOW)


def submit(people: District, plan: AnnualPlan) -> AnnualPlan:
    """Put it before the head."""
    return operations.submit_plan(plan_id=plan.pk, actor=people.clerk.member, now=NOW)


def approve(people: District, plan: AnnualPlan) -> AnnualPlan:
    """Let the head approve it an hour later."""
    later = NOW + timedelta(hours=1)
    return operations.approve_plan(plan_id=plan.pk, opinion="同意", actor=people.head.member, now=later)


def approved(people: District, **changes: Any) -> AnnualPlan:
    """Take a plan of one line the whole way."""
    plan = draft(people)
    add(people, plan, **changes)
    return approve(people, submit(people, plan))
