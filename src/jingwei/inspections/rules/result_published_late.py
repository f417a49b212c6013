"""检查结果逾期没有公开，或者逾期才公开的，生成线索。

The due day comes from R-PUB-10a and still counts as in time. It binds results that were told since this platform
publishes them; earlier ones the departments published themselves.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Pass, Raise, Verdict, alert


@dataclass(frozen=True, slots=True)
class Facts:
    due_on: date
    published_on: date | None
    as_of: date


@alert(
    Moment.SWEEP,
    code="R-PUB-10b",
    title="检查结果逾期公开",
    cites=[Cite("legal-review-guidance-2018", "二、全面推行行政执法公示制度", False)],
    since=date(2026, 11, 1),
)
def result_published_late(facts: Facts) -> Verdict:
    on = facts.published_on or facts.as_of
    if on > facts.due_on:
        state = f"{on} 才公开" if facts.published_on else "至今没有公开"
        return Raise(f"检查结果应于 {facts.due_on} 前公开，{state}，逾期 {(on - facts.due_on).days} 日")
    return Pass(f"检查结果已于 {on} 公开" if facts.published_on else f"{facts.due_on} 前公开检查结果")
