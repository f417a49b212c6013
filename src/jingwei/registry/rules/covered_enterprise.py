"""涉企检查的规定适用于各类企业；个体工商户、农民专业合作社参照适用。

The same rules bind for both; the flag only says by which words.
"""

from dataclasses import dataclass

from jingwei.registry.terms import EnterpriseKind
from jingwei.rulebook import Cite, Consequence, Moment, Pass, Verdict, Warn, gate

BY_ANALOGY = {EnterpriseKind.INDIVIDUAL_BUSINESS, EnterpriseKind.COOPERATIVE}


@dataclass(frozen=True, slots=True)
class Facts:
    enterprise: str
    kind: EnterpriseKind


@gate(
    Moment.REQUEST,
    code="R-SUB-09",
    title="个体工商户、农民专业合作社参照适用",
    cites=[Cite("state-council-2024-54", "", False), Cite("justice-ministry-qa-54")],
    consequence=Consequence.INFO,
)
def covered_enterprise(facts: Facts) -> Verdict:
    if facts.kind in BY_ANALOGY:
        return Warn(
            f"{facts.enterprise}是{facts.kind.label}，参照涉企检查的规定办理", "与企业一样申请、扫码、计次"
        )
    return Pass(f"{facts.enterprise}是{facts.kind.label}，适用涉企检查的规定")
