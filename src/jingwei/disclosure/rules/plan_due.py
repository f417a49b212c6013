"""年度行政检查计划原则上在当年 3 月底前公布，并报同级司法行政部门和上级业务主管部门备案；镇街报区司法局。

The last day itself is in time. “原则上”: what comes later is looked at (R-PUB-07b), not refused. A subject that was
announced only after the day could not keep it; that no day is set for its first plan is our reading.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Number, Value, measure


@dataclass(frozen=True, slots=True)
class Facts:
    year: int
    month: Number
    day: Number
    subject_since: date | None  # when the subject was announced


@measure(
    Moment.ANNOUNCE,
    Moment.FILE,
    code="R-PUB-07a",
    title="年度计划公布和备案的期限",
    cites=[Cite("jiangsu-measures-2025", "", False)],
)
def plan_due(facts: Facts) -> Value[date | None]:
    due_on = date(facts.year, facts.month.value, facts.day.value)
    if facts.subject_since and facts.subject_since > due_on:
        return Value(None, f"主体 {facts.subject_since} 才公告，{facts.year}年度计划不设期限")
    return Value(due_on, f"{facts.year}年度计划于 {due_on} 前公布并备案")
