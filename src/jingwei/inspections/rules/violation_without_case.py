"""检查发现违法线索，符合立案标准的应当及时立案；逾期既没有立案也没有写明不予立案理由的，生成有案不立线索。

The number of working days is the platform's default; the last of them is counted with the calendar before the rule is
asked.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Number, Pass, Raise, Verdict, alert


@dataclass(frozen=True, slots=True)
class Facts:
    number: str
    enterprise: str
    told_on: date
    case: str  # number of the case, empty before there is one
    reason: str  # why no case was opened
    as_of: date
    days: Number
    last_day: date


@alert(
    Moment.SWEEP,
    code="R-PRO-11",
    title="发现违法线索没有立案",
    cites=[
        Cite("administrative-penalty-law-2021", "第五十四条、第七十六条"),
        Cite("platform-default", "", False),
    ],
)
def violation_without_case(facts: Facts) -> Verdict:
    if facts.case.strip():
        return Pass(f"已立案 {facts.case}")
    if facts.reason.strip():
        return Pass(f"不予立案：{facts.reason}")
    if facts.as_of <= facts.last_day:
        return Pass(f"{facts.last_day} 前立案或写明不予立案的理由")
    return Raise(
        f"{facts.number} {facts.told_on} 告知{facts.enterprise}有违法线索，"
        f"{facts.days} 个工作日内没有立案，也没有写明理由"
    )
