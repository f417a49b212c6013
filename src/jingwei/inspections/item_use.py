"""How often items are inspected: by year, and which of them nobody has inspected for years."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import ExtractYear

from jingwei.inspections.facts.items import CARRIED_OUT, facts_of_item_use
from jingwei.inspections.models import InspectionItem
from jingwei.platform.actors import Actor
from jingwei.platform.queries import get_numbers
from jingwei.registry.members import Member
from jingwei.registry.models import Item
from jingwei.registry.queries import list_items
from jingwei.registry.terms import ItemStatus
from jingwei.rulebook import Finding, Moment, ask


@dataclass(frozen=True, slots=True)
class UnusedItem:
    """An item that R-PUB-05b proposes for cancellation, with what was found."""

    item: Item
    finding: Finding


def count_by_year(item: Item) -> list[tuple[int, int]]:
    """Return how many inspections of the item were carried out, year by year, newest first."""
    found = InspectionItem.objects.filter(
        item=item, inspection__stage__in=CARRIED_OUT, inspection__performed_on__isnull=False
    )
    by_year = found.annotate(year=ExtractYear("inspection__performed_on")).values_list("year")
    return list(by_year.annotate(number=Count("id")).order_by("-year"))


def judge_item_use(item: Item, *, on: date) -> Finding | None:
    """Return what R-PUB-05b says of one item on the day, None where it is not published."""
    asked = facts_of_item_use([item], on=on, numbers=get_numbers(on))
    return next(iter(ask(Moment.SWEEP, asked, on=on).findings), None)


def list_unused_items(actor: Actor, *, on: date) -> list[UnusedItem]:
    """Return the published items that nobody has inspected for years: the bureau sees all, a subject its own."""
    items = list_items(actor).filter(status__in=[ItemStatus.PUBLISHED, ItemStatus.TO_ADJUST])
    if isinstance(actor, Member) and actor.subject_id:
        items = items.filter(subject_id=actor.subject_id)
    found = list(items.exclude(published_on=None))
    facts = facts_of_item_use(found, on=on, numbers=get_numbers(on))
    unused = []
    for item, each in zip(found, facts, strict=True):
        unused += [UnusedItem(item, finding) for finding in ask(Moment.SWEEP, [each], on=on).warnings]
    return unused
