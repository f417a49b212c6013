"""议事协调机构、第三方机构、外包中介机构和没有执法资格的人员不得实施行政检查。

The body that inspects is none of the three banned ones, and everybody put forward as an inspector
belongs to a kind of staff that may hold a certificate. Auxiliaries may assist when named as
assistants (R-SUB-04); then they are not listed here.
"""

from dataclasses import dataclass

from jingwei.registry.terms import PartyKind, StaffKind
from jingwei.rulebook import Cite, Consequence, Moment, Pass, Refuse, Verdict, gate

BANNED = {PartyKind.COORDINATING, PartyKind.THIRD_PARTY, PartyKind.OUTSOURCED}


@dataclass(frozen=True, slots=True)
class Inspector:
    name: str
    staff: StaffKind


@dataclass(frozen=True, slots=True)
class Facts:
    party: str
    kind: PartyKind
    inspectors: tuple[Inspector, ...]


@gate(
    Moment.REQUEST,
    Moment.ENTER,
    code="R-SUB-03",
    title="四类机构和人员不得实施检查",
    cites=[Cite("state-council-2024-54", "第二部分")],
    consequence=Consequence.ATTEMPT,
)
def banned_party(facts: Facts) -> Verdict:
    reasons, ways_out = [], []
    if facts.kind in BANNED:
        reasons.append(f"{facts.party}是{facts.kind.label}，不得实施检查")
        ways_out.append("由已公告的行政执法主体实施检查")
    banned = [each for each in facts.inspectors if not each.staff.may_enforce]
    if banned:
        reasons.append(
            "、".join(f"{each.name}（{each.staff.label}）" for each in banned) + "不得作为检查人员"
        )
        ways_out.append("换成持证执法人员；确需协助的，事先列为协助人员")
    if reasons:
        return Refuse("；".join(reasons), "；".join(ways_out))
    return Pass(f"{facts.party}及所派人员不在禁止之列")
