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
from jingwei.planning.operations.plan_lines import LineEntry, remove_line, save_line
from jingwei.planning.operations.plans import (
    amend_plan,
    approve_plan,
    discard_plan,
    draft_plan,
    return_plan,
    submit_plan,
)
from jingwei.planning.operations.slots import offer_slot, withdraw_slot

__all__ = [
    "CapOvershot",
    "LineEntry",
    "amend_plan",
    "approve_plan",
    "change_pending",
    "discard_plan",
    "draft_plan",
    "grant_beyond_cap",
    "lock_ledger",
    "offer_slot",
    "remove_line",
    "return_plan",
    "return_visit",
    "save_line",
    "submit_plan",
    "take_back_grant",
    "take_visit",
    "withdraw_slot",
]
