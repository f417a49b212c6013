"""Departments' own grades, tables of ratio and frequency, relief of the low-risk."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.utils import timezone
from ninja import Field, Router, Schema

from jingwei.planning import operations
from jingwei.planning.models import ClassTable, DepartmentGrade, Relief
from jingwei.planning.queries import ClassRow, list_class_tables, list_grades, list_reliefs, rows_of
from jingwei.planning.terms import ReliefExit
from jingwei.platform.calendar import local_date
from jingwei.registry.members import require
from jingwei.registry.terms import STAFF, CreditClass, Role
from jingwei.web.bodies import Id, ReasonIn, Text, Word
from jingwei.web.requests import ActorRequest

router = Router()


class GradeOut(Schema):
    """A department's own grade of an enterprise."""

    id: int = Field(description="编号")
    subject: str = Field(description="检查主体编号")
    enterprise: str = Field(description="企业")
    credit_code: str = Field(description="统一社会信用代码")
    credit_class: Word = Field(description="分级")
    criteria: str = Field(description="分级标准")
    score: Decimal | None = Field(description="得分")
    reason: str = Field(description="理由")
    valid_from: date = Field(description="自")
    valid_until: date | None = Field(description="至，当天不再适用；空为没有终止")

    @classmethod
    def of(cls, grade: DepartmentGrade) -> "GradeOut":
        """Return the answer for a row."""
        return cls(
            id=grade.pk,
            subject=grade.subject.code,
            enterprise=grade.enterprise.name,
            credit_code=grade.enterprise.credit_code,
            credit_class=Word.of(CreditClass(grade.credit_class)),
            criteria=grade.criteria,
            score=grade.score,
            reason=grade.reason,
            valid_from=grade.valid_from,
            valid_until=grade.valid_until,
        )


class GradesOut(Schema):
    """Grades that have not ended."""

    count: int = Field(description="家数")
    grades: list[GradeOut] = Field(description="部门分级，新的在前")


class GradeIn(Schema):
    """A grade as it is entered."""

    enterprise_id: Id = Field(description="企业编号")
    credit_class: CreditClass = Field(description="分级，A 至 D")
    criteria: Text = Field(description="分级标准", max_length=200)
    reason: Text = Field(description="理由", max_length=300)
    valid_from: date = Field(description="自，现有分级到这一天终止")
    score: Annotated[Decimal, Field(max_digits=6, decimal_places=1)] | None = Field(None, description="得分")


class ReliefOut(Schema):
    """An enterprise that has or had relief."""

    id: int = Field(description="编号")
    enterprise: str = Field(description="企业")
    credit_code: str = Field(description="统一社会信用代码")
    entered_on: date = Field(description="纳入日期")
    ground: str = Field(description="纳入依据")
    left_on: date | None = Field(description="移出日期")
    exit: Word | None = Field(description="移出情形")

    @classmethod
    def of(cls, relief: Relief) -> "ReliefOut":
        """Return the answer for a row."""
        return cls(
            id=relief.pk,
            enterprise=relief.enterprise.name,
            credit_code=relief.enterprise.credit_code,
            entered_on=relief.entered_on,
            ground=relief.ground,
            left_on=relief.left_on,
            exit=Word.of(ReliefExit(relief.exit)) if relief.exit else None,
        )


class ReliefsOut(Schema):
    """Reliefs, those in force first."""

    count: int = Field(description="家数")
    reliefs: list[ReliefOut] = Field(description="低风险减免")


class ReliefIn(Schema):
    """Who is to have relief, and why."""

    enterprise_id: Id = Field(description="企业编号")
    ground: Text = Field(description="纳入依据", max_length=200)


class LeaveIn(Schema):
    """Why an enterprise has relief no longer."""

    exit: ReliefExit = Field(description="移出情形")
    note: Text = Field(description="移出说明", max_length=200)


class ClassRowIn(Schema):
    """What one class brings."""

    ratio: int = Field(description="抽查比例，百分数", ge=0, le=999)
    visits: int | None = Field(description="每年次数，空为按需", ge=0, le=99)
    every: int | None = Field(description="两次检查最长间隔，月，空为不设", ge=1, le=120)


class ClassTableOut(Schema):
    """A table of ratio and frequency."""

    id: int = Field(description="编号")
    subject: str = Field(description="检查主体编号，全区的为空")
    valid_from: date = Field(description="自")
    document: str = Field(description="公布文件")
    rows: dict[str, ClassRowIn] = Field(description="A、B、C、D 类")

    @classmethod
    def of(cls, table: ClassTable) -> "ClassTableOut":
        """Return the answer for a row."""
        return cls(
            id=table.pk,
            subject=table.subject.code if table.subject else "",
            valid_from=table.valid_from,
            document=table.document,
            rows={
                each.value: ClassRowIn(ratio=row.ratio, visits=row.visits, every=row.every)
                for each, row in rows_of(table.rows).items()
            },
        )


class ClassTablesOut(Schema):
    """All tables, the district's first."""

    count: int = Field(description="份数")
    tables: list[ClassTableOut] = Field(description="分类抽查表，新的在前")


class ClassTableIn(Schema):
    """A table as it is saved."""

    subject_id: Id | None = Field(None, description="检查主体编号，不填为全区")
    valid_from: date = Field(description="施行日期")
    document: Text = Field(description="公布文件", max_length=160)
    rows: dict[CreditClass, ClassRowIn] = Field(description="A、B、C、D 类都要填", max_length=10)


@router.get("/grades", response=GradesOut, summary="部门分级，没有终止的")
def grades(request: ActorRequest) -> GradesOut:
    """Return the grades of the caller's subject, for the bureau of all."""
    require(request.actor, *STAFF)
    shown = [GradeOut.of(each) for each in list_grades(request.actor, on=local_date(timezone.now()))]
    return GradesOut(count=len(shown), grades=shown)


@router.get("/reliefs", response=ReliefsOut, summary="低风险减免")
def reliefs(request: ActorRequest) -> ReliefsOut:
    """Return all reliefs."""
    require(request.actor, *STAFF)
    shown = [ReliefOut.of(each) for each in list_reliefs(on=local_date(timezone.now()))]
    return ReliefsOut(count=len(shown), reliefs=shown)


@router.get("/class-tables", response=ClassTablesOut, summary="分类抽查比例和频次")
def class_tables(request: ActorRequest) -> ClassTablesOut:
    """Return all tables of ratio and frequency."""
    require(request.actor, *STAFF)
    shown = [ClassTableOut.of(each) for each in list_class_tables()]
    return ClassTablesOut(count=len(shown), tables=shown)


@router.post("/grades", response=GradeOut, summary="登记部门分级")
def grade(request: ActorRequest, data: GradeIn) -> GradeOut:
    """Enter a grade of the caller's own subject."""
    member = require(request.actor, Role.CLERK, Role.HEAD)
    return GradeOut.of(
        operations.grade_enterprise(
            subject_id=member.subject_id or 0, actor=member, now=timezone.now(), **data.dict()
        )
    )


@router.post("/grades/{id:grade_id}/end", response=GradeOut, summary="终止部门分级")
def end_grade(request: ActorRequest, grade_id: Id, data: ReasonIn) -> GradeOut:
    """End a grade as of today."""
    return GradeOut.of(
        operations.end_grade(grade_id=grade_id, reason=data.reason, actor=request.actor, now=timezone.now())
    )


@router.post("/reliefs", response=ReliefOut, summary="纳入低风险减免")
def enter_relief(request: ActorRequest, data: ReliefIn) -> ReliefOut:
    """Enter an enterprise for relief."""
    return ReliefOut.of(operations.enter_relief(actor=request.actor, now=timezone.now(), **data.dict()))


@router.post("/reliefs/{id:relief_id}/leave", response=ReliefOut, summary="移出低风险减免")
def leave_relief(request: ActorRequest, relief_id: Id, data: LeaveIn) -> ReliefOut:
    """Take an enterprise off the relief."""
    return ReliefOut.of(
        operations.leave_relief(relief_id=relief_id, actor=request.actor, now=timezone.now(), **data.dict())
    )


@router.post("/class-tables", response=ClassTableOut, summary="设定分类抽查比例和频次")
def save_class_table(request: ActorRequest, data: ClassTableIn) -> ClassTableOut:
    """Save what each class brings from a day on."""
    return ClassTableOut.of(
        operations.save_class_table(
            rows={each: ClassRow(row.ratio, row.visits, row.every) for each, row in data.rows.items()},
            actor=request.actor,
            now=timezone.now(),
            **data.dict(exclude={"rows"}),
        )
    )
