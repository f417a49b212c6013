"""对一个对象现场检查并有完整、详细记录的，计行政检查一次；没有完整记录的巡查不计，检查后转行政处罚的不再计为检查。

An inspection counts under the day it was carried out (R-STA-01). One that a department did in a system of its own
counts alike: its record lies there. Checks from the desk are no visits to the enterprise and stand apart.
"""

from dataclasses import dataclass

from jingwei.inspections.terms import Mode
from jingwei.rulebook import Cite, Moment, Value, measure


@dataclass(frozen=True, slots=True)
class Facts:
    mode: Mode
    has_complete_record: bool  # signed here, or concluded in the system it was imported from
    ended_in_case: bool


@measure(
    Moment.COUNT,
    code="R-STA-02",
    title="哪些检查计入行政检查次数",
    cites=[Cite("yearly-statistics-notes", "行政检查次数", False)],
)
def reportable(facts: Facts) -> Value[bool]:
    if not facts.has_complete_record:
        return Value(False, "没有完整的检查记录，不计")
    if facts.ended_in_case:
        return Value(False, "检查后转立案，计入案件，不计为检查")
    if facts.mode is not Mode.ON_SITE:
        return Value(False, f"{facts.mode.label}没有入企，不计为现场检查")
    return Value(True, "现场检查且有完整记录，计一次")
