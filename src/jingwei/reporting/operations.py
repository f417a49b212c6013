"""Taking in a department's monthly return."""

from collections.abc import Mapping
from datetime import date, datetime

from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Mistake
from jingwei.platform.queries import get_numbers
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import BUREAU, access_registry, locked
from jingwei.reporting.facts import return_facts
from jingwei.reporting.indicators.inspections import REPORTABLE
from jingwei.reporting.models import MonthlyReturn
from jingwei.reporting.periods import month_of
from jingwei.reporting.terms import ReportingAction
from jingwei.rulebook import Moment, ask

INSPECTIONS = "inspections"  # the field of the return that is held against our own records


@operation(ReportingAction.RETURN_RECEIVED, target="subject_id")
def receive_return(
    *,
    subject_id: int,
    month: date,
    figures: Mapping[str, int],
    circular_id: int,
    answered_at: datetime,
    actor: Actor,
    now: datetime,
) -> MonthlyReturn:
    """Keep a department's numbers of the month that ``month`` lies in; the answer given last stands.

    Two workers may deliver two answers in either order: one that was given before what is kept changes nothing.
    A difference from our own records above the threshold becomes a clue (R-STA-11). Raises Mistake for a return without
    the number of inspections.
    """
    access_registry(actor, *BUREAU)
    subject = locked(Subject, subject_id)
    if INSPECTIONS not in figures:
        raise Mistake("月报没有检查次数", "填写涉企行政检查次数，没有的填 0", INSPECTIONS)
    period = month_of(month)
    newer = MonthlyReturn.objects.filter(
        subject=subject, month=period.first, received_at__gt=answered_at
    ).first()
    if newer is not None:
        return newer
    kept, _ = MonthlyReturn.objects.update_or_create(
        subject=subject,
        month=period.first,
        defaults={"figures": dict(figures), "circular": circular_id, "received_at": answered_at},
    )
    facts = return_facts(
        period,
        reported=figures[INSPECTIONS],
        recorded=REPORTABLE.value(period, subject_id=subject_id),
        numbers=get_numbers(period.last),
    )
    judgement = ask(Moment.COUNT, [facts], on=period.last)
    audit.record(
        ReportingAction.RETURN_RECEIVED,
        actor=actor,
        now=now,
        target=kept,
        judgement=judgement,
        data={"figures": dict(figures), "circular": circular_id},
        subject=subject.name,
        month=period.label,
        reported=figures[INSPECTIONS],
    )
    events.raise_findings("reporting", judgement, now=now, act="monthlyreturn", act_id=kept.pk)
    return kept
