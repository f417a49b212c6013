"""五年未实施的检查事项，作为取消或者调整的对象提出。

Only an item that has been published for the whole of the period can have gone unused in it. What is counted
is inspections of any kind, wherever they were entered; the outcome is a proposal to a person, never a change.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Consequence, Moment, Number, Pass, Verdict, Warn, alert


@dataclass(frozen=True, slots=True)
class Facts:
    item: str
    published_on: date
    since: date  # the day so many years before
    inspections: int  # performed since then
    years: Number


@alert(
    Moment.SWEEP,
    code="R-PUB-05b",
    title="长期未实施的检查事项",
    cites=[Cite("state-council-2024-54", "第三部分"), Cite("justice-ministry-qa-54")],
    consequence=Consequence.WARN,
)
def unused_item(facts: Facts) -> Verdict:
    if facts.published_on > facts.since:
        return Pass(f"“{facts.item}”自 {facts.published_on} 公布，未满 {facts.years} 年")
    if facts.inspections:
        return Pass(f"“{facts.item}”自 {facts.since} 以来实施 {facts.inspections} 次")
    return Warn(
        f"“{facts.item}”自 {facts.since} 以来没有实施过", "由检查主体提出保留理由，或由区司法局取消公布"
    )
