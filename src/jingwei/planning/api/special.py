"""Special inspections: read, drawn up, submitted, decided, reported on."""

from datetime import date

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from jingwei.planning import operations
from jingwei.planning.models import SpecialPlan
from jingwei.planning.operations import SpecialDraft
from jingwei.planning.queries import get_special, list_specials
from jingwei.planning.terms import ApproverLevel, ShutdownGround, SpecialOrigin, SpecialStage
from jingwei.platform.lengths import ENTERPRISES, PARAGRAPH
from jingwei.registry.members import require
from jingwei.registry.terms import STAFF, CreditClass, Role
from jingwei.web.bodies import Codes, DoneOut, Id, Ids, ReasonIn, Text, Word
from jingwei.web.requests import ActorRequest

router = Router()
ONE = "/specials/{id:special_id}"


class SpecialOut(Schema):
    """A special inspection in one line."""

    id: int = Field(description="编号")
    name: str = Field(description="名称")
    subject: str = Field(description="牵头主体编号")
    subject_name: str = Field(description="牵头主体")
    origin: Word = Field(description="来源")
    stage: Word = Field(description="环节")
    first_on: date | None = Field(description="自")
    last_on: date | None = Field(description="至，当天仍在时限内")
    approver: Word | None = Field(description="批准机关，上级部署的为空")
    approval_number: str = Field(description="批准文号")
    approved_on: date | None = Field(description="批准日期")
    order_number: str = Field(description="部署文号，本级决定的为空")
    reported_on: date | None = Field(description="报告实施情况的日期")

    @classmethod
    def of(cls, special: SpecialPlan, **more: object) -> "SpecialOut":
        """Return the answer for a row."""
        return cls(
            id=special.pk,
            name=special.name,
            subject=special.subject.code,
            subject_name=special.subject.name,
            origin=Word.of(SpecialOrigin(special.origin)),
            stage=Word.of(SpecialStage(special.stage)),
            first_on=special.first_on,
            last_on=special.last_on,
            approver=Word.of(ApproverLevel(special.approver)) if special.approver else None,
            approval_number=special.approval_number,
            approved_on=special.approved_on,
            order_number=special.order_number,
            reported_on=special.reported_on,
            **more,
        )


class SpecialDetailOut(SpecialOut):
    """A special inspection with its bounds and what became of it."""

    assessment: str = Field(description="必要性评估")
    assessed_on: date | None = Field(description="评估日期")
    basis: str = Field(description="依据")
    regions: list[str] = Field(description="范围，区划代码的前缀")
    contents: str = Field(description="内容")
    items: list[str] = Field(description="检查事项编码")
    partners: list[str] = Field(description="参加主体编号")
    object_scope: str = Field(description="对象")
    credit_classes: list[str] = Field(description="对象分类，空为不限")
    industries: list[str] = Field(description="对象行业代码的前缀，空为不限")
    enterprises: list[str] = Field(description="对象名单的统一社会信用代码，空为不限")
    base: int | None = Field(description="对象基数，户")
    quantity: int | None = Field(description="检查户数")
    is_urgent: bool = Field(description="紧急部署")
    opinion: str = Field(description="批准或退回的意见")
    override_reason: str = Field(description="超年度数量的理由")
    report: str = Field(description="实施情况")


class SpecialsOut(Schema):
    """Special inspections."""

    count: int = Field(description="项数")
    specials: list[SpecialOut] = Field(description="专项检查，新的在前")


class SpecialsIn(Schema):
    """Which to give."""

    year: int = Field(0, description="开始的年度，不填为全部", ge=0, le=9999)
    stage: SpecialStage | None = Field(None, description="环节，不填为全部")


class SpecialIn(Schema):
    """A special inspection as it is filled in; what is missing may follow until it is submitted."""

    name: Text = Field(description="名称", max_length=120)
    origin: SpecialOrigin = Field(SpecialOrigin.OWN, description="来源")
    order_number: Text = Field("", description="部署文号", max_length=80)
    assessment: Text = Field("", description="必要性评估", max_length=PARAGRAPH)
    assessed_on: date | None = Field(None, description="评估日期")
    basis: Text = Field("", description="依据", max_length=200)
    regions: Codes = Field(default_factory=list, description="范围，区划代码")
    contents: Text = Field("", description="内容", max_length=PARAGRAPH)
    item_ids: Ids = Field(default_factory=list, description="检查事项编号")
    partner_ids: Ids = Field(default_factory=list, description="参加主体编号")
    object_scope: Text = Field("", description="对象", max_length=200)
    credit_classes: list[CreditClass] = Field(default_factory=list, description="对象分类", max_length=10)
    industries: Codes = Field(default_factory=list, description="对象行业代码")
    enterprise_ids: list[Id] = Field(
        default_factory=list, description="对象名单，企业编号", max_length=ENTERPRISES
    )
    base: int | None = Field(None, description="对象基数，户", ge=0, lt=2**31)
    quantity: int | None = Field(None, description="检查户数", ge=0, lt=2**31)
    first_on: date | None = Field(None, description="自")
    last_on: date | None = Field(None, description="至，当天仍在时限内")
    is_urgent: bool = Field(False, description="紧急部署")
    urgent_reason: Text = Field("", description="紧急理由", max_length=200)
    orders_shutdown: bool = Field(False, description="要求普遍停产停业")
    shutdown_ground: ShutdownGround | None = Field(None, description="停产停业情形")


class ApprovalIn(Schema):
    """An approval as the paper has it."""

    approver: ApproverLevel = Field(description="批准机关")
    number: Text = Field(description="批准文号", max_length=80)
    approved_on: date | None = Field(None, description="批准日期，不填为今天")
    opinion: Text = Field("", description="批准意见", max_length=300)
    override_reason: Text = Field("", description="超年度数量的理由", max_length=300)


class ReportIn(Schema):
    """How it went."""

    report: Text = Field(description="实施情况", max_length=PARAGRAPH)
    reported_on: date | None = Field(None, description="报告日期，不填为今天")


@router.get("/specials", response=SpecialsOut, summary="专项检查")
def specials(request: ActorRequest, chosen: Query[SpecialsIn]) -> SpecialsOut:
    """Return the special inspections that the caller may see."""
    require(request.actor, *STAFF)
    found = list_specials(request.actor)
    if chosen.year:
        found = found.filter(first_on__year=chosen.year)
    if chosen.stage:
        found = found.filter(stage=chosen.stage)
    shown = [SpecialOut.of(each) for each in found]
    return SpecialsOut(count=len(shown), specials=shown)


@router.get(ONE, response=SpecialDetailOut, summary="一项专项检查")
def special(request: ActorRequest, special_id: Id) -> SpecialOut:
    """Return one that the caller may see."""
    return _detail(get_special(request.actor, special_id))


@router.post("/specials", response=SpecialDetailOut, summary="拟订专项检查")
def draft(request: ActorRequest, data: SpecialIn) -> SpecialOut:
    """Draw one up for the caller's own subject."""
    member = require(request.actor, Role.CLERK, Role.HEAD)
    return _detail(
        operations.draft_special(
            subject_id=member.subject_id or 0,
            draft=SpecialDraft(**data.dict()),
            actor=member,
            now=timezone.now(),
        )
    )


@router.post(f"{ONE}/change", response=SpecialDetailOut, summary="修改")
def change(request: ActorRequest, special_id: Id, data: SpecialIn) -> SpecialOut:
    """Change one that is in hand; what is left out becomes empty."""
    return _detail(
        operations.change_special(
            special_id=special_id,
            draft=SpecialDraft(**data.dict()),
            actor=request.actor,
            now=timezone.now(),
        )
    )


@router.post(f"{ONE}/discard", response=DoneOut, summary="放弃拟订")
def discard(request: ActorRequest, special_id: Id) -> DoneOut:
    """Give one up that is in hand."""
    operations.discard_special(special_id=special_id, actor=request.actor, now=timezone.now())
    return DoneOut(is_done=True)


@router.post(f"{ONE}/submit", response=SpecialDetailOut, summary="报请批准")
def submit(request: ActorRequest, special_id: Id) -> SpecialOut:
    """Submit one to the government or the superior."""
    return _detail(operations.submit_special(special_id=special_id, actor=request.actor, now=timezone.now()))


@router.post(f"{ONE}/register", response=SpecialDetailOut, summary="登记上级部署")
def register(request: ActorRequest, special_id: Id) -> SpecialOut:
    """Register one that was ordered from above."""
    return _detail(operations.register_order(special_id=special_id, actor=request.actor, now=timezone.now()))


@router.post(f"{ONE}/approve", response=SpecialDetailOut, summary="登记批准")
def approve(request: ActorRequest, special_id: Id, data: ApprovalIn) -> SpecialOut:
    """Enter the approval, for the government."""
    return _detail(
        operations.approve_special(
            special_id=special_id, actor=request.actor, now=timezone.now(), **data.dict()
        )
    )


@router.post(f"{ONE}/return", response=SpecialDetailOut, summary="退回")
def send_back(request: ActorRequest, special_id: Id, data: ReasonIn) -> SpecialOut:
    """Return one to its subject, for the government."""
    return _detail(
        operations.return_special(
            special_id=special_id, reason=data.reason, actor=request.actor, now=timezone.now()
        )
    )


@router.post(f"{ONE}/report", response=SpecialDetailOut, summary="报告实施情况")
def report(request: ActorRequest, special_id: Id, data: ReportIn) -> SpecialOut:
    """Report how it went."""
    return _detail(
        operations.report_special(
            special_id=special_id, actor=request.actor, now=timezone.now(), **data.dict()
        )
    )


def _detail(special: SpecialPlan) -> SpecialOut:
    plain = (
        "assessment",
        "assessed_on",
        "basis",
        "regions",
        "contents",
        "object_scope",
        "credit_classes",
        "industries",
        "base",
        "quantity",
        "is_urgent",
        "opinion",
        "override_reason",
        "report",
    )
    return SpecialDetailOut.of(
        special,
        items=list(special.items.order_by("code").values_list("code", flat=True)),
        partners=list(special.partners.order_by("sort_key").values_list("code", flat=True)),
        enterprises=list(special.enterprises.order_by("sort_key").values_list("credit_code", flat=True)),
        **{name: getattr(special, name) for name in plain},
    )
