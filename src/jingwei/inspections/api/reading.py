"""What may be read besides: an officer's tasks, the rulebook."""

from datetime import date

from ninja import Query, Router

from jingwei.inspections.api.answers import InspectionOut, RuleOut, RulesOut, TasksOut
from jingwei.inspections.api.asked import QuietDaysIn
from jingwei.inspections.queries import list_stopped, list_tasks_of_officer
from jingwei.platform.calendar import local_date
from jingwei.registry.members import require
from jingwei.registry.terms import STAFF, Role
from jingwei.rulebook import all_rules
from jingwei.web.requests import ActorRequest

router = Router()


@router.get("/me/tasks", response=TasksOut, summary="本人某一天的检查任务，默认今天")
def my_tasks(request: ActorRequest, day: Query[date | None] = None) -> TasksOut:
    """Return the officer's tasks of a day and those under way."""
    require(request.actor, Role.OFFICER)
    tasks = list_tasks_of_officer(request.actor, day=day or local_date(request.now))
    return TasksOut(tasks=[InspectionOut.of(task) for task in tasks])


@router.get("/quiet-periods/inspections", response=TasksOut, summary="落在安静期、不能批准和入企的检查")
def inspections_on_quiet_days(request: ActorRequest, chosen: Query[QuietDaysIn]) -> TasksOut:
    """Return what is planned on days that are quiet, or are to be, of what the caller may see."""
    require(request.actor, *STAFF)
    found = list_stopped(request.actor, **chosen.dict())
    return TasksOut(tasks=[InspectionOut.of(each) for each in found])


@router.get("/rules", response=RulesOut, summary="规则库")
def rules(request: ActorRequest) -> RulesOut:
    """Return every rule with its citation."""
    return RulesOut(rules=[RuleOut.of(rule) for rule in all_rules().values()])
