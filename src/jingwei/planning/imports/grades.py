"""Departments' own lists of graded enterprises."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from jingwei.planning.imports.classes import CLASSES, credit_class
from jingwei.planning.models import DepartmentGrade
from jingwei.planning.operations.classes import told_too_early
from jingwei.planning.terms import ClassAction
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.models import ImportRun
from jingwei.platform.spreadsheets import cells
from jingwei.platform.spreadsheets.layout import Column, Layout, Problem, Row
from jingwei.registry.imports.lookups import Subjects
from jingwei.registry.imports.saying import problem
from jingwei.registry.models import Enterprise, Subject
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.registry.terms import CreditClass, Role

LAYOUT = Layout(
    kind="grades",
    title="部门分级",
    remarks=(
        "每行一家企业在一个部门的等级；与信用风险分类从严适用。",
        "已有等级的企业，原等级到新等级起始之日终止；起始日期早于原等级的退回。",
    ),
    columns=(
        Column(
            "检查主体",
            "subject",
            cells.text(longest=80),
            is_required=True,
            aliases=("主体", "部门", "单位"),
            note="全称、简称或编号",
            example="徐州市铜山区应急管理局",
        ),
        Column(
            "统一社会信用代码",
            "credit_code",
            cells.code(longest=18),
            is_required=True,
            aliases=("信用代码", "社会信用代码", "统一代码"),
            note="须已登记",
            example="91320312DEM000014U",
        ),
        Column("企业名称", "name", cells.text(longest=120), aliases=("名称", "单位名称"), note="只供核对"),
        Column(
            "分级",
            "credit_class",
            credit_class,
            is_required=True,
            aliases=("等级", "部门分级", "风险等级"),
            choices=cells.labels(CLASSES),
            example=CreditClass.C.label,
        ),
        Column(
            "分级标准",
            "criteria",
            cells.text(longest=200),
            is_required=True,
            aliases=("标准", "评定标准"),
            example="安全生产风险分级标准（2026）",
        ),
        Column("得分", "score", cells.decimal(least=-9999, most=9999), aliases=("分数", "评分")),
        Column(
            "理由",
            "reason",
            cells.text(longest=300),
            is_required=True,
            aliases=("分级理由", "评定理由"),
            example="涉爆粉尘",
        ),
        Column(
            "自",
            "valid_from",
            cells.day(earliest=date(2015, 1, 1), years_ahead=1),
            is_required=True,
            aliases=("起始日期", "生效日期", "评定日期"),
            example="2026-01-01",
        ),
    ),
)


class GradeImporter:
    """Imports grades for a department's own clerk or head; the bureau and the command bring in lists of all."""

    layout = LAYOUT
    judges_incomplete = False

    def __init__(self) -> None:
        self._subjects = Subjects()
        self._enterprises: dict[str, Enterprise] = {}
        found = DepartmentGrade.objects.order_by("subject", "enterprise", "-valid_from", "-id")
        last = found.distinct("subject", "enterprise")
        self._last = {(each.subject_id, each.enterprise_id): each for each in last}
        self._seen: dict[tuple[int, str], int] = {}  # department and enterprise → line

    def access(self, actor: Actor) -> None:
        """Raise NotAllowed for an actor who may import no grades."""
        access_registry(actor, Role.CLERK, Role.HEAD, *BUREAU)

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime) -> list[list[Problem]]:
        """Judge whose grade it is, the enterprise, and the grade before."""
        codes = {row.values["credit_code"] for row in rows} - self._enterprises.keys()
        found = Enterprise.objects.filter(credit_code__in=codes)
        self._enterprises |= {each.credit_code: each for each in found}
        return [list(self._judge(row, actor)) for row in rows]

    def write(self, rows: Sequence[Row], *, actor: Actor, now: datetime, run: ImportRun | None) -> None:
        """End the grades that stand, write the new ones, and log each as if it were entered alone."""
        made, ended = [], []
        for row in rows:
            values = row.values
            subject, enterprise = self._pair(row)
            assert subject is not None
            last = self._last.get((subject.pk, enterprise.pk))
            if last is not None and last.valid_until is None:
                last.valid_until = values["valid_from"]
                ended.append(last)
            made.append(
                DepartmentGrade(
                    subject=subject,
                    enterprise=enterprise,
                    credit_class=values["credit_class"],
                    criteria=values["criteria"],
                    score=values["score"],
                    reason=values["reason"],
                    valid_from=values["valid_from"],
                    entered_by_id=actor.account_id,
                    entered_at=now,
                )
            )
        DepartmentGrade.objects.bulk_update(ended, ["valid_until"], batch_size=1000)
        DepartmentGrade.objects.bulk_create(made)
        audit.record_many(
            audit.entry(
                ClassAction.GRADED,
                actor=actor,
                now=now,
                target=grade.enterprise,
                enterprise=grade.enterprise.name,
                grade=CreditClass(grade.credit_class).label,
                reason=grade.reason,
            )
            for grade in made
        )

    def _pair(self, row: Row) -> tuple[Subject | None, Enterprise]:
        return self._subjects.find(row.values["subject"]), self._enterprises[row.values["credit_code"]]

    def _judge(self, row: Row, actor: Actor) -> Iterator[Problem]:
        values = row.values
        subject, wrong = self._subjects.judge(values["subject"], column="检查主体", actor=actor)
        enterprise = self._enterprises.get(values["credit_code"])
        if wrong:
            yield wrong
        if enterprise is None:
            yield problem(LAYOUT, row, "credit_code", "没有登记的企业", "先导入企业，或删除本行")
        if subject is None or enterprise is None:
            return
        first = self._seen.setdefault((subject.pk, values["credit_code"]), row.line)
        if first != row.line:
            yield problem(LAYOUT, row, "credit_code", f"与第 {first} 行重复", "一家企业只保留一行")
        last = self._last.get((subject.pk, enterprise.pk))
        if last is not None and values["valid_from"] < last.free_from:
            yield problem(LAYOUT, row, "valid_from", *told_too_early(last))
