"""The list of enterprises on the page and in the exported file."""

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jingwei.platform.spreadsheets.layout import Cell
from jingwei.registry.models import Enterprise
from jingwei.registry.queries import industry_name
from jingwei.registry.terms import CreditClass, EnterpriseKind
from jingwei.web.gallery import draw

COLOURS = {CreditClass.C: "amber", CreditClass.D: "red"}

# ``list_dossiers`` gives entries.
EXPORTED: dict[str, Callable[[Any], Cell]] = {
    "统一社会信用代码": lambda row: row.credit_code,
    "企业名称": lambda row: row.name,
    "类型": lambda row: EnterpriseKind(row.kind).label,
    "所属镇街": lambda row: row.region.name,
    "行业代码": lambda row: row.industry,
    "行业": lambda row: industry_name(row.industry),
    "信用风险分类": lambda row: CreditClass(row.credit_class).label,
    "分类月份": lambda row: f"{row.class_month:%Y-%m}" if row.class_month else "",
    "本年入企": lambda row: row.entries,
}


def class_tag(value: str) -> SafeString:
    """Return a class as a tag."""
    credit_class = CreditClass(value)
    return draw("tag", {"text": credit_class.label, "colour": COLOURS.get(credit_class, "")})


class DossierTable(tables.Table):  # type: ignore[misc]
    """Enterprises by their names, with class and how often they were entered this year."""

    name = tables.Column(verbose_name="企业", order_by="sort_key", attrs={"td": {"class": "is-wide"}})
    region = tables.Column(verbose_name="镇街", order_by="region__code", attrs={"td": {"class": "jw-nw"}})
    industry = tables.Column(verbose_name="行业", attrs={"td": {"class": "is-gone"}}, empty_values=())
    entries = tables.Column(
        verbose_name="本年入企",
        attrs={"td": {"class": "jw-num", "data-label": "本年入企"}, "th": {"class": "jw-num"}},
    )
    credit_class = tables.Column(
        verbose_name="分类", attrs={"td": {"class": "jw-nw is-end"}, "th": {"class": "is-end"}}
    )

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def render_name(self, record: Enterprise) -> SafeString:
        """Return the name with the way to the dossier, and below the code."""
        return format_html(
            '<a class="jw-title" href="{}">{}</a><span class="jw-line2 jw-mono">{}</span>',
            reverse("dossier_detail", args=[record.pk]),
            record.name,
            record.credit_code,
        )

    def render_industry(self, record: Enterprise) -> str:
        """Return the code with its division or section."""
        return f"{record.industry} {industry_name(record.industry)}".strip() or "—"

    def render_entries(self, value: int) -> SafeString:
        """Return how often somebody came."""
        return format_html('{}<span class="jw-unit">次</span>', value)

    def render_credit_class(self, record: Enterprise) -> SafeString:
        """Return the class as a tag."""
        return class_tag(record.credit_class)
