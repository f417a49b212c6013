"""Reads of planning, and the facts that higher areas put to its rules."""

from jingwei.planning.queries.caps import (
    Counts,
    counts_of,
    facts_of_cap,
    facts_of_excess,
    facts_of_exemption,
    list_caps,
    list_caps_of_item,
    list_caps_of_subject,
    list_ledger,
)
from jingwei.planning.queries.classes import class_for
from jingwei.planning.queries.plans import (
    find_line,
    get_plan,
    list_newest_plans,
    list_plans,
    list_plans_to_decide,
    list_versions,
)
from jingwei.planning.queries.quiet import (
    facts_of_quiet,
    find_quiet,
    list_quiet_days_of,
    list_quiet_periods,
)
from jingwei.planning.queries.slots import DayOfSlots, find_slot, list_slots, week_of
from jingwei.planning.queries.special import (
    QuotaUse,
    find_late_report,
    get_quota_use,
    get_special,
    list_specials,
    list_unreported,
)

__all__ = [
    "Counts",
    "DayOfSlots",
    "QuotaUse",
    "class_for",
    "counts_of",
    "facts_of_cap",
    "facts_of_excess",
    "facts_of_exemption",
    "facts_of_quiet",
    "find_late_report",
    "find_line",
    "find_quiet",
    "find_slot",
    "get_plan",
    "get_quota_use",
    "get_special",
    "list_caps",
    "list_caps_of_item",
    "list_caps_of_subject",
    "list_ledger",
    "list_newest_plans",
    "list_plans",
    "list_plans_to_decide",
    "list_quiet_days_of",
    "list_quiet_periods",
    "list_slots",
    "list_specials",
    "list_unreported",
    "list_versions",
    "week_of",
]
