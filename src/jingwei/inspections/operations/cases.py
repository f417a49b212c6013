"""What came of a violation that an inspection found: the case, or why there is none (R-PRO-11)."""

from datetime import datetime

from jingwei.inspections.dossier import open_dossier
from jingwei.inspections.facts.cases import case_facts, list_without_case
from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import InspectionAction, Outcome, Stage
from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.findings import Found, tell_swept
from jingwei.platform.queries import get_calendar, get_numbers
from jingwei.registry.operations.access import BUREAU, access_registry, require_own
from jingwei.registry.terms import Role
from jingwei.rulebook import Moment, ask

RULE = "R-PRO-11"


@operation(InspectionAction.NO_CASE, target="inspection_id")
def note_no_case(*, inspection_id: int, reason: str, actor: Actor, now: datetime) -> Inspection:
    """Note why the violation that an inspection found leads to no case. Raises Conflict where that is not the question."""
    inspection = _undecided(inspection_id, actor)
    if not reason.strip():
        raise Mistake("没有写明不予立案的理由", "填写不予立案的理由和依据", "reason")
    inspection.no_case_reason = reason.strip()
    inspection.save(update_fields=["no_case_reason"])
    audit.record(
        InspectionAction.NO_CASE,
        actor=actor,
        now=now,
        target=inspection,
        number=inspection.number,
        reason=inspection.no_case_reason,
    )
    return inspection


@operation(InspectionAction.CASE_OPENED, target="inspection_id")
def note_case(*, inspection_id: int, case_number: str, actor: Actor, now: datetime) -> Inspection:
    """Note the case that was opened after the result was told; the inspection is then not reportable (R-STA-02)."""
    inspection = _undecided(inspection_id, actor)
    if not case_number.strip():
        raise Mistake("没有填写案号", "填写立案文书的案号", "case_number")
    inspection.ended_in_case, inspection.case_number = True, case_number.strip()
    inspection.move_to(Stage.CONCLUDED)
    inspection.save(update_fields=["ended_in_case", "case_number", "stage", "reportable_on"])
    audit.record(
        InspectionAction.CASE_OPENED,
        actor=actor,
        now=now,
        target=inspection,
        number=inspection.number,
        case=inspection.case_number,
    )
    return inspection


@operation(InspectionAction.CASES_SWEPT)
def sweep_violations(*, actor: Actor, now: datetime) -> int:
    """Look for violations found that led to no case in time and tell the supervisor of each once; return how many.

    Raises NotAllowed for anybody but the system and the bureau, Refused where the working days are not known.
    """
    access_registry(actor, *BUREAU)
    on = local_date(now)
    calendar, numbers = get_calendar(), get_numbers(on)
    found: list[Found] = []
    for inspection in list_without_case():
        asked = case_facts(inspection, as_of=on, calendar=calendar, numbers=numbers)
        judgement = ask(Moment.SWEEP, [asked], on=on)
        found += [("inspection", inspection.pk, each) for each in events.findings_to_raise(judgement)]
    raised = len(tell_swept("inspections", found, rules=[RULE], now=now))
    audit.record(InspectionAction.CASES_SWEPT, actor=actor, now=now, raised=raised)
    return raised


def _undecided(inspection_id: int, actor: Actor) -> Inspection:
    inspection = open_dossier(inspection_id, lock=True).inspection
    require_own(actor, Role.CLERK, Role.HEAD, subject=inspection.subject)
    result = getattr(inspection, "result", None)
    if result is None or result.outcome != Outcome.CLUE_OF_VIOLATION:
        raise Conflict(f"{inspection.number} 的检查结果不是“发现违法线索”", "有新的线索的，另行办理个案检查")
    if inspection.ended_in_case or inspection.no_case_reason:
        how = f"已立案 {inspection.case_number}" if inspection.ended_in_case else "已写明不予立案的理由"
        raise Conflict(f"{inspection.number} {how}", "刷新页面查看")
    return inspection
