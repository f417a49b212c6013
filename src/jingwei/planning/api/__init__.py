"""The JSON interface of planning: the declared doors at their addresses, one address an act, each act once a key."""

from typing import Any

from ninja import Field, Query, Router, Schema

from jingwei.planning.doors import (
    caps,
    class_enterprise,
    class_tables,
    classes,
    plan,
    plan_lines,
    plans,
    quiet,
    special,
    specials,
)
from jingwei.planning.queries import list_newest_plans
from jingwei.planning.queries.plans import with_lines
from jingwei.platform.calendar import local_date
from jingwei.registry.members import require
from jingwei.registry.terms import STAFF
from jingwei.web.bodies import Text
from jingwei.web.idempotency import once_per_key
from jingwei.web.requests import ActorRequest

router = Router(tags=["计划"])
router.add_decorator(once_per_key, mode="view")
caps.CAPS.mount(router, "/caps")
classes.ENTERPRISES.mount(router, "/class-enterprises", plural="enterprises")
classes.GRADES.mount(router, "/grades")
class_enterprise.ENTERPRISE.open("grade", router, "/grades")
class_enterprise.GRADE.mount(router, "/grades/{id:grade_id}", "部门分级")
classes.RELIEFS.mount(router, "/reliefs")
class_enterprise.ENTERPRISE.open("relief", router, "/reliefs")
class_enterprise.RELIEF.mount(router, "/reliefs/{id:relief_id}", "低风险减免")
class_tables.TABLES.mount(router, "/class-tables", plural="tables")
class_tables.NEW.open(router, "/class-tables")
quiet.QUIET.mount(router, "/quiet-periods", plural="periods")
quiet.NEW.open(router, "/quiet-periods")
quiet.PERIOD.mount(router, "/quiet-periods/{id:period_id}", "一段安静期")
plans.NEW.of(answer=(plan.PlanOut, plan.made_out)).open(router, "/plans")
plan.PLAN.mount(router, "/plans/{id:plan_id}", "年度计划")
plan_lines.NEW.open(router, "/plans/{id:plan_id}/lines")
plan_lines.CHANGE.open(router, "/plans/{id:plan_id}/lines/{id:line_id}")
plan.LINE.mount(router, "/plans/{id:plan_id}/lines/{id:line_id}", "计划事项")
specials.SPECIALS.mount(router, "/specials")
special.NEW.open(router, "/specials")
special.CHANGE.open(router, "/specials/{id:special_id}/change")
special.SPECIAL.mount(router, "/specials/{id:special_id}", "一项专项检查")


class PlansIn(Schema):
    """Which plans to give."""

    year: int = Field(0, description="年度，不填为今年", ge=0, le=9999)
    subject: Text = Field("", description="检查主体编号，不填为全部", max_length=20)


class PlansOut(Schema):
    """The plans of a year."""

    count: int = Field(description="份数")
    plans: list[plan.PlanOut] = Field(description="年度计划")  # type: ignore[valid-type]


@router.get("/plans", response=PlansOut, summary="年度计划及其事项")
def plans_of_year(request: ActorRequest, chosen: Query[PlansIn]) -> Any:
    """Return of each department the newest version of its plan for the year: a function, because each comes with its lines."""
    require(request.actor, *STAFF)
    year = chosen.year or local_date(request.now).year
    found = list_newest_plans(request.actor).filter(year=year)
    if chosen.subject:
        found = found.filter(subject__code=chosen.subject)
    shown = [plan.plan_out(request, each) for each in with_lines(found)]
    return {"count": len(shown), "plans": shown}
