"""行政检查分日常、个案、专项三类，每次检查只属其中一类；个案检查须有线索，专项检查须有批准的计划或上级部署。

A case-based check names the number of the complaint, transfer, alarm, finding or application it
answers; a special one names its approved plan or the order from above. The yearly plan of routine
checks has its own rule (R-PUB-08).
"""

from dataclasses import dataclass
from datetime import date

from jingwei.planning.terms import InspectionKind
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    kind: InspectionKind | None
    evidence: str  # number of the source of a case-based check
    plan: str  # number of the special plan, or of the order from above


@gate(
    Moment.REQUEST,
    code="R-SUB-10",
    title="检查须属日常、个案、专项之一",
    cites=[
        Cite("justice-ministry-qa-54"),
        Cite("suzhou-inspection-2026", "第十四条、第十五条（外地规定，参照）", False),
    ],
    since=date(2024, 12, 30),
)
def one_of_three_kinds(facts: Facts) -> Verdict:
    if facts.kind is None:
        return Refuse("没有选定检查类型", "在日常检查、个案检查、专项检查中选定一类")
    if facts.kind is InspectionKind.CASE_BASED and not facts.evidence.strip():
        return Refuse("个案检查没有线索编号", "填写投诉举报、转办交办、监测或企业申请的编号，或改为日常检查")
    if facts.kind is InspectionKind.SPECIAL and not facts.plan.strip():
        return Refuse(
            "专项检查没有计划或部署文号", "填写已批准的专项检查计划编号或上级部署文号，或改为日常检查"
        )
    source = facts.evidence if facts.kind is InspectionKind.CASE_BASED else facts.plan
    return Pass(facts.kind.label + (f"，来源 {source}" if source else ""))
