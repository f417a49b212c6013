"""Rows → the facts that the rules need."""

from jingwei.reporting.periods import Period
from jingwei.reporting.rules import return_differs
from jingwei.rulebook import Numbers


def return_facts(month: Period, *, reported: int, recorded: int, numbers: Numbers) -> return_differs.Facts:
    """Return what is asked of one department's return of a month (R-STA-11)."""
    return return_differs.Facts(
        month=month.label,
        reported=reported,
        recorded=recorded,
        share=numbers.get("R-STA-11", "share"),
        least=numbers.get("R-STA-11", "least"),
    )
