"""实施检查前须经行政执法主体负责人批准；负责人书面授权的副职可以批准。投诉举报、转办交办、企业申请引起的检查也不例外。

The approval is signed before the scan. In an emergency the inspection may go first and the approval
is made up (R-PRO-02).
"""

from dataclasses import dataclass
from datetime import datetime

from jingwei.inspections.terms import UrgentReason
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, Warn, gate
from jingwei.rulebook.local_time import shown


@dataclass(frozen=True, slots=True)
class Approval:
    approver: str
    is_head: bool
    is_authorised_deputy: bool  # holds a written authorisation that was in force
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    approval: Approval | None
    scanned_at: datetime
    urgent: UrgentReason | None


@gate(
    Moment.ENTER,
    code="R-PRO-01",
    title="检查须事前经负责人批准",
    cites=[Cite("state-council-2024-54", "第五部分", False), Cite("justice-ministry-qa-54")],
)
def approved_before(facts: Facts) -> Verdict:
    fault = _fault(facts)
    if fault is None:
        assert facts.approval is not None
        return Pass(f"{facts.approval.approver}已于 {shown(facts.approval.signed_at)} 批准")
    if facts.urgent is not None:
        return Warn(f"紧急检查（{facts.urgent.label}），{fault}", "及时报告主体负责人，并补办批准手续")
    return Refuse(fault, "报主体负责人或其书面授权的副职批准后再入企；确属紧急情形的，按紧急检查办理")


def _fault(facts: Facts) -> str | None:
    approval = facts.approval
    if approval is None:
        return "检查没有经负责人批准"
    if not (approval.is_head or approval.is_authorised_deputy):
        return f"批准人{approval.approver}不是主体负责人，也没有书面授权"
    if approval.signed_at >= facts.scanned_at:
        return f"批准时间 {shown(approval.signed_at)} 不早于入企时间 {shown(facts.scanned_at)}"
    return None
