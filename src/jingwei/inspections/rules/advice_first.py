"""企业邀请的检查发现一般问题的，先提醒、指导，不直接责令或者立案；严重危险除外。

Danger is known only as far as the task names it: an urgent inspection for the safety of persons or the public.
Our default; no text that was read says so.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.inspections.terms import Outcome, UrgentReason
from jingwei.rulebook import Cite, Consequence, Moment, Pass, Verdict, Warn, gate

MINOR = (Outcome.NO_PROBLEM, Outcome.CORRECTED_ON_SPOT)


@dataclass(frozen=True, slots=True)
class Facts:
    is_invited: bool
    outcome: Outcome
    ended_in_case: bool
    danger: UrgentReason | None


@gate(
    Moment.CONCLUDE,
    code="R-JNT-04b",
    title="邀约式检查指导在先",
    cites=[Cite("platform-default", "", False)],
    consequence=Consequence.WARN,
    since=date(2025, 7, 1),
)
def advice_first(facts: Facts) -> Verdict:
    if not facts.is_invited:
        return Pass("不是邀约式检查")
    if facts.outcome in MINOR and not facts.ended_in_case:
        return Pass(f"邀约式检查，{facts.outcome.label}")
    if facts.danger is not None:
        return Pass(f"已写明{facts.danger.label}，不以指导为先")
    what = "转立案" if facts.ended_in_case else facts.outcome.label
    return Warn(
        f"企业邀请的检查，结果为“{what}”，没有写明严重危险", "一般问题先提醒、指导，帮助企业改正后再看"
    )
