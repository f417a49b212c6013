"""只有行政机关、法律法规授权组织、受委托组织可以实施行政检查，且须经确认并已公告。

The subject's kind is one of the three, its announcement lies on or before the day, and it was not
revoked by then.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.registry.terms import PartyKind, SubjectStatus
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate

LAWFUL = {PartyKind.ORGAN, PartyKind.AUTHORISED, PartyKind.ENTRUSTED}


@dataclass(frozen=True, slots=True)
class Facts:
    subject: str
    kind: PartyKind
    status: SubjectStatus
    announced_on: date | None
    revoked_on: date | None
    on: date


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    Moment.ENTER,
    code="R-SUB-01",
    title="检查主体须为三类之一并已公告",
    cites=[Cite("state-council-2024-54", "第二部分")],
)
def announced_subject(facts: Facts) -> Verdict:
    if facts.kind not in LAWFUL:
        return Refuse(
            f"{facts.subject}是{facts.kind.label}，不得作为检查主体", "由已公告的行政执法主体申请并实施检查"
        )
    if facts.revoked_on is not None and facts.revoked_on <= facts.on:
        return Refuse(
            f"{facts.subject}的检查主体资格已于 {facts.revoked_on} 撤销",
            "由承接该职责的已公告主体申请并实施检查",
        )
    was_announced = facts.status is SubjectStatus.ANNOUNCED or facts.revoked_on is not None
    if not was_announced or facts.announced_on is None:
        return Refuse(
            f"{facts.subject}尚未公告，目前状态为{facts.status.label}",
            "完成申报、审核、确认和公告后再实施检查",
        )
    if facts.announced_on > facts.on:
        return Refuse(f"{facts.subject}到 {facts.announced_on} 才公告", "把检查安排在公告之日或者以后")
    return Pass(f"{facts.subject}已于 {facts.announced_on} 公告")
