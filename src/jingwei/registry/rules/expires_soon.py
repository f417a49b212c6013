"""执法证将要到期的，提前提示换发；已经到期没有注销的，列入清理。

How long before is the number of R-OFF-02, which flags the same card at the gate: one number for both.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from jingwei.rulebook import Cite, Consequence, Moment, Number, Pass, Raise, Verdict, alert


@dataclass(frozen=True, slots=True)
class Facts:
    officer: str
    certificate: str
    valid_to: date
    on: date
    warn_before: Number


@alert(
    Moment.SWEEP,
    code="R-OFF-11b",
    title="执法证即将到期",
    cites=[Cite("platform-default", "", False)],
    consequence=Consequence.WARN,
)
def expires_soon(facts: Facts) -> Verdict:
    card = f"{facts.officer}的证件（{facts.certificate}）"
    if facts.on > facts.valid_to:
        return Raise(f"{card}已于 {facts.valid_to} 到期")
    if facts.on + timedelta(days=facts.warn_before.value) >= facts.valid_to:
        return Raise(f"{card}将于 {facts.valid_to} 到期，还有 {(facts.valid_to - facts.on).days} 日")
    return Pass(f"{card}有效至 {facts.valid_to}")
