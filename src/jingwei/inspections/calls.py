"""Service visits and scans of other platforms on the pages: forms, filter bars, tables, exported files."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jingwei.inspections.models import ExternalScan, Presence, ServiceVisit
from jingwei.inspections.operations import Position
from jingwei.inspections.phone_forms import TimeField
from jingwei.inspections.queries import MonthOfVisits
from jingwei.inspections.terms import EntryWay, ScanSystem, ServiceKind
from jingwei.inspections.views.desk_parts import moment
from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.registry.models import Officer
from jingwei.web.fields import QueryFilter, TextField
from jingwei.web.gallery import draw

NOWRAP = {"td": {"class": "jw-nw"}}
AT_THE_END = {"td": {"class": "jw-nw is-end"}, "th": {"class": "is-end"}}
ELSEWHERE = [(system.value, system.label) for system in ScanSystem if system is not ScanSystem.OURS]


class ServiceForm(forms.Form):
    """A visit that is no inspection. Kind and purpose are for the rule to ask (R-SCAN-07a)."""

    kind = forms.TypedChoiceField(
        label="类型",
        choices=ServiceKind.choices(),
        coerce=ServiceKind,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    purpose = TextField(
        label="事由", required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    visitor_ids = forms.TypedMultipleChoiceField(
        label="来访人员", coerce=int, required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args: Any, subject_id: int, without: int | None = None, **kwargs: Any) -> None:
        """Offer the subject's people; ``without`` is the one who fills it in and is there anyway."""
        super().__init__(*args, **kwargs)
        people = Officer.objects.filter(subject=subject_id).exclude(pk=without or 0).order_by("sort_key")
        field = self.fields["visitor_ids"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(officer.pk, officer.name) for officer in people]


class DeskServiceForm(ServiceForm):
    """A visit registered at the desk, when it is over."""

    entered_at = TimeField(label="入企时间")
    left_at = TimeField(label="离开时间", required=False)
    outcome = TextField(
        label="情况", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("kind", "purpose", "entered_at", "left_at", "visitor_ids", "outcome")


class PhoneServiceForm(ServiceForm):
    """A visit registered on the spot: the code, and where the phone is."""

    code = TextField(label="企业码", max_length=300)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    accuracy = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def arguments(self, officer_id: int | None) -> dict[str, Any]:
        """Return what ``register_service_visit`` takes, of a valid form; who fills it in comes first."""
        given = dict(self.cleaned_data)
        latitude, longitude, accuracy = (given.pop(name) for name in ("latitude", "longitude", "accuracy"))
        known = latitude is not None and longitude is not None
        others: Sequence[int] = given["visitor_ids"]
        return given | {
            "visitor_ids": [*([officer_id] if officer_id else []), *others],
            "position": Position(latitude, longitude, accuracy) if known else None,
        }


class OutcomeForm(forms.Form):
    """What came of a visit."""

    outcome = TextField(
        label="情况", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _day(label: str, method: str) -> Any:
    return django_filters.DateFilter(
        label=label, method=method, widget=forms.DateInput(attrs={"type": "date"})
    )


class ServiceFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By enterprise or purpose, kind, and the day."""

    q = QueryFilter(
        label="企业或事由",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "名称、代码、事由"}),
    )
    kind = django_filters.ChoiceFilter(label="类型", choices=ServiceKind.choices(), empty_label="全部")
    state = django_filters.ChoiceFilter(
        label="状态",
        choices=(("open", "进行中"), ("over", "已结束"), ("void", "已作废")),
        method="by_state",
        empty_label="全部",
    )
    since = _day("入企日期起", "by_first_day")
    until = _day("止", "by_last_day")

    def by_text(self, found: QuerySet[ServiceVisit], name: str, text: str) -> QuerySet[ServiceVisit]:
        """Keep those whose enterprise or purpose holds the text."""
        text = text.strip()
        return found.filter(
            Q(visit__enterprise__name__icontains=text)
            | Q(visit__enterprise__credit_code__icontains=text)
            | Q(visit__enterprise__sort_key__icontains=text.lower())
            | Q(purpose__icontains=text)
        )

    def by_state(self, found: QuerySet[ServiceVisit], name: str, state: str) -> QuerySet[ServiceVisit]:
        """Keep those under way, over, or void."""
        if state == "void":
            return found.exclude(visit__voided_at=None)
        return found.filter(visit__voided_at=None, visit__left_at__isnull=state == "open")

    def by_first_day(self, found: QuerySet[ServiceVisit], name: str, day: date) -> QuerySet[ServiceVisit]:
        """Keep those of the day or later."""
        return found.filter(visit__entered_at__gte=_midnight(day))

    def by_last_day(self, found: QuerySet[ServiceVisit], name: str, day: date) -> QuerySet[ServiceVisit]:
        """Keep those of the day or earlier."""
        return found.filter(visit__entered_at__lt=_midnight(day + timedelta(days=1)))


def state_of(service: ServiceVisit) -> tuple[str, str]:
    """Return how a service visit stands, in words and colour."""
    if service.visit.voided_at is not None:
        return "已作废", "red"
    return ("已结束", "green") if service.visit.left_at else ("进行中", "accent")


SERVICE_EXPORTED: dict[str, Callable[[ServiceVisit], Cell]] = {
    "单位": lambda row: row.subject.name,
    "企业": lambda row: row.visit.enterprise.name,
    "统一社会信用代码": lambda row: row.visit.enterprise.credit_code,
    "场所": lambda row: row.visit.site.name,
    "类型": lambda row: ServiceKind(row.kind).label,
    "事由": lambda row: row.purpose,
    "入企时间": lambda row: moment(row.visit.entered_at),
    "离开时间": lambda row: moment(row.visit.left_at) if row.visit.left_at else "",
    "登记方式": lambda row: EntryWay(row.visit.way).label,
    "情况": lambda row: row.outcome,
    "状态": lambda row: state_of(row)[0],
    "作废理由": lambda row: row.visit.void_reason,
}


class ServiceTable(tables.Table):  # type: ignore[misc]
    """Service visits, newest first."""

    enterprise = tables.Column(
        accessor="visit__enterprise__name",
        verbose_name="企业与事由",
        order_by="visit__enterprise__sort_key",
        attrs={"td": {"class": "is-wide"}},
    )
    subject = tables.Column(accessor="subject__short_name", verbose_name="单位", order_by="subject__sort_key")
    kind = tables.Column(verbose_name="类型", attrs=NOWRAP)
    entered_at = tables.Column(accessor="visit__entered_at", verbose_name="入企时间", attrs=NOWRAP)
    state = tables.Column(verbose_name="状态", orderable=False, empty_values=(), attrs=AT_THE_END)

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, *args: Any, shows_subject: bool, **kwargs: Any) -> None:
        """Leave the subject out for those who see their own alone."""
        super().__init__(*args, exclude=[] if shows_subject else ["subject"], **kwargs)

    def render_enterprise(self, record: ServiceVisit) -> SafeString:
        """Return the enterprise with the purpose below, leading to the visit."""
        return format_html(
            '<a class="jw-title" href="{}">{}</a><span class="jw-line2">{}</span>',
            reverse("service_detail", args=[record.pk]),
            record.visit.enterprise.name,
            record.purpose,
        )

    def render_kind(self, record: ServiceVisit) -> str:
        """Return the kind in words."""
        return ServiceKind(record.kind).label

    def render_entered_at(self, value: datetime) -> str:
        """Return when, in Beijing time."""
        return moment(value)

    def render_state(self, record: ServiceVisit) -> SafeString:
        """Return how it stands, as a tag."""
        text, colour = state_of(record)
        return draw("tag", {"text": text, "colour": colour})


class ScanFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By enterprise or number, platform, and whether a visit of ours belongs to it."""

    q = QueryFilter(
        label="企业或记录号",
        method="by_text",
        widget=forms.TextInput(attrs={"placeholder": "名称、代码、记录号"}),
    )
    system = django_filters.ChoiceFilter(label="平台", choices=ELSEWHERE, empty_label="全部")
    matched = django_filters.ChoiceFilter(
        label="对应入企",
        choices=(("yes", "已对上"), ("no", "未对上")),
        method="by_match",
        empty_label="全部",
    )

    def by_text(self, found: QuerySet[ExternalScan], name: str, text: str) -> QuerySet[ExternalScan]:
        """Keep those whose enterprise or number holds the text."""
        text = text.strip()
        return found.filter(
            Q(enterprise__name__icontains=text)
            | Q(enterprise__credit_code__icontains=text)
            | Q(enterprise__sort_key__icontains=text.lower())
            | Q(number__icontains=text)
        )

    def by_match(self, found: QuerySet[ExternalScan], name: str, is_matched: str) -> QuerySet[ExternalScan]:
        """Keep those with a visit of ours, or those without."""
        return found.filter(visit__isnull=is_matched == "no")


SCANS_EXPORTED: dict[str, Callable[[ExternalScan], Cell]] = {
    "平台": lambda row: ScanSystem(row.system).label,
    "记录号": lambda row: row.number,
    "统一社会信用代码": lambda row: row.enterprise.credit_code,
    "企业": lambda row: row.enterprise.name,
    "检查主体": lambda row: row.subject.name,
    "扫码人": lambda row: row.officer.name,
    "扫码时间": lambda row: moment(row.scanned_at),
    "离开时间": lambda row: moment(row.left_at) if row.left_at else "",
    "对应入企": lambda row: "已对上" if row.visit_id else "未对上",
}
# The columns in which other platforms send theirs, so that either side can read the other's.
OURS_EXPORTED: dict[str, Callable[[Presence], Cell]] = {
    "平台": lambda row: ScanSystem.OURS.label,
    "记录号": lambda row: f"RQ{row.visit_id:08}",
    "统一社会信用代码": lambda row: row.visit.enterprise.credit_code,
    "检查主体": lambda row: row.officer.subject.name,
    "执法证号": lambda row: row.certificate_number,
    "扫码时间": lambda row: moment(row.visit.scanned_at or row.entered_at),
    "离开时间": lambda row: moment(row.visit.left_at) if row.visit.left_at else "",
}


class ScanTable(tables.Table):  # type: ignore[misc]
    """Scans of other platforms, newest first."""

    enterprise = tables.Column(
        verbose_name="企业", order_by="enterprise__sort_key", attrs={"td": {"class": "is-wide"}}
    )
    subject = tables.Column(accessor="subject__short_name", verbose_name="检查主体")
    officer = tables.Column(verbose_name="扫码人", attrs=NOWRAP)
    system = tables.Column(verbose_name="平台", attrs=NOWRAP)
    scanned_at = tables.Column(verbose_name="扫码时间", attrs=NOWRAP)
    visit = tables.Column(verbose_name="对应入企", orderable=False, empty_values=(), attrs=AT_THE_END)

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def render_enterprise(self, record: ExternalScan) -> SafeString:
        """Return the enterprise with the record's number below."""
        return format_html(
            '<b class="jw-title">{}</b><span class="jw-line2">{}</span>',
            record.enterprise.name,
            record.number,
        )

    def render_system(self, record: ExternalScan) -> str:
        """Return the platform in words."""
        return ScanSystem(record.system).label

    def render_scanned_at(self, value: datetime) -> str:
        """Return when, in Beijing time."""
        return moment(value)

    def render_visit(self, record: ExternalScan) -> SafeString:
        """Return whether a visit of ours belongs to it."""
        is_matched = record.visit_id is not None
        return draw(
            "lamp",
            {"colour": "green" if is_matched else "grey", "text": "已对上" if is_matched else "未对上"},
        )


def strip_of_months(months: Sequence[MonthOfVisits]) -> dict[str, Any]:
    """Return the months as the stacked strip draws them: parts of the fullest month, in tenths of a step."""
    most = max((each.visits for each in months), default=0) or 1
    return {
        "months": [
            {
                "label": f"{each.month:%Y-%m}",
                "short": each.month.month,
                "inspections": each.inspections,
                "services": each.services,
                "inspections_height": round(each.inspections * 48 / most),
                "services_height": round(each.services * 48 / most),
                "services_top": 48 - round(each.inspections * 48 / most) - round(each.services * 48 / most),
                "inspections_top": 48 - round(each.inspections * 48 / most),
                "x": position * 24,
            }
            for position, each in enumerate(months)
        ],
        "width": len(months) * 24,
        "inspections": sum(each.inspections for each in months),
        "services": sum(each.services for each in months),
    }
