"""公文只用法定的十五个文种，标题由事由和文种组成；通知书、笔录、意见书是执法文书，不是公文文种。

The regulation on official papers lists the kinds. A title that ends in another word than its kind
would be filed under the wrong one. What stands in brackets at the end, such as （试行）, does not count.
"""

import re
from dataclasses import dataclass

from jingwei.notices.terms import PaperKind
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, gate

KINDS = "、".join(kind.label for kind in PaperKind)


@dataclass(frozen=True, slots=True)
class Facts:
    kind: str  # 文种 in 中文
    title: str


@gate(
    Moment.ISSUE,
    code="R-FMT-08",
    title="公文文种和标题",
    cites=[Cite("official-papers-2012", "第八条", False), Cite("official-papers-2012", "第九条", False)],
)
def paper_kind(facts: Facts) -> Verdict:
    if facts.kind not in {kind.label for kind in PaperKind}:
        return Refuse(f"“{facts.kind}”不是公文文种", f"从十五个文种中选用：{KINDS}")
    ending = re.sub(r"[（(〔][^（(〔）)〕]*[）)〕]$", "", facts.title.strip())
    if not ending.endswith(facts.kind):
        return Refuse(
            f"标题“{facts.title}”不以文种“{facts.kind}”结尾",
            f"改为“关于……的{facts.kind}”；执法文书（通知书、意见书等）不用公文制发",
        )
    return Pass(f"文种为{facts.kind}")
