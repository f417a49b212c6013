"""Items and how often they were inspected → the facts of R-PUB-05b."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count

from jingwei.inspections.models import InspectionItem
from jingwei.inspections.rules import unused_item
from jingwei.inspections.terms import Stage
from jingwei.platform.calendar import add_months
from jingwei.registry.models import Item
from jingwei.rulebook import Numbers

CARRIED_OUT = (Stage.ENTERED, Stage.RECORDED, Stage.CONCLUDED)


def facts_of_item_use(items: Sequence[Item], *, on: date, numbers: Numbers) -> list[unused_item.Facts]:
    """Return the facts of published items, in their order, counted in one statement."""
    years = numbers.get("R-PUB-05b", "years")
    since = add_months(on, -12 * years.value)
    counted = dict(
        InspectionItem.objects.filter(
            item__in=items,
            inspection__performed_on__gte=since,
            inspection__performed_on__lte=on,
            inspection__stage__in=CARRIED_OUT,
        )
        .values_list("item")
        .annotate(number=Count("id"))
    )
    return [
        unused_item.Facts(
            item=item.name,
            published_on=item.published_on,
            since=since,
            inspections=counted.get(item.pk, 0),
            years=years,
        )
        for item in items
        if item.published_on is not None
    ]
