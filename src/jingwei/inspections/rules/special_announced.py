"""专项检查须经批准、备案并向社会公布以后才能实施；上级部署的须有部署文号，紧急部署的可以先实施再补备案和公布。

Asked of the planned day, and again of the day of entry. What is filed and announced on the day itself is in time. It is
asked from 2026 on, the first year whose special inspections the platform holds.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.planning.terms import InspectionKind
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Special:
    name: str
    is_approved: bool
    order: str  # number of the order from above, empty where it was decided here
    is_urgent: bool
    filed_on: date | None  # received by the bureau
    announced_on: date | None


@dataclass(frozen=True, slots=True)
class Facts:
    kind: InspectionKind | None
    special: Special | None
    day: date


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    Moment.ENTER,
    code="R-SPC-02",
    title="专项检查先批准备案公布",
    cites=[
        Cite("state-council-2024-54", "第六部分", False),
        Cite("suzhou-inspection-2026", "第十五条（外地规定，参照）", False),
    ],
    since=date(2026, 1, 1),
)
def special_announced(facts: Facts) -> Verdict:
    special = facts.special
    if facts.kind is not InspectionKind.SPECIAL:
        return Pass("不是专项检查")
    if special is None:
        return Refuse(
            "没有选定专项检查", "选择已批准的专项检查；没有的，先拟订报批，或改为日常检查、个案检查"
        )
    if not special.is_approved:
        return Refuse(f"“{special.name}”没有批准", "批准、备案、公布以后再检查")
    if special.order:
        return Pass(f"“{special.name}”由上级部署，{special.order}")
    done = {"向区司法局备案": special.filed_on, "向社会公布": special.announced_on}
    if missing := [what for what, on in done.items() if on is None or on > facts.day]:
        told = f"{facts.day} 以前，“{special.name}”没有{'，也没有'.join(missing)}"
        remedy = f"{'、'.join(missing)}以后再检查"
        return Warn(told, "紧急部署的，及时补办") if special.is_urgent else Refuse(told, remedy)
    return Pass(f"“{special.name}”{special.filed_on} 备案，{special.announced_on} 公布")
