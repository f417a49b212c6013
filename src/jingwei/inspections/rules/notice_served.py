"""检查开始时须送达行政检查通知书，写明主体、依据、事项、来源、时间、人员和证号、本年已检次数与上限、五个严禁和企业权利。

No notice, or one that leaves something out, closes no inspection. One handed over late cannot be
mended afterwards, and the minutes are our default: it is flagged.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from jingwei.rulebook import Cite, Moment, Number, Pass, Refuse, Verdict, Warn, gate
from jingwei.rulebook.local_time import shown


@dataclass(frozen=True, slots=True)
class Facts:
    number: str
    served_at: datetime | None
    started_at: datetime
    missing: tuple[str, ...]  # labels of the obligatory contents that are empty
    minutes: Number


@gate(
    Moment.RECORD,
    Moment.CONCLUDE,
    code="R-PRO-03",
    title="检查通知书须当场送达",
    cites=[Cite("justice-ministry-forms-2025", "行政检查通知书", False), Cite("justice-ministry-qa-54")],
)
def notice_served(facts: Facts) -> Verdict:
    if facts.served_at is None:
        return Refuse("没有送达行政检查通知书", "送达通知书，由企业签收后再制作笔录")
    if facts.missing:
        return Refuse(
            f"通知书{facts.number}没有写明{'、'.join(facts.missing)}", "补全通知书，重新送达并由企业签收"
        )
    if facts.served_at > facts.started_at + timedelta(minutes=facts.minutes.value):
        return Warn(
            f"通知书{facts.number}于 {shown(facts.served_at)} 才送达，检查 {shown(facts.started_at)} 开始",
            f"在笔录中说明原因；通知书应在开始后 {facts.minutes} 分钟内送达",
        )
    return Pass(f"通知书{facts.number}已于 {shown(facts.served_at)} 送达")
