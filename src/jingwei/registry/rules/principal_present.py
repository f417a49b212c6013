"""受委托组织不得单独实施检查：检查组中没有委托机关人员的，提示。

Whether an officer of the principal must be present is not settled: a summary of the ministry's
answers says that the entrusted body may not act alone. Until the text is read it is a flag.
"""

from dataclasses import dataclass

from jingwei.registry.terms import PartyKind
from jingwei.rulebook import Cite, Consequence, Moment, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Officer:
    name: str
    subject: str


@dataclass(frozen=True, slots=True)
class Facts:
    agent: str
    kind: PartyKind
    principal: str
    officers: tuple[Officer, ...]


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    Moment.ENTER,
    code="R-SUB-02b",
    title="受委托检查应有委托机关人员",
    cites=[Cite("justice-ministry-qa-54", "", False), Cite("platform-default", "", False)],
    consequence=Consequence.WARN,
)
def principal_present(facts: Facts) -> Verdict:
    if facts.kind is not PartyKind.ENTRUSTED:
        return Pass(f"{facts.agent}是{facts.kind.label}，以自己的名义检查")
    ours = [officer.name for officer in facts.officers if officer.subject == facts.principal]
    if not ours:
        return Warn(
            f"检查组中没有委托机关{facts.principal}的人员",
            "请委托机关派员参加，检查文书以委托机关的名义制作",
        )
    return Pass(f"委托机关{facts.principal}的{'、'.join(ours)}参加")
