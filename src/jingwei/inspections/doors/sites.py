"""Forms about an enterprise's site: it is found first, then the form is filled in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from jingwei.registry.models import Site
from jingwei.registry.queries import list_enterprises
from jingwei.web.addresses import is_id
from jingwei.web.doors import FormPage
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


@dataclass(frozen=True, kw_only=True)
class SitePage(FormPage):
    """A page that is a form about a site, the row of all that it declares; ``?site=`` names it, else it is searched for.

    ``trail``: address names with their words. ``otherwise``: the address and the words of the way round the search, on
    which there is no site. ``beyond`` returns the regions of which the sites are left out of the search.
    """

    trail: Sequence[tuple[str, str]]
    otherwise: tuple[str, str] = ("", "")
    beyond: Callable[[Any], Sequence[str]] | None = None

    def view(self, request: ActorRequest, **ids: Any) -> HttpResponse:
        """Show the search, the form, or carry the operation out."""
        chosen = request.GET.get("site", "")
        if self.otherwise[0].strip("?").partition("=")[0] in request.GET:
            return self.run(request, None)
        if is_id(chosen):
            found = Site.objects.select_related("enterprise", "region")
            return self.run(request, get_object_or_404(found, pk=int(chosen)))
        return search_place(
            request,
            heading=self.title,
            crumbs=self.trail,
            otherwise=self.otherwise,
            beyond=self.beyond(request) if self.beyond else (),
        )
