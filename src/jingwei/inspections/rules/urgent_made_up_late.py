"""紧急检查逾期补办批准的，提示；超过三个工作日仍未补办的，转为线索。

The last working day is counted with the calendar before the rule is asked.
"""

from dataclasses import dataclass
from datetime import date, datetime

from jingwei.rulebook import Cite, Moment, Number, Pass, Raise, Verdict, Warn, alert
from jingwei.rulebook.local_time import local, shown


@dataclass(frozen=True, slots=True)
class Facts:
    due_at: datetime  # by R-PRO-02a
    approved_at: datetime | None
    as_of: datetime
    days: Number
    last_day: date  # the last of these working days after the entry


@alert(
    Moment.APPROVE,
    Moment.SWEEP,
    code="R-PRO-02b",
    title="紧急检查逾期补办批准",
    cites=[Cite("justice-ministry-qa-54"), Cite("platform-default", "", False)],
)
def urgent_made_up_late(facts: Facts) -> Verdict:
    at = facts.approved_at or facts.as_of
    if at <= facts.due_at:
        return Pass(
            "紧急检查已按时补办批准" if facts.approved_at else f"{shown(facts.due_at)} 前补办批准即可"
        )
    state = f"{shown(at)} 才补办" if facts.approved_at else "至今没有补办"
    told = f"紧急检查应于 {shown(facts.due_at)} 前补办批准，{state}"
    if local(at).date() > facts.last_day:
        return Raise(f"{told}，已超过 {facts.days} 个工作日")
    return Warn(told, "" if facts.approved_at else f"最迟 {facts.last_day} 补办，逾期生成线索")
