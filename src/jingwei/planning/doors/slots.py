"""What other pages show from here: the times of the week that a site offers. A part of a page, so it stays a view."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jingwei.planning.queries import list_slots, week_of
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.terms import STAFF


@require_safe
@member_required(*STAFF)
def site_slots(request: MemberRequest, site_id: int) -> HttpResponse:
    """Answer the part of the request page that shows when the enterprise would have visitors."""
    slots = list(list_slots(site_id))
    return render(request, "planning/_site_slots.html", {"slots": slots, "week": week_of(slots)})
