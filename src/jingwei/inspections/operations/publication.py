"""Publishing what came of inspections: each morning everything that was told before."""

from datetime import datetime

from jingwei.inspections.models import Result
from jingwei.inspections.rules import result_publication_due, result_published_late
from jingwei.inspections.terms import InspectionAction, Origin, Stage
from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.queries import get_calendar, get_numbers_of_days
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.rulebook import Moment, Raise, ask


@operation(InspectionAction.RESULTS_PUBLISHED)
def publish_results(*, actor: Actor, now: datetime) -> int:
    """Publish every result of this platform's inspections that was told before today; return how many.

    What is published late becomes a clue (R-PUB-10b). Imported inspections were published where they were done.
    Raises NotAllowed for anybody but the system and the bureau.
    """
    access_registry(actor, *BUREAU)
    today = local_date(now)
    waiting = [
        result
        for result in Result.objects.select_for_update(of=("self",))
        .filter(
            published_on=None,
            inspection__origin=Origin.PLATFORM,
            inspection__stage=Stage.CONCLUDED,
            told_at__isnull=False,
        )
        .order_by("id")
        if result.told_at is not None and local_date(result.told_at) < today
    ]
    calendar = get_calendar()
    numbers = get_numbers_of_days({local_date(result.told_at) for result in waiting if result.told_at})
    for result in waiting:
        assert result.told_at is not None
        told_on = local_date(result.told_at)
        days = result_publication_due.result_publication_due(
            result_publication_due.Facts(numbers[told_on].get("R-PUB-10a", "days"))
        ).value
        # Twenty working days are never fewer than twenty days: what is younger is in time without a calendar.
        if (today - told_on).days <= days:
            continue
        facts = result_published_late.Facts(
            due_on=calendar.working_days(told_on, days).on, published_on=today, as_of=today
        )
        for finding in ask(Moment.SWEEP, [facts], on=told_on).warnings:
            if isinstance(finding.verdict, Raise):
                events.raise_finding(
                    "inspections", finding, now=now, act="inspection", act_id=result.inspection_id
                )
    Result.objects.filter(pk__in=[result.pk for result in waiting]).update(published_on=today)
    audit.record(InspectionAction.RESULTS_PUBLISHED, actor=actor, now=now, count=len(waiting))
    return len(waiting)
