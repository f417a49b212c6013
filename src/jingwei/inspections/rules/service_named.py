"""巡查、宣传、走访、调研、观摩、督导虽不是行政检查，入企也要登记，并写明类型和事由。

Registered late, it is registered all the same, with a remark. The text followed is another city's;
the days are our default, after those for entries that could not be scanned (R-SCAN-03b).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from jingwei.inspections.terms import ServiceKind
from jingwei.rulebook import Cite, Moment, Number, Pass, Refuse, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    kind: ServiceKind | None
    purpose: str
    visited_on: date
    registered_on: date
    days: Number


@gate(
    Moment.REGISTER,
    code="R-SCAN-07a",
    title="服务走访须登记类型和事由",
    cites=[Cite("platform-default", "", False), Cite("justice-ministry-qa-54", "", False)],
)
def service_named(facts: Facts) -> Verdict:
    lacking = [
        *(["走访类型"] if facts.kind is None else []),
        *(["走访事由"] if not facts.purpose.strip() else []),
    ]
    if facts.kind is None or lacking:
        return Refuse(f"没有写明{'、'.join(lacking)}", "选择类型，写明到企业做什么")
    if facts.registered_on > facts.visited_on + timedelta(days=facts.days.value):
        return Warn(
            f"{facts.visited_on} 的{facts.kind.label}到 {facts.registered_on} 才登记，超过 {facts.days} 日",
            "以后到企业时当场扫码登记",
        )
    return Pass(f"{facts.kind.label}：{facts.purpose}")
