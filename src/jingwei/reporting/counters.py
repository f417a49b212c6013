"""The three counters of a period side by side, and why they differ, step by step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import Mode, Stage
from jingwei.planning.terms import InspectionKind
from jingwei.reporting.indicators import Indicator
from jingwei.reporting.indicators.visits import CALLED, REPEATED, SHARED
from jingwei.reporting.periods import Period

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
    """The three counters, and how many visits and inspections fall between them for which reason."""

    visits: int
    called: int  # visits without inspection
    shared: int  # inspections of further departments on a joint visit
    repeated: int  # further inspections of one department on one visit
    capped: int
    reportable: int
    free: int  # on a visit, not held against the cap
    free_by: Mapping[str, int]
    unreported: int
    unreported_by: Mapping[str, int]

    @property
    def inspected(self) -> int:
        """Inspections that were made on a visit."""
        return self.capped + self.free

    @property
    def without_visit(self) -> int:
        """Inspections carried out that nobody scanned in for: those that came from another system."""
        return self.reportable + self.unreported - self.inspected


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a counter to the next: what is taken off or added, and why. A counter itself has no sign."""

    label: str
    number: int
    sign: str = ""  # +, −; empty for a counter
    why: str = ""
    listed: Indicator | None = None  # lists as many rows as the number says


def get_counters(
    period: Period, *, visits: int, capped: int, reportable: int, subject_id: int | None = None
) -> Counters:
    """Return the three counters, known already as figures, with what falls between them counted by reason."""
    free_by = list_free(period, subject_id=subject_id).aggregate(total=Count("*"), **_each(WHY_FREE))
    unreported_by = _unreported(period, subject_id).aggregate(total=Count("*"), **_each(WHY_UNREPORTED))
    return Counters(
        visits=visits,
        called=CALLED.value(period, subject_id=subject_id),
        # A department's own visits hold each of them once, whoever else took part.
        shared=SHARED.value(period) if subject_id is None else 0,
        repeated=REPEATED.value(period, subject_id=subject_id),
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
    to_capped = [
        Step("入企", counters.visits, why="每次入企计一次"),
        Step("入企而未检查", counters.called, "−", "走访、宣传等，入企计次，不是检查（R-SCAN-07）", CALLED),
        Step(
            "联合入企中其他单位的检查",
            counters.shared,
            "+",
            "联合检查入企计一次，检查各单位各计一次（R-FRQ-05）",
            SHARED,
        ),
        Step("同一单位一次入企的另几件检查", counters.repeated, "+", "入企计一次，检查逐件计", REPEATED),
        Step("有不计上限情形的", free["exempted"], "−", "投诉举报、转办交办、企业申请等（R-FRQ-03）"),
        Step("个案检查", free["case_based"], "−", "不受上限限制（R-FRQ-02a）"),
        Step("上级部署的", free["ordered"], "−", "单独计数（R-FRQ-02a）"),
        Step("其他不计上限的", counters.free - sum(free.values()), "−"),
        Step("计入上限", counters.capped),
    ]
    to_reportable = [
        Step("计入上限", counters.capped),
        Step("入企检查而不计上限的", counters.free, "+", "不占上限，仍是检查"),
        Step("外部系统导入的", counters.without_visit, "+", "没有扫码，有记录，计入统计（R-STA-02）"),
        Step("未签署笔录的", unreported["unsigned"], "−", "没有完整记录（R-STA-02）"),
        Step("转立案的", unreported["prosecuted"], "−", "计入案件，不计为检查（R-STA-02）"),
        Step("非现场的", unreported["off_site"], "−", "没有入企，不计为现场检查"),
        Step("其他不可报的", counters.unreported - sum(unreported.values()), "−"),
        Step("可报统计", counters.reportable),
    ]
    return _told(to_capped), _told(to_reportable)


def why_more_reported(counters: Counters) -> str:
    """Say in words why there are more reportable inspections than visits; empty where there are not."""
    if counters.reportable <= counters.visits:
        return ""
    reasons = {
        "外部系统导入的检查没有扫码，不计入企": counters.without_visit,
        "联合入企计一次，其他单位的检查另计": counters.shared,
        "同一单位一次入企检查几件的，逐件计": counters.repeated,
    }
    told = "；".join(f"{why}，{number} 次" for why, number in reasons.items() if number)
    return f"可报统计 {counters.reportable} 次，多于入企 {counters.visits} 次：{told}。"


def list_free(period: Period, *, subject_id: int | None = None) -> QuerySet[Inspection]:
    """Return the inspections on a visit that are not held against a cap."""
    return _of(period, subject_id).filter(is_counted=False, visit__isnull=False)


def _unreported(period: Period, subject_id: int | None) -> QuerySet[Inspection]:
    return _of(period, subject_id).filter(reportable_on=None).exclude(stage=Stage.WITHDRAWN)


def _of(period: Period, subject_id: int | None) -> QuerySet[Inspection]:
    found = Inspection.objects.filter(performed_on__gte=period.first, performed_on__lt=period.end)
    return found if subject_id is None else found.filter(subject=subject_id)


def _each(reasons: Mapping[str, Q]) -> dict[str, Count]:
    return {name: Count("performed_on", filter=reason) for name, reason in reasons.items()}


def _told(steps: Iterable[Step]) -> Sequence[Step]:
    """Leave out the steps that take nothing off and add nothing."""
    return [step for step in steps if step.number or not step.sign]
