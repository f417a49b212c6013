"""The register of subjects on the page and in the exported file."""

from collections.abc import Callable
from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jingwei.platform.spreadsheets.layout import Cell
from jingwei.registry.models import Subject
from jingwei.registry.terms import PartyKind, SubjectStatus
from jingwei.web.gallery import draw

STATUS_COLOURS = {
    SubjectStatus.DECLARED: "accent",
    SubjectStatus.REVIEWED: "accent",
    SubjectStatus.CONFIRMED: "amber",
    SubjectStatus.ANNOUNCED: "green",
}

# The head of each exported column and how it is read from a row (R-FORM-01).
EXPORTED: dict[str, Callable[[Subject], Cell]] = {
    "编号": lambda row: row.code,
    "名称": lambda row: row.name,
    "简称": lambda row: row.short_name,
    "机关代字": lambda row: row.document_series,
    "类别": lambda row: PartyKind(row.kind).label,
    "条线": lambda row: row.line,
    "统一社会信用代码": lambda row: row.credit_code,
    "管辖区划": lambda row: "、".join(row.jurisdiction),
    "委托机关": lambda row: row.principal.name if row.principal else "",
    "职权依据": lambda row: row.legal_basis,
    "电话": lambda row: row.phone,
    "状态": lambda row: SubjectStatus(row.status).label,
    "公告日期": lambda row: row.announced_on,
    "撤销日期": lambda row: row.revoked_on,
}


def status_tag(subject: Subject) -> SafeString:
    """Return where the subject stands, as a tag."""
    status = SubjectStatus(subject.status)
    return draw("tag", {"text": status.label, "colour": STATUS_COLOURS.get(status, "")})


class SubjectTable(tables.Table):  # type: ignore[misc]
    """Subjects by their names; what waits to be announced again says so."""

    code = tables.Column(verbose_name="编号", attrs={"td": {"class": "jw-nw is-gone"}})
    name = tables.Column(verbose_name="检查主体", order_by="sort_key", attrs={"td": {"class": "is-wide"}})
    kind = tables.Column(verbose_name="类别", attrs={"td": {"class": "jw-nw"}})
    line = tables.Column(verbose_name="条线", attrs={"td": {"class": "jw-nw is-gone"}})
    announced_on = tables.Column(verbose_name="公告日期", attrs={"td": {"class": "jw-nw"}})
    status = tables.Column(
        verbose_name="状态", attrs={"td": {"class": "jw-nw is-end"}, "th": {"class": "is-end"}}
    )

    class Meta:
        attrs = {"class": ""}
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say plainly where there is no value yet."""
        super().__init__(*args, default="—", **kwargs)

    def render_name(self, record: Subject) -> SafeString:
        """Return the name with what it rests on below, leading to the subject."""
        said = f"受{record.principal.name}委托" if record.principal else record.legal_basis
        return format_html(
            '<a class="jw-title" href="{}">{}</a><span class="jw-line2">{}</span>',
            reverse("subject_detail", args=[record.pk]),
            record.name,
            said,
        )

    def render_kind(self, record: Subject) -> str:
        """Return the kind in words."""
        return PartyKind(record.kind).label

    def render_announced_on(self, value: date) -> str:
        """Return the day as tables write it."""
        return value.isoformat()

    def render_status(self, record: Subject) -> SafeString:
        """Return where it stands, as a tag."""
        return status_tag(record)
