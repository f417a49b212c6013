"""风险越高，抽查比例越高：计划事项的抽查比例按 A、B、C、D 类递增，相等可以。

A class that the line does not name is not inspected by it, which is a share of nought; a line that
names none inspects all classes alike.
"""

from dataclasses import dataclass
from itertools import pairwise

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate

CLASSES = ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True)
class Facts:
    line: str
    ratios: tuple[int, ...]  # percent of classes A, B, C, D; empty: all alike


@gate(
    Moment.PLAN,
    code="R-RSK-02b",
    title="计划的抽查比例按分类递增",
    cites=[Cite("state-council-2024-54", "第四部分", False), Cite("platform-default", "", False)],
)
def line_ratios(facts: Facts) -> Verdict:
    named = list(zip(CLASSES, facts.ratios, strict=False))
    wrong = [
        f"{lower} 类 {more}% 高于 {higher} 类 {less}%"
        for (lower, more), (higher, less) in pairwise(named)
        if more > less
    ]
    if wrong:
        return Refuse(
            f"“{facts.line}”的抽查比例{'，'.join(wrong)}",
            "按 A≤B≤C≤D 改正；不按分类抽查的，四类都不填",
        )
    if not named:
        return Pass(f"“{facts.line}”不分类别")
    return Pass(f"“{facts.line}”" + "，".join(f"{each} 类 {share}%" for each, share in named))
