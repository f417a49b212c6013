"""企业既没有出示企业码、也没有出示营业执照的，按名称或者统一社会信用代码查找登记，写明原因并拍摄门牌。

The text followed is cut off at this point; the procedure is our default.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.inspections.terms import EntryWay
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    way: EntryWay
    reason: str
    has_photo: bool  # of the door plate


@gate(
    Moment.ENTER,
    code="R-SCAN-04",
    title="企业未出示码的登记",
    cites=[Cite("platform-default", "", False)],
    since=date(2025, 7, 1),
)
def no_code_shown(facts: Facts) -> Verdict:
    if facts.way is not EntryWay.SEARCH:
        return Pass(f"登记方式：{facts.way.label}")
    missing = [
        what
        for what, is_there in (("原因", facts.reason.strip()), ("门牌照片", facts.has_photo))
        if not is_there
    ]
    if missing:
        return Refuse(f"按名称登记缺{'、'.join(missing)}", "写明企业未出示码的原因，并拍摄门牌后登记")
    return Warn(f"企业没有出示码，按名称登记：{facts.reason}", "提醒企业领取并张贴企业码")
