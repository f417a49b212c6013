"""受委托组织须持委托机关的书面委托书，在委托的事项和期限内以其名义检查；委托书须公布，不得再委托。"""

from dataclasses import dataclass
from datetime import date

from jingwei.registry.terms import PartyKind
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Letter:
    number: str
    issuer: str
    valid_from: date
    valid_to: date  # the last day, an end before its term taken into account
    published_on: date | None
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    agent: str
    kind: PartyKind
    principal: str
    principal_kind: PartyKind | None
    letters: tuple[Letter, ...]  # several may cover the items together
    items: tuple[str, ...]
    on: date


@gate(
    Moment.REGISTER,
    Moment.REQUEST,
    Moment.APPROVE,
    Moment.ENTER,
    code="R-SUB-02a",
    title="受委托组织须有有效的委托书",
    cites=[Cite("administrative-penalty-law-2021", "第二十条、第二十一条"), Cite("justice-ministry-qa-54")],
)
def entrustment(facts: Facts) -> Verdict:
    if facts.kind is not PartyKind.ENTRUSTED:
        return Pass(f"{facts.agent}是{facts.kind.label}，无须委托")
    if facts.principal_kind is PartyKind.ENTRUSTED:
        return Refuse(f"委托机关{facts.principal}自己是受委托组织，不得再委托", "由有权机关直接委托")
    remedy, on = "由委托机关重新出具并公布委托书，或由委托机关自行检查", facts.on
    faults, covered = list[str](), set[str]()
    for each in facts.letters:
        found = [] if each.issuer == facts.principal else [f"由{each.issuer}落款，不是{facts.principal}"]
        found += [] if each.published_on and each.published_on <= on else ["没有公布"]
        found += (
            [] if each.valid_from <= on <= each.valid_to else [f"限 {each.valid_from} 至 {each.valid_to}"]
        )
        faults += [f"委托书（{each.number}）{fault}" for fault in found]
        covered.update(() if found else each.items)
    if not covered:
        return Refuse("；".join(faults) or f"{facts.agent}没有{facts.principal}的委托书", remedy)
    if missing := "、".join(f"“{item}”" for item in facts.items if item not in covered):
        return Refuse(f"{missing}不在委托事项之列", f"删去该事项，或{remedy}")
    return Pass(f"{facts.agent}受{facts.principal}委托，委托书有效")
