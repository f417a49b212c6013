"""行政执法的结果信息，自作出之日起若干个工作日内公开；许可、处罚另有更短的期限，由各自的规则管。

The day on which the result was told is not counted. What a market regulator publishes on the credit system has a clock
of its own, which this platform does not keep.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Number, Value, measure


@dataclass(frozen=True, slots=True)
class Facts:
    days: Number


@measure(
    Moment.SWEEP,
    code="R-PUB-10a",
    title="检查结果公开的期限",
    cites=[Cite("legal-review-guidance-2018", "二、全面推行行政执法公示制度", False)],
)
def result_publication_due(facts: Facts) -> Value[int]:
    return Value(facts.days.value, f"告知结果后 {facts.days} 个工作日内公开")
