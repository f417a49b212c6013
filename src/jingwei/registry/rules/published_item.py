"""行政检查事项须依法公布；未经公布的，不得实施，企业有权拒绝并投诉举报。

One item, one question: it stands as published, and was published on or before the day.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.registry.terms import ItemStatus
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    item: str
    status: ItemStatus
    published_on: date | None
    on: date


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    Moment.ENTER,
    code="R-PUB-02",
    title="未公布的事项不得检查",
    cites=[Cite("state-council-2024-54", "第三部分")],
)
def published_item(facts: Facts) -> Verdict:
    if facts.status is not ItemStatus.PUBLISHED or facts.published_on is None:
        return Refuse(f"“{facts.item}”在事项库中状态为{facts.status.label}", "删去该事项，或待公布后再申请")
    if facts.published_on > facts.on:
        return Refuse(f"“{facts.item}”到 {facts.published_on} 才公布", "删去该事项，或把检查安排在公布以后")
    return Pass(f"“{facts.item}”已于 {facts.published_on} 公布")
