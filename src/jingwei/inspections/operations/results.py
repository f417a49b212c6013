"""Telling the enterprise what came of it."""

from datetime import date, datetime

from jingwei.inspections.captured import require_order, time_of
from jingwei.inspections.dossier import open_dossier
from jingwei.inspections.models import Record, Result
from jingwei.inspections.steps.results import Told, tell
from jingwei.inspections.terms import InspectionAction, Outcome, Stage
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.queries import get_calendar, get_numbers
from jingwei.platform.writing import AT_ONCE
from jingwei.registry.members import require
from jingwei.registry.terms import Role
from jingwei.rulebook import Moment


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
    assert inspection.visit is not None
    told = Told(
        outcome=outcome,
        problems=problems,
        demand=demand,
        correct_by=correct_by,
        guidance=guidance,
        is_told_on_the_spot=is_told_on_the_spot,
        ended_in_case=ended_in_case,
        case_number=case_number,
    )
    return tell(
        dossier,
        record,
        told,
        at=at,
        numbers=get_numbers(local_date(at)),
        numbers_of_visit=get_numbers(local_date(inspection.visit.entered_at)),
        calendar=get_calendar(),
        actor=actor,
        now=now,
        out=AT_ONCE,
    )
