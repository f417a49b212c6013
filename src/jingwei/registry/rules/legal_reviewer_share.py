"""法制审核人员原则上不少于本单位执法人员总数的百分之五。

Counted per subject, each person once. A subject without officers is not asked for any.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Consequence, Moment, Number, Pass, Raise, Verdict, alert


@dataclass(frozen=True, slots=True)
class Facts:
    subject: str
    reviewers: int
    officers: int
    percent: Number


@alert(
    Moment.SWEEP,
    code="R-OFF-14b",
    title="法制审核人员占比",
    cites=[Cite("legal-review-guidance-2018", "", False)],
    consequence=Consequence.WARN,
)
def legal_reviewer_share(facts: Facts) -> Verdict:
    said = f"{facts.subject}有执法人员 {facts.officers} 人、法制审核人员 {facts.reviewers} 人"
    if facts.reviewers * 100 < facts.officers * facts.percent.value:
        return Raise(f"{said}，不足百分之{facts.percent.value}")
    return Pass(said)
