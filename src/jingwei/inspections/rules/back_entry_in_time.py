"""因网络或者系统故障不能扫码的，检查结束后十个自然日内补录，并写明理由。

Calendar days, the day the inspection ended not counted. Without a reason nothing is entered; a late
entry is taken, for the facts must be on the record, and becomes a clue.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from jingwei.inspections.terms import FaultReason
from jingwei.rulebook import Cite, Consequence, Moment, Number, Pass, Refuse, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    fault: FaultReason | None
    explanation: str
    ended_on: date
    entered_on: date
    days: Number


@gate(
    Moment.BACK_ENTRY,
    code="R-SCAN-03b",
    title="故障补录的期限和理由",
    cites=[
        Cite("platform-default", "", False),
        Cite("shenzhen-supervision-code-2025", "（外地规定，参照）", False),
    ],
    consequence=Consequence.CLUE,
    since=date(2025, 7, 1),
)
def back_entry_in_time(facts: Facts) -> Verdict:
    if facts.fault is None or not facts.explanation.strip():
        return Refuse("补录没有写明不能扫码的理由", "选定故障情形并写明经过")
    last_day = facts.ended_on + timedelta(days=facts.days.value)
    if facts.entered_on > last_day:
        return Warn(
            f"应于 {last_day} 前补录，实际 {facts.entered_on}，逾期 {(facts.entered_on - last_day).days} 日",
            "照常补录，同时生成线索，由监督人员核实",
        )
    return Pass(f"{facts.fault.label}，在 {last_day} 前补录")
