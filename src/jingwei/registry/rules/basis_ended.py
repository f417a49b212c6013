"""检查依据废止或者修改的，检查事项自该日起不得实施，调整并重新公布后恢复；该日以前已实施的检查不受影响。

A basis no longer counts from the day its text ended (that day included). What the item rested on when it
was last published is what matters: a basis that had ended before is not part of that publication.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class EndedBasis:
    basis: str
    ended_on: date
    document: str


@dataclass(frozen=True, slots=True)
class Facts:
    item: str
    ended: tuple[EndedBasis, ...]  # since the item was last published, up to the day
    on: date


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    Moment.ENTER,
    code="R-PUB-05a",
    title="依据已废止或修改的事项不得检查",
    cites=[Cite("state-council-2024-54", "第三部分"), Cite("justice-ministry-qa-54")],
)
def basis_ended(facts: Facts) -> Verdict:
    if facts.ended:
        told = "；".join(
            f"{each.basis}自 {each.ended_on} 起失效" + (f"（{each.document}）" if each.document else "")
            for each in facts.ended
        )
        return Refuse(f"“{facts.item}”的依据{told}", "删去该事项，或待补登现行依据、重新公布后再检查")
    return Pass(f"“{facts.item}”的依据没有废止")
