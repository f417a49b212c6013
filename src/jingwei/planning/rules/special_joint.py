"""专项检查的事项涉及几个主体的，联合拟订一个计划，写明每个参加的主体。"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    subject: str


@dataclass(frozen=True, slots=True)
class Facts:
    special: str
    lead: str
    partners: tuple[str, ...]
    items: tuple[Item, ...]


@gate(
    Moment.PLAN,
    code="R-SPC-05",
    title="涉及几个主体的联合拟订",
    cites=[Cite("state-council-2024-54", "第六部分")],
)
def special_joint(facts: Facts) -> Verdict:
    taking_part = {facts.lead, *facts.partners}
    foreign = [item for item in facts.items if item.subject not in taking_part]
    if foreign:
        told = "，".join(f"“{item.name}”是{item.subject}的事项" for item in foreign)
        return Refuse(
            f"{told}，“{facts.special}”没有写明这些主体参加", "与有关主体联合拟订，把它们列为参加主体"
        )
    if facts.partners:
        return Pass(f"由{facts.lead}牵头，{'、'.join(facts.partners)}参加")
    return Pass(f"事项都是{facts.lead}的")
