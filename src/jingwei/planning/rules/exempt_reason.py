"""以投诉举报、转办交办、数据监测、企业申请等情形不计上限的，须写明证据编号。

The opinion names four; the longer list of codes is a local refinement taken as a default. Whether
the evidence bears the claim is for a person to judge: the gate asks that there is some.
"""

from dataclasses import dataclass

from jingwei.planning.terms import ExemptReason
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    reason: ExemptReason | None
    evidence: str  # number of the complaint, transfer or finding


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    code="R-FRQ-03",
    title="不计上限须有证据编号",
    cites=[Cite("state-council-2024-54", "第四部分", False), Cite("platform-default", "", False)],
)
def exempt_reason(facts: Facts) -> Verdict:
    if facts.reason is None:
        return Pass("没有申请不计上限")
    if not facts.evidence.strip():
        return Refuse(
            f"以“{facts.reason.label}”申请不计上限，没有证据编号",
            "补填工单号、转办文号等证据编号，或改按计入上限申请",
        )
    return Pass(f"{facts.reason.label}，证据编号 {facts.evidence}")
