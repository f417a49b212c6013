"""部门月报的检查次数与平台记录相差较大时，应当有人查明：漏报、漏登，或者有检查没有扫码。

The threshold is our default: a share of the greater figure, and a number below which nobody is troubled.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Number, Pass, Raise, Verdict, Warn, alert


@dataclass(frozen=True, slots=True)
class Facts:
    month: str
    reported: int  # the department's own figure
    recorded: int  # reportable inspections of the month here, imported ones included
    share: Number  # percent of the greater figure
    least: Number


@alert(
    Moment.COUNT,
    Moment.SWEEP,
    code="R-STA-11",
    title="月报与平台记录不符",
    cites=[Cite("platform-default", "", False)],
)
def return_differs(facts: Facts) -> Verdict:
    difference = facts.reported - facts.recorded
    said = f"{facts.month}月报 {facts.reported} 次，平台 {facts.recorded} 次"
    if difference == 0:
        return Pass(f"{said}，一致")
    said += f"，{'多' if difference > 0 else '少'}报 {abs(difference)} 次"
    greater = max(facts.reported, facts.recorded)
    if abs(difference) > facts.least.value and abs(difference) * 100 > facts.share.value * greater:
        return Raise(f"{said}，超过 {facts.share}%")
    return Warn(said)
