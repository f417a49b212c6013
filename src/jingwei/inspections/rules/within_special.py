"""专项检查不得超出批准的范围、内容、对象和时限；参加检查的单位也以批准的为准。

Where objects are named, only they are in it; classes and industries bound it where they are given. Both days of the
term are in it. It is asked from 2026 on, the first year whose special inspections the platform holds.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Bounds:
    name: str
    subjects: tuple[str, ...]  # the lead first
    regions: tuple[str, ...]  # prefixes of region codes
    items: tuple[str, ...]
    enterprises: tuple[str, ...]  # credit codes
    classes: tuple[str, ...]
    industries: tuple[str, ...]  # prefixes by GB/T 4754
    term: tuple[date, ...]  # first and last day


@dataclass(frozen=True, slots=True)
class Facts:
    bounds: Bounds
    subject: str
    region: str
    items: tuple[str, ...]
    enterprise: str
    credit_class: str
    industry: str
    day: date


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    Moment.ENTER,
    code="R-SPC-04b",
    title="不得超出专项检查的范围",
    cites=[Cite("state-council-2024-54", "第六部分", False)],
    since=date(2026, 1, 1),
)
def within_special(facts: Facts) -> Verdict:
    bounds, items = facts.bounds, [item for item in facts.items if item not in facts.bounds.items]
    is_named = not bounds.enterprises or facts.enterprise in bounds.enterprises
    is_class = not bounds.classes or facts.credit_class in bounds.classes
    is_industry = not bounds.industries or facts.industry.startswith(bounds.industries)
    outside = {
        f"{facts.subject}不是牵头或参加单位": facts.subject not in bounds.subjects,
        "场所不在范围内": not facts.region.startswith(bounds.regions),
        f"内容不含“{'”“'.join(items)}”": bool(items),
        "企业不在对象内": not (is_named and is_class and is_industry),
        f"时限为 {' 至 '.join(map(str, bounds.term))}": not bounds.term[0] <= facts.day <= bounds.term[-1],
    }
    told = "；".join(said for said, is_outside in outside.items() if is_outside)
    remedy = "按批准的范围检查；确需超出的，改为日常检查、个案检查，或重新报批专项检查"
    return Refuse(f"超出“{bounds.name}”：{told}", remedy) if told else Pass(f"在“{bounds.name}”的范围内")
