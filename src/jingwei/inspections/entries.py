"""Visits registered out of the ordinary (非常规入企): what they were, how late, how far away, in table and exported file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jingwei.inspections.models import Inspection
from jingwei.inspections.queries import list_inspections
from jingwei.inspections.terms import EntryWay, FaultReason, UrgentReason
from jingwei.inspections.views.desk_parts import moment
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.registry.models import Subject
from jingwei.rulebook import Numbers
from jingwei.web.fields import QueryFilter
from jingwei.web.gallery import draw

WAYS = (EntryWay.URGENT, EntryWay.BACK_ENTRY, EntryWay.SEARCH, EntryWay.LICENCE, EntryWay.OTHER_SYSTEM)


def list_exceptions(actor: Actor, numbers: Numbers) -> QuerySet[Inspection]:
    """Return the inspections the actor may see that were entered otherwise than by scanning the code at the site.

    Newest first; a code that was scanned far away from the site is one of them (R-SCAN-05b).
    """
    return (
        list_inspections(actor)
        .filter(Q(visit__way__in=[way.value for way in WAYS]) | is_far(numbers), visit__voided_at=None)
        .select_related("visit__scanned_by")
        .order_by("-visit__entered_at", "-id")
    )


def is_far(numbers: Numbers) -> Q:
    """Return the condition by which a scan was made far away from the site."""
    return Q(visit__distance__gt=numbers.get("R-SCAN-05b", "limit").value)


def is_late(number_of_days: int) -> Q:
    """Return the condition by which a back-entry came after its term, in days, or an approval was never made up."""
    back_entry = Q(
        visit__way=EntryWay.BACK_ENTRY,
        visit__received_at__gte=F("visit__left_at") + timedelta(days=number_of_days + 1),
    )
    return back_entry | Q(visit__way=EntryWay.URGENT, approved_at=None)


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as people read it: why it was not scanned, how late it was told, and whether it was rated."""

    inspection: Inspection
    why: str
    lateness: str
    is_late: bool


def shown(row: Inspection, numbers: Numbers) -> Shown:
    """Return an inspection of ``list_exceptions`` in words; terms are those of the day (R-SCAN-03, R-PRO-02)."""
    visit = row.visit
    assert visit is not None
    way = EntryWay(visit.way)
    fault = FaultReason(visit.fault).label if visit.fault else ""
    urgent = UrgentReason(row.urgent).label if row.urgent else ""
    why = "：".join(filter(None, [fault or urgent, visit.explanation]))
    if visit.distance is not None and visit.distance > numbers.get("R-SCAN-05b", "limit").value:
        place = f"扫码位置距企业 {visit.distance} 米，{visit.place_reason or '没有说明'}"
        why = "；".join(filter(None, [why, place]))
    why = why or "没有说明"
    if way is EntryWay.BACK_ENTRY and visit.left_at is not None:
        days = (local_date(visit.received_at) - local_date(visit.left_at)).days
        late = days > numbers.get("R-SCAN-03b", "days").value
        return Shown(row, why, f"{days} 日后补录" if days else "当日补录", late)
    if way is EntryWay.URGENT:
        if row.approved_at is None:
            return Shown(row, why, "还没有补批", True)
        if row.approved_at <= visit.entered_at:
            return Shown(row, why, "事前已批准", False)
        hours = (row.approved_at - visit.entered_at).total_seconds() / 3600
        late = hours > numbers.get("R-PRO-02a", "hours").value
        return Shown(row, why, f"{hours:.0f} 小时后补批" if hours >= 1 else "一小时内补批", late)
    return Shown(row, why, "当场登记", False)


class ExceptionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By enterprise or number, way in, subject, day, and lateness."""

    q = QueryFilter(
        label="企业或文号",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "名称、代码、文号"}),
    )
    way = django_filters.ChoiceFilter(
        label="登记方式",
        field_name="visit__way",
        choices=[(way.value, way.label) for way in WAYS],
        empty_label="全部",
    )
    far = django_filters.BooleanFilter(
        label="扫码位置",
        method="by_distance",
        widget=forms.Select(choices=[("", "全部"), ("true", "远离企业")]),
    )
    subject = django_filters.ModelChoiceFilter(
        label="检查主体", queryset=Subject.objects.none(), empty_label="全部"
    )
    late = django_filters.BooleanFilter(
        label="逾期",
        method="by_lateness",
        widget=forms.Select(choices=[("", "全部"), ("true", "只看逾期"), ("false", "没有逾期")]),
    )
    since = django_filters.DateFilter(
        label="入企日期起",
        field_name="performed_on",
        lookup_expr="gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = django_filters.DateFilter(
        label="止",
        field_name="performed_on",
        lookup_expr="lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, actor: Actor, numbers: Numbers, **kwargs: Any) -> None:
        """Offer the subjects that have such entries."""
        super().__init__(*args, queryset=list_exceptions(actor, numbers), **kwargs)
        self.numbers = numbers
        owners = list_exceptions(actor, numbers).order_by().values("subject")
        self.filters["subject"].queryset = Subject.objects.filter(pk__in=owners).order_by("sort_key")

    def by_text(self, found: QuerySet[Inspection], name: str, text: str) -> QuerySet[Inspection]:
        """Keep those whose enterprise or number holds the text."""
        text = text.strip()
        return found.filter(
            Q(enterprise__name__icontains=text)
            | Q(enterprise__credit_code__icontains=text)
            | Q(enterprise__sort_key__icontains=text.lower())
            | Q(number__icontains=text)
        )

    def by_distance(self, found: QuerySet[Inspection], name: str, value: bool) -> QuerySet[Inspection]:
        """Keep those scanned far away from the site."""
        return found.filter(is_far(self.numbers)) if value else found

    def by_lateness(self, found: QuerySet[Inspection], name: str, value: bool) -> QuerySet[Inspection]:
        """Keep those told too late, or those that were not."""
        late = is_late(self.numbers.get("R-SCAN-03b", "days").value)
        return found.filter(late) if value else found.exclude(late)


EXPORTED: dict[str, Callable[[Shown], Cell]] = {
    "文号": lambda row: row.inspection.number,
    "检查主体": lambda row: row.inspection.subject.name,
    "企业": lambda row: row.inspection.enterprise.name,
    "场所": lambda row: row.inspection.site.name,
    "登记方式": lambda row: EntryWay(_visit(row).way).label,
    "原因": lambda row: row.why,
    "入企时间": lambda row: moment(_visit(row).entered_at),
    "离企时间": lambda row: moment(left) if (left := _visit(row).left_at) else "",
    "平台收到时间": lambda row: moment(_visit(row).received_at),
    "扫码距企业（米）": lambda row: "" if _visit(row).distance is None else _visit(row).distance,
    "登记人": lambda row: _visit(row).scanned_by.name,
    "早晚": lambda row: row.lateness,
    "逾期": lambda row: "是" if row.is_late else "否",
    "故障凭证": lambda row: "有" if _visit(row).evidence_id else "无",
    "门牌照片": lambda row: "有" if _visit(row).door_photo_id else "无",
    "企业评价": lambda row: "已评价" if _visit(row).is_rated else "未评价",
}


def _visit(row: Shown) -> Any:
    return row.inspection.visit


class ExceptionTable(tables.Table):  # type: ignore[misc]
    """Entries out of the ordinary, newest first."""

    enterprise = tables.Column(
        accessor="inspection__enterprise__name",
        verbose_name="企业与原因",
        orderable=False,
        attrs={"td": {"class": "is-wide"}},
    )
    subject = tables.Column(
        accessor="inspection__subject__short_name", verbose_name="检查主体", orderable=False
    )
    way = tables.Column(
        accessor="inspection__visit__way",
        verbose_name="登记方式",
        orderable=False,
        attrs={"td": {"class": "jw-nw"}},
    )
    entered_at = tables.Column(
        accessor="inspection__visit__entered_at",
        verbose_name="入企时间",
        orderable=False,
        attrs={"td": {"class": "jw-nw"}},
    )
    photo = tables.Column(
        accessor="inspection__visit__door_photo_id", verbose_name="照片", orderable=False, empty_values=()
    )
    rated = tables.Column(accessor="inspection__visit__is_rated", verbose_name="评价", orderable=False)
    lateness = tables.Column(
        verbose_name="早晚",
        orderable=False,
        attrs={"td": {"class": "jw-nw is-end"}, "th": {"class": "is-end"}},
    )

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def render_enterprise(self, record: Shown) -> SafeString:
        """Return the enterprise with the reason below, leading to the task."""
        return format_html(
            '<a class="jw-title" href="{}">{}</a><span class="jw-line2">{}</span>',
            reverse("inspection_detail", args=[record.inspection.pk]),
            record.inspection.enterprise.name,
            record.why,
        )

    def render_way(self, value: str) -> str:
        """Return the way in, in words."""
        return EntryWay(value).label

    def render_entered_at(self, value: Any) -> str:
        """Return when they came, in Beijing time."""
        return moment(value)

    def render_photo(self, record: Shown) -> SafeString | str:
        """Return the photo of the door plate or of what failed, to look at."""
        visit = _visit(record)
        photo = visit.door_photo_id or visit.evidence_id
        if photo is None:
            return "—"
        words = "门牌" if visit.door_photo_id else "凭证"
        return format_html('<a href="{}">{}</a>', reverse("inspection_photo", args=[photo]), words)

    def render_rated(self, value: bool) -> str:
        """Return whether the enterprise rated the visit; what it said is known in groups alone."""
        return "已评价" if value else "未评价"

    def render_lateness(self, record: Shown) -> SafeString:
        """Return how late it was told, as a lamp."""
        return draw("lamp", {"colour": "red" if record.is_late else "green", "text": record.lateness})


def all_shown(rows: Iterable[Inspection], numbers: Numbers) -> list[Shown]:
    """Return inspections of ``list_exceptions`` in words, in their order."""
    return [shown(row, numbers) for row in rows]
