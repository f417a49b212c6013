"""Reads of announcements and filings."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q

from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.terms import AnnouncementKind
from jingwei.planning.models import AnnualPlan, PlanLine
from jingwei.registry.models import Subject


def find_plan_in_force(subject: Subject, *, year: int, on: date) -> AnnualPlan | None:
    """Return the version of the subject's plan for the year that binds on the day, with its lines, or None.

    The first version binds from its announcement. An amendment binds once it is filed again besides (R-PUB-07); until
    then the version before goes on to bind.
    """
    announced = Announcement.objects.standing().filter(
        kind=AnnouncementKind.PLAN, plan=OuterRef("pk"), announced_on__lte=on
    )
    filed = Filing.objects.received().filter(plan=OuterRef("pk"), received_on__lte=on)
    return (
        AnnualPlan.objects.approved()
        .filter(Exists(announced), Q(version=1) | Exists(filed), subject=subject, year=year)
        .prefetch_related(Prefetch("lines", PlanLine.objects.select_related("item").order_by("position")))
        .order_by("-version")
        .first()
    )
