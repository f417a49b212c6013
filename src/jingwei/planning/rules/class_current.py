"""企业信用风险分类按月更新，当月没有更新的只作参考；没有分类的不当作低风险。

The classes are reckoned nationally each month and imported, never reckoned here. An older class still
binds, since a stale file is nobody's licence to come oftener: the flag asks for the new one.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.registry.terms import CreditClass
from jingwei.rulebook import Cite, Consequence, Moment, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    enterprise: str
    credit_class: CreditClass
    month: date | None  # the first day of the month that the class is of
    on: date


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    code="R-RSK-01",
    title="企业分类应为当月",
    cites=[Cite("risk-classes-2022", "", False), Cite("platform-default", "", False)],
    consequence=Consequence.WARN,
)
def class_current(facts: Facts) -> Verdict:
    if facts.credit_class is CreditClass.UNKNOWN:
        return Warn(
            f"{facts.enterprise}没有信用风险分类，按一般风险对待，不当作低风险", "由区司法局导入当月分类"
        )
    label = facts.credit_class.label
    if facts.month is None:
        return Warn(f"{facts.enterprise}的分类 {label} 没有注明月份", "由区司法局导入当月分类")
    if facts.month < facts.on.replace(day=1):
        return Warn(
            f"{facts.enterprise}的分类 {label} 是 {facts.month:%Y-%m} 的，{facts.on:%Y-%m} 的还没有导入",
            "由区司法局导入当月分类；暂按原分类办理",
        )
    return Pass(f"{facts.month:%Y-%m} 分类 {label}")
