"""检查结果逾期没有告知企业，或者逾期才告知的，提示。

The due day comes from the calendar and R-PRO-05a; telling on the due day itself is in time.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Consequence, Moment, Pass, Raise, Verdict, alert


@dataclass(frozen=True, slots=True)
class Facts:
    due_on: date
    told_on: date | None
    as_of: date


@alert(
    Moment.CONCLUDE,
    Moment.SWEEP,
    code="R-PRO-05b",
    title="检查结果逾期告知",
    cites=[Cite("platform-default", "", False), Cite("justice-ministry-forms-2025", "", False)],
    consequence=Consequence.WARN,
)
def result_told_late(facts: Facts) -> Verdict:
    on = facts.told_on or facts.as_of
    if on > facts.due_on:
        state = f"{on} 才告知" if facts.told_on else "至今没有告知"
        return Raise(f"检查结果应于 {facts.due_on} 前告知，{state}，逾期 {(on - facts.due_on).days} 日")
    return Pass(f"检查结果已于 {on} 告知" if facts.told_on else f"{facts.due_on} 前告知检查结果")
