"""机关对所属单位的内部督促检查、国有资产监管，服务、走访、观摩、督导，以及立案后的调查取证，不是行政检查。

The clerk declares what the act is; whatever is not an inspection is no matter for this request and
has its own way, which the answer names. Services and surveys still register their entry (R-SCAN-07).
"""

from dataclasses import dataclass

from jingwei.inspections.terms import ActNature
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate

INSTEAD = {
    ActNature.INTERNAL: "按机关内部管理办理，不申请检查，不计入检查次数",
    ActNature.STATE_ASSETS: "按国有资产监管的规定办理，不申请检查，不计入检查次数",
    ActNature.SERVICE: "不申请检查；进入企业的，到场扫码登记为服务走访",
    ActNature.CASE: "在案件办理中调查取证，使用案件文书",
}


@dataclass(frozen=True, slots=True)
class Facts:
    nature: ActNature


@gate(
    Moment.REQUEST,
    code="R-SUB-08",
    title="不是行政检查的活动不申请检查",
    cites=[
        Cite("justice-ministry-qa-54"),
        Cite("suzhou-inspection-2026", "第二条（外地规定，参照）", False),
    ],
)
def not_an_inspection(facts: Facts) -> Verdict:
    if facts.nature is ActNature.INSPECTION:
        return Pass("申请的是行政检查")
    return Refuse(f"{facts.nature.label}不是行政检查", INSTEAD[facts.nature])
