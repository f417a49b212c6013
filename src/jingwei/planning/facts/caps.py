"""Rows of the cap ledger → the facts that the rules on frequency need."""

from collections.abc import Iterable

from jingwei.planning.models import CapLedger
from jingwei.planning.rules import annual_cap, clearly_excessive, exempt_reason
from jingwei.planning.terms import ExemptReason
from jingwei.rulebook import Numbers


def cap_facts(
    enterprise: str, year: int, rows: Iterable[CapLedger], *, is_limited: bool, own_pending: int = 0
) -> annual_cap.Facts:
    """R-FRQ-01 over the ledger rows of one visit; ``own_pending`` is this task's own share of ``pending``."""
    return annual_cap.Facts(
        enterprise=enterprise,
        year=year,
        is_capped=is_limited,
        caps=tuple(
            annual_cap.Cap(
                label=str(row.cap),
                used=row.used,
                granted=row.granted,
                pending=max(0, row.pending - own_pending),
            )
            for row in rows
        ),
    )


def exempt_facts(reason: ExemptReason | None, evidence: str) -> exempt_reason.Facts:
    """R-FRQ-03 for one task."""
    return exempt_reason.Facts(reason=reason, evidence=evidence)


def excess_facts(
    enterprise: str, year: int, *, total: int, case: int, cap: int | None, numbers: Numbers
) -> clearly_excessive.Facts:
    """R-FRQ-02b: the year's visits, this one included."""
    return clearly_excessive.Facts(
        enterprise=enterprise,
        year=year,
        total=total,
        case=case,
        cap=cap,
        multiple=numbers.get("R-FRQ-02b", "multiple"),
        most_case=numbers.get("R-FRQ-02b", "most_case"),
    )
