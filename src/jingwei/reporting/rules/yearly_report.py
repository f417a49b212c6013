"""年度统计按自然年：检查看实施日期，处罚看决定日期；年度报告在次年期限以前公布。

The year of an act is that of the day on which it was carried out, whenever it was entered here.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Number, Value, measure


@dataclass(frozen=True, slots=True)
class Facts:
    year: int
    due_month: Number
    due_day: Number


@dataclass(frozen=True, slots=True)
class Year:
    first: date
    last: date
    due: date  # last day for the report to be published


@measure(
    Moment.COUNT,
    code="R-STA-01",
    title="年度统计的起止与公布期限",
    cites=[Cite("yearly-statistics-notes", "统计时段", False)],
)
def yearly_report(facts: Facts) -> Value[Year]:
    due = date(facts.year + 1, facts.due_month.value, facts.due_day.value)
    return Value(
        Year(date(facts.year, 1, 1), date(facts.year, 12, 31), due),
        f"{facts.year} 年 1 月 1 日至 12 月 31 日实施的检查，{due:%Y-%m-%d} 前公布",
    )
