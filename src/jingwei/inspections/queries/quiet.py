"""Inspections that quiet days stop (R-FRQ-13): on days that are to be set, and on those that are."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from jingwei.inspections.models.inspections import InspectionQuerySet
from jingwei.inspections.queries.inspections import list_inspections
from jingwei.inspections.terms import Mode, Stage
from jingwei.planning.models import QuietPeriod
from jingwei.planning.queries import QUIET_PASSING
from jingwei.planning.terms import InspectionKind
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import SHANGHAI, midnight


def list_stopped(
    actor: Actor, first_on: date, last_on: date, *, enterprise_id: int | None = None
) -> InspectionQuerySet:
    """Return what is planned on the days and could not be made if they are quiet, earliest first.

    Of the district's days without an enterprise; of those that the actor may see.
    """
    found = _bound(actor).filter(
        planned_from__gte=midnight(first_on), planned_from__lt=midnight(last_on + timedelta(days=1))
    )
    return found if enterprise_id is None else found.filter(enterprise=enterprise_id)


def list_stopped_already(actor: Actor, *, today: date) -> InspectionQuerySet:
    """Return what is planned from today on and cannot be made, since quiet days were set meanwhile, earliest first."""
    mine = Q(enterprise=None) | Q(enterprise=OuterRef("enterprise"))
    periods = QuietPeriod.objects.standing().filter(
        mine, first_on__lte=OuterRef("planned_on"), last_on__gte=OuterRef("planned_on")
    )
    ahead = _bound(actor).filter(planned_from__gte=midnight(today))
    return ahead.alias(planned_on=TruncDate("planned_from", tzinfo=SHANGHAI)).filter(Exists(periods))


def _bound(actor: Actor) -> InspectionQuerySet:
    """Return what is asked for or approved and R-FRQ-13 would stop on a quiet day, as the rule itself says."""
    return (
        list_inspections(actor)
        .filter(
            stage__in=[Stage.SUBMITTED, Stage.APPROVED],
            visit=None,
            kind__in=[InspectionKind.ROUTINE, InspectionKind.SPECIAL],
            mode=Mode.ON_SITE,
            urgent="",
            is_ordered_from_above=False,
        )
        .exclude(exempt__in=QUIET_PASSING)
        .order_by("planned_from", "id")
    )
