"""扫码位置应在企业登记的住所或者经营场所附近；相距过远或者没有定位的，提示。

The distance is measured to the site that the task names. The limit is our default.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Consequence, Moment, Number, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    distance: int | None  # metres; none: no position of the phone or of the site
    reason: str  # what the officer stated
    limit: Number


@gate(
    Moment.ENTER,
    code="R-SCAN-05",
    title="扫码位置与企业相符",
    cites=[Cite("platform-default", "", False)],
    consequence=Consequence.WARN,
    since=date(2025, 7, 1),
)
def place_of_scan(facts: Facts) -> Verdict:
    stated = f"，说明：{facts.reason}" if facts.reason.strip() else "，没有说明"
    if facts.distance is None:
        return Warn(f"没有取得定位{stated}", "打开定位后重试；仍不能定位的，写明原因")
    if facts.distance > facts.limit.value:
        return Warn(
            f"扫码位置距企业 {facts.distance} 米，超过 {facts.limit} 米{stated}",
            "核对是否到达企业；企业已搬迁的，写明新址",
        )
    return Pass(f"扫码位置距企业 {facts.distance} 米")
