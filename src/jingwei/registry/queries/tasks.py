"""What the registry's rules ask of every task: the facts that higher areas put to them."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import prefetch_related_objects

from jingwei.registry import facts
from jingwei.registry.models import Enterprise, Item, Officer, Subject


def facts_of_task(
    subject: Subject,
    items: Sequence[Item],
    *,
    officers: Sequence[Officer] | None = None,
    on: date,
) -> list[object]:
    """Return the facts about subject and items that are asked of every task.

    R-SUB-01, -02a, -07, R-PUB-02, -05a; of the officers sent, where they are given, R-SUB-02b.
    """
    prefetch_related_objects(items, "bases")
    return [
        facts.subject_facts(subject, on),
        facts.powers_facts(subject, items),
        facts.entrustment_facts(subject, items, on),
        *([] if officers is None else [facts.principal_facts(subject, officers)]),
        *(facts.item_facts(item, on) for item in items),
        *(facts.ended_basis_facts(item, on) for item in items),
    ]


def facts_of_bases(items: Sequence[Item], *, on: date) -> list[object]:
    """Return the facts about what the items rest on (R-PUB-03)."""
    prefetch_related_objects(items, "bases")
    return [facts.basis_facts(item, on) for item in items]


def facts_of_party(subject: Subject, officers: Iterable[Officer]) -> list[object]:
    """Return the facts about who inspects (R-SUB-03)."""
    return [facts.party_facts(subject, officers)]


def facts_of_enterprise(enterprise: Enterprise) -> list[object]:
    """Return the facts about who is to be inspected (R-SUB-09)."""
    return [facts.enterprise_facts(enterprise)]
