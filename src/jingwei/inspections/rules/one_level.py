"""同一条线的几级单位一年内都检查同一企业的，应当由上级确定一级实施，未确定的提示。

A level is that of the subject's place: province, city, district, town. It is a default here, of another city's text.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Consequence, Moment, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    enterprise: str
    year: int
    line: str
    level: str
    others: tuple[str, ...]  # subjects of the line at another level that inspected it this year


@gate(
    Moment.APPROVE,
    code="R-FRQ-12",
    title="同一条线由一级实施检查",
    cites=[Cite("suzhou-inspection-2026", "第十七条（外地规定，参照）", False)],
    consequence=Consequence.WARN,
)
def one_level(facts: Facts) -> Verdict:
    if not facts.others:
        return Pass(f"{facts.year} 年只有{facts.level}检查")
    return Warn(
        f"{facts.year} 年{'、'.join(facts.others)}已检查{facts.enterprise}，本单位同属{facts.line}条线，属{facts.level}",
        "报上级确定由哪一级检查，把决定写进审批意见",
    )
