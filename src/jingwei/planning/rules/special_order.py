"""上级部署的专项检查须有部署文号；本级不另报批。

The answers come from Chongqing and are taken as a default.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    special: str
    is_ordered_from_above: bool
    number: str  # of the paper that orders it


@gate(
    Moment.PLAN,
    code="R-SPC-08a",
    title="上级部署须有文号",
    cites=[Cite("chongqing-plan-answers-2025", "", False)],
)
def special_order(facts: Facts) -> Verdict:
    if not facts.is_ordered_from_above:
        return Pass("本级决定，没有部署文号")
    if not facts.number.strip():
        return Refuse(
            f"“{facts.special}”由上级部署，没有部署文号", "填写部署文件的文号；没有文件的，按本级决定报批"
        )
    return Pass(f"按 {facts.number.strip()} 开展")
