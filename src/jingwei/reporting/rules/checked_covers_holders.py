"""核对编制的人数应不少于清理后的有效持证人数与清理证件数之和，否则有人持证而未核对。

An identity that the figures of one period should keep; where they do not, somebody looks, nothing is refused.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Consequence, Moment, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    checked: int  # persons whose establishment check was decided in the period
    holders: int  # persons with a valid certificate on its last day
    cancelled: int  # certificates cancelled in the period


@gate(
    Moment.COUNT,
    code="R-STA-08",
    title="核对人数与持证人数相合",
    cites=[Cite("platform-default", "", False)],
    consequence=Consequence.WARN,
)
def checked_covers_holders(facts: Facts) -> Verdict:
    needed = facts.holders + facts.cancelled
    if facts.checked < needed:
        return Warn(
            f"核对编制 {facts.checked} 人，少于期末有效持证 {facts.holders} 人与清理 {facts.cancelled} 个之和 {needed}",
            "查持证而未核对的人员",
        )
    return Pass(f"核对编制 {facts.checked} 人，不少于 {facts.holders} + {facts.cancelled} = {needed}")
