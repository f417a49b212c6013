"""What the interface is asked: the bodies of its acts, each field with its 中文 name."""

from datetime import date
from typing import Annotated

from annotated_types import MaxLen
from ninja import Field, Schema
from pydantic import AwareDatetime

from jingwei.inspections.operations import AssistantInput, EntryInput, Position, Request, SignatureInput
from jingwei.inspections.phone_forms import EARLIEST, LATEST, read_drawing
from jingwei.inspections.terms import (
    ActNature,
    EntryWay,
    FaultReason,
    Mode,
    Outcome,
    PointResult,
    RatedAspect,
    SignerKind,
    UrgentReason,
)
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.lengths import LISTED, PARAGRAPH
from jingwei.web.bodies import Codes, Id, Ids, Picture, Text

Text200 = Annotated[Text, MaxLen(200)]
Moment = Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST)]
CAPTURED = "终端断网时办理的时间，须带时区；当场送到的留空（R-SCAN-03c）"


class AssistantIn(Schema):
    """A person named to assist."""

    name: Text = Field(description="姓名", max_length=40)
    employer: Text = Field(description="单位", max_length=80)
    purpose: Text = Field(description="协助内容", max_length=120)


class RequestIn(Schema):
    """A request for an inspection."""

    site_id: Id = Field(description="场所编号")
    kind: InspectionKind | None = Field(None, description="检查类别")
    item_ids: Ids = Field(description="检查事项编号")
    officer_ids: Ids = Field(description="检查人员编号")
    planned_from: Moment = Field(description="拟检时间自，须带时区")
    planned_until: Moment = Field(description="拟检时间至，须带时区")
    nature: ActNature = Field(ActNature.INSPECTION, description="活动性质，只有行政检查可以申请")
    mode: Mode = Field(Mode.ON_SITE, description="检查方式")
    purpose: Text = Field("", description="检查内容", max_length=200)
    materials: Text = Field("", description="需准备的材料", max_length=300)
    exempt: ExemptReason | None = Field(None, description="不计上限的情形")
    evidence: Text = Field("", description="证据或线索编号", max_length=80)
    plan: Text = Field("", description="计划或部署文号", max_length=80)
    is_ordered_from_above: bool = Field(False, description="上级部署")
    joint_with_id: Id | None = Field(None, description="联合检查牵头任务编号")
    plan_line_id: Id | None = Field(None, description="计划事项编号；日常检查留空时由系统查找")
    special_id: Id | None = Field(None, description="专项检查编号")
    invitation_id: Id | None = Field(None, description="邀约编号")
    letter_id: Id | None = Field(None, description="协助函编号")
    parent_id: Id | None = Field(None, description="复查的检查任务编号")
    separate_reason: Text = Field("", description="不合并实施的理由", max_length=200)
    permit_basis: Text = Field("", description="许可现场核查依据", max_length=200)
    is_put_to_head: bool = Field(False, description="可由负责人放行的，报负责人决定")
    urgent: UrgentReason | None = Field(None, description="紧急情形")
    requires_legal_representative: bool = Field(False, description="要求法定代表人到场")
    legal_representative_reason: Text = Field("", description="到场理由", max_length=200)
    on_site_reasons: dict[Id, Text200] = Field(
        default_factory=dict, description="可非现场的事项为何须到场", max_length=LISTED
    )
    assistants: list[AssistantIn] = Field(default_factory=list, description="协助人员", max_length=20)

    def as_request(self) -> Request:
        """Return what the operation takes."""
        given = {name: getattr(self, name) for name in type(self).model_fields if name != "assistants"}
        assistants = [AssistantInput(each.name, each.employer, each.purpose) for each in self.assistants]
        return Request(**given, assistants=assistants)


class ApproveIn(Schema):
    """A head's approval."""

    opinion: Text = Field("", description="审批意见", max_length=300)
    overridden: Codes = Field(default_factory=list, description="放行的规则号")
    override_reason: Text = Field("", description="放行理由", max_length=300)


class ApproveManyIn(Schema):
    """Several approvals at once."""

    inspection_ids: Ids = Field(description="检查任务编号", max_length=100)
    opinion: Text = Field("", description="审批意见", max_length=300)


class QuietDaysIn(Schema):
    """Days that are quiet, or are to be."""

    first_on: date = Field(description="自", ge=EARLIEST.date(), le=LATEST.date())
    last_on: date = Field(description="至，当天也算", ge=EARLIEST.date(), le=LATEST.date())
    enterprise_id: Id | None = Field(None, description="企业编号；不填即全区")


class RescheduleIn(Schema):
    """Another time for an approved visit."""

    planned_from: Moment = Field(description="改到：自，须带时区")
    planned_until: Moment = Field(description="改到：至，须带时区")
    reason: Text = Field(description="改期理由", max_length=200)


class CodeIn(Schema):
    """A code that was scanned."""

    code: Text = Field(description="扫到的文字，或企业码本身", max_length=1000)


class PositionIn(Schema):
    """Where the phone is."""

    latitude: float = Field(description="纬度（WGS-84）", ge=-90, le=90)
    longitude: float = Field(description="经度（WGS-84）", ge=-180, le=180)
    accuracy: int | None = Field(None, description="精度（米）", ge=0)

    def as_position(self) -> Position:
        """Return what the operation takes."""
        return Position(self.latitude, self.longitude, self.accuracy)


class EnterIn(Schema):
    """Going in."""

    code: Text = Field("", description="企业码；按名称登记的留空", max_length=1000)
    way: EntryWay = Field(EntryWay.SCAN, description="登记方式")
    present_ids: Ids = Field(default_factory=list, description="到场人员编号；空为全体检查人员")
    assistants_present: Codes = Field(default_factory=list, description="到场协助人员")
    position: PositionIn | None = Field(None, description="定位")
    place_reason: Text = Field("", description="位置说明", max_length=200)
    explanation: Text = Field("", description="未出示码的原因", max_length=300)
    door_photo: Picture = Field("", description="门牌照片，base64")
    entered_at: Moment | None = Field(None, description="实际入企时间，仅紧急检查")
    captured_at: Moment | None = Field(None, description=CAPTURED)


class BackEntryIn(Schema):
    """A visit that could not be scanned."""

    entered_at: Moment = Field(description="入企时间")
    left_at: Moment = Field(description="离企时间")
    fault: FaultReason | None = Field(description="故障原因")
    explanation: Text = Field(description="说明", max_length=300)
    evidence: Picture = Field("", description="故障凭证照片，base64")
    present_ids: Ids = Field(default_factory=list, description="到场人员编号；空为全体检查人员")


class NoticeIn(Schema):
    """Handing over the notice."""

    received_by: Text = Field(description="签收人", max_length=40)


class StartIn(Schema):
    """Starting the inspection."""

    certificate_shown_at: Moment | None = Field(None, description="亮证时间")


class EntryIn(Schema):
    """The result on one point."""

    result: PointResult | None = Field(None, description="结果")
    note: Text = Field("", description="情况", max_length=500)


class RecordIn(Schema):
    """The record as far as it is filled in. What is not given stays as it was."""

    version: int = Field(description="在哪一版上填写，读取笔录时所得；已有新版的答 409", ge=0, le=2**31 - 1)
    entries: dict[int, EntryIn] = Field(
        default_factory=dict, description="序号到结果；不给的不改", max_length=LISTED
    )
    person_name: Text | None = Field(None, description="企业现场负责人；不给的不改，下同", max_length=40)
    person_post: Text | None = Field(None, description="职务", max_length=40)
    is_recusal_asked: bool | None = Field(None, description="已问回避")
    statement: Text | None = Field(None, description="企业陈述", max_length=PARAGRAPH)
    findings: Text | None = Field(None, description="检查情况", max_length=PARAGRAPH)
    assistants_present: Codes | None = Field(None, description="到场协助人员")
    captured_at: Moment | None = Field(None, description=CAPTURED)
    certificate_shown_at: Moment | None = Field(None, description="亮证时间")

    def as_entries(self) -> dict[int, EntryInput]:
        """Return the points as the operation takes them."""
        return {position: EntryInput(each.result, each.note) for position, each in self.entries.items()}


class SignatureIn(Schema):
    """One signature."""

    kind: SignerKind = Field(description="身份")
    name: Text = Field(description="姓名", max_length=40)
    image: Picture = Field(description="签名图像，PNG 或 JPEG 的 base64，可带 data: 前缀")
    officer_id: Id | None = Field(None, description="执法人员编号")

    def as_signature(self) -> SignatureInput:
        """Return what the operation takes. Raises Mistake for an image that is none."""
        return SignatureInput(self.kind, self.name, read_drawing(self.image), self.officer_id)


class SignIn(Schema):
    """Signing the record."""

    digest: Text = Field(description="所签内容的校验值，读取笔录时所得；笔录已改的答 409", max_length=64)
    captured_at: Moment | None = Field(None, description=CAPTURED)
    signatures: list[SignatureIn] = Field(description="签名", max_length=20)
    refusal: Text = Field("", description="企业拒签情况", max_length=200)
    has_recording: bool = Field(False, description="有录音录像")


class LeaveIn(Schema):
    """Leaving."""

    captured_at: Moment | None = Field(None, description=CAPTURED)


class ResultIn(Schema):
    """Telling the result."""

    captured_at: Moment | None = Field(None, description=CAPTURED)
    outcome: Outcome = Field(description="结果")
    problems: Text = Field("", description="问题", max_length=PARAGRAPH)
    demand: Text = Field("", description="整改要求", max_length=PARAGRAPH)
    correct_by: date | None = Field(None, description="改正期限")
    guidance: Text = Field("", description="指导意见", max_length=PARAGRAPH)
    is_told_on_the_spot: bool = Field(False, description="当场告知")
    ended_in_case: bool = Field(False, description="转立案")
    case_number: Text = Field("", description="案号", max_length=60)


class RatingIn(Schema):
    """What the enterprise thought of a visit."""

    token: Text = Field(description="评价凭证，用后作废", max_length=200)
    stars: dict[RatedAspect, int] = Field(description="六个方面，各 1 至 5 星", max_length=6)
    took_gifts: bool = Field(False, description="接受馈赠、报酬")
    took_treats: bool = Field(False, description="接受宴请、旅游")
    passed_on_costs: bool = Field(False, description="转嫁费用")
    forced_services: bool = Field(False, description="指定中介服务")
    comment: Text = Field("", description="意见", max_length=1000)
