"""申领行政执法证的人员须在编在岗：行政编制、参公管理或者事业编制；合同制、劳务派遣、临时工、公益岗、网格员和辅助人员不得申领。

Asked when somebody applies and again when the card is issued. Which kinds of staff may hold one is
written nowhere in one text that was read; the law asks for persons with the qualification to enforce.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.registry.terms import StaffKind
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    officer: str
    staff: StaffKind
    left_on: date | None
    on: date


@gate(
    Moment.REGISTER,
    code="R-OFF-04a",
    title="申领执法证须在编在岗",
    cites=[
        Cite("administrative-penalty-law-2021", "第四十二条", False),
        Cite("platform-default", "", False),
    ],
)
def certificate_applicant(facts: Facts) -> Verdict:
    reasons = []
    if not facts.staff.may_enforce:
        reasons.append(f"{facts.officer}是{facts.staff.label}，不得领取行政执法证")
    if facts.left_on is not None and facts.left_on <= facts.on:
        reasons.append(f"{facts.officer}已于 {facts.left_on} 离岗")
    if reasons:
        return Refuse("；".join(reasons), "核对编制；名册有误的先更正人员性质或离岗登记，再申领")
    return Pass(f"{facts.officer}（{facts.staff.label}）在编在岗")
