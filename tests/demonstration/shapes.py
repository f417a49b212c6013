"""What an inspection left behind, row by row, without keys: equal shapes are the same inspection done twice."""

from typing import Any

from django.db.models import Model, Q

from jingwei.inspections.models import (
    Booking,
    Inspection,
    Invitation,
    Notice,
    Presence,
    Record,
    Result,
    Visit,
)
from jingwei.planning.models import CapLedger
from jingwei.platform.models import AuditEvent, Event, StoredFile

Shape = dict[str, Any]
# Keys of rows that each load makes anew; keys of the registry are the same in both and are compared.
KEYS = {
    "id",
    "inspection",
    "visit",
    "joint_with",
    "invitation",
    "record",
    "entry",
    "image",
    "file",
    "corrects",
    "paper",
    "door_photo",
}


def shape_of(inspection: Inspection) -> Shape:
    """Return every row of one inspection: its own, its visits, its papers, its log, its events, its ledger."""
    visits = _visits(inspection)
    records = list(Record.objects.filter(inspection=inspection).order_by("id"))
    return {
        "inspection": _row(inspection) | {"is_joint": inspection.joint_with_id is not None},
        "invitation": [_row(each) for each in Invitation.objects.filter(inspections=inspection)],
        "booking": [_row(each) for each in Booking.objects.filter(inspection=inspection)],
        "lines": [_row(each) for each in inspection.lines.order_by("id")],
        "team": [_row(each) for each in inspection.team.order_by("id")],
        "assistants": [_row(each) for each in inspection.assistants.order_by("id")],
        "notice": [_row(each) for each in Notice.objects.filter(inspection=inspection)],
        "visits": [_row(each) for each in visits],
        "presences": [
            _row(each)
            for each in Presence.objects.filter(visit__in=visits).order_by("visit__entered_at", "officer")
        ],
        "records": [_record(each) for each in records],
        "result": [_row(each) for each in Result.objects.filter(inspection=inspection)],
        "ledger": [
            _row(each)
            for each in CapLedger.objects.filter(
                enterprise=inspection.enterprise, year__in={visit.year for visit in visits}
            ).order_by("cap", "year")
        ],
        "log": [_event(each) for each in _log(inspection, visits)],
        "events": [
            [each.name, each.at, _without_keys(each.payload)] for each in _events(inspection, visits, records)
        ],
    }


def _visits(inspection: Inspection) -> list[Visit]:
    """Return the visits of an inspection, those that were voided before the one that stands included."""
    entered = AuditEvent.objects.filter(
        target_kind="inspection", target_id=inspection.pk, action__startswith="inspections.visit.entered"
    )
    ids = {event.data["visit"] for event in entered}
    return list(Visit.objects.filter(pk__in=ids).order_by("entered_at"))


def _log(inspection: Inspection, visits: list[Visit]) -> list[AuditEvent]:
    of_visits = Q(target_kind="visit", target_id__in=[visit.pk for visit in visits])
    of_invitation = Q(target_kind="invitation", target_id=inspection.invitation_id or 0)
    of_task = Q(target_kind="inspection", target_id=inspection.pk)
    found = AuditEvent.objects.filter(of_task | of_visits | of_invitation)
    return list(found.order_by("at", "id"))


def _events(inspection: Inspection, visits: list[Visit], records: list[Record]) -> list[Event]:
    found = Q(payload__act="inspection", payload__act_id=inspection.pk)
    for visit in visits:
        found |= Q(payload__act="visit", payload__act_id=visit.pk)
    for record in records:
        found |= Q(payload__act="record", payload__act_id=record.pk) | Q(payload__record_id=record.pk)
    return list(Event.objects.filter(found).order_by("at", "id"))


def _record(record: Record) -> Shape:
    return {
        "record": _row(record),
        "entries": [_row(each) for each in record.entries.order_by("position")],
        "photos": [
            [each.entry.position if each.entry else None, _file(each.file)]
            for each in record.photos.order_by("id")
        ],
        "signatures": [
            _row(each) | {"picture": _file(each.image)} for each in record.signatures.order_by("id")
        ],
    }


def _file(file: StoredFile) -> Shape:
    return _row(file)


def _event(event: AuditEvent) -> Shape:
    return _row(event) | {"target_id": None, "data": _without_keys(event.data)}


def _without_keys(kept: Any) -> Any:
    return {name: value for name, value in kept.items() if name not in {"visit", "act_id", "record_id"}}


def _row(row: Model) -> Shape:
    return {
        field.name: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.name not in KEYS
    }
