"""Reading annual plans."""

from datetime import date

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from jingwei.planning.models import AnnualPlan, PlanLine
from jingwei.planning.queries import list_newest_plans
from jingwei.planning.queries.plans import with_lines
from jingwei.planning.terms import PlanActivity, PlanStage
from jingwei.platform.calendar import local_date
from jingwei.registry.members import require
from jingwei.registry.terms import STAFF, InspectionMethod
from jingwei.web.bodies import Text, Word
from jingwei.web.requests import ActorRequest

router = Router()


class PlanLineOut(Schema):
    """One line of a plan."""

    id: int = Field(description="编号")
    position: int = Field(description="序号，各版不变")
    activity: Word = Field(description="工作类型")
    name: str = Field(description="任务名称")
    item: str = Field(description="检查事项编码，其他执法工作为空")
    item_name: str = Field(description="检查事项名称")
    object_scope: str = Field(description="检查对象")
    base: int | None = Field(description="对象基数，户")
    quantity: int | None = Field(description="检查户数")
    ratios: dict[str, int] = Field(description="A、B、C、D 类抽查比例，百分数；空为不分类别")
    visits: int = Field(description="每户每年次数")
    first_on: date = Field(description="自")
    last_on: date = Field(description="至，当天仍在计划内")
    method: Word = Field(description="检查方式")
    partners: list[str] = Field(description="联合单位编号")
    remark: str = Field(description="备注")

    @classmethod
    def of(cls, line: PlanLine) -> "PlanLineOut":
        """Return the answer for a row."""
        return cls(
            id=line.pk,
            position=line.position,
            activity=Word.of(PlanActivity(line.activity)),
            name=line.name,
            item=line.item.code if line.item else "",
            item_name=line.item.name if line.item else "",
            object_scope=line.object_scope,
            base=line.base,
            quantity=line.quantity,
            ratios=line.ratios,
            visits=line.visits,
            first_on=line.first_on,
            last_on=line.last_on,
            method=Word.of(InspectionMethod(line.method)),
            partners=[partner.code for partner in line.partners.all()],
            remark=line.remark,
        )


class PlanOut(Schema):
    """The newest version of a department's plan that the caller may see."""

    id: int = Field(description="编号")
    subject: str = Field(description="检查主体编号")
    subject_name: str = Field(description="检查主体")
    year: int = Field(description="年度")
    version: int = Field(description="版本")
    title: str = Field(description="名称")
    stage: Word = Field(description="环节")
    decided_on: date | None = Field(description="批准日期")
    lines: list[PlanLineOut] = Field(description="计划事项")

    @classmethod
    def of(cls, plan: AnnualPlan) -> "PlanOut":
        """Return the answer for a row, which comes with its lines."""
        return cls(
            id=plan.pk,
            subject=plan.subject.code,
            subject_name=plan.subject.name,
            year=plan.year,
            version=plan.version,
            title=plan.title,
            stage=Word.of(PlanStage(plan.stage)),
            decided_on=local_date(plan.decided_at) if plan.decided_at else None,
            lines=[PlanLineOut.of(line) for line in plan.lines.all()],
        )


class PlansIn(Schema):
    """Which plans to give."""

    year: int = Field(0, description="年度，不填为今年", ge=0, le=9999)
    subject: Text = Field("", description="检查主体编号，不填为全部", max_length=20)


class PlansOut(Schema):
    """The plans of a year."""

    count: int = Field(description="份数")
    plans: list[PlanOut] = Field(description="年度计划")


@router.get("/plans", response=PlansOut, summary="年度计划及其事项")
def plans(request: ActorRequest, chosen: Query[PlansIn]) -> PlansOut:
    """Return of each department the newest version of its plan for the year that the caller may see."""
    require(request.actor, *STAFF)
    found = list_newest_plans(request.actor).filter(year=chosen.year or local_date(timezone.now()).year)
    if chosen.subject:
        found = found.filter(subject__code=chosen.subject)
    shown = [PlanOut.of(plan) for plan in with_lines(found)]
    return PlansOut(count=len(shown), plans=shown)
