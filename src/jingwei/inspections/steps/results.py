"""Telling the enterprise what came of it."""

from dataclasses import dataclass
from datetime import date, datetime

from jingwei.inspections.captured import both_times
from jingwei.inspections.dossier import Dossier
from jingwei.inspections.facts import facts_of_conclusion
from jingwei.inspections.models import Record, Result
from jingwei.inspections.rules import result_told
from jingwei.inspections.terms import InspectionAction, Outcome, Stage
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import Calendar, local_date
from jingwei.platform.writing import Writer
from jingwei.rulebook import Moment, Numbers, ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the enterprise is told. One that ended in a case is not counted as reportable."""

    outcome: Outcome
    problems: str = ""
    demand: str = ""
    correct_by: date | None = None
    guidance: str = ""
    is_told_on_the_spot: bool = False
    ended_in_case: bool = False
    case_number: str = ""


def tell(
    dossier: Dossier,
    record: Record,
    told: Told,
    *,
    at: datetime,
    numbers: Numbers,
    numbers_of_visit: Numbers,
    calendar: Calendar,
    actor: Actor,
    now: datetime,
    out: Writer,
) -> Result:
    """Tell the result and conclude the inspection. ``numbers``: of the day on which it is told.

    Raises Refused when notice or signatures are missing.
    """
    inspection, on = dossier.inspection, local_date(at)
    assert record.signed_at is not None
    days = result_told.result_told(
        result_told.Facts(is_told_on_the_spot=told.is_told_on_the_spot, days=numbers.get("R-PRO-05a", "days"))
    ).value
    due = calendar.working_days(local_date(record.signed_at), days)
    facts = facts_of_conclusion(
        dossier,
        record,
        numbers_of_visit,
        due_on=due.on,
        told_on=on,
        outcome=told.outcome,
        ended_in_case=told.ended_in_case,
    )
    judgement = ask(Moment.CONCLUDE, facts, on=on)
    judgement.require()
    result = Result(
        inspection=inspection,
        number=out.number(f"{inspection.subject.document_series}检告", on.year),
        outcome=told.outcome,
        problems=told.problems,
        demand=told.demand,
        correct_by=told.correct_by,
        guidance=told.guidance,
        is_told_on_the_spot=told.is_told_on_the_spot,
        due_on=due.on,
        is_due_official=due.is_official,
        told_at=at,
        received_at=now,
    )
    out.add(result)
    inspection.ended_in_case, inspection.case_number = told.ended_in_case, told.case_number
    inspection.move_to(Stage.CONCLUDED)
    out.change(inspection, "stage", "reportable_on", "ended_in_case", "case_number")
    out.log(
        InspectionAction.RESULT_TOLD,
        actor=actor,
        now=now,
        target=inspection,
        judgement=judgement,
        data=both_times(at, now),
        enterprise=inspection.enterprise,
        outcome=told.outcome.label,
    )
    out.raise_findings("inspections", judgement, now=now, act="inspection", act_id=inspection.pk)
    return result
