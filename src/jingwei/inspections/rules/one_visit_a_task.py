"""一次任务中多人、多次扫码，只计一次入企。"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Value, measure


@dataclass(frozen=True, slots=True)
class Scan:
    task: str
    officer: str


@dataclass(frozen=True, slots=True)
class Facts:
    scans: tuple[Scan, ...]  # at one enterprise


@measure(
    Moment.COUNT, code="R-SCAN-12", title="同一任务只计一次入企", cites=[Cite("platform-default", "", False)]
)
def one_visit_a_task(facts: Facts) -> Value[int]:
    visits = len({scan.task for scan in facts.scans})
    return Value(visits, f"扫码 {len(facts.scans)} 次，计入企 {visits} 次")
