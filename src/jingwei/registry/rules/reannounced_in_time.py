"""检查主体变更后临近期限仍未重新公告的，提示；逾期的，生成线索。

The due day comes from R-SUB-06a and still counts as in time. The flag begins some days after the
change, so that a week or more is left.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from jingwei.rulebook import Cite, Moment, Number, Pass, Raise, Verdict, Warn, alert


@dataclass(frozen=True, slots=True)
class Facts:
    subject: str
    happened_on: date
    due_on: date
    reannounced_on: date | None
    as_of: date
    warn_after: Number


@alert(
    Moment.REGISTER,
    Moment.SWEEP,
    code="R-SUB-06b",
    title="主体变更逾期未重新公告",
    cites=[Cite("jiangsu-measures-2025", "", False), Cite("zhenjiang-measures-2025", "", False)],
)
def reannounced_in_time(facts: Facts) -> Verdict:
    on = facts.reannounced_on or facts.as_of
    change = f"{facts.subject} {facts.happened_on} 的变更"
    if on > facts.due_on:
        state = f"{on} 才重新公告" if facts.reannounced_on else "至今没有重新公告"
        return Raise(f"{change}应于 {facts.due_on} 前重新公告，{state}，逾期 {(on - facts.due_on).days} 日")
    if facts.reannounced_on:
        return Pass(f"{change}已于 {facts.reannounced_on} 重新公告")
    if on >= facts.happened_on + timedelta(days=facts.warn_after.value):
        return Warn(f"{change}还没有重新公告，{facts.due_on} 到期", "在政府网站重新公告，并登记网址")
    return Pass(f"{change}须于 {facts.due_on} 前重新公告")
