"""年度计划因国家、省、市统一部署，上级明确要求或者其他特殊情况调整的，应当重新公布并重新备案；备案前仍按原计划执行。

外地政府规章，本区参照，作为本平台默认规则。自该规章施行之日起适用。
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    plan: str
    version: int
    reason: str
    is_being_filed: bool
    is_filed: bool


@gate(
    Moment.ANNOUNCE,
    Moment.FILE,
    code="R-PUB-07c",
    title="调整的计划须重新备案",
    cites=[Cite("suzhou-inspection-2026", "第十三条、第十四条")],
)
def amendment_filed(facts: Facts) -> Verdict:
    if facts.version == 1:
        return Pass(f"{facts.plan}不是调整")
    if not facts.reason:
        return Refuse(
            f"{facts.plan}没有写明调整情形", "退回拟订，写明国家、省、市部署，上级要求或者其他特殊情况"
        )
    if facts.is_being_filed or facts.is_filed:
        return Pass(f"{facts.plan}（{facts.reason}）已重新报送备案")
    return Warn(f"{facts.plan}（{facts.reason}）还没有重新备案，备案前仍按原计划检查", "公告后报区司法局备案")
