"""开展专项整治，不得要求某地区、某行业普遍停产停业；涉及人民群众生命安全、发生重特大事故或者举办国家重大活动，并经批准的除外。

The regulation wants the approval of a competent organ; the district's government or the superior counts as one, the
department itself does not. Words in the plan that sound like a shutdown are flagged for a person to read.
"""

import re
from dataclasses import dataclass

from jingwei.planning.terms import ApproverLevel, ShutdownGround
from jingwei.rulebook import Cite, Consequence, Moment, Pass, Refuse, Verdict, Warn, gate

SOUNDS_LIKE_IT = re.compile(r"(普遍|一律|全部|全面|所有[^，。；]{0,20})(停产|停业|停工|关停)")


@dataclass(frozen=True, slots=True)
class Facts:
    special: str
    contents: str
    orders_shutdown: bool
    ground: ShutdownGround | None
    is_decided: bool  # false: it is only submitted, the approval is still to come
    approver: ApproverLevel | None


@gate(
    Moment.PLAN,
    code="R-SPC-06",
    title="不得要求普遍停产停业",
    cites=[Cite("business-environment-regulation-2019", "第五十九条第二款")],
    consequence=Consequence.ATTEMPT,
)
def special_shutdown(facts: Facts) -> Verdict:
    if not facts.orders_shutdown:
        found = SOUNDS_LIKE_IT.search(facts.contents)
        if found:
            return Warn(
                f"内容写有“{found.group()}”", "不得要求普遍停产停业；有法定情形的，如实勾选并写明情形"
            )
        return Pass("没有要求普遍停产停业")
    if facts.ground is None:
        grounds = "、".join(ground.label for ground in ShutdownGround)
        return Refuse(
            f"“{facts.special}”要求普遍停产停业，没有法定情形",
            f"去掉停产停业的要求；只有{grounds}，并经批准的除外",
        )
    if facts.is_decided and facts.approver in {None, ApproverLevel.DEPARTMENT}:
        return Refuse(f"“{facts.special}”要求普遍停产停业，没有经有权机关批准", "报县级以上人民政府批准")
    return Pass(f"属于“{facts.ground.label}”" + ("，已经批准" if facts.is_decided else "，待批准"))
