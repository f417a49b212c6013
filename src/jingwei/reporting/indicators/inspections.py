"""Figures of inspections: the three counters of the law, and the inspections that enterprises asked for."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from jingwei.inspections.models import Inspection, Visit
from jingwei.inspections.terms import EntryWay, Origin, Stage
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import SHANGHAI
from jingwei.reporting.indicators.indicator import Column, Indicator, Listing
from jingwei.reporting.periods import Period
from jingwei.reporting.terms import Nature


def _reportable(period: Period) -> QuerySet[Inspection]:
    return Inspection.objects.filter(reportable_on__gte=period.first, reportable_on__lt=period.end)


def _visits(period: Period) -> QuerySet[Visit]:
    begins, ends = period.instants
    return Visit.objects.filter(entered_at__gte=begins, entered_at__lt=ends, voided_at=None)


def _capped(period: Period) -> QuerySet[Inspection]:
    return Inspection.objects.filter(
        performed_on__gte=period.first, performed_on__lt=period.end, is_counted=True
    )


def _invited(period: Period) -> QuerySet[Inspection]:
    return Inspection.objects.filter(
        performed_on__gte=period.first, performed_on__lt=period.end, exempt=ExemptReason.INVITED
    ).exclude(stage=Stage.WITHDRAWN)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _address(row: Inspection) -> str:
    return reverse("inspection_detail", args=[row.pk])


INSPECTIONS = Listing(
    columns=(
        Column("企业", lambda row: row.enterprise.name, "enterprise__sort_key", is_title=True),
        Column("检查主体", lambda row: row.subject.short_name, "subject__sort_key"),
        Column("文号", lambda row: row.number, "number"),
        Column("类别", lambda row: InspectionKind(row.kind).label, "kind"),
        Column(
            "不计上限的情形", lambda row: ExemptReason(row.exempt).label if row.exempt else "", is_minor=True
        ),
        Column("实施日期", lambda row: row.performed_on, "performed_on"),
        Column("环节", lambda row: Stage(row.stage).label, is_minor=True),
        Column(
            "来源",
            lambda row: f"{Origin(row.origin).label}　{row.source_system}".strip("　"),
            "origin",
        ),
    ),
    search=("enterprise__name", "enterprise__credit_code", "enterprise__sort_key", "number"),
    order_by=("-performed_on", "-id"),
    joined=("subject", "enterprise"),
    town="site__region",
    address=_address,
)
VISITS = Listing(
    columns=(
        Column("企业", lambda row: row.enterprise.name, "enterprise__sort_key", is_title=True),
        Column("场所", lambda row: row.site.name, is_minor=True),
        Column("入企时间", lambda row: _moment(row.entered_at), "entered_at"),
        Column("离企时间", lambda row: _moment(row.left_at) if row.left_at else "", "left_at"),
        Column("登记方式", lambda row: EntryWay(row.way).label, "way"),
        Column("扫码人", lambda row: row.scanned_by.name),
    ),
    search=("enterprise__name", "enterprise__credit_code", "enterprise__sort_key"),
    order_by=("-entered_at", "-id"),
    joined=("enterprise", "site", "scanned_by"),
    subject="inspections__subject",
    town="site__region",
    is_repeated=True,
)


REPORTABLE = Indicator(
    code="inspections.reportable",
    label="涉企行政检查",
    unit="次",
    nature=Nature.FLOW,
    definition="对企业实施、有完整记录的现场检查，按实施日期计；没有完整记录的、转立案的、非现场的不计，"
    "外部系统导入的一并计入（R-STA-01、R-STA-02、R-STA-07）",
    rows=_reportable,
    listing=INSPECTIONS,
)
VISITED = Indicator(
    code="inspections.visits",
    label="入企",
    unit="次",
    nature=Nature.FLOW,
    definition="在平台登记的入企次数，按入企日期计；一次入企无论几个单位、几项检查都计一次，作废的不计，"
    "外部系统导入的检查没有入企登记，不计（R-SCAN-12、R-FRQ-05）",
    rows=_visits,
    listing=VISITS,
)
CAPPED = Indicator(
    code="inspections.capped",
    label="计入上限",
    unit="次",
    nature=Nature.FLOW,
    definition="入企后计入频次上限的检查，按实施日期计；个案检查、上级部署和有不计上限情形的不计，"
    "联合检查各单位各计一次（R-FRQ-02a、R-FRQ-05）",
    rows=_capped,
    listing=INSPECTIONS,
)
INVITED = Indicator(
    code="inspections.invited",
    label="邀约式检查",
    unit="次",
    nature=Nature.FLOW,
    definition="企业主动申请、已经实施的检查，按实施日期计，不计入频次上限（R-FRQ-03）",
    rows=_invited,
    listing=INSPECTIONS,
)
