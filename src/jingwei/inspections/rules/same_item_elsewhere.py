"""同一事项近期已由其他单位检查合格的，提示互认结果，不再重复检查。

The same item is one of the same name, whoever inspects it; the span is the platform's default. It is asked from 2026 on.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Consequence, Moment, Number, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Inspected:
    item: str
    subject: str
    on: date


@dataclass(frozen=True, slots=True)
class Facts:
    enterprise: str
    inspected: tuple[Inspected, ...]  # by another subject within these days, and no problem found
    days: Number


@gate(
    Moment.APPROVE,
    code="R-FRQ-09",
    title="同一事项的检查结果互认",
    cites=[
        Cite("suzhou-inspection-2026", "第十六条（外地规定，参照）", False),
        Cite("platform-default", "", False),
    ],
    consequence=Consequence.WARN,
)
def same_item_elsewhere(facts: Facts) -> Verdict:
    if not facts.inspected:
        return Pass(f"{facts.days} 日内没有其他单位就同一事项检查合格")
    told = "；".join(f"{each.subject} {each.on} 检查“{each.item}”" for each in facts.inspected)
    return Warn(
        f"{facts.enterprise}近 {facts.days} 日内已检查合格：{told}", "采用该结果，撤回本次检查或减去该事项"
    )
