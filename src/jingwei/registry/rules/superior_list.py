"""区级部门的检查事项应当来自本领域的省级清单，或者经批准另行增加；没有对应事项的，公布时提示。

外地做法，作为本平台默认规则；本省的对应规定没有查到。自本平台登记上级清单编码之年起适用。
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Consequence, Moment, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    item: str
    superior_code: str


@gate(
    Moment.REGISTER,
    code="R-PUB-11",
    title="区级清单以省级清单为据",
    cites=[Cite("platform-default", "", False)],
    consequence=Consequence.WARN,
    since=date(2026, 1, 1),
)
def superior_list(facts: Facts) -> Verdict:
    if facts.superior_code.strip():
        return Pass(f"“{facts.item}”对应省级清单 {facts.superior_code}")
    return Warn(f"“{facts.item}”没有登记省级清单中的对应事项", "登记上级清单编码，或者保存增加事项的批准文件")
