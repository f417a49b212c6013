"""按企业邀请实施、不计上限的检查，须有企业事先的邀请，或者企业已经接受的检查提议。

The invitation is made and answered before the visit, between this enterprise and this subject, and one invitation
carries one inspection. The practice is the bureau's own (邀约式检查); no text that was read regulates it. It binds
here from the day on which inspections are registered on the platform; what was imported is not asked.
"""

from dataclasses import dataclass
from datetime import date, datetime

from jingwei.inspections.terms import InvitationState
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate
from jingwei.rulebook.local_time import shown


@dataclass(frozen=True, slots=True)
class Facts:
    is_invited: bool  # the request says that the visit is not counted because the enterprise asked for it
    invitation: str  # its number; empty: none is cited
    state: InvitationState | None
    is_of_both: bool  # of this enterprise and this subject
    made_at: datetime | None
    planned_from: datetime
    other_task: str  # another inspection that came of the same invitation; empty: none


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    code="R-JNT-04a",
    title="邀约式检查须有事先邀约",
    cites=[Cite("platform-default", "", False)],
    since=date(2025, 7, 1),
)
def invited_before(facts: Facts) -> Verdict:
    if not facts.is_invited:
        return Pass("不是邀约式检查")
    if facts.state is None or facts.made_at is None:
        return Refuse(
            "按企业申请不计上限，没有引用邀约",
            "在“邀约检查”中选用企业发起、本单位接受的邀约；没有邀约的，按计划检查办理",
        )
    if not facts.is_of_both:
        return Refuse(f"{facts.invitation} 不是本企业与本单位之间的邀约", "核对企业，改选本单位接受的邀约")
    if facts.state not in {InvitationState.ACCEPTED, InvitationState.USED}:
        return Refuse(
            f"{facts.invitation} {facts.state.label}，还没有说定", "等对方接受后再申请；已撤回的，另行邀约"
        )
    if facts.made_at >= facts.planned_from:
        return Refuse(
            f"{facts.invitation} 于 {shown(facts.made_at)} 发起，不早于拟检时间 {shown(facts.planned_from)}",
            "邀约应在入企之前；改正拟检时间",
        )
    if facts.other_task:
        return Refuse(
            f"{facts.invitation} 已安排检查 {facts.other_task}",
            "一份邀约安排一次检查；再查的，请企业另行邀请",
        )
    return Pass(f"{facts.invitation} 于 {shown(facts.made_at)} 发起，双方已说定")
