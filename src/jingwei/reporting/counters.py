"""The three counters of a period side by side, why they differ, and the same by department, town or month."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import TruncMonth

from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import Mode, Origin, Stage
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.reporting.indicators.inspections import REPORTABLE
from jingwei.reporting.periods import Period
from jingwei.reporting.rules.year_on_year import Facts, year_on_year
from jingwei.reporting.terms import Breakdown

Key = int | str | date  # the subject's id, the region's code, the first day of the month
ENTERED = Q(visit__isnull=False)
FREE = ENTERED & Q(is_counted=False)
UNREPORTED = Q(reportable_on=None)
# What is counted of the inspections carried out in the period; no name may be that of a column. Each reason excludes
# those above it.
COUNTED: Mapping[str, Count] = {
    "entered": Count("pk", filter=ENTERED),
    "visits": Count("visit", distinct=True),
    "capped": Count("pk", filter=Q(is_counted=True)),
    "exempted": Count("pk", filter=FREE & ~Q(exempt="")),
    "case_based": Count("pk", filter=FREE & Q(exempt="", kind=InspectionKind.CASE_BASED)),
    "ordered": Count(
        "pk", filter=FREE & Q(exempt="", is_ordered_from_above=True) & ~Q(kind=InspectionKind.CASE_BASED)
    ),
    "imported": Count("pk", filter=Q(origin=Origin.IMPORTED)),
    "invited": Count("pk", filter=Q(exempt=ExemptReason.INVITED)),
    "unsigned": Count("pk", filter=UNREPORTED & Q(stage=Stage.ENTERED)),
    "prosecuted": Count("pk", filter=UNREPORTED & Q(ended_in_case=True) & ~Q(stage=Stage.ENTERED)),
    "off_site": Count(
        "pk",
        filter=UNREPORTED & Q(ended_in_case=False) & ~Q(stage=Stage.ENTERED) & ~Q(mode=Mode.ON_SITE),
    ),
    "reportable": Count("pk", filter=~UNREPORTED),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """The inspections carried out in a period, counted in every way that the page shows."""

    entered: int = 0  # those with a visit here
    visits: int = 0  # the visits they were made in
    capped: int = 0
    exempted: int = 0
    case_based: int = 0
    ordered: int = 0
    imported: int = 0
    invited: int = 0
    unsigned: int = 0
    prosecuted: int = 0
    off_site: int = 0
    reportable: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """One department, town or month: its counts, and what it reported a year before."""

    key: Key
    label: str
    period: Period
    counts: Counts
    base: int | None
    change: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a counter to the next: what is taken off or added, and why. A counter itself has no sign."""

    label: str
    number: int
    sign: str = ""  # +, −; empty for a counter
    why: str = ""


def count_inspections(period: Period, *, subject_id: int | None = None) -> Counts:
    """Return the counts of the whole period, of the district or of one subject."""
    return Counts(**_performed(period, subject_id).aggregate(**COUNTED))


def explain_counters(visits: int, counts: Counts) -> tuple[Sequence[Step], Sequence[Step]]:
    """Return the way from visits to capped inspections and from there to reportable ones, step by step.

    ``visits`` is the first counter. Every step is counted by itself; the tests hold their sum to the counter it leads to.
    """
    others = counts.entered - counts.capped - counts.exempted - counts.case_based - counts.ordered
    to_capped = [
        Step("入企", visits, why="每次入企计一次"),
        Step(
            "一次入企由几个单位检查",
            counts.entered - counts.visits,
            "+",
            "联合检查入企计一次，检查各单位各计一次",
        ),
        Step("入企而未检查", visits - counts.visits, "−", "走访服务等，入企计次，不是检查"),
        Step("有不计上限情形的", counts.exempted, "−", "投诉举报、转办交办、企业申请等（R-FRQ-03）"),
        Step("个案检查", counts.case_based, "−", "不受上限限制（R-FRQ-02a）"),
        Step("上级部署的", counts.ordered, "−", "上级部署的专项检查单独计数（R-FRQ-02a）"),
        Step("其他不计上限的", others, "−", ""),
        Step("计入上限", counts.capped),
    ]
    uncapped = counts.entered - counts.capped
    to_reportable = [
        Step("计入上限", counts.capped),
        Step("入企检查而不计上限的", uncapped, "+", "不占上限，仍是检查"),
        Step("外部系统导入的", counts.imported, "+", "没有扫码，有记录，计入统计（R-STA-02）"),
        Step("未签署笔录的", counts.unsigned, "−", "没有完整记录（R-STA-02）"),
        Step("转立案的", counts.prosecuted, "−", "计入案件，不计为检查（R-STA-02）"),
        Step("非现场的", counts.off_site, "−", "没有入企，不计为现场检查"),
        Step("可报统计", counts.reportable),
    ]
    return _told(to_capped), _told(to_reportable)


def list_groups(by: Breakdown, period: Period, *, subject_id: int | None = None) -> Sequence[Group]:
    """Return the period broken down: months in order, departments and towns with the most reportable inspections first."""
    before = period.year_before
    now = _grouped(by, _performed(period, subject_id), "performed_on", COUNTED)
    reported = REPORTABLE.list_rows(before, subject_id=subject_id)
    bases = _grouped(by, reported, "reportable_on", {"reportable": COUNTED["reportable"]})

    def group(of_now: Key, of_base: Key, part: Period, label: str = "") -> Group:
        found, base = now.get(of_now), bases.get(of_base)
        named = found or base
        counts, counted = (
            Counts(**found.counts) if found else Counts(),
            base.counts["reportable"] if base else None,
        )
        change = year_on_year(Facts(value=counts.reportable, base=counted)).value
        return Group(of_now, label or (named.label if named else ""), part, counts, counted, change)

    if by is Breakdown.MONTH:
        pairs = zip(period.months, before.months, strict=True)
        return [group(_month_key(a), _month_key(b), a, f"{a.first:%Y}年{a.first.month}月") for a, b in pairs]
    groups = [group(key, key, period) for key in now.keys() | bases.keys()]
    return sorted(groups, key=lambda each: (-each.counts.reportable, -(each.base or 0), each.label))


@dataclass(frozen=True, slots=True)
class _Found:
    """One group as the database counted it."""

    label: str
    counts: Mapping[str, int]


def _performed(period: Period, subject_id: int | None) -> QuerySet[Inspection]:
    found = Inspection.objects.current().filter(performed_on__gte=period.first, performed_on__lt=period.end)
    return found if subject_id is None else found.filter(subject=subject_id)


def _grouped(
    by: Breakdown, rows: QuerySet[Inspection], day: str, counted: Mapping[str, Count]
) -> dict[Key, _Found]:
    """Count the rows of each group in one query; by the subject's id, the region's code, the first day of the month."""
    match by:
        case Breakdown.SUBJECT:
            named = rows.values(key=F("subject"), label=F("subject__short_name"))
        case Breakdown.TOWN:
            named = rows.values(key=F("site__region__code"), label=F("site__region__name"))
        case Breakdown.MONTH:
            named = rows.values(key=TruncMonth(day), label=Value(""))
    found: Iterable[Mapping[str, Any]] = named.order_by().annotate(**counted)
    return {row["key"]: _Found(row["label"], {name: row[name] for name in counted}) for row in found}


def _month_key(month: Period) -> date:
    return month.first.replace(day=1)


def _told(steps: Iterable[Step]) -> Sequence[Step]:
    """Leave out the steps that take nothing off and add nothing."""
    return [step for step in steps if step.number or not step.sign]
