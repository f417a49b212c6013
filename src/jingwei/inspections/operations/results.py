"""Telling the enterprise what came of it."""

from datetime import date, datetime

from jingwei.inspections.captured import both_times, require_order, time_of
from jingwei.inspections.dossier import open_dossier
from jingwei.inspections.facts import facts_of_conclusion
from jingwei.inspections.models import Record, Result
from jingwei.inspections.rules import result_told
from jingwei.inspections.terms import InspectionAction, Outcome, Stage
from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.numbering import document_number
from jingwei.platform.queries import get_calendar, get_numbers
from jingwei.registry.members import require
from jingwei.registry.terms import Role
from jingwei.rulebook import Moment, ask


@operation(InspectionAction.RESULT_TOLD, target="inspection_id")
def tell_result(
    *,
    inspection_id: int,
    outcome: Outcome,
    problems: str = "",
    demand: str = "",
    correct_by: date | None = None,
    guidance: str = "",
    is_told_on_the_spot: bool = False,
    ended_in_case: bool = False,
    case_number: str = "",
    captured_at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> Result:
    """Tell the result and conclude the inspection. One that ended in a case is not counted as reportable.

    ``captured_at``: when it was told, where the phone had no network (R-SCAN-03c); the term is judged by that.

    Raises Refused when notice or signatures are missing, Mistake for an outcome without its particulars.
    """
    dossier = open_dossier(inspection_id, lock=True)
    inspection = dossier.inspection
    require(actor, Role.OFFICER, Role.CLERK, subject_id=inspection.subject_id)
    if inspection.stage != Stage.RECORDED:
        raise Conflict(
            f"{inspection.number} 现为“{Stage(inspection.stage).label}”，不能告知结果", "先签署笔录"
        )
    if outcome is not Outcome.NO_PROBLEM and not problems.strip():
        raise Mistake("没有写明问题", "写明发现的问题及其依据", "problems")
    if outcome is Outcome.CORRECTION_ORDERED and (not demand.strip() or correct_by is None):
        raise Mistake("责令限期改正须写明要求和期限", "填写整改要求和改正期限", "correct_by")
    if ended_in_case and not case_number.strip():
        raise Mistake("转立案须填写案号", "填写立案文书的案号", "case_number")

    record = Record.objects.get(inspection=inspection, voided_at=None)
    assert record.signed_at is not None
    at = time_of(Moment.CONCLUDE, "告知", captured_at, now=now)
    require_order(("签署笔录", record.signed_at), ("告知结果", at))
    on = local_date(at)
    numbers = get_numbers(on)
    days = result_told.result_told(
        result_told.Facts(is_told_on_the_spot=is_told_on_the_spot, days=numbers.get("R-PRO-05a", "days"))
    ).value
    due = get_calendar().working_days(local_date(record.signed_at), days)
    assert inspection.visit is not None
    numbers_of_visit = get_numbers(local_date(inspection.visit.entered_at))
    facts = facts_of_conclusion(
        dossier,
        record,
        numbers_of_visit,
        due_on=due.on,
        told_on=on,
        outcome=outcome,
        ended_in_case=ended_in_case,
    )
    judgement = ask(Moment.CONCLUDE, facts, on=on)
    judgement.require()
    result = Result.objects.create(
        inspection=inspection,
        number=document_number(f"{inspection.subject.document_series}检告", on.year),
        outcome=outcome,
        problems=problems,
        demand=demand,
        correct_by=correct_by,
        guidance=guidance,
        is_told_on_the_spot=is_told_on_the_spot,
        due_on=due.on,
        is_due_official=due.is_official,
        told_at=at,
        received_at=now,
    )
    inspection.ended_in_case, inspection.case_number = ended_in_case, case_number
    inspection.move_to(Stage.CONCLUDED)
    inspection.save(update_fields=["stage", "reportable_on", "ended_in_case", "case_number"])
    audit.record(
        InspectionAction.RESULT_TOLD,
        actor=actor,
        now=now,
        target=inspection,
        judgement=judgement,
        data=both_times(at, now),
        enterprise=inspection.enterprise,
        outcome=outcome.label,
    )
    events.raise_findings("inspections", judgement, now=now, act="inspection", act_id=inspection.pk)
    return result
