"""Classes on the page and in exported files: enterprises, departments' grades, relief."""

from collections.abc import Callable
from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jingwei.planning.models import DepartmentGrade, Relief
from jingwei.planning.queries import stricter
from jingwei.planning.terms import ReliefExit
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.registry.models import Enterprise
from jingwei.registry.terms import CreditClass
from jingwei.web.gallery import draw

END = {"td": {"class": "is-end"}, "th": {"class": "is-end"}}
COLOURS = {CreditClass.C: "amber", CreditClass.D: "red"}


def label_of(value: str | None) -> str:
    """Return a class in words, empty where there is none."""
    return CreditClass(value).label if value else ""


def class_tag(value: str) -> SafeString:
    """Return a class as a tag."""
    return draw("tag", {"text": label_of(value), "colour": COLOURS.get(CreditClass(value), "")})


def month_of(enterprise: Enterprise) -> str:
    """Return the month of an enterprise's class, empty where none was noted."""
    return f"{enterprise.class_month:%Y-%m}" if enterprise.class_month else ""


# ``list_classed`` gives grade, before and relief_since.
ENTERPRISE_COLUMNS: dict[str, Callable[[Any], Cell]] = {
    "统一社会信用代码": lambda row: row.credit_code,
    "企业名称": lambda row: row.name,
    "区划": lambda row: row.region.name,
    "分类": lambda row: label_of(row.credit_class),
    "月份": month_of,
    "上一月分类": lambda row: label_of(row.before),
    "本部门分级": lambda row: label_of(row.grade),
    "从严适用": lambda row: label_of(stricter(row.credit_class, row.grade)),
    "低风险减免自": lambda row: row.relief_since,
}
GRADE_COLUMNS: dict[str, Callable[[Any], Cell]] = {
    "检查主体": lambda row: row.subject.name,
    "统一社会信用代码": lambda row: row.enterprise.credit_code,
    "企业名称": lambda row: row.enterprise.name,
    "区划": lambda row: row.enterprise.region.name,
    "分级": lambda row: label_of(row.credit_class),
    "信用风险分类": lambda row: label_of(row.enterprise.credit_class),
    "分级标准": lambda row: row.criteria,
    "得分": lambda row: float(row.score) if row.score is not None else None,
    "理由": lambda row: row.reason,
    "自": lambda row: row.valid_from,
}
RELIEF_COLUMNS: dict[str, Callable[[Any], Cell]] = {
    "统一社会信用代码": lambda row: row.enterprise.credit_code,
    "企业名称": lambda row: row.enterprise.name,
    "区划": lambda row: row.enterprise.region.name,
    "分类": lambda row: label_of(row.enterprise.credit_class),
    "纳入日期": lambda row: row.entered_on,
    "纳入依据": lambda row: row.ground,
    "移出日期": lambda row: row.left_on,
    "移出情形": lambda row: ReliefExit(row.exit).label if row.exit else "",
    "移出说明": lambda row: row.exit_note,
}


def _named(enterprise: Enterprise, below: str) -> SafeString:
    return format_html(
        '<a class="jw-title" href="{}">{}</a><span class="jw-line2">{}</span>',
        reverse("class_enterprise", args=[enterprise.pk]),
        enterprise.name,
        below,
    )


class EnterpriseTable(tables.Table):  # type: ignore[misc]
    """Enterprises with their class, the one before, and the viewer's own grade."""

    name = tables.Column(verbose_name="企业", order_by="sort_key", attrs={"td": {"class": "is-wide"}})
    region = tables.Column(verbose_name="镇街", order_by="region__code", attrs={"td": {"class": "jw-nw"}})
    month = tables.Column(
        verbose_name="月份", attrs={"td": {"class": "jw-nw", "data-label": "月份"}}, empty_values=()
    )
    grade = tables.Column(
        verbose_name="本部门分级", attrs={"td": {"class": "jw-nw", "data-label": "本部门"}}, empty_values=()
    )
    credit_class = tables.Column(verbose_name="分类", attrs=END)

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        """Judge which month is stale as of the day."""
        super().__init__(*args, **kwargs)
        self.on = on

    def render_name(self, record: Any) -> SafeString:
        """Return the name, leading to the enterprise's classes; below its code, and its relief."""
        relief = f"　低风险减免自 {record.relief_since}" if record.relief_since else ""
        return _named(record, f"{record.credit_code}{relief}")

    def render_month(self, record: Any) -> SafeString | str:
        """Return the month, amber where it is not this one."""
        if record.credit_class == CreditClass.UNKNOWN:
            return "—"
        if record.class_month is None or record.class_month < self.on.replace(day=1):
            return draw("lamp", {"colour": "amber", "text": month_of(record) or "未注明"})
        return month_of(record)

    def render_grade(self, record: Any) -> str:
        """Return the department's own grade."""
        return label_of(record.grade) or "—"

    def render_credit_class(self, record: Any) -> SafeString:
        """Return the class, and below the one before where it was another."""
        tag = class_tag(record.credit_class)
        if record.before and record.before != record.credit_class:
            return format_html('{}<span class="jw-line2">原 {}</span>', tag, label_of(record.before))
        return tag


class GradeTable(tables.Table):  # type: ignore[misc]
    """Departments' own grades that are in force or to come."""

    enterprise = tables.Column(
        verbose_name="企业", order_by="enterprise__sort_key", attrs={"td": {"class": "is-wide"}}
    )
    subject = tables.Column(accessor="subject__short_name", verbose_name="部门", order_by="subject__sort_key")
    criteria = tables.Column(verbose_name="标准与得分", attrs={"td": {"class": "is-gone"}})
    valid_from = tables.Column(verbose_name="自", attrs={"td": {"class": "jw-nw", "data-label": "自"}})
    monthly = tables.Column(
        accessor="enterprise__credit_class",
        verbose_name="信用分类",
        attrs={"td": {"class": "jw-nw", "data-label": "信用分类"}},
    )
    credit_class = tables.Column(verbose_name="分级", attrs=END)

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def render_enterprise(self, record: DepartmentGrade) -> SafeString:
        """Return the enterprise, and below why it is graded so."""
        return _named(record.enterprise, record.reason)

    def render_criteria(self, record: DepartmentGrade) -> str:
        """Return the criteria with the score."""
        return record.criteria + (f"　{record.score} 分" if record.score is not None else "")

    def render_valid_from(self, value: date) -> str:
        """Return the day."""
        return value.isoformat()

    def render_monthly(self, record: DepartmentGrade) -> str:
        """Return the month's class."""
        return label_of(record.enterprise.credit_class)

    def render_credit_class(self, record: DepartmentGrade) -> SafeString:
        """Return the grade as a tag."""
        return class_tag(record.credit_class)


class ReliefTable(tables.Table):  # type: ignore[misc]
    """Low-risk enterprises with relief, and those that have left it."""

    enterprise = tables.Column(
        verbose_name="企业", order_by="enterprise__sort_key", attrs={"td": {"class": "is-wide"}}
    )
    region = tables.Column(
        accessor="enterprise__region", verbose_name="镇街", order_by="enterprise__region__code"
    )
    entered_on = tables.Column(verbose_name="纳入", attrs={"td": {"class": "jw-nw", "data-label": "纳入"}})
    left_on = tables.Column(verbose_name="状态", attrs=END, empty_values=())

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def render_enterprise(self, record: Relief) -> SafeString:
        """Return the enterprise, and below on what ground it came in and why it left."""
        note = f"　移出：{record.exit_note}" if record.exit_note else ""
        return _named(record.enterprise, record.ground + note)

    def render_entered_on(self, value: date) -> str:
        """Return the day."""
        return value.isoformat()

    def render_left_on(self, record: Any) -> SafeString:
        """Return whether it stands, or how it ended."""
        if not record.left_on:
            return draw("lamp", {"colour": "green", "text": "减免中"})
        text = f"{record.left_on} {ReliefExit(record.exit).label if record.exit else '移出'}"
        return draw("lamp", {"colour": "grey", "text": text})
