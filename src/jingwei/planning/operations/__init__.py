"""Writes of planning: the cap ledger, annual plans, special inspections, quiet periods, classes."""

from jingwei.planning.operations.caps import (
    CapOvershot,
    change_pending,
    grant_beyond_cap,
    lock_ledger,
    return_visit,
    take_back_grant,
    take_visit,
)

__all__ = [
    "CapOvershot",
    "change_pending",
    "grant_beyond_cap",
    "lock_ledger",
    "return_visit",
    "take_back_grant",
    "take_visit",
]
