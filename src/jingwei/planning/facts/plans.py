"""A line of an annual plan → the facts that the rules on plans need."""

from collections.abc import Iterable

from jingwei.planning.models import AnnualPlan, Cap, PlanLine
from jingwei.planning.rules import line_ratios, no_targets, plan_within_cap
from jingwei.planning.terms import PlanActivity
from jingwei.registry.terms import CreditClass, InspectionMethod

# What is looked at on paper or from afar is no visit, and no cap on visits binds it.
OFF_SITE = frozenset({InspectionMethod.OFF_SITE, InspectionMethod.WRITTEN})


def line_facts(line: PlanLine, plan: AnnualPlan, caps: Iterable[Cap]) -> list[object]:
    """R-FRQ-11, and of an inspection R-RSK-02b and R-FRQ-01b; ``caps``: those of the subject and its line."""
    texts = tuple(filter(None, (line.name, line.object_scope, line.remark)))
    found: list[object] = [no_targets.Facts(plan=str(plan), line=line.name, texts=texts)]
    if line.activity == PlanActivity.OTHER:
        return found
    return [
        *found,
        line_ratios.Facts(line=line.name, ratios=_in_order(line)),
        plan_within_cap.Facts(
            line=line.name,
            visits=line.visits,
            caps=tuple(
                plan_within_cap.Cap(label=str(cap), visits=cap.visits) for cap in caps if _binds(cap, line)
            ),
        ),
    ]


def _in_order(line: PlanLine) -> tuple[int, ...]:
    """Return the shares of A, B, C, D, empty where none is named."""
    return tuple(line.ratios.get(each, 0) for each in line_ratios.CLASSES) if line.ratios else ()


def _binds(cap: Cap, line: PlanLine) -> bool:
    """Whether the cap is on the line's item and one of its classes, on some day of its window."""
    in_time = cap.valid_from <= line.last_on and (cap.valid_until is None or line.first_on < cap.valid_until)
    return (
        in_time
        and line.method not in OFF_SITE
        and cap.item_id in {None, line.item_id}
        and (not cap.credit_class or line.includes(CreditClass(cap.credit_class)))
    )
