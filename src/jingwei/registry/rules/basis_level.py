"""检查事项的依据限于法律、行政法规、国务院决定或命令、部门规章、地方性法规、地方政府规章；规范性文件不得设定检查。

At least one basis is of that rank and named with title and article. The two public summaries of the
ministry's answers differ on local government rules, so an item that rests on these alone passes
with a flag until the text is read.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.registry.terms import BasisLevel
from jingwei.rulebook import Cite, Moment, Pass, Refuse, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Basis:
    level: BasisLevel
    title: str
    article: str


@dataclass(frozen=True, slots=True)
class Facts:
    item: str
    bases: tuple[Basis, ...]


@gate(
    Moment.REGISTER,
    Moment.REQUEST,
    Moment.APPROVE,
    code="R-PUB-03",
    title="检查依据须为法律法规规章",
    cites=[Cite("justice-ministry-qa-54"), Cite("state-council-2024-54", "第三部分", False)],
    since=date(2024, 12, 30),
)
def basis_level(facts: Facts) -> Verdict:
    if not facts.bases:
        return Refuse(f"“{facts.item}”没有登记检查依据", "补登法律、法规或规章的名称和条文，或取消该事项")
    lawful = [basis for basis in facts.bases if basis.level is not BasisLevel.NORMATIVE_DOCUMENT]
    if not lawful:
        named = "、".join(f"《{basis.title}》" for basis in facts.bases)
        return Refuse(f"“{facts.item}”只以规范性文件{named}为依据", "补登法律、法规或规章依据，或取消该事项")
    sound = [basis for basis in lawful if basis.title and basis.article]
    if not sound:
        return Refuse(f"“{facts.item}”的依据没有写明名称和条文", "在事项库补全依据的名称和条文号")
    named = "、".join(f"《{basis.title}》{basis.article}" for basis in sound)
    if all(basis.level is BasisLevel.LOCAL_GOVERNMENT_RULE for basis in sound):
        return Warn(f"“{facts.item}”只有地方政府规章为依据：{named}", "请法制审核人员核对有无上位法依据")
    return Pass(f"“{facts.item}”的依据：{named}")
