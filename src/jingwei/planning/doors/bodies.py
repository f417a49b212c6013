"""What programs send where it is not what the form asks: lists where people type codes, choices that only rules refuse."""

from datetime import date
from typing import Any

from ninja import Field, Schema

from jingwei.planning.operations import LineEntry, SpecialDraft
from jingwei.planning.terms import ApproverLevel, PlanActivity, ShutdownGround, SpecialOrigin
from jingwei.platform.lengths import ENTERPRISES, PARAGRAPH
from jingwei.registry.terms import CreditClass, InspectionMethod
from jingwei.web.bodies import Codes, Id, Ids, Text


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

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``draft_special``."""
        return {"draft": SpecialDraft(**self.dict())}


class ApprovalIn(Schema):
    """An approval as the paper has it."""

    approver: ApproverLevel = Field(description="批准机关")
    number: Text = Field(description="批准文号", max_length=80)
    approved_on: date | None = Field(None, description="批准日期，不填为今天")
    opinion: Text = Field("", description="批准意见", max_length=300)
    override_reason: Text = Field("", description="超年度数量的理由", max_length=300)


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

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``save_line``."""
        return {"line": LineEntry(**self.dict())}
