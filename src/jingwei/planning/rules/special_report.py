"""上级部署的专项检查结束后，将实施情况报告本级司法行政部门；超过期限没有报告的，提示。

The answers come from Chongqing and give no days; ours are a default. The last day still counts as in time.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Consequence, Moment, Pass, Verdict, Warn, alert


@dataclass(frozen=True, slots=True)
class Facts:
    special: str
    is_ordered_from_above: bool
    last_on: date
    due_on: date  # working days after the end, counted by the calendar
    reported_on: date | None
    as_of: date


@alert(
    Moment.SWEEP,
    code="R-SPC-08b",
    title="上级部署的专项检查须报告实施情况",
    cites=[Cite("chongqing-plan-answers-2025", "", False)],
    consequence=Consequence.WARN,
)
def special_report(facts: Facts) -> Verdict:
    if not facts.is_ordered_from_above:
        return Pass("本级决定，不适用")
    on = facts.reported_on or facts.as_of
    ended = f"“{facts.special}”{facts.last_on} 结束"
    if on > facts.due_on:
        state = f"{on} 才报告" if facts.reported_on else "至今没有报告"
        return Warn(
            f"{ended}，应于 {facts.due_on} 前向区司法局报告实施情况，{state}", "由牵头主体登记实施情况"
        )
    if facts.reported_on:
        return Pass(f"{ended}，{facts.reported_on} 已报告")
    return Pass(f"{ended}，{facts.due_on} 前报告")
