"""日常检查应当提前若干工作日申请，使企业有时间准备；转办交办、投诉举报、数据监测和突击检查除外。

Nanchang asks for seven working days; here no text asks for any, so the number is nought until the bureau sets one.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.planning.terms import InspectionKind
from jingwei.rulebook import Cite, Consequence, Moment, Number, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    kind: InspectionKind | None
    has_cause: bool  # an emergency, or a reason of its own such as a complaint or an invitation
    days_ahead: int | None  # working days from the request to the planned day; none: nobody asks for any
    days: Number


@gate(
    Moment.REQUEST,
    code="R-SCAN-09",
    title="日常检查提前申请",
    cites=[Cite("platform-default", "（外地做法，参照）", False)],
    consequence=Consequence.WARN,
    since=date(2025, 7, 1),
)
def told_ahead(facts: Facts) -> Verdict:
    if facts.kind is not InspectionKind.ROUTINE or facts.has_cause:
        return Pass("不是日常检查，或另有缘由，不要求提前")
    if facts.days_ahead is None:
        return Pass("本区没有规定提前的天数")
    if facts.days_ahead < facts.days.value:
        return Warn(
            f"提前 {facts.days_ahead} 个工作日申请，不足 {facts.days} 个工作日",
            "改到以后的日期，或与企业说定时间；属投诉举报、交办的，按个案检查申请",
        )
    return Pass(f"提前 {facts.days_ahead} 个工作日申请")
