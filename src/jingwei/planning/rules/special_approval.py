"""专项检查须经县级以上人民政府或者实行垂直管理的上一级行政机关批准，有批准文号，并在开始以前批准。

A department cannot approve its own. What was ordered from above was approved there and is not asked here.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.planning.terms import ApproverLevel
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    special: str
    approver: ApproverLevel | None
    number: str  # of the approval
    approved_on: date
    first_on: date | None


@gate(
    Moment.PLAN,
    code="R-SPC-01",
    title="专项检查须经批准",
    cites=[Cite("state-council-2024-54", "第六部分")],
)
def special_approval(facts: Facts) -> Verdict:
    if facts.approver not in {ApproverLevel.GOVERNMENT, ApproverLevel.VERTICAL_SUPERIOR}:
        who = facts.approver.label if facts.approver else "没有写明的机关"
        return Refuse(
            f"“{facts.special}”由{who}批准",
            "报县级以上人民政府，或者实行垂直管理的上一级行政机关批准",
        )
    if not facts.number.strip():
        return Refuse(f"“{facts.special}”没有批准文号", "填写批准文件的文号")
    if facts.first_on is None or facts.approved_on >= facts.first_on:
        starts = f"{facts.first_on} 开始" if facts.first_on else "没有写明开始日期"
        return Refuse(
            f"“{facts.special}”{starts}，{facts.approved_on} 才批准",
            "退回修改，把开始日期改到批准之后",
        )
    return Pass(f"{facts.approver.label} {facts.approved_on} 批准，{facts.number}")
