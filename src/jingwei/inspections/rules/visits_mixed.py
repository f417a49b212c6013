"""高频入企预警涵盖一切入企：短期内入企过多，或者走访远多于检查的，看是否以走访之名行检查之实。

All visits to one enterprise within the window count, whoever came and whatever for. The text followed
is another city's; the three numbers are our defaults. Nothing is proved by this.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Number, Pass, Raise, Verdict, alert


@dataclass(frozen=True, slots=True)
class Facts:
    enterprise: str
    on: date  # the window ends with this day
    visits: int  # all, those below included
    services: int  # without any inspection
    window: Number  # days
    most: Number
    factor: Number


@alert(
    Moment.REGISTER,
    Moment.SWEEP,
    code="R-SCAN-07b",
    title="高频入企、走访过多",
    cites=[Cite("platform-default", "", False), Cite("state-council-2024-54", "", False)],
    since=date(2025, 7, 1),
)
def visits_mixed(facts: Facts) -> Verdict:
    inspected = facts.visits - facts.services
    counted = (
        f"{facts.enterprise}截至 {facts.on} 的 {facts.window} 日内入企 {facts.visits} 次，"
        f"其中检查 {inspected} 次，走访 {facts.services} 次"
    )
    found = []
    if facts.visits > facts.most.value:
        found.append(f"超过 {facts.most} 次")
    if facts.services > facts.factor.value * max(inspected, 1):
        found.append(f"走访超过检查的 {facts.factor} 倍")
    if found:
        return Raise(f"{counted}，{'，'.join(found)}")
    return Pass(counted)
