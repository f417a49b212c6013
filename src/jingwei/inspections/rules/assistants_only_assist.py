"""第三方人员和没有执法证件的人员只能协助：人数、姓名、单位和用途须在审批前写明，不得以执法人员身份签字。

Who assists without having been named before is flagged, not stopped, as long as two certified
officers lead the visit (R-OFF-01); whoever signs as an officer without being one is stopped.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Assistant:
    name: str
    employer: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Facts:
    approved: tuple[Assistant, ...]  # named in the request
    present: tuple[str, ...]  # names of those who came; empty before the visit
    signed_as_officers: tuple[str, ...]  # names of non-officers among the officers' signatures


@gate(
    Moment.APPROVE,
    Moment.ENTER,
    Moment.RECORD,
    code="R-SUB-04",
    title="第三方人员只能协助",
    cites=[Cite("justice-ministry-forms-2025", "说明", False), Cite("state-council-2024-54", "第二部分")],
    since=date(2024, 12, 30),
)
def assistants_only_assist(facts: Facts) -> Verdict:
    if facts.signed_as_officers:
        named = "、".join(facts.signed_as_officers)
        return Refuse(f"{named}不是执法人员，不得以执法人员身份签字", "删去该签名，由持证执法人员签字")
    flags = []
    vague = [
        each.name or "未具名者"
        for each in facts.approved
        if not (each.name and each.employer and each.purpose)
    ]
    if vague:
        flags.append(f"协助人员{'、'.join(vague)}没有写明姓名、单位和用途")
    named_before = {each.name for each in facts.approved}
    unnamed = [name for name in facts.present if name not in named_before]
    if unnamed:
        flags.append(f"{'、'.join(unnamed)}到场协助，审批表中没有列明")
    if flags:
        return Warn("；".join(flags), "在申请中补全协助人员；未列明的不参加本次检查")
    return Pass(f"协助人员 {len(facts.present or facts.approved)} 名，均已事先列明")
