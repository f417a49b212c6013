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
from jingwei.planning.operations.classes import (
    end_grade,
    enter_relief,
    grade_enterprise,
    leave_relief,
    save_class_table,
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
from jingwei.planning.operations.quiet import Span, lift_quiet_period, set_quiet_period
from jingwei.planning.operations.slots import offer_slot, withdraw_slot
from jingwei.planning.operations.special import (
    approve_special,
    register_order,
    report_special,
    return_special,
    submit_special,
    sweep_specials,
)
from jingwei.planning.operations.special_drafts import (
    SpecialDraft,
    change_special,
    discard_special,
    draft_special,
)

__all__ = [
    "CapOvershot",
    "LineEntry",
    "Span",
    "SpecialDraft",
    "amend_plan",
    "approve_plan",
    "approve_special",
    "change_pending",
    "change_special",
    "discard_plan",
    "discard_special",
    "draft_plan",
    "draft_special",
    "end_grade",
    "enter_relief",
    "grade_enterprise",
    "grant_beyond_cap",
    "leave_relief",
    "lift_quiet_period",
    "lock_ledger",
    "offer_slot",
    "register_order",
    "remove_line",
    "report_special",
    "return_plan",
    "return_special",
    "return_visit",
    "save_class_table",
    "save_line",
    "set_quiet_period",
    "submit_plan",
    "submit_special",
    "sweep_specials",
    "take_back_grant",
    "take_visit",
    "withdraw_slot",
]
