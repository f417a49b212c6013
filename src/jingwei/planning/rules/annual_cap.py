"""同一行政机关对同一企业一个自然年内的检查次数不得超过公布的上限。

All caps that apply are asked at once: the subject's own, that of the whole line system, that of one
item or class. Visits approved but not yet made do not bind, yet they are flagged when they would
use up what is left.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Consequence, Moment, Pass, Refuse, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Cap:
    label: str  # whose cap, for which class: 区应急管理局（B 类企业）
    used: int  # visits of the year already counted
    granted: int  # the published cap, and what overrides added
    pending: int = 0  # approved, not yet made, this one left out


@dataclass(frozen=True, slots=True)
class Facts:
    enterprise: str
    year: int
    is_capped: bool  # by R-FRQ-02
    caps: tuple[Cap, ...]


@gate(
    Moment.APPROVE,
    Moment.ENTER,
    code="R-FRQ-01",
    title="年度检查次数不得超过上限",
    cites=[Cite("state-council-2024-54", "第四部分")],
    consequence=Consequence.OVERRIDE,
)
def annual_cap(facts: Facts) -> Verdict:
    if not facts.is_capped:
        return Pass("本次检查不受年度频次上限限制，次数照记")
    if not facts.caps:
        return Warn(f"没有查到适用于{facts.enterprise}的频次上限", "由主管部门公布年度检查频次上限后登记")
    full = [cap for cap in facts.caps if cap.used >= cap.granted]
    if full:
        told = (f"{cap.label}上限 {cap.granted} 次，{facts.year} 年已计 {cap.used} 次" for cap in full)
        return Refuse(
            "；".join(told),
            "有投诉举报、转办等情形的，补填情形和证据编号；确需超限的，由主体负责人写明理由批准，同时生成线索",
        )
    tight = [cap for cap in facts.caps if cap.used + cap.pending >= cap.granted]
    if tight:
        told = (
            f"{cap.label}上限 {cap.granted} 次，已计 {cap.used} 次，已批未查 {cap.pending} 次"
            for cap in tight
        )
        return Warn("；".join(told), "先实施或撤回已批准的检查，能合并的合并实施")
    return Pass(
        "；".join(f"{cap.label}上限 {cap.granted} 次，本次是第 {cap.used + 1} 次" for cap in facts.caps)
    )
