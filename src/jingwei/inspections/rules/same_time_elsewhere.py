"""同一执法人员不得同时出现在两处：时间重叠，或者两处相隔的时间不够赶路的，疑为挂名或者虚假扫码。

The other stays are those at other enterprises. A stay without an end still lasts. Nothing is proved
by this; it is something for a person to look at.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from jingwei.rulebook import Cite, Moment, Number, Pass, Raise, Verdict, alert
from jingwei.rulebook.local_time import shown


@dataclass(frozen=True, slots=True)
class Stay:
    enterprise: str
    entered_at: datetime
    left_at: datetime | None
    distance: int | None  # metres from the enterprise in question; none: not known


@dataclass(frozen=True, slots=True)
class Facts:
    officer: str
    enterprise: str
    entered_at: datetime
    left_at: datetime | None
    others: tuple[Stay, ...]
    speed: Number  # km/h


@alert(
    Moment.ENTER,
    Moment.SWEEP,
    code="R-OFF-13",
    title="同一人员同时出现在两处",
    cites=[Cite("platform-default", "", False)],
)
def same_time_elsewhere(facts: Facts) -> Verdict:
    found = []
    for stay in facts.others:
        if stay.left_at is not None and stay.left_at <= facts.entered_at:
            pause = facts.entered_at - stay.left_at
        elif facts.left_at is not None and facts.left_at <= stay.entered_at:
            pause = stay.entered_at - facts.left_at
        else:
            end = shown(stay.left_at) if stay.left_at else "尚未离开"
            found.append(f"{stay.enterprise}（{shown(stay.entered_at)} 至 {end}）时间重叠")
            continue
        if stay.distance is not None and timedelta(hours=stay.distance / 1000 / facts.speed.value) > pause:
            minutes = int(pause.total_seconds() // 60)
            found.append(f"{stay.enterprise}相距 {stay.distance / 1000:.1f} 公里，只隔 {minutes} 分钟")
    if found:
        return Raise(f"{facts.officer} {shown(facts.entered_at)} 在{facts.enterprise}，与{'；'.join(found)}")
    return Pass(f"{facts.officer}没有时间冲突")
