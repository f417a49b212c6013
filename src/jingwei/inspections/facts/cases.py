"""Results that tell of a violation → the facts of R-PRO-11."""

from datetime import date

from jingwei.inspections.models import Inspection
from jingwei.inspections.models.inspections import InspectionQuerySet
from jingwei.inspections.rules import violation_without_case
from jingwei.inspections.terms import Origin, Outcome, Stage
from jingwei.platform.calendar import Calendar, local_date
from jingwei.rulebook import Numbers


def list_without_case() -> InspectionQuerySet:
    """Return the inspections whose result told of a violation, and of which neither case nor reason is known."""
    return (
        Inspection.objects.filter(
            stage=Stage.CONCLUDED,
            origin=Origin.PLATFORM,
            result__outcome=Outcome.CLUE_OF_VIOLATION,
            ended_in_case=False,
            no_case_reason="",
        )
        .exclude(result__told_at=None)
        .select_related("enterprise", "result")
        .order_by("id")
    )


def case_facts(
    inspection: Inspection, *, as_of: date, calendar: Calendar, numbers: Numbers
) -> violation_without_case.Facts:
    """R-PRO-11 for an inspection whose result was told. It must come with its enterprise and result."""
    days = numbers.get("R-PRO-11", "days")
    told_at = inspection.result.told_at
    assert told_at is not None
    return violation_without_case.Facts(
        number=inspection.number,
        enterprise=inspection.enterprise.name,
        told_on=local_date(told_at),
        case=inspection.case_number,
        reason=inspection.no_case_reason,
        as_of=as_of,
        days=days,
        last_day=calendar.working_days(local_date(told_at), days.value).on,
    )
