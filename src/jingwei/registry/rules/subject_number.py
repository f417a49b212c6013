"""执法主体没有全国统一编号：以机关的统一社会信用代码为准，另编内部编号；没有自己代码的派驻机构使用所在镇、街道的代码。

The code is one of an organ (11) or of a public institution (12). Two subjects share one only where a
town's department uses the town's. The internal number (TS-ZT-0001) is our own convention: it flags
and never refuses.
"""

import re
from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, Warn, gate

KINDS = ("11", "12")


@dataclass(frozen=True, slots=True)
class Facts:
    number: str  # internal
    credit_code: str  # the organ's, empty where it is not known
    sharers: tuple[str, ...]  # names of other subjects with the same code
    is_in_town: bool  # the subject is a town's or street's, or one of its departments


@gate(
    Moment.REGISTER,
    code="R-FMT-05",
    title="检查主体的编号",
    cites=[Cite("platform-default", "", False)],
)
def subject_number(facts: Facts) -> Verdict:
    if facts.sharers and not facts.is_in_town:
        return Refuse(
            f"统一社会信用代码 {facts.credit_code} 已是{'、'.join(facts.sharers)}的代码",
            "核对代码；只有镇、街道的机构可以共用所在镇、街道的代码",
        )
    flags = []
    if not re.fullmatch(r"[A-Z]{2,4}-ZT-\d{4}", facts.number):
        flags.append(f"主体编号“{facts.number}”不是 TS-ZT-0001 的形式")
    if not facts.credit_code:
        flags.append("没有登记统一社会信用代码")
    elif not facts.credit_code.startswith(KINDS):
        flags.append(f"统一社会信用代码 {facts.credit_code} 不是机关（11）或事业单位（12）的代码")
    if flags:
        return Warn("；".join(flags), "对照机构编制文件和统一社会信用代码证书核对")
    shared = f"，与{'、'.join(facts.sharers)}共用" if facts.sharers else ""
    return Pass(f"编号 {facts.number}，统一社会信用代码 {facts.credit_code}{shared}")
