"""安静期内不进企业做日常检查，本级决定的专项检查也不安排；个案、紧急、企业申请、复查和上级部署的检查除外。本平台自定的规则。

Some cities keep the first days of a month free of visits. No text that was read obliges this district to: the bureau
sets the days, and the platform keeps them. Both ends of a period are days of it.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate

# What an enterprise asks for itself, what ends an earlier inspection, and what cannot wait.
PASSING = (
    ExemptReason.INVITED,
    ExemptReason.PERMIT,
    ExemptReason.REINSPECTION,
    ExemptReason.SUPERIOR_CAMPAIGN,
    ExemptReason.EMERGENCY,
)


@dataclass(frozen=True, slots=True)
class Facts:
    enterprise: str
    day: date  # of the visit, planned or made
    period: str  # the quiet period that covers the day, empty where none does
    kind: InspectionKind | None  # none: a visit that is no inspection
    is_on_site: bool
    is_urgent: bool
    is_ordered_from_above: bool
    exempt: ExemptReason | None


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    Moment.ENTER,
    code="R-FRQ-13",
    title="安静期不入企",
    cites=[Cite("platform-default", "", False)],
)
def quiet_day(facts: Facts) -> Verdict:
    if not facts.period:
        return Pass(f"{facts.day} 不在安静期内")
    if facts.kind is None or not facts.is_on_site:
        return Pass("不是入企检查，安静期不限")
    if facts.kind is InspectionKind.CASE_BASED:
        return Pass("个案检查，安静期不限")
    if facts.is_urgent:
        return Pass("紧急情形，安静期不限")
    if facts.is_ordered_from_above:
        return Pass("上级部署，安静期不限")
    if facts.exempt in PASSING:
        return Pass(f"{facts.exempt.label}，安静期不限")
    return Refuse(
        f"{facts.day} 在{facts.period}内，不安排{facts.kind.label}到{facts.enterprise}",
        "改到安静期以外的日期；有投诉举报等线索的，按个案检查申请",
    )
