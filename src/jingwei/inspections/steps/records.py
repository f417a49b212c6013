"""The record: opened, filled in, photographed, signed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jingwei.inspections.captured import both_times
from jingwei.inspections.dossier import Dossier
from jingwei.inspections.facts import facts_of_record
from jingwei.inspections.models import Record, RecordEntry, RecordPhoto, Signature
from jingwei.inspections.terms import InspectionAction, PointResult, SignerKind, Stage
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.writing import Writer
from jingwei.rulebook import Moment, Numbers, ask


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


def start(
    dossier: Dossier,
    record: Record,
    points: Mapping[int, Sequence[str]],
    *,
    actor: Actor,
    now: datetime,
    out: Writer,
) -> list[RecordEntry]:
    """Open the record: one entry a point of each item; ``points`` by item, one without any bears the item's name."""
    inspection = dossier.inspection
    out.add(record)
    rows = [(item, text) for item in dossier.items for text in points.get(item.pk) or [item.name]]
    entries = [
        RecordEntry(record=record, item=item, position=position, text=text)
        for position, (item, text) in enumerate(rows, start=1)
    ]
    out.add(*entries)
    out.log(
        InspectionAction.RECORD_STARTED,
        actor=actor,
        now=now,
        target=inspection,
        enterprise=inspection.enterprise,
        number=inspection.number,
    )
    return entries


def fill_in(
    record: Record,
    rows: Iterable[RecordEntry],
    entries: Mapping[int, EntryInput],
    fields: Mapping[str, Any],
    *,
    noted: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    out: Writer,
) -> None:
    """Save what has been filled in: ``entries`` by position, ``fields`` of the record. ``noted``: kept with the log."""
    rows, inspection = list(rows), record.inspection
    for row in rows:
        if (given := entries.get(row.position)) is not None:
            row.result, row.note = given.result or "", given.note
    out.change_many(rows, "result", "note")
    for name, value in fields.items():
        setattr(record, name, value)
    record.version += 1
    out.change(record)
    out.log(
        InspectionAction.RECORD_SAVED,
        actor=actor,
        now=now,
        target=inspection,
        data={"version": record.version, **noted},
        number=inspection.number,
        done=sum(bool(row.result) for row in rows),
        total=len(rows),
    )


def photograph(
    record: Record,
    entry: RecordEntry | None,
    content: bytes,
    *,
    name: str,
    taken_at: datetime,
    actor: Actor,
    now: datetime,
    out: Writer,
) -> RecordPhoto:
    """Add a photo to one point or to the whole."""
    file = out.picture(content, name=name, actor=actor, now=now)
    photo = RecordPhoto(record=record, entry=entry, file=file, taken_at=taken_at)
    out.add(photo)
    out.log(
        InspectionAction.PHOTO_ADDED,
        actor=actor,
        now=now,
        target=record.inspection,
        data={"sm3": file.sm3},
        number=record.inspection.number,
        name=name,
    )
    return photo


def put_under(
    record: Record,
    given: Iterable[SignatureInput],
    *,
    digest: str,
    at: datetime,
    actor: Actor,
    now: datetime,
    out: Writer,
) -> list[Signature]:
    """Write the signatures under a record, each bound to the digest of what was signed."""
    signatures = [
        Signature(
            record=record,
            kind=each.kind,
            name=each.name,
            officer_id=each.officer_id,
            image=out.picture(each.image, name=f"{each.name}签名.jpg", actor=actor, now=now),
            signed_at=at,
            digest=digest,
        )
        for each in given
    ]
    out.add(*signatures)
    record.ended_at, record.signed_at, record.received_at = at, at, now
    return signatures


def sign(
    dossier: Dossier,
    record: Record,
    *,
    digest: str,
    at: datetime,
    numbers: Numbers,
    actor: Actor,
    now: datetime,
    out: Writer,
) -> None:
    """Judge the record with its signatures; from here on it is never edited. Raises Refused with every reason."""
    inspection = dossier.inspection
    assert inspection.visit is not None
    on = local_date(inspection.visit.entered_at)
    judgement = ask(Moment.RECORD, facts_of_record(dossier, record, numbers), on=on)
    judgement.require()
    out.change(record)
    inspection.move_to(Stage.RECORDED)
    out.change(inspection, "stage", "reportable_on")
    out.log(
        InspectionAction.RECORD_SIGNED,
        actor=actor,
        now=now,
        target=inspection,
        judgement=judgement,
        data={"digest": digest, **both_times(at, now)},
        number=inspection.number,
    )
    out.raise_findings("inspections", judgement, now=now, act="record", act_id=record.pk)
    out.publish("inspections.record.signed", now=now, record_id=record.pk)
