"""突发应急或者延误可能灭失证据的，可以先检查，但离开企业前须补充扫码。"""

from dataclasses import dataclass
from datetime import date, datetime

from jingwei.inspections.terms import EntryWay
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate
from jingwei.rulebook.local_time import shown


@dataclass(frozen=True, slots=True)
class Facts:
    way: EntryWay
    scanned_at: datetime | None
    left_at: datetime


@gate(
    Moment.LEAVE,
    code="R-SCAN-03a",
    title="离企前须已扫码",
    cites=[
        Cite("platform-default", "", False),
        Cite("shenzhen-supervision-code-2025", "（外地规定，参照）", False),
    ],
    since=date(2025, 7, 1),
)
def scan_before_leaving(facts: Facts) -> Verdict:
    if facts.way is EntryWay.BACK_ENTRY:
        return Pass("不能当场扫码，事后补录")
    if facts.scanned_at is None:
        return Refuse(
            "还没有扫码登记，不能办理离企", "离开前扫企业码或营业执照；网络或系统故障的，事后补录并写明理由"
        )
    if facts.scanned_at > facts.left_at:
        return Refuse(
            f"{shown(facts.scanned_at)} 扫码，晚于离企时间 {shown(facts.left_at)}",
            "核对离企时间；确已离开的，按补录办理",
        )
    return Pass(f"已于 {shown(facts.scanned_at)} 扫码登记")
