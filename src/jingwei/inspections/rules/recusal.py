"""执法人员与企业有直接利害关系或者有其他关系可能影响公正的，应当回避。

A relation declared by the officer or claimed by the enterprise and upheld. One that has ended (a
former post, sold shares) still counts for some years; the law gives no number for these.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Number, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Relation:
    officer: str
    what: str  # 持股、近亲属任职、曾在该企业任职……
    ended_on: date | None = None  # none: it lasts


@dataclass(frozen=True, slots=True)
class Facts:
    enterprise: str
    relations: tuple[Relation, ...]  # of the team's officers to this enterprise
    on: date
    years: Number


@gate(
    Moment.APPROVE,
    Moment.ENTER,
    code="R-OFF-12",
    title="有利害关系的须回避",
    cites=[Cite("administrative-penalty-law-2021", "第四十三条")],
)
def recusal(facts: Facts) -> Verdict:
    lasting = [
        each
        for each in facts.relations
        if each.ended_on is None or facts.on < _years_after(each.ended_on, facts.years.value)
    ]
    if lasting:
        told = "、".join(
            f"{each.officer}（{each.what}{f'，{each.ended_on} 止' if each.ended_on else ''}）"
            for each in lasting
        )
        return Refuse(
            f"{told}与{facts.enterprise}有利害关系", "更换执法人员；是否回避有争议的，报主体负责人决定"
        )
    return Pass(f"检查人员与{facts.enterprise}没有应当回避的关系")


def _years_after(day: date, years: int) -> date:
    """Return the same day so many years later; 1 March where that year has no 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
