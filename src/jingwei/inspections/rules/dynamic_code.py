"""企业手机上出示的动态码只在很短的时间内有效，隔时翻拍的不能用来登记入企。

Nothing regulates the code itself; the time is our default. The code posted at the gate does not age.
"""

from dataclasses import dataclass
from datetime import date, datetime

from jingwei.rulebook import Cite, Moment, Number, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    shown_at: (
        datetime | None
    )  # when the phone drew the code; none: it is the one posted at the gate, or there is none
    read_at: datetime
    longest: Number


@gate(
    Moment.ENTER,
    code="R-SCAN-08a",
    title="动态码当场有效",
    cites=[Cite("platform-default", "", False)],
    since=date(2025, 7, 1),
)
def dynamic_code(facts: Facts) -> Verdict:
    if facts.shown_at is None:
        return Pass("不是动态码")
    age = int((facts.read_at - facts.shown_at).total_seconds())
    if age > facts.longest.value:
        return Refuse(
            f"动态码出示于 {age} 秒前，超过 {facts.longest} 秒，已失效",
            "请企业在手机上刷新动态码后重新扫码；也可扫门口张贴的企业码",
        )
    return Pass(f"动态码出示于 {max(age, 0)} 秒前")
