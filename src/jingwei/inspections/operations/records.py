"""The record on site: opened from the standards of the day, filled in, photographed, signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jingwei.inspections.dossier import Dossier, open_dossier
from jingwei.inspections.facts import facts_of_record
from jingwei.inspections.models import Inspection, Record, RecordEntry, RecordPhoto, Signature
from jingwei.inspections.operations.team import require_team
from jingwei.inspections.terms import InspectionAction, PointResult, SignerKind, Stage
from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.files import store_picture
from jingwei.platform.queries import get_numbers
from jingwei.registry.models import StandardPoint
from jingwei.rulebook import Moment, ask


@dataclass(frozen=True, slots=True)
class EntryInput:
    """The result on one point."""

    result: PointResult | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SignatureInput:
    """One signature: ``image`` is the picture drawn on the phone; officers give their id."""

    kind: SignerKind
    name: str
    image: bytes
    officer_id: int | None = None


@operation(InspectionAction.RECORD_STARTED, target="inspection_id")
def start_record(
    *, inspection_id: int, certificate_shown_at: datetime | None = None, actor: Actor, now: datetime
) -> Record:
    """Open the record: one entry a point of each item's standard in force today. Opening it twice gives the same."""
    dossier = _open(inspection_id, actor)
    inspection = dossier.inspection
    if standing := _standing(inspection):
        return standing
    record = Record.objects.create(
        inspection=inspection, started_at=now, certificate_shown_at=certificate_shown_at
    )
    _draw_up(record, dossier)
    audit.record(
        InspectionAction.RECORD_STARTED,
        actor=actor,
        now=now,
        target=inspection,
        enterprise=inspection.enterprise,
        number=inspection.number,
    )
    return record


@operation(InspectionAction.RECORD_SAVED, target="inspection_id")
def save_record(
    *,
    inspection_id: int,
    entries: Mapping[int, EntryInput],
    person_name: str = "",
    person_post: str = "",
    is_recusal_asked: bool = False,
    statement: str = "",
    findings: str = "",
    assistants_present: Sequence[str] = (),
    certificate_shown_at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> Record:
    """Save what has been filled in so far; ``entries`` by position. Raises Conflict once the record is signed."""
    inspection = _open(inspection_id, actor).inspection
    record = _unsigned(inspection)
    rows = {row.position: row for row in record.entries.all()}
    if unknown := sorted(set(entries) - set(rows)):
        raise Mistake(f"笔录没有第 {unknown[0]} 项", "刷新页面后再填", "entries")
    for position, given in entries.items():
        rows[position].result, rows[position].note = given.result or "", given.note
    RecordEntry.objects.bulk_update(rows.values(), ["result", "note"])
    record.person_name, record.person_post = person_name, person_post
    record.is_recusal_asked, record.statement, record.findings = is_recusal_asked, statement, findings
    record.assistants_present = list(assistants_present)
    record.certificate_shown_at = record.certificate_shown_at or certificate_shown_at
    record.save()
    audit.record(
        InspectionAction.RECORD_SAVED,
        actor=actor,
        now=now,
        target=inspection,
        number=inspection.number,
        done=sum(bool(row.result) for row in rows.values()),
        total=len(rows),
    )
    return record


@operation(InspectionAction.PHOTO_ADDED, target="inspection_id")
def add_photo(
    *, inspection_id: int, content: bytes, name: str, position: int | None = None, actor: Actor, now: datetime
) -> RecordPhoto:
    """Add a photo to the record, to one point or the whole. Raises Mistake for an upload that is no picture."""
    inspection = _open(inspection_id, actor).inspection
    record = _unsigned(inspection)
    entry = None
    if position is not None:
        entry = record.entries.filter(position=position).first()
        if entry is None:
            raise Mistake(f"笔录没有第 {position} 项", "刷新页面后再传", "position")
    photo = RecordPhoto.objects.create(
        record=record, entry=entry, file=store_picture(content, name=name, actor=actor, now=now)
    )
    audit.record(
        InspectionAction.PHOTO_ADDED,
        actor=actor,
        now=now,
        target=inspection,
        data={"sm3": photo.file.sm3},
        number=inspection.number,
        name=name,
    )
    return photo


@operation(InspectionAction.RECORD_SIGNED, target="inspection_id")
def sign_record(
    *,
    inspection_id: int,
    signatures: Sequence[SignatureInput],
    refusal: str = "",
    has_recording: bool = False,
    actor: Actor,
    now: datetime,
) -> Record:
    """Sign the record: from here on it is never edited. Raises Refused with every reason, Mistake for points left open."""
    dossier = _open(inspection_id, actor)
    inspection = dossier.inspection
    record = _unsigned(inspection)
    entries = list(record.entries.select_related("item").order_by("position"))
    if left_open := [entry for entry in entries if not entry.result]:
        shown = "、".join(str(entry.position) for entry in left_open[:5])
        raise Mistake(
            f"还有 {len(left_open)} 项没有结果：第 {shown} 项", "逐项选择合格、不合格或未涉及", "entries"
        )
    if unexplained := [
        entry for entry in entries if entry.result == PointResult.FAILS and not entry.note.strip()
    ]:
        raise Mistake(f"第 {unexplained[0].position} 项不合格，没有写明情况", "写明不合格的事实", "entries")
    assert inspection.visit is not None
    there = inspection.visit.presences.filter(officer__in=dossier.officers)
    present = set(there.values_list("officer_id", flat=True))
    if strangers := [each.name for each in signatures if each.officer_id and each.officer_id not in present]:
        raise Mistake(f"{strangers[0]}没有登记到场，不能签名", "由到场的执法人员签名", "signatures")
    names = {officer.pk: officer.name for officer in dossier.officers}
    signed = [each.officer_id for each in signatures if each.officer_id]
    if twice := [each for each in signed if signed.count(each) > 1]:
        raise Mistake(f"{names[twice[0]]}签了两次", "两名执法人员各签自己的名字", "signatures")
    for given in signatures:
        Signature.objects.create(
            record=record,
            kind=given.kind,
            name=names.get(given.officer_id or 0, given.name),
            officer_id=given.officer_id,
            image=store_picture(given.image, name=f"{given.name}签名.jpg", actor=actor, now=now),
            signed_at=now,
        )
    record.ended_at = record.signed_at = now
    record.refusal, record.has_recording = refusal, has_recording
    on = local_date(inspection.visit.entered_at)
    judgement = ask(Moment.RECORD, facts_of_record(dossier, record, get_numbers(on)), on=on)
    judgement.require()
    record.save()
    inspection.move_to(Stage.RECORDED)
    inspection.save(update_fields=["stage", "reportable_on"])
    audit.record(
        InspectionAction.RECORD_SIGNED,
        actor=actor,
        now=now,
        target=inspection,
        judgement=judgement,
        number=inspection.number,
    )
    events.raise_findings("inspections", judgement, now=now, act="record", act_id=record.pk)
    events.publish("inspections.record.signed", now=now, record_id=record.pk)
    return record


def _open(inspection_id: int, actor: Actor) -> Dossier:
    """Return the locked dossier of an inspection under way on which the actor is an officer."""
    dossier = open_dossier(inspection_id, lock=True)
    inspection = dossier.inspection
    require_team(dossier, actor)
    if inspection.stage != Stage.ENTERED:
        remedy = "先扫码入企" if inspection.visit_id is None else "已签署的笔录不能再改，需要更正的按更正办理"
        raise Conflict(f"{inspection.number} 现为“{Stage(inspection.stage).label}”，不能填写笔录", remedy)
    return dossier


def _standing(inspection: Inspection) -> Record | None:
    return Record.objects.filter(inspection=inspection, voided_at=None).first()


def _unsigned(inspection: Inspection) -> Record:
    record = Record.objects.select_for_update().filter(inspection=inspection, voided_at=None).first()
    if record is None:
        raise Conflict("还没有开始检查", "先出示证件，开始检查")
    if record.signed_at is not None:
        raise Conflict("笔录已经签署，不能再改", "需要更正的，由负责人作废后另作更正笔录")
    return record


def _draw_up(record: Record, dossier: Dossier) -> None:
    """Copy the points of each item's standard; an item without one gets a single point that bears its name."""
    standards = {line.item_id: line.standard_id for line in dossier.lines}
    points: dict[int, list[str]] = {}
    for point in StandardPoint.objects.filter(standard__in=standards.values()).order_by("position"):
        points.setdefault(point.standard_id, []).append(point.text)
    rows = [
        (item, text) for item in dossier.items for text in points.get(standards[item.pk] or 0, [item.name])
    ]
    RecordEntry.objects.bulk_create(
        RecordEntry(record=record, item=item, position=position, text=text)
        for position, (item, text) in enumerate(rows, start=1)
    )
