"""计算工作日须有国务院办公厅公布的当年放假调休安排；没有的，不计算，也不按平日推算。

Each year's table is published in the November before and cannot be computed. In a demonstration a
made-up table may stand in; then every date computed from it says 演示日历，非官方.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Facts:
    year: int
    is_loaded: bool
    is_demonstration_fill: bool


@gate(
    Moment.COUNT_DAYS,
    code="R-CAL-02",
    title="没有放假安排的年份不计算工作日",
    cites=[Cite("holidays-order-2024"), Cite("platform-default", "", False)],
    since=date(1949, 12, 23),  # Days of any year are counted, also of years before the present text.
)
def calendar_loaded(facts: Facts) -> Verdict:
    if not facts.is_loaded:
        return Refuse(f"{facts.year} 年的放假调休安排还没有导入", "请导入国务院办公厅放假通知")
    if facts.is_demonstration_fill:
        return Pass(f"{facts.year} 年用的是演示日历，非官方")
    return Pass(f"{facts.year} 年的放假调休安排已导入")
