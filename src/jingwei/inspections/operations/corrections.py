"""Voiding what was wrong, and the correction that stands beside it. Nothing signed is edited or deleted."""

from datetime import datetime

from jingwei.inspections.dossier import open_dossier
from jingwei.inspections.models import Inspection, Record, RecordEntry, RecordPhoto, Visit
from jingwei.inspections.operations.caps import book, lock_caps
from jingwei.inspections.operations.scans_elsewhere import release_scans
from jingwei.inspections.steps.visits import void
from jingwei.inspections.terms import InspectionAction, Stage
from jingwei.planning.operations import return_visit
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.writing import AT_ONCE
from jingwei.registry.members import require
from jingwei.registry.terms import Role


@operation(InspectionAction.VISIT_VOIDED, target="inspection_id")
def void_visit(*, inspection_id: int, reason: str, actor: Actor, now: datetime) -> Inspection:
    """Void a wrong scan before anything is signed: the visit stays, marked; the cap gets it back; the task is open again."""
    dossier = open_dossier(inspection_id, lock=True)
    inspection = dossier.inspection
    require(actor, Role.HEAD, subject_id=inspection.subject_id)
    _require_reason(reason)
    if inspection.stage != Stage.ENTERED or inspection.visit_id is None:
        raise Conflict(
            f"{inspection.number} 现为“{Stage(inspection.stage).label}”，没有可作废的入企登记",
            "已签署的，更正笔录",
        )
    if inspection.records.exclude(signed_at=None).exists():
        raise Conflict(f"{inspection.number} 的笔录签署过，入企登记不能作废", "完成更正笔录后告知结果")
    visit = Visit.objects.select_for_update().get(pk=inspection.visit_id)
    return_visit(lock_caps(dossier, local_date(visit.entered_at)), in_capped=inspection.is_counted)
    if inspection.approved_at is not None and inspection.is_counted:
        book(dossier, +1)
    # A joint visit lives on for the other departments that entered in it.
    is_shared = visit.inspections.exclude(pk=inspection.pk).exists()
    void(inspection, visit, reason=reason, is_shared=is_shared, actor=actor, now=now, out=AT_ONCE)
    if not is_shared:
        release_scans(visit)
    Record.objects.filter(inspection=inspection, voided_at=None).update(voided_at=now, void_reason=reason)
    return inspection


@operation(InspectionAction.RECORD_CORRECTED, target="inspection_id")
def correct_record(*, inspection_id: int, reason: str, actor: Actor, now: datetime) -> Record:
    """Void a signed record with a reason and open its correction, a copy to be mended and signed anew."""
    inspection = open_dossier(inspection_id, lock=True).inspection
    require(actor, Role.HEAD, subject_id=inspection.subject_id)
    _require_reason(reason)
    wrong = Record.objects.select_for_update().filter(inspection=inspection, voided_at=None).first()
    if wrong is None or wrong.signed_at is None or inspection.stage != Stage.RECORDED:
        raise Conflict("没有可更正的笔录", "只有已签署、未告知结果的笔录可以更正")
    wrong.voided_at, wrong.void_reason = now, reason
    wrong.save(update_fields=["voided_at", "void_reason"])
    correction = Record.objects.create(
        inspection=inspection,
        corrects=wrong,
        version=wrong.version + 1,
        started_at=wrong.started_at,
        certificate_shown_at=wrong.certificate_shown_at,
        person_name=wrong.person_name,
        person_post=wrong.person_post,
        is_recusal_asked=wrong.is_recusal_asked,
        statement=wrong.statement,
        findings=wrong.findings,
        assistants_present=wrong.assistants_present,
    )
    RecordEntry.objects.bulk_create(
        RecordEntry(
            record=correction,
            item_id=entry.item_id,
            position=entry.position,
            text=entry.text,
            result=entry.result,
            note=entry.note,
        )
        for entry in wrong.entries.order_by("position")
    )
    copies = {entry.position: entry for entry in correction.entries.all()}
    RecordPhoto.objects.bulk_create(
        RecordPhoto(
            record=correction,
            entry=copies[photo.entry.position] if photo.entry else None,
            file=photo.file,
            taken_at=photo.taken_at,
        )
        for photo in wrong.photos.select_related("entry", "file").order_by("id")
    )
    inspection.move_to(Stage.ENTERED)
    inspection.save(update_fields=["stage", "reportable_on"])
    audit.record(
        InspectionAction.RECORD_CORRECTED,
        actor=actor,
        now=now,
        target=inspection,
        data={"wrong": wrong.pk, "correction": correction.pk},
        number=inspection.number,
        reason=reason,
    )
    return correction


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Mistake("须写明理由", "填写理由，理由将永久留存", "reason")
