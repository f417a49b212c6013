"""What the pages of quiet periods show from here: the inspections that they stop."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jingwei.inspections.queries import list_stopped
from jingwei.registry.doors import member_required
from jingwei.registry.terms import STAFF
from jingwei.web.requests import ActorRequest

MOST_SHOWN = 50


@require_safe
@member_required(*STAFF)
def quiet_inspections(request: ActorRequest, enterprise_id: int, first_on: str, last_on: str) -> HttpResponse:
    """Answer the part that lists what stands on days that are or will be quiet; enterprise 0 is the whole district."""
    try:
        first, last = date.fromisoformat(first_on), date.fromisoformat(last_on)
        found = list_stopped(request.actor, first, last, enterprise_id=enterprise_id or None)
    except (ValueError, OverflowError):
        raise Http404 from None
    context = {
        "count": found.count(),
        "inspections": found[:MOST_SHOWN],
        "first_on": first,
        "last_on": last,
    }
    return render(request, "inspections/_quiet_inspections.html", context)
