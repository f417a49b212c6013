"""条线合计的频次上限不应低于其中一个主体自己的上限。

From another place's list of caps: each level at most 2 visits a year, both levels together at most 4.
A combined cap below a subject's own leaves that subject's cap without effect; both bind all the same,
so this is said and not refused.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Consequence, Moment, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Own:
    subject: str
    visits: int


@dataclass(frozen=True, slots=True)
class Facts:
    line: str
    combined: int  # visits a year, of all subjects of the line together
    own: tuple[Own, ...]  # caps on the same item and class that hold on some of the same days


@gate(
    Moment.REGISTER,
    code="R-FRQ-04",
    title="条线合计上限不低于单个主体上限",
    cites=[Cite("platform-default", "", False), Cite("state-council-2024-54", "第四部分", False)],
    consequence=Consequence.WARN,
)
def combined_cap(facts: Facts) -> Verdict:
    above = [f"{each.subject} {each.visits} 次" for each in facts.own if each.visits > facts.combined]
    if above:
        return Warn(
            f"{facts.line}条线合计上限 {facts.combined} 次，低于{'、'.join(above)}",
            "核对两级上限；照此公布的，以较低的合计上限为准",
        )
    return Pass(f"{facts.line}条线合计上限 {facts.combined} 次，不低于单个主体的上限")
