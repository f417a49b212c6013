"""Emergencies that went first and whose approval nobody has made up (R-PRO-02b)."""

from datetime import datetime

from jingwei.inspections.facts import make_up_facts
from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import InspectionAction
from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.findings import Found, tell
from jingwei.platform.queries import get_calendar, get_numbers
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.rulebook import Moment, ask


@operation(InspectionAction.UNAPPROVED_SWEPT)
def sweep_unapproved(*, actor: Actor, now: datetime) -> int:
    """Tell the supervisor, once each, of emergencies not approved within the last of their terms; return how many.

    Raises NotAllowed for anybody but the system and the bureau, Refused where the working days are not known.
    """
    access_registry(actor, *BUREAU)
    on = local_date(now)
    calendar, numbers = get_calendar(), get_numbers(on)
    waiting = (
        Inspection.objects.current()
        .filter(approved_at=None, visit__voided_at=None, visit__isnull=False)
        .exclude(urgent="")
        .select_related("visit")
        .order_by("id")
    )
    found: list[Found] = []
    for inspection in waiting:
        assert inspection.visit is not None
        asked = make_up_facts(
            inspection.visit, approved_at=None, as_of=now, calendar=calendar, numbers=numbers
        )
        judgement = ask(Moment.SWEEP, [asked], on=on)
        found += [("inspection", inspection.pk, each) for each in events.findings_to_raise(judgement)]
    raised = len(tell("inspections", found, now=now))
    audit.record(InspectionAction.UNAPPROVED_SWEPT, actor=actor, now=now, raised=raised)
    return raised
