"""能合并实施的不得重复检查：本单位近期对同一企业已有检查的，应当合并，不合并的写明理由。

Looked at are routine and special inspections of the same subject, planned or made so many days before or after; what
answers a complaint, an emergency or another cause of its own is left aside. The span is the platform's default. It is
asked from 2026 on, when a request can say why it stands alone.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Consequence, Moment, Number, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Other:
    number: str
    on: date


@dataclass(frozen=True, slots=True)
class Facts:
    enterprise: str
    others: tuple[Other, ...]  # within these days
    reason: str  # why they are not merged
    days: Number


@gate(
    Moment.REQUEST,
    code="R-FRQ-07a",
    title="能合并的不得重复检查",
    cites=[
        Cite("state-council-2024-54", "第四部分"),
        Cite("suzhou-inspection-2026", "第十六条（外地规定，参照）", False),
    ],
    consequence=Consequence.WARN,
    since=date(2026, 1, 1),
)
def to_be_merged(facts: Facts) -> Verdict:
    if not facts.others:
        return Pass(f"前后 {facts.days} 日内没有本单位的其他检查")
    told = "、".join(f"{other.number}（{other.on}）" for other in facts.others)
    if facts.reason.strip():
        return Pass(f"与{told}不合并：{facts.reason}")
    return Warn(
        f"前后 {facts.days} 日内，本单位对{facts.enterprise}另有{told}",
        "合并为一次检查；不能合并的，写明不合并实施的理由，不写的批准时生成线索",
    )
