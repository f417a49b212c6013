"""专项检查实行年度数量控制：一个主体一年内本级决定的专项检查不超过规定的数量，上级部署的不计。

The opinion demands the control and leaves the number to the governments; ours is a default. The plan counts in the
year in which it begins, for the subject that leads it.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Consequence, Moment, Number, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    subject: str
    year: int
    is_ordered_from_above: bool
    approved: int  # own special inspections of the year that were approved, this one left out
    quota: Number


@gate(
    Moment.PLAN,
    code="R-SPC-03",
    title="专项检查年度数量",
    cites=[Cite("state-council-2024-54", "第六部分"), Cite("suzhou-inspection-2026", "第十五条", False)],
    consequence=Consequence.OVERRIDE,
)
def special_quota(facts: Facts) -> Verdict:
    if facts.is_ordered_from_above:
        return Pass("上级部署，不计入年度数量")
    if facts.approved >= facts.quota.value:
        return Refuse(
            f"{facts.subject} {facts.year} 年专项检查限 {facts.quota} 项，已批准 {facts.approved} 项",
            "能用个案检查解决的不做专项；确需开展的，由批准机关写明理由批准，同时生成线索",
        )
    return Pass(f"{facts.year} 年限 {facts.quota} 项，这是第 {facts.approved + 1} 项")
