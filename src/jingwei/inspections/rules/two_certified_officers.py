"""现场检查人员不得少于两人，均须持有有效执法证件，属于本检查主体，执法领域覆盖所检事项。

The duty holds when the inspection is approved, at the scan and in the signed record. In a joint inspection each
subject that takes part brings its own two; the text asks for two per site only, so that is the lawful minimum here.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Number, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    certified: tuple[str, ...]  # names: certificate valid, of this subject, field covers the items
    others: tuple[str, ...]  # names of the rest of the team
    minimum: Number


@gate(
    Moment.APPROVE,
    Moment.ENTER,
    Moment.RECORD,
    code="R-OFF-01",
    title="现场检查人员不得少于两人",
    cites=[
        Cite("administrative-penalty-law-2021", "第四十二条"),
        Cite("state-council-2024-54", "第五部分", False),
    ],
)
def two_certified_officers(facts: Facts) -> Verdict:
    if len(facts.certified) >= facts.minimum.value:
        return Pass(f"持有效证件的执法人员 {len(facts.certified)} 名：{'、'.join(facts.certified)}")
    present = f"持有效证件的只有 {len(facts.certified)} 名"
    if facts.others:
        present += f"；{'、'.join(facts.others)}不能计入"
    return Refuse(present, f"更换或增加执法人员，凑足 {facts.minimum} 名持有效证件、领域相符的本单位人员")
