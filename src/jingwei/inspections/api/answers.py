"""What the interface answers with."""

from datetime import date, datetime

from django.db.models import Model
from ninja import Field, Schema

from jingwei.inspections.contents import contents_now
from jingwei.inspections.models import Inspection, Record, Result, Visit
from jingwei.inspections.tasks import Task
from jingwei.inspections.terms import EntryWay, Outcome, PointResult, Stage, UrgentReason
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.rulebook.rules import Rule
from jingwei.web.bodies import Word


class InspectionOut(Schema):
    """An inspection in one line."""

    id: int = Field(description="编号")
    number: str = Field(description="文号")
    stage: Word = Field(description="环节")
    kind: Word | None = Field(description="检查类别")
    subject: str = Field(description="检查主体")
    enterprise: str = Field(description="企业")
    site: str = Field(description="场所")
    planned_from: datetime = Field(description="拟检时间自")
    planned_until: datetime = Field(description="拟检时间至")
    approved_at: datetime | None = Field(description="批准时间")

    @classmethod
    def of(cls, inspection: Inspection) -> "InspectionOut":
        """Return the answer for a row."""
        return cls(
            id=inspection.pk,
            number=inspection.number,
            stage=Word.of(Stage(inspection.stage)),
            kind=Word.of(InspectionKind(inspection.kind)) if inspection.kind else None,
            subject=inspection.subject.name,
            enterprise=inspection.enterprise.name,
            site=inspection.site.name,
            planned_from=inspection.planned_from,
            planned_until=inspection.planned_until,
            approved_at=inspection.approved_at,
        )


class VisitOut(Schema):
    """A visit."""

    id: int = Field(description="编号")
    way: Word = Field(description="登记方式")
    entered_at: datetime = Field(description="入企时间")
    scanned_at: datetime | None = Field(description="扫码时间")
    received_at: datetime = Field(description="平台收到的时间")
    left_at: datetime | None = Field(description="离企时间")
    distance: int | None = Field(description="扫码位置距场所（米）")
    place_reason: str = Field(description="位置说明")

    @classmethod
    def of(cls, visit: Visit) -> "VisitOut":
        """Return the answer for a row."""
        return cls(
            id=visit.pk,
            way=Word.of(EntryWay(visit.way)),
            entered_at=visit.entered_at,
            scanned_at=visit.scanned_at,
            received_at=visit.received_at,
            left_at=visit.left_at,
            distance=visit.distance,
            place_reason=visit.place_reason,
        )


class PointOut(Schema):
    """One point of a record."""

    position: int = Field(description="序号")
    item: str = Field(description="检查事项")
    text: str = Field(description="检查要点")
    result: Word | None = Field(description="结果，空为未填")
    note: str = Field(description="情况")
    photos: int = Field(description="照片张数")


class RecordOut(Schema):
    """A record."""

    id: int = Field(description="编号")
    version: int = Field(description="版本，保存时带上")
    digest: str = Field(description="所签内容的校验值（SM3），签署时带上")
    started_at: datetime = Field(description="开始时间")
    certificate_shown_at: datetime | None = Field(description="亮证时间")
    person_name: str = Field(description="企业现场负责人")
    person_post: str = Field(description="职务")
    is_recusal_asked: bool = Field(description="已问回避")
    findings: str = Field(description="检查情况")
    statement: str = Field(description="企业陈述")
    assistants_present: list[str] = Field(description="到场协助人员")
    signed_at: datetime | None = Field(description="签署时间")
    received_at: datetime | None = Field(description="平台收到签署的时间")

    @classmethod
    def of(cls, record: Record) -> "RecordOut":
        """Return the answer for a row."""
        return cls(
            id=record.pk,
            version=record.version,
            digest=contents_now(record).digest,
            started_at=record.started_at,
            certificate_shown_at=record.certificate_shown_at,
            person_name=record.person_name,
            person_post=record.person_post,
            is_recusal_asked=record.is_recusal_asked,
            findings=record.findings,
            statement=record.statement,
            assistants_present=record.assistants_present,
            signed_at=record.signed_at,
            received_at=record.received_at,
        )


class ResultOut(Schema):
    """A result that was told."""

    number: str | None = Field(description="文号，导入的没有")
    outcome: Word = Field(description="结果")
    correct_by: date | None = Field(description="改正期限")
    told_at: datetime | None = Field(description="告知时间，导入的没有")
    due_on: date | None = Field(description="应告知日期，导入的没有")

    @classmethod
    def of(cls, result: Result) -> "ResultOut":
        """Return the answer for a row."""
        return cls(
            number=result.number,
            outcome=Word.of(Outcome(result.outcome)),
            correct_by=result.correct_by,
            told_at=result.told_at,
            due_on=result.due_on,
        )


class NoticeOut(Schema):
    """A notice."""

    number: str = Field(description="文号")
    served_at: datetime | None = Field(description="送达时间")
    received_by: str = Field(description="签收人")


class LinkOut(Schema):
    """Something else that an inspection refers to."""

    id: int = Field(description="编号")
    name: str = Field(description="名称或文号")

    @classmethod
    def to(cls, row: Model | None) -> "LinkOut | None":
        """Return the way to a row; none where there is none. An inspection is named by its number alone."""
        if row is None:
            return None
        return cls(id=row.pk, name=row.number if isinstance(row, Inspection) else str(row))


class GroundsOut(Schema):
    """What the request for an inspection rests on."""

    exempt: Word | None = Field(description="不计上限的情形")
    evidence: str = Field(description="证据或线索编号")
    plan: str = Field(description="计划或部署文号")
    plan_line: LinkOut | None = Field(description="计划事项")
    special: LinkOut | None = Field(description="专项检查")
    invitation: LinkOut | None = Field(description="邀约")
    letter: LinkOut | None = Field(description="协助函")
    parent: LinkOut | None = Field(description="复查的检查任务")
    joint_with: LinkOut | None = Field(description="联合检查牵头任务")
    urgent: Word | None = Field(description="紧急情形")
    separate_reason: str = Field(description="不合并实施的理由")
    permit_basis: str = Field(description="许可现场核查依据")
    overridden: list[str] = Field(description="负责人放行的规则号")
    override_reason: str = Field(description="放行理由")

    @classmethod
    def of(cls, inspection: Inspection) -> "GroundsOut":
        """Return the answer for a row."""
        exempt, urgent = inspection.word("exempt", ExemptReason), inspection.word("urgent", UrgentReason)
        return cls(
            exempt=Word.of(exempt) if exempt else None,
            evidence=inspection.evidence,
            plan=inspection.plan,
            plan_line=LinkOut.to(inspection.plan_line),
            special=LinkOut.to(inspection.special),
            invitation=LinkOut.to(inspection.invitation),
            letter=LinkOut.to(inspection.letter),
            parent=LinkOut.to(inspection.parent),
            joint_with=LinkOut.to(inspection.joint_with),
            urgent=Word.of(urgent) if urgent else None,
            separate_reason=inspection.separate_reason,
            permit_basis=inspection.permit_basis,
            overridden=inspection.overridden,
            override_reason=inspection.override_reason,
        )


class TaskOut(Schema):
    """An inspection with all its papers."""

    inspection: InspectionOut = Field(description="检查任务")
    grounds: GroundsOut = Field(description="申请所依据的计划、线索和函件")
    items: list[str] = Field(description="检查事项")
    officers: list[str] = Field(description="检查人员")
    present: list[str] = Field(description="到场人员")
    notice: NoticeOut | None = Field(description="通知书")
    visit: VisitOut | None = Field(description="入企")
    record: RecordOut | None = Field(description="笔录")
    points: list[PointOut] = Field(description="笔录条目")
    result: ResultOut | None = Field(description="检查结果")

    @classmethod
    def of(cls, task: Task) -> "TaskOut":
        """Return the answer for a task."""
        notice = task.notice
        return cls(
            inspection=InspectionOut.of(task.inspection),
            grounds=GroundsOut.of(task.inspection),
            items=[line.item.name for line in task.inspection.lines.all()],
            officers=[member.officer.name for member in task.inspection.team.all()],
            present=[presence.officer.name for presence in task.presences],
            notice=NoticeOut(number=notice.number, served_at=notice.served_at, received_by=notice.received_by)
            if notice
            else None,
            visit=VisitOut.of(task.visit) if task.visit else None,
            record=RecordOut.of(task.record) if task.record else None,
            points=[
                PointOut(
                    position=entry.position,
                    item=entry.item.name,
                    text=entry.text,
                    result=Word.of(PointResult(entry.result)) if entry.result else None,
                    note=entry.note,
                    photos=len(entry.photos.all()),
                )
                for entry in task.entries
            ],
            result=ResultOut.of(task.result) if task.result else None,
        )


class TasksOut(Schema):
    """Several inspections."""

    tasks: list[InspectionOut] = Field(description="检查任务")


class PhotoOut(Schema):
    """A photo that was stored."""

    id: int = Field(description="编号")
    file: str = Field(description="文件编号")
    sm3: str = Field(description="SM3 摘要")
    size: int = Field(description="字节数")


class BatchRowOut(Schema):
    """How one of several approvals ended."""

    inspection_id: int = Field(description="检查任务编号")
    is_approved: bool = Field(description="是否批准")
    message: str = Field(description="未批准的全部理由")


class BatchOut(Schema):
    """How several approvals ended."""

    rows: list[BatchRowOut] = Field(description="逐件结果")


class RuleOut(Schema):
    """A rule."""

    code: str = Field(description="规则号")
    title: str = Field(description="名称")
    kind: str = Field(description="种类：gate 门禁、measure 计算、alert 预警")
    consequence: str = Field(description="后果")
    cites: list[str] = Field(description="依据")
    since: date = Field(description="自何日起适用")
    is_settled: bool = Field(description="依据和数值是否都已核对；否为“依据待核”")

    @classmethod
    def of(cls, rule: Rule) -> "RuleOut":
        """Return the answer for a rule."""
        return cls(
            code=rule.code,
            title=rule.title,
            kind=rule.kind.value,
            consequence=rule.consequence.value,
            cites=[str(cite) for cite in rule.cites],
            since=rule.since,
            is_settled=rule.is_settled,
        )


class RulesOut(Schema):
    """The rulebook."""

    rules: list[RuleOut] = Field(description="规则")
