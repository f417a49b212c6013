"""纳入低风险减免，须近若干个月连续为 A 类。

How long is ours. The month in hand counts as soon as its file is in; until then the months before it
decide. What inspections found in that time a person has to look at: this area does not know it.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.platform.calendar import add_months
from jingwei.registry.terms import CreditClass
from jingwei.rulebook import Cite, Moment, Number, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Month:
    month: date  # its first day
    credit_class: CreditClass


@dataclass(frozen=True, slots=True)
class Facts:
    enterprise: str
    on: date
    latest: date | None  # the newest month whose file is in, of any enterprise; its first day
    history: tuple[Month, ...]
    months: Number


@gate(
    Moment.GRADE,
    code="R-RSK-03c",
    title="连续低风险方可减免",
    cites=[Cite("platform-default", "", False), Cite("risk-classes-2022", "", False)],
)
def relief_entry(facts: Facts) -> Verdict:
    this_month = facts.on.replace(day=1)
    last = this_month if facts.latest and facts.latest >= this_month else add_months(this_month, -1)
    known = {each.month: each.credit_class for each in facts.history}
    wanted = [add_months(last, -back) for back in range(facts.months.value)]
    higher = [month for month in wanted if known.get(month, CreditClass.A) is not CreditClass.A]
    missing = [month for month in wanted if month not in known]
    told = [f"{month:%Y-%m} 为 {known[month].label}" for month in sorted(higher)]
    told += [f"{month:%Y-%m} 没有分类" for month in sorted(missing)]
    if told:
        return Refuse(
            f"{facts.enterprise}近 {facts.months} 个月不都是 A 类：{'，'.join(told)}",
            f"连续 {facts.months} 个月为 A 类后再纳入；缺的月份由区司法局补导",
        )
    return Pass(f"至 {last:%Y-%m} 连续 {facts.months} 个月为 A 类")
