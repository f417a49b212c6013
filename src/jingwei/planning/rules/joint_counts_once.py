"""联合检查对企业只计一次，对每个参加的主体各计一次。

Published statistics may count otherwise, so both figures are kept. A visit without any subject's
inspection still counts once for the enterprise.
"""

from dataclasses import dataclass

from jingwei.rulebook import Cite, Moment, Value, measure


@dataclass(frozen=True, slots=True)
class Facts:
    subjects: tuple[str, ...]  # of the inspections made in one visit, repeats allowed


@dataclass(frozen=True, slots=True)
class Counts:
    for_enterprise: int
    for_subjects: tuple[str, ...]  # each counts the visit once


@measure(
    Moment.COUNT,
    code="R-FRQ-05",
    title="联合检查只计一次",
    cites=[Cite("platform-default", "", False), Cite("state-council-2024-54", "第四部分", False)],
)
def joint_counts_once(facts: Facts) -> Value[Counts]:
    subjects = tuple(dict.fromkeys(facts.subjects))
    each = f"，{'、'.join(subjects)}各计 1 次" if subjects else ""
    return Value(Counts(1, subjects), f"企业计 1 次{each}")
