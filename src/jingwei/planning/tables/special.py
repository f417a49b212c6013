"""Special inspections on the page and in the exported file, and how their bounds are said in words."""

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jingwei.planning.models import SpecialPlan
from jingwei.planning.terms import ApproverLevel, SpecialOrigin, SpecialStage
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.registry.models import Region
from jingwei.registry.queries import industry_name
from jingwei.registry.terms import CreditClass
from jingwei.web.gallery import draw

STAGE_COLOURS = {
    SpecialStage.DRAFT: "",
    SpecialStage.SUBMITTED: "accent",
    SpecialStage.RETURNED: "red",
    SpecialStage.APPROVED: "green",
    SpecialStage.ENDED: "",
}


def stage_tag(special: SpecialPlan) -> SafeString:
    """Return where the special inspection stands, as a tag."""
    stage = SpecialStage(special.stage)
    return draw("tag", {"text": stage.label, "colour": STAGE_COLOURS[stage]})


def term_in_words(special: SpecialPlan) -> str:
    """Return its first and last day, as far as they are known."""
    if not special.first_on and not special.last_on:
        return ""
    return f"{special.first_on or '未定'} 至 {special.last_on or '未定'}"


def regions_in_words(special: SpecialPlan) -> str:
    """Return the names of its regions."""
    names = dict(Region.objects.filter(code__in=special.regions).values_list("code", "name"))
    return "、".join(names.get(code, code) for code in special.regions)


def objects_in_words(special: SpecialPlan) -> str:
    """Return whom it is about: in words, by class, by industry."""
    classes = "、".join(CreditClass(each).label for each in special.credit_classes)
    industries = "、".join(f"{code} {industry_name(code)}" for code in special.industries)
    said = [special.object_scope]
    said += [f"分类：{classes}"] if classes else []
    said += [f"行业：{industries}"] if industries else []
    return "\n".join(filter(None, said))


def households_in_words(special: SpecialPlan) -> str:
    """Return how many of how many are inspected, as far as it is written."""
    if special.base is None and special.quantity is None:
        return ""
    base = "未填" if special.base is None else f"{special.base} 户"
    quantity = "未填" if special.quantity is None else f"{special.quantity} 户"
    return f"基数 {base}，检查 {quantity}"


def approval_in_words(special: SpecialPlan) -> str:
    """Return who approved it by which paper, or by which order it is carried out."""
    if special.origin == SpecialOrigin.SUPERIOR:
        return f"上级部署，{special.order_number}" if special.order_number else "上级部署"
    if not special.approver:
        return ""
    return f"{ApproverLevel(special.approver).label}，{special.approval_number}"


# The columns of R-FORM-04. The rows come with their items and partners.
SPECIAL_COLUMNS: dict[str, Callable[[SpecialPlan], Cell]] = {
    "名称": lambda row: row.name,
    "牵头主体": lambda row: row.subject.name,
    "参加主体": lambda row: "、".join(each.name for each in row.partners.all()),
    "来源": lambda row: SpecialOrigin(row.origin).label,
    "部署文号": lambda row: row.order_number,
    "必要性评估": lambda row: row.assessment,
    "评估日期": lambda row: row.assessed_on,
    "依据": lambda row: row.basis,
    "范围": lambda row: "、".join(row.regions),
    "内容": lambda row: row.contents,
    "检查事项": lambda row: "；".join(each.name for each in row.items.all()),
    "对象": lambda row: row.object_scope,
    "对象基数": lambda row: row.base,
    "检查户数": lambda row: row.quantity,
    "自": lambda row: row.first_on,
    "至": lambda row: row.last_on,
    "批准机关": lambda row: ApproverLevel(row.approver).label if row.approver else "",
    "批准文号": lambda row: row.approval_number,
    "批准日期": lambda row: row.approved_on,
    "超年度数量的理由": lambda row: row.override_reason,
    "环节": lambda row: SpecialStage(row.stage).label,
    "报告日期": lambda row: row.reported_on,
    "实施情况": lambda row: row.report,
}


class SpecialTable(tables.Table):  # type: ignore[misc]
    """Special inspections, the latest first."""

    name = tables.Column(verbose_name="专项检查", attrs={"td": {"class": "is-wide"}})
    origin = tables.Column(verbose_name="来源", attrs={"td": {"class": "jw-nw", "data-label": "来源"}})
    first_on = tables.Column(
        verbose_name="时限", attrs={"td": {"class": "jw-nw", "data-label": "时限"}}, empty_values=()
    )
    quantity = tables.Column(
        verbose_name="户数",
        attrs={"td": {"class": "jw-num", "data-label": "户数"}, "th": {"class": "jw-num"}},
        localize=False,
    )
    approved_on = tables.Column(
        verbose_name="批准", orderable=False, attrs={"td": {"class": "is-gone"}}, empty_values=()
    )
    stage = tables.Column(
        verbose_name="环节", attrs={"td": {"class": "jw-nw is-end"}, "th": {"class": "is-end"}}
    )

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, *args: Any, late: set[int], **kwargs: Any) -> None:
        """Take the ids of those whose report is late."""
        self.late = late
        super().__init__(*args, default="—", **kwargs)

    def render_name(self, record: SpecialPlan) -> SafeString:
        """Return the name, leading to it, with the subject that leads it below."""
        return format_html(
            '<a class="jw-title" href="{}">{}</a><span class="jw-line2">{}</span>',
            reverse("special_detail", args=[record.pk]),
            record.name,
            record.subject.name,
        )

    def render_origin(self, record: SpecialPlan) -> str:
        """Return who decided it."""
        return SpecialOrigin(record.origin).label

    def render_first_on(self, record: SpecialPlan) -> str:
        """Return its term."""
        return term_in_words(record) or "—"

    def render_approved_on(self, record: SpecialPlan) -> SafeString | str:
        """Return the paper it rests on, with the day below."""
        if not (said := approval_in_words(record)):
            return "—"
        day = record.approved_on or ""
        return format_html('{}<span class="jw-line2">{}</span>', said, day) if day else said

    def render_stage(self, record: SpecialPlan) -> SafeString:
        """Return where it stands, with the flag of a report that is late."""
        if record.pk not in self.late:
            return stage_tag(record)
        lamp = draw("lamp", {"colour": "amber", "text": "逾期未报告"})
        return format_html("{} {}", lamp, stage_tag(record))
