"""Acts on annual plans: drafted, line by line, submitted, decided, amended."""

from datetime import date

from django.utils import timezone
from ninja import Field, Schema

from jingwei.planning import operations
from jingwei.planning.api.plans import PlanLineOut, PlanOut, router
from jingwei.planning.models import AnnualPlan
from jingwei.planning.operations import LineEntry
from jingwei.planning.queries import get_plan
from jingwei.planning.terms import AmendmentReason, PlanActivity
from jingwei.registry.members import require
from jingwei.registry.terms import CreditClass, InspectionMethod, Role
from jingwei.web.bodies import DoneOut, Id, Ids, ReasonIn, Text
from jingwei.web.requests import ActorRequest

__all__ = ["router"]
ONE = "/plans/{id:plan_id}"


class PlanIn(Schema):
    """A plan to begin."""

    year: int = Field(description="年度，今年或明年", ge=0, le=9999)
    copies_last: bool = Field(False, description="沿用上一年度已批准的计划")


class PlanLineIn(Schema):
    """A line as it is filled in."""

    name: Text = Field(description="任务名称", max_length=160)
    object_scope: Text = Field(description="检查对象", max_length=160)
    first_on: date = Field(description="自")
    last_on: date = Field(description="至，当天仍在计划内")
    method: InspectionMethod = Field(description="检查方式")
    item_id: Id | None = Field(None, description="检查事项编号，其他执法工作不填")
    activity: PlanActivity = Field(PlanActivity.INSPECTION, description="工作类型")
    base: int | None = Field(None, description="对象基数，户", ge=0, lt=2**31)
    quantity: int | None = Field(None, description="检查户数", ge=0, lt=2**31)
    ratios: dict[CreditClass, int] = Field(
        default_factory=dict, description="A、B、C、D 类抽查比例，百分数", max_length=10
    )
    visits: int = Field(1, description="每户每年次数", ge=0, lt=2**15)
    partner_ids: Ids = Field(default_factory=list, description="联合单位编号")
    remark: Text = Field("", description="备注", max_length=200)


class AmendIn(Schema):
    """Why a plan is amended."""

    reason: AmendmentReason = Field(description="调整情形")
    note: Text = Field(description="调整说明", max_length=300)


class OpinionIn(Schema):
    """The head's opinion."""

    opinion: Text = Field("", description="审批意见", max_length=300)


@router.post("/plans", response=PlanOut, summary="拟订年度计划")
def draft(request: ActorRequest, data: PlanIn) -> PlanOut:
    """Begin the plan of the caller's own subject."""
    member = require(request.actor, Role.CLERK, Role.HEAD)
    made = operations.draft_plan(
        subject_id=member.subject_id or 0, actor=member, now=timezone.now(), **data.dict()
    )
    return _answer(request, made)


@router.post(f"{ONE}/lines", response=PlanLineOut, summary="增加一项")
def add_line(request: ActorRequest, plan_id: Id, data: PlanLineIn) -> PlanLineOut:
    """Enter a line."""
    line = operations.save_line(
        plan_id=plan_id, line=LineEntry(**data.dict()), actor=request.actor, now=timezone.now()
    )
    return PlanLineOut.of(line)


@router.post(f"{ONE}/lines/{{id:line_id}}", response=PlanLineOut, summary="修改一项")
def change_line(request: ActorRequest, plan_id: Id, line_id: Id, data: PlanLineIn) -> PlanLineOut:
    """Change a line."""
    line = operations.save_line(
        plan_id=plan_id,
        line_id=line_id,
        line=LineEntry(**data.dict()),
        actor=request.actor,
        now=timezone.now(),
    )
    return PlanLineOut.of(line)


@router.post(f"{ONE}/lines/{{id:line_id}}/remove", response=PlanOut, summary="删除一项")
def remove_line(request: ActorRequest, plan_id: Id, line_id: Id) -> PlanOut:
    """Take a line out."""
    plan = operations.remove_line(plan_id=plan_id, line_id=line_id, actor=request.actor, now=timezone.now())
    return _answer(request, plan)


@router.post(f"{ONE}/submit", response=PlanOut, summary="报批")
def submit(request: ActorRequest, plan_id: Id) -> PlanOut:
    """Put a plan before the head."""
    return _answer(request, operations.submit_plan(plan_id=plan_id, actor=request.actor, now=timezone.now()))


@router.post(f"{ONE}/approve", response=PlanOut, summary="批准")
def approve(request: ActorRequest, plan_id: Id, data: OpinionIn) -> PlanOut:
    """Approve a plan."""
    plan = operations.approve_plan(
        plan_id=plan_id, opinion=data.opinion, actor=request.actor, now=timezone.now()
    )
    return _answer(request, plan)


@router.post(f"{ONE}/return", response=PlanOut, summary="退回")
def send_back(request: ActorRequest, plan_id: Id, data: ReasonIn) -> PlanOut:
    """Return a plan to its clerk."""
    plan = operations.return_plan(
        plan_id=plan_id, reason=data.reason, actor=request.actor, now=timezone.now()
    )
    return _answer(request, plan)


@router.post(f"{ONE}/amend", response=PlanOut, summary="调整")
def amend(request: ActorRequest, plan_id: Id, data: AmendIn) -> PlanOut:
    """Begin an amendment of an approved plan."""
    plan = operations.amend_plan(plan_id=plan_id, actor=request.actor, now=timezone.now(), **data.dict())
    return _answer(request, plan)


@router.post(f"{ONE}/discard", response=DoneOut, summary="放弃拟订")
def discard(request: ActorRequest, plan_id: Id) -> DoneOut:
    """Throw away a plan that is in hand."""
    operations.discard_plan(plan_id=plan_id, actor=request.actor, now=timezone.now())
    return DoneOut(is_done=True)


def _answer(request: ActorRequest, plan: AnnualPlan) -> PlanOut:
    return PlanOut.of(get_plan(request.actor, plan.pk))
