"""Where a thing stands that the log or a finding speaks of: its page, by the name of its model."""

from collections.abc import Iterable

from django.urls import reverse

from jingwei.disclosure.doors import places as disclosure
from jingwei.inspections.doors import places as inspections
from jingwei.notices.doors import places as notices
from jingwei.planning.doors import places as planning
from jingwei.portal.doors import places as portal
from jingwei.registry.doors import places as registry

AREAS = (disclosure, inspections, notices, planning, portal, registry)
PAGES = {kind: name for area in AREAS for kind, name in area.PLACES.pages.items()}
LISTS = {kind: name for area in AREAS for kind, name in area.PLACES.lists.items()}
PARTS = {kind: part for area in AREAS for kind, part in area.PLACES.parts.items()}
KINDS = tuple(kind for area in AREAS for kind in area.BEGUN)
Thing = tuple[str, int | None]


def urls_of(things: Iterable[Thing]) -> dict[Thing, str]:
    """Return the address of each thing, one statement for each kind of part; things without a page are left out."""
    wanted = set(things)
    found = {}
    for kind, (whole, rows, path) in PARTS.items():
        ids = [pk for each, pk in wanted if each == kind and pk]
        for pk, of in rows.filter(pk__in=ids).values_list("pk", path) if ids else ():
            if of is not None:
                found[kind, pk] = reverse(PAGES[whole], args=[of])
    for kind, pk in wanted:
        if kind in PAGES and pk:
            found[kind, pk] = reverse(PAGES[kind], args=[pk])
        elif kind in LISTS:
            found[kind, pk] = reverse(LISTS[kind])
    return found
