"""已经离岗的人员不得再用原来的执法证件实施检查，证件还没有注销的也一样。

A card may outlive its holder's post for the days that the cancelling takes; it is of no use meanwhile.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.registry.terms import CancelReason
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    officer: str
    left_on: date | None
    left_reason: CancelReason | None
    on: date


@gate(
    Moment.APPROVE,
    Moment.ENTER,
    Moment.RECORD,
    code="R-OFF-05b",
    title="离岗人员不得使用执法证件",
    cites=[
        Cite("administrative-penalty-law-2021", "第四十二条", False),
        Cite("platform-default", "", False),
    ],
)
def holder_in_post(facts: Facts) -> Verdict:
    if facts.left_on is not None and facts.left_on <= facts.on:
        why = f"（{facts.left_reason.label}）" if facts.left_reason else ""
        return Refuse(f"{facts.officer}已于 {facts.left_on} 离岗{why}", "更换为在岗的持证执法人员")
    return Pass(f"{facts.officer}在岗")
