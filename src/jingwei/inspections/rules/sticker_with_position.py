"""门口张贴的企业码可以翻拍，扫它登记须有定位；没有定位的，写明原因并拍摄门牌，或者扫企业手机上的动态码。

A code drawn on the enterprise's phone a moment ago proves the presence by itself. Reason and photo of the door plate
are what R-SCAN-04 asks for where no code is shown. All of it is our default.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.inspections.terms import EntryWay
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    way: EntryWay
    is_dynamic: bool
    has_position: bool
    reason: str  # what the officer stated of the place
    has_photo: bool  # of the door plate


@gate(
    Moment.ENTER,
    code="R-SCAN-08b",
    title="张贴的企业码须有定位",
    cites=[Cite("platform-default", "", False)],
    since=date(2025, 7, 1),
)
def sticker_with_position(facts: Facts) -> Verdict:
    if facts.way not in {EntryWay.SCAN, EntryWay.URGENT}:
        return Pass(f"登记方式：{facts.way.label}")
    if facts.is_dynamic:
        return Pass("扫的是企业手机上的动态码")
    if facts.has_position:
        return Pass("扫的是张贴的企业码，有定位")
    if facts.has_photo and facts.reason.strip():
        return Warn(f"扫的是张贴的企业码，没有定位，凭门牌照片登记：{facts.reason}", "核对门牌照片和说明")
    return Refuse(
        "扫的是张贴的企业码，手机没有定位",
        "打开手机定位后重新扫码，或请企业在手机上出示动态码；仍不能定位的，写明原因并拍摄门牌",
    )
