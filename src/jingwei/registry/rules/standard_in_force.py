"""公布的检查事项须有公布的检查标准和检查要点；对同一事项的标准相互冲突的，先由部门协商，协商不成的提请政府协调。

The checklist of the record is drawn from the version in force on the day, so an item without one could
not be recorded. A conflict that is not settled yet stays on the item as a flag.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    item: str
    version: str | None  # of the standard in force on the day
    points: int
    conflicts: tuple[str, ...]  # matters on which it contradicts another standard, not settled
    on: date


@gate(
    Moment.REGISTER,
    code="R-PUB-06",
    title="没有检查标准的事项不得公布",
    cites=[Cite("state-council-2024-54", "第五部分")],
)
def standard_in_force(facts: Facts) -> Verdict:
    if facts.version is None:
        return Refuse(f"“{facts.item}”在 {facts.on} 没有施行的检查标准", "先制定检查标准，写明施行日期和要点")
    if not facts.points:
        return Refuse(f"“{facts.item}”的检查标准{facts.version}没有检查要点", "为检查标准补写检查要点")
    if facts.conflicts:
        return Warn(
            f"“{facts.item}”的检查标准与其他标准冲突：{'；'.join(facts.conflicts)}",
            "由部门协商；协商不成的，提请区政府协调",
        )
    return Pass(f"“{facts.item}”施行检查标准{facts.version}，{facts.points} 个要点")
