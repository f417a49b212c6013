"""到达企业后、开始检查前，先扫企业码或者营业执照登记；没有登记的，不制作笔录。

Urgent checks are scanned before leaving (R-SCAN-03a), failures of the network are entered
afterwards (R-SCAN-03b). The duty binds in this district from the day the bureau sets; the text
followed is another city's.
"""

from dataclasses import dataclass
from datetime import date, datetime

from jingwei.inspections.terms import EntryWay
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate
from jingwei.rulebook.local_time import shown


@dataclass(frozen=True, slots=True)
class Facts:
    way: EntryWay
    scanned_at: datetime | None
    started_at: datetime


@gate(
    Moment.RECORD,
    code="R-SCAN-01",
    title="先扫码后检查",
    cites=[
        Cite("platform-default", "", False),
        Cite("shenzhen-supervision-code-2025", "（外地规定，参照）", False),
    ],
    since=date(2025, 7, 1),
)
def scan_first(facts: Facts) -> Verdict:
    if facts.way is EntryWay.URGENT:
        return Pass("紧急检查，离企前补扫")
    if facts.way is EntryWay.BACK_ENTRY:
        return Pass("不能当场扫码，事后补录")
    if facts.scanned_at is None:
        return Refuse("入企没有扫码登记", "先扫企业码或营业执照登记入企，再制作笔录")
    if facts.scanned_at > facts.started_at:
        return Refuse(
            f"{shown(facts.scanned_at)} 才扫码，检查已于 {shown(facts.started_at)} 开始",
            "核对检查开始时间；确属先查后扫的，写明紧急情形，否则作废后重新实施",
        )
    return Pass(f"已于 {shown(facts.scanned_at)} 扫码登记")
