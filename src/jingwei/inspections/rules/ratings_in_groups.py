"""企业的评价不让被评的部门知道是谁评的：只给满一定份数的汇总，不足的不显示，也不并入合计。

The enterprise's right to rate without being traced is other cities' rule; the smallest group is our default.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Number, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    subject: str
    quarter: str
    ratings: int
    is_over: bool  # the quarter has ended, so that no later look shows what one rating changed
    is_bureau: bool
    smallest_group: Number


@gate(
    Moment.SHOW,
    code="R-SCAN-06",
    title="评价只按组显示",
    cites=[
        Cite("platform-default", "", False),
        Cite("shenzhen-supervision-code-2025", "（外地规定，参照）", False),
    ],
    since=date(2025, 7, 1),
)
def ratings_in_groups(facts: Facts) -> Verdict:
    if facts.ratings < facts.smallest_group.value:
        return Refuse(f"不足 {facts.smallest_group} 份，不显示", "满规定份数后显示汇总")
    if not facts.is_over and not facts.is_bureau:
        return Refuse("本季度还没有结束，不显示", "季度结束后显示汇总")
    return Pass(f"{facts.ratings} 份评价的汇总")
