"""检查主体须经部门申报、司法局审核、区政府确认、政府网站公告，依次办理，不得跳过；日期不得倒置。

Each step carries its paper's number; the announcement carries its address instead. A step may lie
on the same day as the one before, never before it.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.registry.terms import SubjectStepKind
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate

WAY = (
    SubjectStepKind.DECLARED,
    SubjectStepKind.REVIEWED,
    SubjectStepKind.CONFIRMED,
    SubjectStepKind.ANNOUNCED,
)


@dataclass(frozen=True, slots=True)
class Step:
    kind: SubjectStepKind
    on: date


@dataclass(frozen=True, slots=True)
class Facts:
    subject: str
    step: SubjectStepKind  # the one to be taken now
    on: date
    document: str
    url: str
    taken: tuple[Step, ...]  # since the subject was last in draft


@gate(
    Moment.REGISTER,
    code="R-SUB-05",
    title="检查主体依次申报、审核、确认、公告",
    cites=[Cite("state-council-2024-54", "第二部分", False), Cite("zhenjiang-measures-2025", "", False)],
)
def declaration_steps(facts: Facts) -> Verdict:
    taken = {step.kind: step.on for step in facts.taken}
    before = WAY[: WAY.index(facts.step)]
    reasons, ways_out = [], []
    if missing := [kind.label for kind in before if kind not in taken]:
        reasons.append(f"{facts.subject}还没有{'、'.join(missing)}，不能{facts.step.label}")
        ways_out.append(f"先办理{missing[0]}")
    if later := [f"{kind.label}（{day}）" for kind, day in taken.items() if day > facts.on]:
        reasons.append(f"{facts.step.label}日期 {facts.on} 早于{'、'.join(later)}")
        ways_out.append("核对日期")
    is_announcement = facts.step is SubjectStepKind.ANNOUNCED
    if not (facts.url if is_announcement else facts.document).strip():
        reasons.append(f"{facts.step.label}没有填写{'公告网址' if is_announcement else '文号'}")
        ways_out.append("补填公告网址" if is_announcement else "补填文号")
    if reasons:
        return Refuse("；".join(reasons), "；".join(ways_out))
    return Pass(f"{facts.subject}{facts.step.label}，{facts.on}")
