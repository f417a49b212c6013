"""Taking in what departments inspected in systems of their own, and voiding what was taken in wrongly (B15)."""

from collections.abc import Sequence
from datetime import datetime

from jingwei.inspections.dossier import Dossier, open_dossier
from jingwei.inspections.import_judgement import ImportedInspection, JudgedImport, judge_imports
from jingwei.inspections.models import Inspection, InspectionItem, Result, TeamMember
from jingwei.inspections.terms import InspectionAction, Origin, Stage
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.numbering import pass_over
from jingwei.registry.operations.access import access_own_or_bureau
from jingwei.registry.terms import Role
from jingwei.rulebook import Refused

BATCH = 1000


@operation(InspectionAction.IMPORTED)
def import_inspections(
    *, inspections: Sequence[ImportedInspection], actor: Actor, now: datetime
) -> list[Inspection]:
    """Take in inspections as concluded, marked as imported: all of them or none. They come back in the order given.

    They count in the yearly statistics where R-STA-02 counts them. No visit and no scan is made up for them, and no
    cap is taken: a cap is used up by scanning in at the gate (R-FRQ-01), and what nobody scanned is shown beside it.
    Each has its own row on the log. Their document numbers are not given again.

    Raises NotAllowed for anybody but the clerk or head of the subject, the bureau and the system; Mistake for one that
    cannot be right; Refused for the first that a rule of its own day refuses.
    """
    for subject_id in {each.subject_id for each in inspections}:
        access_own_or_bureau(actor, Role.CLERK, Role.HEAD, subject_id=subject_id)
    pass_over(each.number for each in inspections)
    judged = judge_imports(inspections, actor=actor, now=now)
    for each in judged:
        if each.mistakes:
            raise each.mistakes[0]
        if each.judgement is not None and each.judgement.refusals:
            raise Refused(each.judgement)
    dossiers = [each.dossier for each in judged if each.dossier is not None]
    _write(dossiers)
    _write_results(judged)
    audit.record_many(
        audit.entry(
            InspectionAction.IMPORTED,
            actor=actor,
            now=now,
            target=each.dossier.inspection,
            judgement=each.judgement,
            enterprise=each.dossier.inspection.enterprise,
            number=each.given.number,
            day=each.given.performed_on,
            source=each.given.source_system or "未写明",
        )
        for each in judged
        if each.dossier is not None
    )
    return [dossier.inspection for dossier in dossiers]


@operation(InspectionAction.IMPORT_VOIDED, target="inspection_id")
def void_imported_inspection(*, inspection_id: int, reason: str, actor: Actor, now: datetime) -> Inspection:
    """Void an inspection that was imported wrongly: it stays, marked as withdrawn, and no figure counts it any more.

    Raises NotAllowed for anybody but the head of its subject and the bureau, Mistake without a reason, Conflict for one
    that was done on the platform or is voided already.
    """
    inspection = open_dossier(inspection_id, lock=True).inspection
    access_own_or_bureau(actor, Role.HEAD, subject_id=inspection.subject_id)
    if not reason.strip():
        raise Mistake("须写明理由", "填写理由，理由将永久留存", "reason")
    if inspection.origin != Origin.IMPORTED:
        raise Conflict(f"{inspection.number} 在本平台办理，不是导入的", "错扫的作废入企登记，错记的更正笔录")
    if inspection.stage == Stage.WITHDRAWN:
        raise Conflict(f"{inspection.number} 已经作废")
    inspection.move_to(Stage.WITHDRAWN)
    inspection.save(update_fields=["stage", "reportable_on"])
    audit.record(
        InspectionAction.IMPORT_VOIDED,
        actor=actor,
        now=now,
        target=inspection,
        number=inspection.number,
        reason=reason,
    )
    return inspection


def _write(dossiers: Sequence[Dossier]) -> None:
    Inspection.objects.bulk_create((dossier.inspection for dossier in dossiers), batch_size=BATCH)
    InspectionItem.objects.bulk_create(
        (line for dossier in dossiers for line in dossier.lines), batch_size=BATCH
    )
    TeamMember.objects.bulk_create(
        (member for dossier in dossiers for member in dossier.team), batch_size=BATCH
    )


def _write_results(judged: Sequence[JudgedImport]) -> None:
    """Write the outcomes that were given. Their paper, its number and its day are the other system's."""
    Result.objects.bulk_create(
        (
            Result(inspection=each.dossier.inspection, outcome=each.given.outcome)
            for each in judged
            if each.dossier is not None and each.given.outcome is not None
        ),
        batch_size=BATCH,
    )
