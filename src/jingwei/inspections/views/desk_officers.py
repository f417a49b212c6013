"""What an officer's page shows from here: on how many inspections the person was, year by year."""

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jingwei.inspections.facts.items import CARRIED_OUT
from jingwei.inspections.models import TeamMember
from jingwei.registry.doors import member_required
from jingwei.registry.queries import get_officer
from jingwei.registry.terms import STAFF
from jingwei.web.requests import ActorRequest

YEARS_SHOWN = 6


@require_safe
@member_required(*STAFF)
def officer_inspections(request: ActorRequest, officer_id: int) -> HttpResponse:
    """Answer the part of an officer's page that counts the inspections carried out, by the year of the day."""
    officer = get_officer(request.actor, officer_id)
    years = (
        TeamMember.objects.filter(
            officer=officer, inspection__stage__in=CARRIED_OUT, inspection__performed_on__isnull=False
        )
        .annotate(year=ExtractYear("inspection__performed_on"))
        .values_list("year")
        .annotate(number=Count("inspection", distinct=True))
        .order_by("-year")
    )
    return render(request, "inspections/_officer_inspections.html", {"years": list(years[:YEARS_SHOWN])})
