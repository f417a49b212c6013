"""Figures of visits: entries into enterprises, and what stands between them and the inspections made in them."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from jingwei.inspections.models import Inspection, Visit
from jingwei.inspections.terms import EntryWay, ServiceKind
from jingwei.platform.calendar import SHANGHAI
from jingwei.reporting.indicators.indicator import Column, Indicator, Listing
from jingwei.reporting.indicators.inspections import INSPECTIONS
from jingwei.reporting.periods import Period
from jingwei.reporting.terms import Nature


def _visits(period: Period) -> QuerySet[Visit]:
    begins, ends = period.instants
    return Visit.objects.filter(entered_at__gte=begins, entered_at__lt=ends, voided_at=None)


def _called(period: Period) -> QuerySet[Visit]:
    return _visits(period).filter(service__isnull=False)


def _further(period: Period) -> QuerySet[Inspection]:
    """Inspections on a visit that an earlier inspection entered in. Only a joint one enters somebody else's visit."""
    made = Inspection.objects.filter(
        performed_on__gte=period.first,
        performed_on__lt=period.end,
        joint_with__isnull=False,
        visit__isnull=False,
    )
    return made.filter(Exists(_earlier()))


def _shared(period: Period) -> QuerySet[Inspection]:
    return _further(period).exclude(Exists(_earlier().filter(subject=OuterRef("subject"))))


def _repeated(period: Period) -> QuerySet[Inspection]:
    return _further(period).filter(Exists(_earlier().filter(subject=OuterRef("subject"))))


def _earlier() -> QuerySet[Inspection]:
    return Inspection.objects.filter(visit=OuterRef("visit"), pk__lt=OuterRef("pk"))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _departments(visit: Visit) -> str:
    return "、".join(dict.fromkeys(subject.short_name for subject in visit.subjects()))


def _purpose(visit: Visit) -> str:
    service = getattr(visit, "service", None)
    return ServiceKind(service.kind).label if service else "检查"


VISITS = Listing(
    columns=(
        Column("企业", lambda row: row.enterprise.name, "enterprise__sort_key", is_title=True),
        Column("场所", lambda row: row.site.name, is_minor=True),
        Column("单位", _departments),
        Column("入企事由", _purpose),
        Column("入企时间", lambda row: _moment(row.entered_at), "entered_at"),
        Column("离企时间", lambda row: _moment(row.left_at) if row.left_at else "", "left_at"),
        Column("登记方式", lambda row: EntryWay(row.way).label, "way"),
        Column("扫码人", lambda row: row.scanned_by.name),
    ),
    search=("enterprise__name", "enterprise__credit_code", "enterprise__sort_key"),
    order_by=("-entered_at", "-id"),
    joined=("enterprise", "site", "scanned_by", "service__subject"),
    gathered=("inspections__subject",),
    subjects=("inspections__subject", "service__subject"),
    town="site__region",
)

VISITED = Indicator(
    code="inspections.visits",
    label="入企",
    unit="次",
    nature=Nature.FLOW,
    definition="在平台登记的入企次数，按入企日期计；检查和不检查的走访、宣传等都计，作废的不计，"
    "外部系统导入的检查没有入企登记，不计。一次入企无论几个单位、几项检查，全区计一次；"
    "分单位看，参加的单位各计一次，各单位之和减去联合入企重复计的等于全区"
    "（R-SCAN-07、R-SCAN-12、R-FRQ-05）",
    rows=_visits,
    listing=VISITS,
)
CALLED = Indicator(
    code="visits.without_inspection",
    label="入企而未检查",
    unit="次",
    nature=Nature.FLOW,
    definition="走访、宣传、调研等不是检查的入企，按入企日期计，作废的不计；计入企，不计检查（R-SCAN-07）",
    rows=_called,
    listing=VISITS,
)
SHARED = Indicator(
    code="visits.shared",
    label="联合入企重复计",
    unit="次",
    nature=Nature.FLOW,
    definition="一次联合入企，先登记的单位以外，其他参加单位各列一次：分单位看各计一次入企，全区合计时减去（R-FRQ-05）",
    rows=_shared,
    listing=INSPECTIONS,
)
REPEATED = Indicator(
    code="visits.repeated",
    label="同一单位一次入企的另几件检查",
    unit="次",
    nature=Nature.FLOW,
    definition="同一单位在一次联合入企中检查几件的，第一件以外的各件；检查逐件计，入企计一次（R-FRQ-05）",
    rows=_repeated,
    listing=INSPECTIONS,
)
