"""异地机关到本区企业检查，应有发给本区同级部门并获同意的协助函；没有的，是否违规异地检查由监督机构核实。

Told by the enterprise, or by our own body that was asked to assist. Which article of the State
Council's opinion says so was not read; a ministry's own rule may allow what is found here.
"""

from dataclasses import dataclass
from datetime import date

from jingwei.rulebook import Cite, Moment, Pass, Raise, Verdict, alert


@dataclass(frozen=True, slots=True)
class Facts:
    organ: str  # who came
    enterprise: str
    performed_on: date
    letter: str  # number of the letter they came with; empty: none is known
    is_covered: bool  # it was agreed to and holds on the day


@alert(
    Moment.REGISTER,
    code="R-PRO-09b",
    title="异地机关来检查没有协助函",
    cites=[Cite("state-council-2024-54", "", False)],
)
def outsiders_without_letter(facts: Facts) -> Verdict:
    what = f"{facts.organ} {facts.performed_on} 到{facts.enterprise}检查"
    if not facts.letter:
        return Raise(f"{what}，没有登记过协助函，请核实是否违规异地检查")
    if not facts.is_covered:
        return Raise(f"{what}，协助函{facts.letter}未获同意或不在协助期限内，请核实是否违规异地检查")
    return Pass(f"{what}，有协助函{facts.letter}")
