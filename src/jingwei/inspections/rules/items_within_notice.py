"""实际检查的事项不得超出通知书载明的事项；确需增加的，另行批准并补发通知。

Nobody sets this aside at the signing: the new approval is a request of its own for the further items, approved by the
head and noticed like any other.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    noticed: tuple[str, ...]
    recorded: tuple[str, ...]


@gate(
    Moment.RECORD,
    code="R-PRO-06",
    title="检查不得超出通知书事项",
    cites=[Cite("platform-default", "", False), Cite("justice-ministry-qa-54")],
)
def items_within_notice(facts: Facts) -> Verdict:
    extra = [item for item in facts.recorded if item not in facts.noticed]
    if extra:
        named = "、".join(f"“{item}”" for item in extra)
        return Refuse(
            f"{named}不在通知书载明的事项内",
            "从笔录中删去；确需检查的，就该事项另行申请，经主体负责人批准并送达通知书",
        )
    return Pass(f"笔录 {len(facts.recorded)} 个事项均在通知书内")
