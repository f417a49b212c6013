"""风险越高的类别，抽查比例和频次不得越低：A≤B≤C≤D，相等可以。

The national text gives the direction only. Until a table is saved another county's stands (外地参照);
the months between two inspections are ours. A class that is not named counts as not inspected.
"""

from dataclasses import dataclass
from itertools import pairwise

from jingwei.registry.terms import CreditClass
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate

KNOWN = (CreditClass.A, CreditClass.B, CreditClass.C, CreditClass.D)
AS_NEEDED = 1_000  # More visits a year than any number in a table, and more months than any term.


@dataclass(frozen=True, slots=True)
class Row:
    credit_class: CreditClass
    ratio: int  # percent of the enterprises of the class
    visits: int | None = None  # a year; none: as needed
    every: int | None = None  # months between two inspections at most; none: no term


@dataclass(frozen=True, slots=True)
class Facts:
    whose: str  # 全区, or a subject
    rows: tuple[Row, ...]


@gate(
    Moment.GRADE,
    code="R-RSK-02a",
    title="抽查比例和频次随风险递增",
    cites=[Cite("risk-classes-2022", "", False), Cite("state-council-2024-54", "第四部分", False)],
)
def class_table(facts: Facts) -> Verdict:
    by_class = {row.credit_class: row for row in facts.rows}
    rows = [by_class.get(each, Row(each, 0, 0)) for each in KNOWN]
    beyond = [row for row in rows if not 0 <= row.ratio <= 100]
    wrong = [f"{row.credit_class.value} 类抽查比例 {row.ratio}% 不在 0 至 100 之间" for row in beyond]
    for low, high in pairwise(rows):
        pair = f"{high.credit_class.value} 类低于 {low.credit_class.value} 类"
        if low.ratio > high.ratio:
            wrong.append(f"抽查比例 {pair}（{high.ratio}%，{low.ratio}%）")
        if _most(low) > _most(high):
            wrong.append(
                f"每年次数 {pair}（{_most(high)} 次，{'按需' if low.visits is None else f'{low.visits} 次'}）"
            )
        if (high.every or AS_NEEDED) > (low.every or AS_NEEDED):
            wrong.append(f"最长间隔 {high.credit_class.value} 类长于 {low.credit_class.value} 类")
    if wrong:
        return Refuse(f"{facts.whose}：{'；'.join(wrong)}", "按 A≤B≤C≤D 调整后重新保存")
    return Pass(f"{facts.whose}的比例和频次随风险递增")


def _most(row: Row) -> int:
    return AS_NEEDED if row.visits is None else row.visits
