"""专项检查计划须写明范围、内容、对象、时限，事先有必要性评估；不得搞全覆盖、无差别的专项检查。

The assessment is dated and comes before the plan is submitted. That a campaign may not cover everybody without
distinction is a rule of Chongqing, taken as a default. What was ordered from above was assessed there.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    special: str
    is_ordered_from_above: bool
    regions: tuple[str, ...]
    contents: str
    items: int
    object_scope: str
    is_narrowed: bool  # by class, industry or a list of enterprises
    base: int | None
    quantity: int | None
    first_on: date | None
    last_on: date | None
    assessment: str
    assessed_on: date | None
    on: date  # the day of submission


@gate(
    Moment.PLAN,
    code="R-SPC-04a",
    title="专项检查计划的边界和评估",
    cites=[Cite("state-council-2024-54", "第六部分"), Cite("chongqing-plan-answers-2025", "", False)],
)
def special_bounds(facts: Facts) -> Verdict:
    given = {
        "范围": facts.regions,
        "内容": facts.contents.strip() and facts.items,
        "对象": facts.object_scope.strip(),
        "时限": facts.first_on and facts.last_on,
    }
    if missing := "、".join(label for label, value in given.items() if not value):
        return Refuse(f"“{facts.special}”没有写明{missing}", "补齐范围、内容（含检查事项）、对象、时限")
    if facts.is_ordered_from_above:
        return Pass("范围、内容、对象、时限齐全，必要性由部署机关评估")
    if not facts.assessment.strip() or facts.assessed_on is None:
        return Refuse(f"“{facts.special}”没有必要性评估", "先评估确有必要，写明评估意见和日期")
    if facts.assessed_on > facts.on:
        return Refuse(f"必要性评估（{facts.assessed_on}）晚于报批（{facts.on}）", "先评估，再拟订计划报批")
    bounded = Pass(f"范围、内容、对象、时限齐全，{facts.assessed_on} 评估确有必要")
    if facts.is_narrowed:
        return bounded
    remedy = "按风险分类、行业或名单限定对象，或填写对象基数和较少的检查户数"
    if facts.base is None or facts.quantity is None:
        return Refuse(f"“{facts.special}”没有限定对象，也没有写明基数和检查户数", remedy)
    if facts.quantity >= facts.base:
        return Refuse(f"“{facts.special}”对 {facts.base} 户全部检查，不分分类、行业、名单", remedy)
    return bounded
