"""扫码位置离企业很远、不像到了现场的，生成线索，由监督人员核实。

R-SCAN-05 asks the officer to explain; this one tells the supervisor, whatever was explained. The accuracy that the phone
gave is said and not reckoned with: whoever looks into it weighs it. The limit is our default.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Consequence, Moment, Number, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    distance: int | None  # metres; none: no position of the phone or of the site
    accuracy: int | None  # metres, as the phone gave it
    reason: str  # what the officer stated
    limit: Number


@gate(
    Moment.ENTER,
    code="R-SCAN-05b",
    title="扫码位置远离企业",
    cites=[Cite("platform-default", "", False)],
    consequence=Consequence.CLUE,
    since=date(2025, 7, 1),
)
def scan_far_away(facts: Facts) -> Verdict:
    if facts.distance is None or facts.distance <= facts.limit.value:
        return Pass("扫码位置没有远离企业")
    accuracy = f"（定位精度 {facts.accuracy} 米）" if facts.accuracy is not None else ""
    stated = f"，说明：{facts.reason}" if facts.reason.strip() else "，没有说明"
    return Warn(
        f"扫码位置距企业 {facts.distance} 米{accuracy}，超过 {facts.limit} 米{stated}",
        "照常登记，同时生成线索，由监督人员核实是否到了现场",
    )
