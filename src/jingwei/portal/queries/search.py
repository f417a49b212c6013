"""One search over all areas: each exports what can be found in it, as far as the actor may see it."""

from dataclasses import dataclass
from operator import attrgetter

from django.urls import reverse
from django.utils.http import urlencode

from jingwei.inspections.doors import search as inspections
from jingwei.platform.actors import Actor
from jingwei.platform.normal_form import query
from jingwei.registry.desk import Group, Hit
from jingwei.registry.doors import search as registry
from jingwei.registry.members import Member
from jingwei.registry.terms import Role

SHORTEST = 2  # characters; a single one finds half of the register
SHOWN = 10  # of a group on the common page
GROUPS = {
    group.key: group for group in sorted((*registry.SEARCH, *inspections.SEARCH), key=attrgetter("rank"))
}


@dataclass(frozen=True, slots=True)
class Found:
    """The first of what one group found, and where all of it is."""

    group: Group
    hits: list[Hit]
    has_more: bool
    all_url: str


def may_search(actor: Actor) -> bool:
    """Whether the actor has anything to look for: enterprises see their own pages, administrators no business data."""
    return (
        isinstance(actor, Member)
        and not actor.role.is_administrator
        and actor.role is not Role.ENTERPRISE_CONTACT
    )


def normalised(text: str) -> str:
    """Return what was typed in its normal form, one blank between words."""
    return query(text)


def search(actor: Actor, text: str) -> list[Found]:
    """Return what each group finds, at most ten each, groups without a hit left out."""
    found = []
    for group in GROUPS.values():
        rows = list(group.find(actor, text)[: SHOWN + 1])
        if rows:
            url = f"{reverse('search')}?{urlencode({'q': text, 'group': group.key})}"
            hits = [group.show(row) for row in rows[:SHOWN]]
            found.append(Found(group, hits, len(rows) > SHOWN, url))
    return found
