"""The three counters of a period side by side, why they differ, and the same by department, town or month."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import Mode, Stage
from jingwei.planning.terms import InspectionKind
from jingwei.registry.models import Region, Subject
from jingwei.reporting.indicators.inspections import CAPPED, INVITED, REPORTABLE
from jingwei.reporting.periods import Period
from jingwei.reporting.rules.year_on_year import Facts, year_on_year
from jingwei.reporting.terms import Breakdown

Key = int | str | date  # the subject's id, the town's code, the first day of the month
# Why an inspection on a visit is not held against the cap, each reason without those above it (R-FRQ-02a). No name may
# be that of a column.
WHY_FREE: Mapping[str, Q] = {
    "exempted": ~Q(exempt=""),
    "case_based": Q(exempt="", kind=InspectionKind.CASE_BASED),
    "ordered": Q(exempt="", is_ordered_from_above=True) & ~Q(kind=InspectionKind.CASE_BASED),
}
# Why an inspection that was carried out is not reportable (R-STA-02).
WHY_UNREPORTED: Mapping[str, Q] = {
    "unsigned": Q(stage=Stage.ENTERED),
    "prosecuted": Q(ended_in_case=True) & ~Q(stage=Stage.ENTERED),
    "off_site": Q(ended_in_case=False) & ~Q(stage=Stage.ENTERED) & ~Q(mode=Mode.ON_SITE),
}


@dataclass(frozen=True, slots=True)
class Counters:
    """The three counters, and how many inspections fall between them for which reason."""

    visits: int
    capped: int
    reportable: int
    free: int  # on a visit, not held against the cap
    free_by: Mapping[str, int]
    unreported: int
    unreported_by: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a counter to the next: what is taken off or added, and why. A counter itself has no sign."""

    label: str
    number: int
    sign: str = ""  # +, −; empty for a counter
    why: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One department, town or month: the three counters, and what it reported a year before."""

    key: Key
    label: str
    period: Period
    reportable: int
    visits: int
    capped: int
    invited: int
    base: int | None
    change: int | None


def get_counters(
    period: Period, *, visits: int, capped: int, reportable: int, subject_id: int | None = None
) -> Counters:
    """Return the three counters, known already as figures, with what falls between them counted by reason."""
    free = _free(period, subject_id)
    unreported = _unreported(period, subject_id)
    free_by = free.aggregate(total=Count("*"), **_each(WHY_FREE))
    unreported_by = unreported.aggregate(total=Count("*"), **_each(WHY_UNREPORTED))
    return Counters(
        visits=visits,
        capped=capped,
        reportable=reportable,
        free=free_by.pop("total"),
        free_by=free_by,
        unreported=unreported_by.pop("total"),
        unreported_by=unreported_by,
    )


def explain_counters(counters: Counters) -> tuple[Sequence[Step], Sequence[Step]]:
    """Return the way from visits to capped inspections and from there to reportable ones, step by step."""
    free, unreported = counters.free_by, counters.unreported_by
    entered = counters.capped + counters.free
    more = entered - counters.visits
    imported = counters.reportable + counters.unreported - entered
    to_capped = [
        Step("入企", counters.visits, why="每次入企计一次"),
        Step(
            "一次入企由几个单位检查", max(more, 0), "+", "联合检查入企计一次，检查各单位各计一次（R-FRQ-05）"
        ),
        Step("入企而未检查", max(-more, 0), "−", "走访服务等，入企计次，不是检查"),
        Step("有不计上限情形的", free["exempted"], "−", "投诉举报、转办交办、企业申请等（R-FRQ-03）"),
        Step("个案检查", free["case_based"], "−", "不受上限限制（R-FRQ-02a）"),
        Step("上级部署的", free["ordered"], "−", "单独计数（R-FRQ-02a）"),
        Step("其他不计上限的", counters.free - sum(free.values()), "−"),
        Step("计入上限", counters.capped),
    ]
    to_reportable = [
        Step("计入上限", counters.capped),
        Step("入企检查而不计上限的", counters.free, "+", "不占上限，仍是检查"),
        Step("外部系统导入的", imported, "+", "没有扫码，有记录，计入统计（R-STA-02）"),
        Step("未签署笔录的", unreported["unsigned"], "−", "没有完整记录（R-STA-02）"),
        Step("转立案的", unreported["prosecuted"], "−", "计入案件，不计为检查（R-STA-02）"),
        Step("非现场的", unreported["off_site"], "−", "没有入企，不计为现场检查"),
        Step("其他不可报的", counters.unreported - sum(unreported.values()), "−"),
        Step("可报统计", counters.reportable),
    ]
    return _told(to_capped), _told(to_reportable)


def list_groups(by: Breakdown, period: Period, *, subject_id: int | None = None) -> Sequence[Group]:
    """Return the period broken down: months in order, departments and towns with the most reportable inspections first."""
    before = period.year_before
    counted = {
        "reportable": _count(by, REPORTABLE.list_rows(period, subject_id=subject_id), "reportable_on"),
        "capped": _count(by, CAPPED.list_rows(period, subject_id=subject_id)),
        "invited": _count(by, INVITED.list_rows(period, subject_id=subject_id)),
        "free": _count(by, _free(period, subject_id)),
        "base": _count(by, REPORTABLE.list_rows(before, subject_id=subject_id), "reportable_on"),
    }
    shared = _shared(by, period, subject_id)

    def group(key: Any, of_base: Any, part: Period, label: str) -> Group:
        base = counted["base"].get(of_base)
        reportable, capped = counted["reportable"][key], counted["capped"][key]
        return Group(
            key=key,
            label=label,
            period=part,
            reportable=reportable,
            visits=capped + counted["free"][key] - shared[key],
            capped=capped,
            invited=counted["invited"][key],
            base=base,
            change=year_on_year(Facts(value=reportable, base=base)).value,
        )

    if by is Breakdown.MONTH:
        pairs = zip(period.months, before.months, strict=True)
        return [group(_month(a), _month(b), a, f"{a.first:%Y}年{a.first.month}月") for a, b in pairs]
    keys = {key for found in counted.values() for key in found}
    if by is Breakdown.SUBJECT:
        labels: Mapping[Any, str] = dict(Subject.objects.values_list("pk", "short_name"))
        groups = [group(key, key, period, labels[key]) for key in keys]
    else:
        towns = Region.objects.in_bulk()
        groups = [replace(group(key, key, period, towns[key].name), key=towns[key].code) for key in keys]
    return sorted(groups, key=lambda each: (-each.reportable, -(each.base or 0), each.label))


def _free(period: Period, subject_id: int | None) -> QuerySet[Inspection]:
    """Inspections on a visit that is not held against a cap."""
    return _of(period, subject_id).filter(is_counted=False, visit__isnull=False)


def _unreported(period: Period, subject_id: int | None) -> QuerySet[Inspection]:
    return _of(period, subject_id).filter(reportable_on=None).exclude(stage=Stage.WITHDRAWN)


def _of(period: Period, subject_id: int | None) -> QuerySet[Inspection]:
    found = Inspection.objects.filter(performed_on__gte=period.first, performed_on__lt=period.end)
    return found if subject_id is None else found.filter(subject=subject_id)


def _shared(by: Breakdown, period: Period, subject_id: int | None) -> Counter[Any]:
    """By group, how many inspections stand beside another of the group in the same visit.

    Only a joint inspection enters somebody else's visit, so that the visits of the few joint ones are looked at.
    """
    joint = _of(period, None).exclude(joint_with=None).exclude(visit=None)
    beside = _of(period, subject_id).filter(visit__in=joint.values("visit"))
    found: Counter[Any] = Counter()
    for row in beside.order_by().values("visit", key=_key(by)).annotate(number=Count("*")):
        found[_group_of(row["key"])] += row["number"] - 1
    return found


def _count(by: Breakdown, rows: QuerySet[Inspection], day: str = "performed_on") -> Counter[Any]:
    """Count the rows of each group in one query; ``day`` names the date that the rows' index is ordered by."""
    # Only count(*) is answered from an index alone.
    found: Iterable[Mapping[str, Any]] = rows.order_by().values(key=_key(by, day)).annotate(number=Count("*"))
    counted: Counter[Any] = Counter()
    for row in found:
        counted[_group_of(row["key"])] += row["number"]
    return counted


def _key(by: Breakdown, day: str = "performed_on") -> F:
    """Return what the database groups by: days for months, because a day needs no reckoning."""
    return {Breakdown.SUBJECT: F("subject"), Breakdown.TOWN: F("site__region"), Breakdown.MONTH: F(day)}[by]


def _group_of(key: Any) -> Any:
    """Return the group that a key of the database falls into."""
    return key.replace(day=1) if isinstance(key, date) else key


def _each(reasons: Mapping[str, Q]) -> dict[str, Count]:
    return {name: Count("performed_on", filter=reason) for name, reason in reasons.items()}


def _month(month: Period) -> date:
    return month.first.replace(day=1)


def _told(steps: Iterable[Step]) -> Sequence[Step]:
    """Leave out the steps that take nothing off and add nothing."""
    return [step for step in steps if step.number or not step.sign]
