"""不得下达检查指标：计划的文字里不得出现任务数、罚没目标一类的要求。

Fourth of the five bans. A line is not refused for a word, which may be innocent (水质指标): a person
looks at what is found.
"""

import re
from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Pass, Raise, Verdict, alert

TARGET = re.compile(r"指标|任务数|罚没(?:(?!罚没).)*?(?:目标|任务)")


@dataclass(frozen=True, slots=True)
class Facts:
    plan: str
    line: str  # name of the line
    texts: tuple[str, ...]  # everything that the line says in words


@alert(
    Moment.PLAN,
    code="R-FRQ-11",
    title="不得下达检查指标",
    cites=[Cite("state-council-2024-54", "", False)],
)
def no_targets(facts: Facts) -> Verdict:
    found = list(dict.fromkeys(match[0] for text in facts.texts for match in TARGET.finditer(text)))
    if found:
        words = "、".join(f"“{each}”" for each in found)
        return Raise(f"{facts.plan}“{facts.line}”写有{words}，疑似下达检查指标")
    return Pass(f"“{facts.line}”没有指标、任务数一类的文字")
