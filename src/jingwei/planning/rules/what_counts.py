"""频次上限管日常检查和本级专项检查；个案检查、上级部署的专项检查和有法定情形的检查不受上限限制，但每次入企都要计数。

A case-based check is never stopped by the cap; whether it also uses up the quota of later checks is
a switch, off unless the bureau turns it on. A visit without an inspection (service, survey,
publicity) counts in the total alone.
"""

from dataclasses import dataclass

from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.rulebook import Cite, Moment, Number, Value, measure


@dataclass(frozen=True, slots=True)
class Facts:
    kind: InspectionKind | None  # none: a visit that is no inspection
    is_ordered_from_above: bool
    exempt: ExemptReason | None
    case_checks_consume_cap: Number  # 0 no, 1 yes


@dataclass(frozen=True, slots=True)
class Counts:
    in_total: bool
    in_capped: bool  # uses up one of the cap
    in_case: bool
    in_superior: bool
    is_limited: bool  # may be stopped by the cap (R-FRQ-01)


@measure(
    Moment.COUNT,
    code="R-FRQ-02a",
    title="哪些检查计入频次上限",
    cites=[Cite("state-council-2024-54", "第四部分", False), Cite("justice-ministry-qa-54")],
)
def what_counts(facts: Facts) -> Value[Counts]:
    is_case = facts.kind is InspectionKind.CASE_BASED
    is_superior = not is_case and (
        (facts.kind is InspectionKind.SPECIAL and facts.is_ordered_from_above)
        or facts.exempt is ExemptReason.SUPERIOR_CAMPAIGN
    )
    is_limited = facts.kind is not None and not (is_case or is_superior or facts.exempt)
    consumes = is_limited or (is_case and facts.case_checks_consume_cap.value == 1)
    if facts.kind is None:
        basis = "不是行政检查，只计入企总次数"
    elif is_superior:
        basis = "上级部署，单独计数，不计入上限"
    elif is_case:
        basis = "个案检查，不受上限限制" + ("，但计入上限" if consumes else "，不计入上限")
    elif facts.exempt:
        basis = f"有“{facts.exempt.label}”情形，不计入上限"
    else:
        basis = f"{facts.kind.label}，计入上限"
    counts = Counts(
        in_total=True, in_capped=consumes, in_case=is_case, in_superior=is_superior, is_limited=is_limited
    )
    return Value(counts, basis)
