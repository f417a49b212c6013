"""持证人调离、退休、死亡、辞退、不在编制，证件到期，或者单位失去主体资格的，应当及时注销并收回证件。

How soon is our default. The event may be known from the roster, the establishment check or the card
itself; the day is the one on which it happened, or on which it became known where nobody noted a day.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.registry.terms import CancelReason
from jingwei.rulebook import Cite, Consequence, Moment, Number, Pass, Raise, Verdict, alert


@dataclass(frozen=True, slots=True)
class Facts:
    officer: str
    certificate: str
    reason: CancelReason | None  # none: nothing speaks against the card
    since: date | None
    on: date
    days: Number


@alert(
    Moment.SWEEP,
    code="R-OFF-05a",
    title="应注销的证件逾期未注销",
    cites=[Cite("platform-default", "", False)],
    consequence=Consequence.WARN,
)
def cancelled_in_time(facts: Facts) -> Verdict:
    if facts.reason is None or facts.since is None:
        return Pass(f"{facts.officer}的证件（{facts.certificate}）没有应注销的情形")
    passed = (facts.on - facts.since).days
    said = f"{facts.officer}的证件（{facts.certificate}）自 {facts.since} 起应注销（{facts.reason.label}）"
    if passed > facts.days.value:
        return Raise(f"{said}，已过 {passed} 日没有注销")
    return Pass(f"{said}，还在 {facts.days.value} 日内")
