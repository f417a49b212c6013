"""公布检查事项，须列明事项名称、检查依据、实施层级；检查主体、对象、方式、频次和标准也应列明。

The first three are named as the least by the text that was read; an item that lacks one of the others
is published with a flag.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.registry.terms import ImplementationLevel
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    name: str
    bases: tuple[str, ...]  # those that name both title and article, and are in force
    level: ImplementationLevel | None
    subject: str
    object_scope: str
    methods: tuple[str, ...]
    frequency: str
    standard: str  # its version, empty where none is in force


@gate(
    Moment.REGISTER,
    code="R-PUB-04",
    title="事项要素不全不得公布",
    cites=[
        Cite("state-council-2024-54", "第三部分"),
        Cite("jiangsu-measures-2025", "", False),
        Cite("platform-default", "", False),
    ],
    since=date(2024, 12, 30),
)
def five_elements(facts: Facts) -> Verdict:
    named = {"事项名称": facts.name, "检查依据": facts.bases, "实施层级": facts.level}
    if missing := [label for label, value in named.items() if not value]:
        return Refuse(
            f"“{facts.name}”没有列明{'、'.join(missing)}", f"在事项库补填{'、'.join(missing)}后再公布"
        )
    listed = {
        "检查主体": facts.subject,
        "检查对象": facts.object_scope,
        "检查方式": facts.methods,
        "检查频次": facts.frequency,
        "检查标准": facts.standard,
    }
    if missing := [label for label, value in listed.items() if not value]:
        return Warn(f"“{facts.name}”没有列明{'、'.join(missing)}", "在事项库补填，公布时一并列明")
    return Pass(f"“{facts.name}”要素齐全")
