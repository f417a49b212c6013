"""Figures of inspections: those held against a cap, those the yearly statistics count, those enterprises asked for."""

from django.db.models import QuerySet
from django.urls import reverse

from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import Origin, Stage
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.reporting.indicators.indicator import Column, Indicator, Listing
from jingwei.reporting.periods import Period
from jingwei.reporting.terms import Nature


def _reportable(period: Period) -> QuerySet[Inspection]:
    return Inspection.objects.filter(reportable_on__gte=period.first, reportable_on__lt=period.end)


def _capped(period: Period) -> QuerySet[Inspection]:
    return Inspection.objects.filter(
        performed_on__gte=period.first, performed_on__lt=period.end, is_counted=True
    )


def _invited(period: Period) -> QuerySet[Inspection]:
    return Inspection.objects.filter(
        performed_on__gte=period.first, performed_on__lt=period.end, exempt=ExemptReason.INVITED
    ).exclude(stage=Stage.WITHDRAWN)


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
