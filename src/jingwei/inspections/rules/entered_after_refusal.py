"""企业登记过拒绝的，理由消除后可以再来；再次入企时全部重新判定，并向监督人员报告。

The law knows no veto: who comes with valid certificates for an approved task is to be assisted. So a refusal keeps
nobody out by itself. What it rested on is asked again at this very gate, each by its own rule: certificates, team,
approval, subject, items. What passes them in spite of a refusal is told to the supervisor.
"""

from dataclasses import dataclass
from datetime import date, datetime

from jingwei.rulebook import Cite, Consequence, Moment, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Refusal:
    refused_at: datetime  # Beijing time
    said: str  # its grounds and words


@dataclass(frozen=True, slots=True)
class Facts:
    refusals: tuple[Refusal, ...]  # of this very task, the latest last


@gate(
    Moment.ENTER,
    code="R-SCAN-11a",
    title="企业拒绝后再次入企",
    cites=[
        Cite("administrative-penalty-law-2021", "第五十五条"),
        Cite("platform-default", "", False),
    ],
    consequence=Consequence.CLUE,
    since=date(2025, 7, 1),
)
def entered_after_refusal(facts: Facts) -> Verdict:
    if not facts.refusals:
        return Pass("企业没有登记过拒绝")
    last = facts.refusals[-1]
    return Warn(
        f"企业 {last.refused_at:%m-%d %H:%M} 登记过拒绝：{last.said}",
        "当面说明哪些已经改正，写入笔录；司法局会核实",
    )
