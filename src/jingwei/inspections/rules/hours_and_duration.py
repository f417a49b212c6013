"""检查不得干扰企业正常生产经营：在企业停留过久，或者在工作时间以外检查的，提示。

The texts give no hours; ours are defaults. The hours of the day are minutes after midnight in local
time.
"""

from dataclasses import dataclass
from datetime import datetime

from jingwei.rulebook import Cite, Consequence, Moment, Number, Pass, Raise, Verdict, alert
from jingwei.rulebook.local_time import local, shown


@dataclass(frozen=True, slots=True)
class Facts:
    entered_at: datetime
    left_at: datetime
    is_working_day: bool
    longest: Number
    opens: Number
    closes: Number


@alert(
    Moment.LEAVE,
    Moment.SWEEP,
    code="R-PRO-07",
    title="检查时段和时长",
    cites=[Cite("platform-default", "", False), Cite("state-council-2024-54", "", False)],
    consequence=Consequence.WARN,
)
def hours_and_duration(facts: Facts) -> Verdict:
    minutes = int((facts.left_at - facts.entered_at).total_seconds() // 60)
    came, left = local(facts.entered_at), local(facts.left_at)
    found = []
    if minutes > facts.longest.value:
        found.append(f"在企业停留 {minutes} 分钟，超过 {facts.longest} 分钟")
    outside = (
        came.hour * 60 + came.minute < facts.opens.value
        or left.hour * 60 + left.minute > facts.closes.value
        or came.date() != left.date()
    )
    if not facts.is_working_day:
        found.append(f"{came.date()} 不是工作日")
    if outside:
        found.append(f"{shown(facts.entered_at)} 至 {left:%H:%M} 有工作时间以外的时段")
    return Raise("；".join(found)) if found else Pass(f"停留 {minutes} 分钟，在工作时间内")
