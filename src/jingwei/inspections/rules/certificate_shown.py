"""执法人员应当主动出示执法证件；证号写入通知书和笔录，不得以其他证件代替。

The certificates are shown before the inspection begins. Where they were not, the enterprise may
refuse the inspection.
"""

from dataclasses import dataclass
from datetime import datetime

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate
from jingwei.rulebook.local_time import shown


@dataclass(frozen=True, slots=True)
class Officer:
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Facts:
    officers: tuple[Officer, ...]
    shown_at: datetime | None
    started_at: datetime
    in_notice: tuple[str, ...]  # certificate numbers written in the notice
    in_record: tuple[str, ...]


@gate(
    Moment.RECORD,
    code="R-OFF-03",
    title="主动出示执法证件",
    cites=[
        Cite("administrative-penalty-law-2021", "第五十五条"),
        Cite("justice-ministry-forms-2025", "说明", False),
    ],
)
def certificate_shown(facts: Facts) -> Verdict:
    reasons, ways_out = [], []
    if facts.shown_at is None:
        reasons.append("没有记录出示执法证件，企业有权拒绝检查")
        ways_out.append("当场出示证件，在笔录中记明时间")
    elif facts.shown_at > facts.started_at:
        reasons.append(f"{shown(facts.shown_at)} 才出示证件，检查已于 {shown(facts.started_at)} 开始")
        ways_out.append("核对时间；确属事后出示的，在笔录中如实记明，作废本次检查后重新实施")
    for paper, numbers in (("通知书", facts.in_notice), ("笔录", facts.in_record)):
        absent = [f"{each.name}（{each.number}）" for each in facts.officers if each.number not in numbers]
        if absent:
            reasons.append(f"{paper}没有写{'、'.join(absent)}的证号")
            ways_out.append(f"在{paper}中补写证号")
    if reasons:
        return Refuse("；".join(reasons), "；".join(ways_out))
    return Pass(f"{len(facts.officers)} 名执法人员已出示证件，证号写入通知书和笔录")
