"""Finding the enterprise and its site, the first step of several forms."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import render

from jingwei.registry.models import Site
from jingwei.registry.queries import list_enterprises
from jingwei.web.requests import ActorRequest

MOST_FOUND = 20


def search_place(
    request: ActorRequest,
    *,
    heading: str,
    crumbs: Sequence[tuple[str, str]],
    otherwise: tuple[str, str] = ("", ""),
    beyond: Sequence[str] = (),
) -> HttpResponse:
    """Show the search for an enterprise; each site found leads back to the same address with ``?site=``.

    ``crumbs``: address names with their words. ``otherwise``: the address and the words of the way round the search.
    ``beyond``: codes of regions; sites within them are left out, and enterprises that have no other.
    """
    text = request.GET.get("q", "").strip()
    sites = Site.objects.order_by("id")
    enterprises = list_enterprises(text)
    if beyond:
        within = reduce(or_, (Q(region__code__startswith=code) for code in beyond))
        sites = sites.exclude(within)
        enterprises = enterprises.filter(pk__in=sites.values("enterprise"))
    found = list(enterprises.prefetch_related(Prefetch("sites", sites))[: MOST_FOUND + 1]) if text else []
    context = {
        "heading": heading,
        "crumbs": crumbs,
        "otherwise": otherwise,
        "text": text,
        "found": found[:MOST_FOUND],
        "is_cut": len(found) > MOST_FOUND,
        "is_beyond": bool(beyond),
    }
    return render(request, "inspections/place_search.html", context)
