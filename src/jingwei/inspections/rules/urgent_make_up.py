"""紧急情况当场检查的，应当及时报告并补办批准手续。

The texts say 及时 and give no hours. The 24 hours of the law on coercive measures are not this
rule's; ours are a default.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from jingwei.rulebook import Cite, Moment, Number, Value, measure
from jingwei.rulebook.local_time import shown


@dataclass(frozen=True, slots=True)
class Facts:
    entered_at: datetime
    hours: Number


@measure(
    Moment.LEAVE,
    code="R-PRO-02a",
    title="紧急检查补办批准的期限",
    cites=[Cite("justice-ministry-qa-54"), Cite("platform-default", "", False)],
)
def urgent_make_up(facts: Facts) -> Value[datetime]:
    due_at = facts.entered_at + timedelta(hours=facts.hours.value)
    return Value(due_at, f"入企后 {facts.hours} 小时内，即 {shown(due_at)} 前补办批准")
