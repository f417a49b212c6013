"""以哪个平台的扫码为准由参数定；上级平台已有扫码记录的，不得要求再扫一次。

Nobody is kept at the gate by this: where another platform's scan counts, ours is a local note and the
record of that platform is imported or awaited. The text of the national rule was not read.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.inspections.terms import ScanSystem
from jingwei.rulebook import Cite, Consequence, Moment, Number, Pass, Verdict, Warn, gate

SYSTEMS = {1: ScanSystem.OURS, 2: ScanSystem.PROVINCE, 3: ScanSystem.NATION}


@dataclass(frozen=True, slots=True)
class Facts:
    system: ScanSystem  # whose code was scanned for this visit
    external: str  # number of a record of another platform that fits; empty: none is known
    scan_system_of_record: Number  # 1 ours, 2 the province's, 3 the nation's


@gate(
    Moment.ENTER,
    code="R-SCAN-13",
    title="以扫码主平台为准，不重复扫码",
    cites=[Cite("justice-ministry-qa-54", "", False)],
    consequence=Consequence.WARN,
    since=date(2025, 7, 1),
)
def scan_of_record(facts: Facts) -> Verdict:
    counts = SYSTEMS.get(facts.scan_system_of_record.value, ScanSystem.OURS)
    if facts.system is not ScanSystem.OURS:
        return Pass(f"{facts.system.label}的扫码记录{facts.external}，不再扫码")
    if counts is ScanSystem.OURS:
        return Pass("以本平台扫码为准")
    if facts.external:
        return Warn(
            f"扫码以{counts.label}为准，已有扫码记录{facts.external}，本不必再扫本平台的码",
            "以后直接用该记录入企，不要求企业再次出示码",
        )
    return Warn(
        f"扫码以{counts.label}为准，本平台只作本地登记，还没有{counts.label}的扫码记录",
        f"在{counts.label}扫码，记录导入后自动对上",
    )
