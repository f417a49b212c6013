"""检查事项须属于本主体的法定职责；受委托组织只检查委托机关的事项。

Whether the enterprise lies in the subject's region is asked apart, because a letter of assistance may
answer it (R-PRO-09a).
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    subject: str  # name of the subject whose item it is


@dataclass(frozen=True, slots=True)
class Facts:
    subject: str
    items: tuple[Item, ...]
    principal: str = ""  # whose items an entrusted body inspects, as far as its letter goes (R-SUB-02a)


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    Moment.ENTER,
    code="R-SUB-07",
    title="事项在职责内",
    cites=[Cite("state-council-2024-54", "第二部分")],
)
def within_powers(facts: Facts) -> Verdict:
    foreign = [item for item in facts.items if item.subject not in {facts.subject, facts.principal}]
    if foreign:
        named = "、".join(f"“{item.name}”（{item.subject}）" for item in foreign)
        return Refuse(
            f"{named}不是{facts.subject}的检查事项",
            "删去不属于本主体的事项，或请有权主体实施、联合检查",
        )
    return Pass(f"{len(facts.items)} 个事项均属{facts.subject}职责")
