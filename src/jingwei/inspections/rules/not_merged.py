"""应当合并而没有合并、又没有写明理由的检查，批准时生成重复检查线索。

Which other inspections are near enough is R-FRQ-07a's to say; asked from the same day.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.inspections.rules.to_be_merged import Other
from jingwei.rulebook import Cite, Moment, Pass, Raise, Verdict, alert


@dataclass(frozen=True, slots=True)
class Facts:
    enterprise: str
    others: tuple[Other, ...]
    reason: str


@alert(
    Moment.APPROVE,
    code="R-FRQ-07b",
    title="重复检查没有写明理由",
    cites=[
        Cite("state-council-2024-54", "第四部分"),
        Cite("suzhou-inspection-2026", "第十六条（外地规定，参照）", False),
    ],
    since=date(2026, 1, 1),
)
def not_merged(facts: Facts) -> Verdict:
    if not facts.others:
        return Pass("近期没有本单位的其他检查")
    told = "、".join(f"{other.number}（{other.on}）" for other in facts.others)
    if facts.reason.strip():
        return Pass(f"与{told}不合并：{facts.reason}")
    return Raise(f"对{facts.enterprise}近期另有{told}，没有合并实施，也没有写明理由")
