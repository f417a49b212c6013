"""Where every drawn sequence begins, and the notes that are kept beside the database on the way."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from jingwei.registry.models import Item, Site
from tests.inspections.walking import cap, special
from tests.people import TODAY, District, district, make_code

CAP = 2


@dataclass
class Spans:
    """Days on which something held: each span from a day on, to a day that is not in it any more or to none."""

    spans: list[tuple[date, date | None]] = field(default_factory=list)

    def begin(self, on: date) -> None:
        """Let it hold from the day on."""
        self.spans.append((on, None))

    def end(self, on: date) -> None:
        """Let it hold no more from the day on."""
        start, _ = self.spans[-1]
        self.spans[-1] = (start, on)

    def hold(self, on: date) -> bool:
        """Whether it holds on the day."""
        return any(start <= on and (end is None or on < end) for start, end in self.spans)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a special inspection lets be inspected, and when; without a site nobody has announced or filed it."""

    special_id: int
    site_id: int | None
    item_ids: set[int]
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Laid:
    """Where every sequence begins: a district, a cap of two visits a year, a code at both gates, two special inspections."""

    people: District
    sites: tuple[Site, ...]
    codes: dict[int, str]
    items: tuple[Item, ...]  # the last is not published
    specials: tuple[Bounds, ...]


def lay() -> Laid:
    """Lay the place."""
    people = district()
    cap(people.subject, CAP)
    term: dict[str, Any] = {"first_on": TODAY + timedelta(days=2), "last_on": TODAY + timedelta(days=12)}
    narrow, unheard = special(people, **term), special(people, filed=False, name="未公布的专项检查", **term)
    narrow.items.set([people.item])
    narrow.enterprises.set([people.enterprise])
    return Laid(
        people=people,
        sites=(people.site, people.other_site),
        codes={people.site.pk: people.code, people.other_site.pk: make_code(people.other_site)},
        items=(*people.items, people.unpublished_item),
        specials=(
            Bounds(narrow.pk, people.site.pk, {people.item.pk}, **term),
            Bounds(unheard.pk, None, {item.pk for item in people.items}, **term),
        ),
    )
