"""整改复查须写明复查哪一次检查，限本单位对同一企业责令改正的检查，一次责令只复查一次。

The number of re-inspections an order lets be made is the platform's default. It is asked from 2026 on, when a request
can name the inspection it follows.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Number, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Parent:
    number: str
    is_same_enterprise: bool
    is_same_subject: bool
    is_correction_ordered: bool
    reinspections: int  # made or asked for, this one left out


@dataclass(frozen=True, slots=True)
class Facts:
    is_reinspection: bool
    parent: Parent | None
    limit: Number


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    code="R-FRQ-06",
    title="一次责令改正复查一次",
    cites=[Cite("platform-default", "", False), Cite("state-council-2024-54", "第四部分", False)],
    since=date(2026, 1, 1),
)
def reinspection(facts: Facts) -> Verdict:
    parent = facts.parent
    if not facts.is_reinspection:
        return Pass("不是整改复查")
    if parent is None:
        return Refuse("整改复查没有写明复查哪一次检查", "选择责令改正的那一次检查")
    wrong = {
        "不是对同一企业的检查": not parent.is_same_enterprise,
        "不是本单位的检查": not parent.is_same_subject,
        "没有责令限期改正": not parent.is_correction_ordered,
    }
    if told := "，".join(said for said, is_wrong in wrong.items() if is_wrong):
        return Refuse(f"{parent.number}{told}", "选择本单位对该企业责令改正的检查，或不按整改复查办理")
    if parent.reinspections >= facts.limit.value:
        return Refuse(
            f"{parent.number}已安排复查 {parent.reinspections} 次，一次责令只复查 {facts.limit} 次",
            "按日常检查纳入计划，或凭新的线索办理个案检查",
        )
    return Pass(f"复查{parent.number}")
