"""The period by department, town or month: each line counted, and what makes the lines add up to the total."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncDate

from jingwei.inspections.models import Inspection
from jingwei.platform.calendar import SHANGHAI
from jingwei.registry.models import Region, Subject
from jingwei.reporting.counters import list_free
from jingwei.reporting.indicators.inspections import CAPPED, INVITED, REPORTABLE
from jingwei.reporting.indicators.visits import CALLED, REPEATED, SHARED
from jingwei.reporting.periods import Period
from jingwei.reporting.rules.year_on_year import Facts, year_on_year
from jingwei.reporting.terms import Breakdown

Key = int | str | date  # the subject's id, the town's code, the first day of the month
DISTRICT_CODE = 6  # digits of a district's own code (GB/T 2260); a town's is longer


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


@dataclass(frozen=True, slots=True)
class Groups:
    """The lines of a breakdown, and how many visits stand in more than one of them.

    Each figure of the period is the sum of its lines, visits less ``shared``: a joint visit is each department's own
    and one of the district (R-FRQ-05). Towns and months share none.
    """

    by: Breakdown
    lines: Sequence[Group]
    shared: int

    @property
    def visits(self) -> int:
        """The district's visits."""
        return sum(line.visits for line in self.lines) - self.shared


def list_groups(by: Breakdown, period: Period, *, subject_id: int | None = None) -> Groups:
    """Return the period broken down: months in order, departments and towns with the most reportable inspections first.

    Visits are counted over what was done in them, from indexes alone: inspections on a visit, less those that another
    has counted already, and visits without inspection.
    """
    before = period.year_before
    counted = {
        "reportable": _count(by, REPORTABLE.list_rows(period, subject_id=subject_id), day="reportable_on"),
        "capped": _count(by, CAPPED.list_rows(period, subject_id=subject_id)),
        "invited": _count(by, INVITED.list_rows(period, subject_id=subject_id)),
        "free": _count(by, list_free(period, subject_id=subject_id)),
        "called": _count_called(by, period, subject_id),
        "base": _count(by, REPORTABLE.list_rows(before, subject_id=subject_id), day="reportable_on"),
    }
    again = _count_again(by, period, subject_id)

    def group(key: Any, of_base: Any, part: Period, label: str) -> Group:
        base = counted["base"].get(of_base)
        reportable, capped = counted["reportable"][key], counted["capped"][key]
        return Group(
            key=key,
            label=label,
            period=part,
            reportable=reportable,
            visits=capped + counted["free"][key] - again[key] + counted["called"][key],
            capped=capped,
            invited=counted["invited"][key],
            base=base,
            change=year_on_year(Facts(value=reportable, base=base)).value,
        )

    if by is Breakdown.MONTH:
        pairs = zip(period.months, before.months, strict=True)
        return Groups(by, [group(_month(a), _month(b), a, _label_of_month(a)) for a, b in pairs], 0)
    keys = {key for found in counted.values() for key in found}
    if by is Breakdown.SUBJECT:
        labels: Mapping[Any, str] = dict(Subject.objects.values_list("pk", "short_name"))
        groups = [group(key, key, period, labels[key]) for key in keys]
        shared = SHARED.value(period) if subject_id is None else 0
    else:
        towns = Region.objects.in_bulk(keys)
        groups = [
            replace(group(key, key, period, _label_of_town(towns[key])), key=towns[key].code) for key in keys
        ]
        shared = 0
    return Groups(
        by, sorted(groups, key=lambda each: (-each.reportable, -(each.base or 0), each.label)), shared
    )


def _count(by: Breakdown, rows: QuerySet[Inspection], *, day: str = "performed_on") -> Counter[Any]:
    """Count the inspections of each group in one query; ``day`` names the date that the rows' index is ordered by."""
    keys = {Breakdown.SUBJECT: F("subject"), Breakdown.TOWN: F("site__region"), Breakdown.MONTH: F(day)}
    return _sum(rows, keys[by])


def _count_called(by: Breakdown, period: Period, subject_id: int | None) -> Counter[Any]:
    """Count the visits without inspection of each group."""
    keys: Mapping[Breakdown, F | TruncDate] = {
        Breakdown.SUBJECT: F("service__subject"),
        Breakdown.TOWN: F("site__region"),
        Breakdown.MONTH: TruncDate("entered_at", tzinfo=SHANGHAI),
    }
    return _sum(CALLED.list_rows(period, subject_id=subject_id), keys[by])


def _count_again(by: Breakdown, period: Period, subject_id: int | None) -> Counter[Any]:
    """Count the inspections of each group whose visit the group has counted already, by an earlier inspection."""
    again = _count(by, REPEATED.list_rows(period, subject_id=subject_id))
    if by is not Breakdown.SUBJECT and subject_id is None:
        again += _count(by, SHARED.list_rows(period))
    return again


def _sum(rows: QuerySet[Any], by: F | TruncDate) -> Counter[Any]:
    """Count the rows by subject, by region, or by the first day of their month."""
    # Only count(*) is answered from an index alone, and a day needs no reckoning, as its month would.
    found: Iterable[Mapping[str, Any]] = rows.order_by().values(key=by).annotate(number=Count("*"))
    counted: Counter[Any] = Counter()
    for row in found:
        key = row["key"]
        counted[key.replace(day=1) if isinstance(key, date) else key] += row["number"]
    return counted


def _month(month: Period) -> date:
    return month.first.replace(day=1)


def _label_of_month(month: Period) -> str:
    return f"{month.first:%Y}年{month.first.month}月"


def _label_of_town(region: Region) -> str:
    """Return the town's name; of a site that was registered under its district, that the town was not given."""
    return region.name if len(region.code) > DISTRICT_CODE else f"{region.name}（未填镇街）"
