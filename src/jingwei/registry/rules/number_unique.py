"""一个证号只能有一本有效的证件。

A suspended card keeps its number; a cancelled one gives it free. The database holds the same for valid
cards, so that two who issue at the same moment cannot both succeed.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    number: str
    holders: tuple[str, ...]  # who holds a card of this number that is not cancelled, with the subject


@gate(
    Moment.REGISTER,
    code="R-OFF-10b",
    title="有效证件的证号不得重复",
    cites=[Cite("platform-default", "", False)],
)
def number_unique(facts: Facts) -> Verdict:
    if facts.holders:
        return Refuse(
            f"证号 {facts.number} 已有一本没有注销的证件（{'、'.join(facts.holders)}）",
            "核对证号；换证的先注销旧证",
        )
    return Pass(f"证号 {facts.number} 没有重复")
