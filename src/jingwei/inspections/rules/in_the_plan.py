"""日常检查须在公布的年度计划内，事项、企业类别、时间都对得上；个案检查和紧急检查不受计划限制，专项检查按专项计划。

The plan is the latest version announced (an amendment filed again besides) as of the day of asking; what is held
against a window, both ends of which are in it, is the planned day.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.planning.terms import InspectionKind
from jingwei.registry.terms import CreditClass
from jingwei.rulebook import Cite, Consequence, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    is_named: bool  # by a line of the plan
    windows: tuple[tuple[date, ...], ...]  # first and last day of each line that inspects this class


@dataclass(frozen=True, slots=True)
class Facts:
    kind: InspectionKind | None
    cause: str  # why it is made without a plan, in words: a complaint, an emergency
    day: date
    credit_class: CreditClass
    plan: str  # empty when none is in force
    waiting: str  # a version approved that is not announced or filed yet
    items: tuple[Item, ...]


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    code="R-PUB-08",
    title="日常检查须在年度计划内",
    cites=[Cite("suzhou-inspection-2026", "第十四条（外地规定，参照）", False)],
    consequence=Consequence.OVERRIDE,
)
def in_the_plan(facts: Facts) -> Verdict:
    if facts.kind is not InspectionKind.ROUTINE or facts.cause:
        return Pass("不受年度计划限制" + (f"：{facts.cause}" if facts.cause else ""))
    remedy = "调整年度计划，公告、备案后再申请；有线索的改为个案检查；确需实施的，报负责人决定"
    if facts.waiting:
        remedy = f"{facts.waiting}还没有公告或备案，办结后再申请"
    if not facts.plan:
        return Refuse(f"没有公布的 {facts.day.year} 年度检查计划", remedy)
    told = [said for item in facts.items if (said := _outside(item, facts))]
    return Refuse("；".join(told), remedy) if told else Pass(f"在{facts.plan}内")


def _outside(item: Item, facts: Facts) -> str:
    if not item.windows:
        who = f"“{item.name}”不查{facts.credit_class.label}企业" if item.is_named else f"没有“{item.name}”"
        return f"{facts.plan}{who}"
    spans = "、".join(" 至 ".join(map(str, window)) for window in item.windows)
    is_inside = any(window[0] <= facts.day <= window[-1] for window in item.windows)
    return "" if is_inside else f"“{item.name}”计划在 {spans}，{facts.day} 不在其内"
