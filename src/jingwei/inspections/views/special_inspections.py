"""What the page of a special inspection shows from here: the inspections made in its name."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jingwei.inspections.facts.items import CARRIED_OUT
from jingwei.inspections.models import Inspection
from jingwei.inspections.queries import list_inspections, may_list_of
from jingwei.inspections.terms import Stage
from jingwei.planning.queries import get_special
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.terms import STAFF
from jingwei.web.requests import ActorRequest

LATEST = 10


@require_safe
@member_required(*STAFF)
def special_inspections(request: ActorRequest, special_id: int) -> HttpResponse:
    """Answer the part of a special inspection's page that counts its inspections and lists the latest.

    All are counted; the list holds those that the viewer may open.
    """
    special = get_special(request.actor, special_id)
    made = Inspection.objects.filter(special=special).exclude(stage=Stage.WITHDRAWN)
    is_done = Q(stage__in=CARRIED_OUT)
    rows = list(
        made.values("subject", "subject__short_name")
        .annotate(
            requested=Count("pk"),
            done=Count("pk", filter=is_done),
            enterprises=Count("enterprise", filter=is_done, distinct=True),
            in_case=Count("pk", filter=Q(ended_in_case=True)),
        )
        .order_by("-requested", "subject__sort_key")
    )
    enterprises = made.filter(is_done).aggregate(n=Count("enterprise", distinct=True))["n"]
    sees_all = isinstance(request.actor, Member) and request.actor.is_bureau
    context = {
        "special": special,
        "sees_all": sees_all,
        "rows": [  # The bureau's list is not narrowed to one subject: there the total leads to it.
            {**row, "may_list": not sees_all and may_list_of(request.actor, row["subject"])} for row in rows
        ],
        "total": {
            "requested": sum(row["requested"] for row in rows),
            "done": sum(row["done"] for row in rows),
            "enterprises": enterprises,
            "in_case": sum(row["in_case"] for row in rows),
        },
        "percent": min(100, enterprises * 100 // special.quantity) if special.quantity else None,
        "latest": list_inspections(request.actor)
        .filter(special=special)
        .exclude(stage=Stage.WITHDRAWN)
        .select_related("enterprise")
        .order_by("-planned_from", "-id")[:LATEST],
    }
    return render(request, "inspections/_special_inspections.html", context)
