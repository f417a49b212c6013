"""风险低、信用高的企业切实减负：没有投诉举报的 A 类企业，除随机抽查外，不列入日常现场检查。

Judged by the class that the subject has to go by: where its own grade is stricter, the enterprise is
no low risk to it. Complaints are known only as far as they are registered.
"""

from dataclasses import dataclass

from jingwei.registry.terms import CreditClass
from jingwei.rulebook import Cite, Consequence, Moment, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    enterprise: str
    credit_class: CreditClass  # the stricter of the monthly class and the subject's own grade
    is_in_relief: bool
    complaints: int
    is_routine_on_site: bool
    is_drawn: bool  # by random draw


@gate(
    Moment.REQUEST,
    code="R-RSK-03a",
    title="低风险企业不列入日常现场检查",
    cites=[
        Cite("risk-classes-2022", "", False),
        Cite("state-council-2024-54", "第四部分", False),
        Cite("platform-default", "", False),
    ],
    consequence=Consequence.WARN,
)
def low_risk_relief(facts: Facts) -> Verdict:
    if not facts.is_routine_on_site:
        return Pass("不是日常现场检查")
    if facts.credit_class is not CreditClass.A:
        return Pass(f"{facts.credit_class.label}，不属于低风险")
    if facts.is_drawn:
        return Pass("由随机抽查产生")
    if facts.is_in_relief:
        return Warn(
            f"{facts.enterprise}已纳入低风险减免",
            "改由随机抽查产生，或以书面、在线方式检查；有投诉举报等线索的按个案检查申请",
        )
    if facts.complaints:
        return Pass(f"A 类，登记的投诉举报 {facts.complaints} 件")
    return Warn(
        f"{facts.enterprise}为 {facts.credit_class.label}，没有登记的投诉举报",
        "改由随机抽查产生，或以书面、在线方式检查",
    )
