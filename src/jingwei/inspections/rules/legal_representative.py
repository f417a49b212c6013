"""不得刻意要求法定代表人到场接受检查。

The request is not stopped: there are matters only the representative can answer. It is flagged with
the reason given.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Consequence, Moment, Pass, Verdict, Warn, gate


@dataclass(frozen=True, slots=True)
class Facts:
    is_required: bool  # the notice asks for the legal representative in person
    reason: str


@gate(
    Moment.REQUEST,
    Moment.APPROVE,
    code="R-PRO-08",
    title="不得刻意要求法定代表人到场",
    cites=[Cite("state-council-2024-54")],
    consequence=Consequence.WARN,
)
def legal_representative(facts: Facts) -> Verdict:
    if not facts.is_required:
        return Pass("不要求法定代表人到场")
    stated = f"理由：{facts.reason}" if facts.reason.strip() else "没有写理由"
    return Warn(f"要求法定代表人到场，{stated}", "可由现场负责人陪同的，取消该要求；本提示记入监督清单")
