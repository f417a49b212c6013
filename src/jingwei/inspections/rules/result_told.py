"""检查结果应当及时告知企业：能当场告知的当场告知，其他的在期限内告知。

No number of days is fixed nationally; ours is a default in working days, the day of the inspection
not counted.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Number, Value, measure


@dataclass(frozen=True, slots=True)
class Facts:
    is_told_on_the_spot: bool
    days: Number


@measure(
    Moment.CONCLUDE,
    code="R-PRO-05a",
    title="告知检查结果的期限",
    cites=[Cite("platform-default", "", False), Cite("justice-ministry-forms-2025", "", False)],
)
def result_told(facts: Facts) -> Value[int]:
    if facts.is_told_on_the_spot:
        return Value(0, "当场告知检查结果")
    return Value(facts.days.value, f"检查结束后 {facts.days} 个工作日内告知检查结果")
