"""断网时存在手机里、联网后才送到的事项，按当时记下的时间登记；记下的时间太早或者在将来的，不按它登记。

What the phone kept counts from the moment it was done: an entry from the scan, a signature from the stroke. Beyond the
limit nobody knows any more what that time is worth: an entry is then made afterwards with its reason (R-SCAN-03b), all else
is done anew. Both limits are our defaults.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jingwei.rulebook import Cite, Moment, Number, Pass, Refuse, Verdict, gate
from jingwei.rulebook.local_time import shown


@dataclass(frozen=True, slots=True)
class Facts:
    act: str  # what was done, in two or three characters
    captured_at: datetime  # when the phone says it was done
    received_at: datetime  # when the platform heard of it
    remedy: str  # what to do where that time cannot stand
    longest: Number  # hours
    skew: Number  # minutes by which clocks may differ


@gate(
    Moment.ENTER,
    Moment.RECORD,
    Moment.LEAVE,
    Moment.CONCLUDE,
    code="R-SCAN-03c",
    title="断网时所办事项的时间",
    cites=[Cite("platform-default", "", False)],
    since=date(2025, 7, 1),
)
def kept_by_the_phone(facts: Facts) -> Verdict:
    if facts.captured_at > facts.received_at + timedelta(minutes=facts.skew.value):
        return Refuse(
            f"手机记下的{facts.act}时间 {shown(facts.captured_at)} 晚于平台收到的时间 {shown(facts.received_at)}",
            f"核对手机的日期和时间；{facts.remedy}",
        )
    if facts.received_at - facts.captured_at > timedelta(hours=facts.longest.value):
        return Refuse(
            f"手机记下的{facts.act}时间是 {shown(facts.captured_at)}，"
            f"{shown(facts.received_at)} 才送到，超过 {facts.longest} 小时",
            facts.remedy,
        )
    return Pass(f"{facts.act}时间 {shown(facts.captured_at)}，平台 {shown(facts.received_at)} 收到")
