"""年度行政检查计划原则上在当年 3 月底前公布，并报同级司法行政部门和上级业务主管部门备案；镇街报区司法局。

The last day itself is in time. “原则上”: what comes later is looked at (R-PUB-07b), not refused.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Number, Value, measure


@dataclass(frozen=True, slots=True)
class Facts:
    year: int
    month: Number
    day: Number


@measure(
    Moment.ANNOUNCE,
    Moment.FILE,
    code="R-PUB-07a",
    title="年度计划公布和备案的期限",
    cites=[Cite("jiangsu-measures-2025", "", False)],
)
def plan_due(facts: Facts) -> Value[date]:
    due_on = date(facts.year, facts.month.value, facts.day.value)
    return Value(due_on, f"{facts.year}年度计划于 {due_on} 前公布并备案")
