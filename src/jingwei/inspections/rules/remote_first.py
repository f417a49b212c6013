"""能通过书面核查、信息共享、智慧监管等方式监管的，不得入企实施现场检查。

For each item declared fit for a remote check, the request says why it must be seen on site. Whether
the shared data is really at hand is not yet asked; the flag stands in the register of items.
"""

from dataclasses import dataclass

from jingwei.inspections.terms import Mode
from jingwei.rulebook import Cite, Consequence, Moment, Pass, Refuse, Verdict, gate


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    is_remote_capable: bool
    reason: str  # why it must be seen on site


@dataclass(frozen=True, slots=True)
class Facts:
    mode: Mode
    items: tuple[Item, ...]


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    code="R-FRQ-08",
    title="能非现场检查的不入企",
    cites=[Cite("state-council-2024-54")],
    consequence=Consequence.OVERRIDE,
)
def remote_first(facts: Facts) -> Verdict:
    if facts.mode is not Mode.ON_SITE:
        return Pass(f"{facts.mode.label}，不入企")
    remote = [item for item in facts.items if item.is_remote_capable]
    silent = [item for item in remote if not item.reason.strip()]
    if silent:
        named = "、".join(f"“{item.name}”" for item in silent)
        return Refuse(
            f"{named}可以非现场核查，没有写必须到场的理由", "把该事项转为非现场核查，或写明必须到场的理由"
        )
    if remote:
        return Pass("；".join(f"“{item.name}”须到场：{item.reason}" for item in remote))
    return Pass("所检事项都须到场检查")
