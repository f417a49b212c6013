"""Annual plans on the page and in exported files, and how a line is said in words."""

from collections.abc import Callable, Mapping
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jingwei.planning.models import AnnualPlan, PlanLine
from jingwei.planning.terms import PlanActivity, PlanStage
from jingwei.platform.calendar import local_date
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.registry.terms import ImplementationLevel, InspectionMethod
from jingwei.web.gallery import draw

STAGE_COLOURS = {
    PlanStage.DRAFT: "",
    PlanStage.SUBMITTED: "accent",
    PlanStage.RETURNED: "red",
    PlanStage.APPROVED: "green",
}
CLASSES = ("A", "B", "C", "D")


def stage_tag(plan: AnnualPlan) -> SafeString:
    """Return where the plan stands, as a tag."""
    stage = PlanStage(plan.stage)
    return draw("tag", {"text": stage.label, "colour": STAGE_COLOURS[stage]})


def ratios_in_words(ratios: Mapping[str, int]) -> str:
    """Return the shares by class in one line, which breaks between classes only."""
    return "　".join(f"{each}\u00a0{ratios.get(each, 0)}%" for each in CLASSES) if ratios else "不分类别"


def method_in_words(line: PlanLine) -> str:
    """Return how the line is carried out."""
    return InspectionMethod(line.method).label


def kind_in_words(line: PlanLine) -> str:
    """Return the line's kind as R-FORM-03 calls it: what the plan lists is routine, special ones have plans of their own."""
    return "日常检查" if line.activity == PlanActivity.INSPECTION else PlanActivity(line.activity).label


def partners_in_words(line: PlanLine) -> str:
    """Return with whom it is carried out. The line should come with its partners."""
    return "、".join(partner.short_name for partner in line.partners.all())


def bases_in_words(line: PlanLine) -> str:
    """Return what the line's item rests on. The line should come with its item and the item's bases."""
    return "；".join(str(basis) for basis in line.item.bases.all()) if line.item else ""


def item_in_words(line: PlanLine) -> str:
    """Return the line's item, empty for other work."""
    return line.item.name if line.item else ""


def _share(letter: str) -> Callable[[PlanLine], Cell]:
    return lambda line: line.ratios.get(letter, 0) if line.ratios else None


# The columns of R-FORM-03 as a department sends and gets them; what stands in them can be imported again.
LINE_COLUMNS: dict[str, Callable[[PlanLine], Cell]] = {
    "任务名称": lambda line: line.name,
    "制定任务依据": bases_in_words,
    "检查类型": kind_in_words,
    "实施主体": lambda line: line.plan.subject.name,
    "是否联合检查": lambda line: bool(line.partners.all()),
    "联合部门": partners_in_words,
    "检查地域": lambda line: line.plan.subject.region.name,
    "实施层级": lambda line: (
        ImplementationLevel(line.item.level).label if line.item and line.item.level else ""
    ),
    "检查事项": item_in_words,
    "事项库编码": lambda line: line.item.code if line.item else "",
    "检查方式": method_in_words,
    "任务日期自": lambda line: line.first_on,
    "任务日期至": lambda line: line.last_on,
    "是否涉企": lambda line: line.activity == PlanActivity.INSPECTION,
    "检查对象": lambda line: line.object_scope,
    "检查对象基数": lambda line: line.base,
    "检查户数": lambda line: line.quantity,
    **{f"{letter}类抽查比例": _share(letter) for letter in CLASSES},
    "每户频次上限": lambda line: line.visits,
    "备注": lambda line: line.remark,
}

# The list of plans: ``list_newest_plans`` counts lines and versions.
PLAN_COLUMNS: dict[str, Callable[[Any], Cell]] = {
    "年度": lambda plan: plan.year,
    "检查主体": lambda plan: plan.subject.name,
    "计划": lambda plan: plan.title,
    "环节": lambda plan: PlanStage(plan.stage).label,
    "事项数": lambda plan: plan.line_count,
    "已批准版本": lambda plan: plan.approved_count,
    "批准日期": lambda plan: local_date(plan.decided_at) if plan.decided_at else None,
    "批准人": lambda plan: plan.decided_by.name if plan.decided_by else "",
    "调整说明": lambda plan: plan.note,
}


class PlanTable(tables.Table):  # type: ignore[misc]
    """Of each department and year the newest version."""

    title = tables.Column(
        accessor="subject__short_name",
        verbose_name="年度计划",
        order_by="subject__sort_key",
        attrs={"td": {"class": "is-wide"}},
    )
    year = tables.Column(verbose_name="年度", attrs={"td": {"class": "jw-nw is-gone"}}, localize=False)
    line_count = tables.Column(
        verbose_name="事项",
        attrs={"td": {"class": "jw-num", "data-label": "事项"}, "th": {"class": "jw-num"}},
    )
    approved_count = tables.Column(
        verbose_name="已批准", attrs={"td": {"class": "jw-nw", "data-label": "已批准"}}
    )
    decided_at = tables.Column(
        verbose_name="批准日期", attrs={"td": {"class": "jw-nw", "data-label": "批准"}}, empty_values=()
    )
    stage = tables.Column(verbose_name="环节", attrs={"td": {"class": "is-end"}, "th": {"class": "is-end"}})

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def render_title(self, record: AnnualPlan) -> SafeString:
        """Return whose plan it is, leading to it, with the title below."""
        return format_html(
            '<a class="jw-title" href="{}">{}</a><span class="jw-line2">{}</span>',
            reverse("plan_detail", args=[record.pk]),
            record.subject.name,
            record.title,
        )

    def render_approved_count(self, value: int) -> str:
        """Return how many versions were approved."""
        return f"{value} 版" if value else "—"

    def render_decided_at(self, record: AnnualPlan) -> str:
        """Return the day of the approval."""
        return f"{local_date(record.decided_at)}" if record.decided_at else "—"

    def render_stage(self, record: AnnualPlan) -> SafeString:
        """Return where the newest version stands, as a tag."""
        return stage_tag(record)
