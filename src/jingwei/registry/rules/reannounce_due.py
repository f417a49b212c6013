"""检查主体发生变更的，自变更之日起一个月内重新公告。

The month ends on the same day of the next one, or on its last day where it has no such day; the
day of the change is not counted. A day of rest does not move it.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.platform.calendar import add_months
from jingwei.rulebook import Cite, Moment, Number, Value, measure


@dataclass(frozen=True, slots=True)
class Facts:
    happened_on: date
    months: Number


@measure(
    Moment.REGISTER,
    code="R-SUB-06a",
    title="变更后重新公告的期限",
    cites=[Cite("jiangsu-measures-2025", "", False), Cite("zhenjiang-measures-2025", "", False)],
)
def reannounce_due(facts: Facts) -> Value[date]:
    due_on = add_months(facts.happened_on, facts.months.value)
    return Value(due_on, f"{facts.happened_on} 变更，{facts.months} 个月内重新公告，至 {due_on}")
