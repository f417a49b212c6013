"""紧急部署的专项检查应当及时补充计划并备案；逾期的，生成线索。

“及时”没有写明天数，天数是本平台默认值，从批准的次日起数工作日。最后一天仍为及时。
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Number, Pass, Raise, Verdict, alert


@dataclass(frozen=True, slots=True)
class Facts:
    special: str
    approved_on: date
    days: Number
    due_on: date
    filed_on: date | None
    as_of: date


@alert(
    Moment.FILE,
    Moment.SWEEP,
    code="R-SPC-07",
    title="紧急专项检查逾期备案",
    cites=[Cite("state-council-2024-54", "第六部分", False)],
)
def urgent_special_filed(facts: Facts) -> Verdict:
    on = facts.filed_on or facts.as_of
    said = f"紧急专项检查“{facts.special}”{facts.approved_on} 批准，应在 {facts.days} 个工作日内（{facts.due_on} 前）备案"
    if on > facts.due_on:
        state = f"{on} 才报送" if facts.filed_on else "至今没有报送"
        return Raise(f"{said}，{state}，逾期 {(on - facts.due_on).days} 日")
    return Pass(f"{said}，已于 {on} 报送" if facts.filed_on else said)
