"""Rows of an inspection → the facts that the rules need, one function a moment."""

from jingwei.inspections.dossier import list_near
from jingwei.inspections.facts.imports import facts_of_import
from jingwei.inspections.facts.letters import letter_facts, outsider_facts
from jingwei.inspections.facts.plans import (
    Planned,
    cause_in_words,
    find_planned,
    plan_facts,
    planned_of,
)
from jingwei.inspections.facts.records import (
    facts_of_conclusion,
    facts_of_record,
    facts_of_unsigned_record,
)
from jingwei.inspections.facts.requests import (
    cap_facts_of,
    facts_of_approval,
    facts_of_made_up_approval,
    facts_of_request,
    is_by_plan,
    make_up_facts,
)
from jingwei.inspections.facts.service import facts_of_mix, find_external_scan, service_facts
from jingwei.inspections.facts.special import list_running_specials
from jingwei.inspections.facts.visits import (
    facts_of_back_entry,
    facts_of_entry,
    facts_of_joining,
    facts_of_leaving,
)

__all__ = [
    "Planned",
    "cap_facts_of",
    "cause_in_words",
    "facts_of_approval",
    "facts_of_back_entry",
    "facts_of_conclusion",
    "facts_of_entry",
    "facts_of_import",
    "facts_of_joining",
    "facts_of_leaving",
    "facts_of_made_up_approval",
    "facts_of_mix",
    "facts_of_record",
    "facts_of_request",
    "facts_of_unsigned_record",
    "find_external_scan",
    "find_planned",
    "is_by_plan",
    "letter_facts",
    "list_near",
    "list_running_specials",
    "make_up_facts",
    "outsider_facts",
    "plan_facts",
    "planned_of",
    "service_facts",
]
