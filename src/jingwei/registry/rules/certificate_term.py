"""行政执法证的有效期，没有另行写明的按默认年限计算，最后一天是期满日的前一天。

Provinces differ between three and six years and the text for this one was not found, so the years are
our default; what is printed on the card is entered and goes before it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from jingwei.rulebook import Cite, Moment, Number, Value, measure


@dataclass(frozen=True, slots=True)
class Facts:
    valid_from: date
    years: Number


@measure(
    Moment.REGISTER,
    code="R-OFF-11a",
    title="执法证默认有效期",
    cites=[Cite("platform-default", "", False)],
)
def certificate_term(facts: Facts) -> Value[date]:
    year = facts.valid_from.year + facts.years.value
    try:
        anniversary = facts.valid_from.replace(year=year)
    except ValueError:  # 29 February: where the year has none, the anniversary is 1 March.
        anniversary = date(year, 3, 1)
    last = anniversary - timedelta(days=1)
    return Value(last, f"自 {facts.valid_from} 起 {facts.years.value} 年，至 {last}")
