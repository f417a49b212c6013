"""Finding the enterprise and its site, the first step of several forms."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render

from jingwei.registry.queries import list_enterprises
from jingwei.web.requests import ActorRequest

MOST_FOUND = 20


def search_place(
    request: ActorRequest,
    *,
    heading: str,
    crumbs: Sequence[tuple[str, str]],
    otherwise: tuple[str, str] = ("", ""),
) -> HttpResponse:
    """Show the search for an enterprise; each site found leads back to the same address with ``?site=``.

    ``crumbs``: address names with their words. ``otherwise``: the address and the words of the way round the search.
    """
    text = request.GET.get("q", "").strip()
    found = list(list_enterprises(text).prefetch_related("sites")[: MOST_FOUND + 1]) if text else []
    context = {
        "heading": heading,
        "crumbs": crumbs,
        "otherwise": otherwise,
        "text": text,
        "found": found[:MOST_FOUND],
        "is_cut": len(found) > MOST_FOUND,
    }
    return render(request, "inspections/place_search.html", context)
