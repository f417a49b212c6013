"""Tables of inspections: on the page and in the exported file."""

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import Origin, Stage
from jingwei.inspections.views.desk_parts import STAGE_COLOURS, moment
from jingwei.planning.terms import InspectionKind
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.web.gallery import draw

# The head of each exported column and how it is read from a row.
EXPORTED: dict[str, Callable[[Inspection], Cell]] = {
    "文号": lambda row: row.number,
    "检查主体": lambda row: row.subject.name,
    "企业": lambda row: row.enterprise.name,
    "统一社会信用代码": lambda row: row.enterprise.credit_code,
    "场所": lambda row: row.site.name,
    "类别": lambda row: InspectionKind(row.kind).label if row.kind else "",
    "拟检时间自": lambda row: moment(row.planned_from),
    "拟检时间至": lambda row: moment(row.planned_until),
    "环节": lambda row: Stage(row.stage).label,
    "入企时间": lambda row: moment(row.visit.entered_at) if row.visit else "",
    "计入上限": lambda row: "是" if row.is_counted else "否",
    "实施日期": lambda row: row.performed_on,
    "来源": lambda row: row.source_system or Origin(row.origin).label,
}


class InspectionTable(tables.Table):  # type: ignore[misc]
    """Tasks, newest first; heads pick those to approve."""

    pick = tables.Column(
        accessor="pk",
        orderable=False,
        verbose_name=mark_safe(
            '<input class="form-check-input" type="checkbox" aria-label="选择本页" data-pick-all>'
        ),
    )
    enterprise = tables.Column(
        verbose_name="企业", order_by="enterprise__sort_key", attrs={"td": {"class": "is-wide"}}
    )
    subject = tables.Column(
        accessor="subject__short_name", verbose_name="检查主体", order_by="subject__sort_key"
    )
    number = tables.Column(verbose_name="文号", attrs={"td": {"class": "jw-nw is-gone"}})
    kind = tables.Column(verbose_name="类别", attrs={"td": {"class": "jw-nw"}})
    planned_from = tables.Column(verbose_name="拟检时间", attrs={"td": {"class": "jw-nw"}})
    stage = tables.Column(
        verbose_name="环节",
        orderable=False,
        attrs={"td": {"class": "jw-nw is-end"}, "th": {"class": "is-end"}},
    )

    class Meta:
        attrs = {"class": "is-pick"}
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, *args: Any, may_pick: bool, shows_subject: bool, **kwargs: Any) -> None:
        """Leave out what the viewer has no use for."""
        hidden = [name for name, is_shown in (("pick", may_pick), ("subject", shows_subject)) if not is_shown]
        super().__init__(*args, exclude=hidden, **kwargs)
        if not may_pick:
            self.attrs["class"] = ""

    def render_pick(self, record: Inspection) -> SafeString | str:
        """Return a box to tick for what can be approved."""
        if record.stage != Stage.SUBMITTED:
            return ""
        return format_html(
            '<input class="form-check-input" type="checkbox" name="pick" value="{}" aria-label="选择{}">',
            record.pk,
            record.number,
        )

    def render_enterprise(self, record: Inspection) -> SafeString:
        """Return the enterprise with the site below, leading to the task."""
        return format_html(
            '<a class="jw-title" href="{}">{}</a><span class="jw-line2">{}　{}</span>',
            reverse("inspection_detail", args=[record.pk]),
            record.enterprise.name,
            record.site.name,
            record.site.address,
        )

    def render_kind(self, record: Inspection) -> str:
        """Return the kind in words."""
        return InspectionKind(record.kind).label

    def render_planned_from(self, record: Inspection) -> str:
        """Return when it is planned, in Beijing time; of an imported one no more than its day is known."""
        if record.origin == Origin.IMPORTED:
            return f"{record.performed_on}　导入"
        return moment(record.planned_from)

    def render_stage(self, record: Inspection) -> SafeString:
        """Return where it stands, as a tag."""
        stage = Stage(record.stage)
        return draw("tag", {"text": stage.label, "colour": STAGE_COLOURS.get(stage, "")})
