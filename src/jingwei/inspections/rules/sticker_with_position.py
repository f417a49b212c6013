"""门口张贴的企业码可以翻拍，扫它登记应当有定位；没有定位的，写明在何处扫码。

A code drawn on the enterprise's phone a moment ago proves the presence by itself. Our default.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.inspections.terms import EntryWay
from jingwei.rulebook import Cite, Consequence, Moment, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    way: EntryWay
    is_dynamic: bool
    has_position: bool
    reason: str  # what the officer stated of the place


@gate(
    Moment.ENTER,
    code="R-SCAN-08b",
    title="张贴的企业码须有定位",
    cites=[Cite("platform-default", "", False)],
    consequence=Consequence.WARN,
    since=date(2025, 7, 1),
)
def sticker_with_position(facts: Facts) -> Verdict:
    if facts.way not in {EntryWay.SCAN, EntryWay.URGENT}:
        return Pass(f"登记方式：{facts.way.label}")
    if facts.is_dynamic:
        return Pass("扫的是企业手机上的动态码")
    if facts.has_position:
        return Pass("扫的是张贴的企业码，有定位")
    if facts.reason.strip():
        return Pass(f"扫的是张贴的企业码，没有定位，说明：{facts.reason}")
    return Warn("扫的是张贴的企业码，没有定位，也没有说明", "请企业出示动态码重新扫，或写明在何处扫码")
