"""计划对同一企业的检查次数不得超过公布的频次上限。

Only caps of the classes that the line inspects are looked at. What is planned beyond them could not
be carried out: R-FRQ-01 would refuse the visit at the gate.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Cap:
    label: str  # whose cap, for which class
    visits: int


@dataclass(frozen=True, slots=True)
class Facts:
    line: str
    visits: int  # a year at one enterprise
    caps: tuple[Cap, ...]


@gate(
    Moment.PLAN,
    code="R-FRQ-01b",
    title="计划次数不得超过频次上限",
    cites=[Cite("state-council-2024-54", "第四部分", False)],
)
def plan_within_cap(facts: Facts) -> Verdict:
    beyond = [cap for cap in facts.caps if facts.visits > cap.visits]
    if beyond:
        told = "；".join(f"{cap.label}上限每年 {cap.visits} 次" for cap in beyond)
        return Refuse(
            f"“{facts.line}”每户每年 {facts.visits} 次，超过公布的上限：{told}",
            "减少每户次数，或把该类企业的抽查比例填为 0",
        )
    if not facts.caps:
        return Pass(f"“{facts.line}”的时间内还没有公布适用的频次上限")
    return Pass(f"“{facts.line}”每户每年 {facts.visits} 次，在公布的上限以内")
