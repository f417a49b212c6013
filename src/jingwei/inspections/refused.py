"""Refusals by enterprises (企业拒绝): filter bar, table, exported file."""

from collections.abc import Callable
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jingwei.inspections.models import EnterpriseRefusal
from jingwei.inspections.views.desk_parts import moment
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.web.fields import QueryFilter
from jingwei.web.gallery import draw


class RefusalFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By enterprise, who was refused or the task's number; by whether they came in afterwards; by day."""

    q = QueryFilter(
        label="企业、单位或文号",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "名称、代码、文号"}),
    )
    later = django_filters.ChoiceFilter(
        label="之后",
        method="by_what_followed",
        choices=(("entered", "再次入企"), ("away", "没有再来"), ("none", "没有任务")),
        empty_label="全部",
    )
    since = django_filters.DateFilter(
        label="登记日期起",
        field_name="refused_at",
        lookup_expr="date__gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = django_filters.DateFilter(
        label="止",
        field_name="refused_at",
        lookup_expr="date__lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def by_text(
        self, found: QuerySet[EnterpriseRefusal], name: str, text: str
    ) -> QuerySet[EnterpriseRefusal]:
        """Keep those whose enterprise, organ or task holds the text."""
        text = text.strip()
        return found.filter(
            Q(site__enterprise__name__icontains=text)
            | Q(site__enterprise__credit_code__icontains=text)
            | Q(site__enterprise__sort_key__icontains=text.lower())
            | Q(organ__icontains=text)
            | Q(inspection__number__icontains=text)
        )

    def by_what_followed(
        self, found: QuerySet[EnterpriseRefusal], name: str, value: str
    ) -> QuerySet[EnterpriseRefusal]:
        """Keep those after which they came in, those after which nobody came, or those that fit no task."""
        entered = Q(inspection__visit__entered_at__gte=F("refused_at"))
        if value == "none":
            return found.filter(inspection=None)
        return (
            found.filter(entered) if value == "entered" else found.exclude(entered).exclude(inspection=None)
        )


def followed_by(row: EnterpriseRefusal) -> str:
    """Return what became of the task that was refused, in words."""
    if row.inspection is None:
        return "没有任务"
    visit = row.inspection.visit
    if visit is None or visit.entered_at < row.refused_at:
        return "没有再来"
    return f"{moment(visit.entered_at)} 再次入企"


EXPORTED: dict[str, Callable[[EnterpriseRefusal], Cell]] = {
    "企业": lambda row: row.site.enterprise.name,
    "统一社会信用代码": lambda row: row.site.enterprise.credit_code,
    "场所": lambda row: row.site.name,
    "被拒绝的单位": lambda row: row.organ,
    "文号": lambda row: row.inspection.number if row.inspection else "",
    "理由": lambda row: "；".join(f"{each['ground']}（{each['article']}）" for each in row.grounds),
    "企业说明": lambda row: row.words,
    "登记时间": lambda row: moment(row.refused_at),
    "之后": followed_by,
}


class RefusalTable(tables.Table):  # type: ignore[misc]
    """Refusals, newest first."""

    enterprise = tables.Column(
        accessor="site__enterprise__name",
        verbose_name="企业与理由",
        orderable=False,
        attrs={"td": {"class": "is-wide"}},
    )
    organ = tables.Column(verbose_name="被拒绝的单位", orderable=False)
    number = tables.Column(
        accessor="inspection__number",
        verbose_name="检查任务",
        orderable=False,
        default="没有任务",
        attrs={"td": {"class": "jw-nw"}},
    )
    refused_at = tables.Column(verbose_name="登记时间", orderable=False, attrs={"td": {"class": "jw-nw"}})
    followed = tables.Column(
        verbose_name="之后",
        empty_values=(),
        orderable=False,
        attrs={"td": {"class": "jw-nw is-end"}, "th": {"class": "is-end"}},
    )

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def render_enterprise(self, record: EnterpriseRefusal) -> SafeString:
        """Return the enterprise with every ground below."""
        return format_html(
            '<b>{}</b><span class="jw-line2">{}</span>',
            record.site.enterprise.name,
            record.said,
        )

    def render_number(self, record: EnterpriseRefusal) -> SafeString | str:
        """Return the task's number, leading to it."""
        assert record.inspection is not None
        address = reverse("inspection_detail", args=[record.inspection.pk])
        return format_html('<a href="{}">{}</a>', address, record.inspection.number)

    def render_refused_at(self, value: Any) -> str:
        """Return when it was registered, in Beijing time."""
        return moment(value)

    def render_followed(self, record: EnterpriseRefusal) -> SafeString:
        """Return what became of it; who came in after all is to be looked at."""
        said = followed_by(record)
        return draw("lamp", {"colour": "amber" if "再次" in said else "none", "text": said})
