"""年度计划逾期公布或者逾期备案的，先提示；超过若干日仍未办理的，生成线索。

The due day comes from R-PUB-07a and still counts as in time.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Number, Pass, Raise, Verdict, Warn, alert


@dataclass(frozen=True, slots=True)
class Facts:
    plan: str
    step: str  # 公布, or 报某部门备案
    due_on: date | None  # none: no day is set
    done_on: date | None
    as_of: date
    clue_after: Number


@alert(
    Moment.ANNOUNCE,
    Moment.FILE,
    Moment.SWEEP,
    code="R-PUB-07b",
    title="年度计划逾期公布或备案",
    cites=[Cite("jiangsu-measures-2025", "", False)],
)
def plan_in_time(facts: Facts) -> Verdict:
    if facts.due_on is None:
        return Pass(f"{facts.plan}没有规定期限")
    late = ((facts.done_on or facts.as_of) - facts.due_on).days
    if late <= 0:
        done = (
            f"已于 {facts.done_on} {facts.step}" if facts.done_on else f"应于 {facts.due_on} 前{facts.step}"
        )
        return Pass(f"{facts.plan}{done}")
    state = f"{facts.done_on} 才{facts.step}" if facts.done_on else f"至今没有{facts.step}"
    said = f"{facts.plan}应于 {facts.due_on} 前{facts.step}，{state}，逾期 {late} 日"
    if late <= facts.clue_after.value:
        return Warn(said, "尽快办理；逾期较久的由区司法局督促")
    return Raise(said)
