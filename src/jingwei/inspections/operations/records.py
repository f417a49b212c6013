"""The record on site: opened from the standards of the day, filled in, photographed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Max

from jingwei.inspections.dossier import Dossier, open_dossier
from jingwei.inspections.models import Inspection, Record, RecordEntry, RecordPhoto
from jingwei.inspections.operations.team import require_team
from jingwei.inspections.steps.records import EntryInput, fill_in, photograph, start
from jingwei.inspections.terms import InspectionAction, PointResult, Stage
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.writing import AT_ONCE
from jingwei.registry.models import StandardPoint


@dataclass(frozen=True, slots=True)
class Difference:
    """Where what was given and what stands are not the same, both in words; ``standing`` is what a form would hold.

    ``key`` is the position of a point or the name of a field; of a point ``standing`` is result and note.
    """

    key: int | str
    label: str
    given_words: str
    standing_words: str
    standing: Any


class RecordChanged(Conflict):
    """Somebody has saved the record since the version that the save was made on; nothing was written."""

    def __init__(self, differences: Sequence[Difference], version: int) -> None:
        self.differences = tuple(differences)
        self.version = version  # the one that stands now
        where = "、".join(each.label for each in self.differences[:5])
        more = f"等 {len(self.differences)} 处" if len(self.differences) > 5 else ""
        super().__init__(
            f"您填写期间笔录又改过，两边不同：{where}{more}。没有保存，您填的还在",
            "逐处核对两边的内容，选定后再保存",
            "version",
        )


@operation(InspectionAction.RECORD_STARTED, target="inspection_id")
def start_record(
    *, inspection_id: int, certificate_shown_at: datetime | None = None, actor: Actor, now: datetime
) -> Record:
    """Open the record: one entry a point of each item's standard in force today. Opening it twice gives the same."""
    dossier = open_for_record(inspection_id, actor)
    inspection = dossier.inspection
    if standing := _standing(inspection):
        return standing
    last = inspection.records.aggregate(last=Max("version"))["last"]
    record = Record(
        inspection=inspection,
        version=(last or 0) + 1,
        started_at=now,
        certificate_shown_at=certificate_shown_at,
    )
    start(dossier, record, _points_of(dossier), actor=actor, now=now, out=AT_ONCE)
    return record


@operation(InspectionAction.RECORD_SAVED, target="inspection_id")
def save_record(
    *,
    inspection_id: int,
    version: int,
    entries: Mapping[int, EntryInput],
    person_name: str | None = None,
    person_post: str | None = None,
    is_recusal_asked: bool | None = None,
    statement: str | None = None,
    findings: str | None = None,
    assistants_present: Sequence[str] | None = None,
    certificate_shown_at: datetime | None = None,
    captured_at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> Record:
    """Save what has been filled in so far; ``entries`` by position. What is not given stays as it was.

    ``version``: of the record that it was filled in on. Raises RecordChanged with both sides when somebody has saved
    since, unless they wrote the same; Mistake for a blank that would wipe out what has been filled in; Conflict once
    the record is signed. ``captured_at``: when the phone, without a network, was told to save; noted on the log.
    """
    inspection = open_for_record(inspection_id, actor).inspection
    record = unsigned_record(inspection)
    rows = {row.position: row for row in record.entries.all()}
    if unknown := sorted(set(entries) - set(rows)):
        raise Mistake(f"笔录没有第 {unknown[0]} 项", "刷新页面后再填", "entries")
    fields = {
        "person_name": person_name,
        "person_post": person_post,
        "is_recusal_asked": is_recusal_asked,
        "findings": findings,
        "statement": statement,
        "assistants_present": None if assistants_present is None else list(assistants_present),
    }
    fields = {name: value for name, value in fields.items() if value is not None}
    if record.version != version:
        if found := _differences(record, rows, entries, fields):
            raise RecordChanged(found, record.version)
        return record
    _refuse_blank(record, rows, entries, fields)
    record.certificate_shown_at = record.certificate_shown_at or certificate_shown_at
    record.inspection = inspection
    noted = {"captured_at": captured_at.astimezone(UTC).isoformat()} if captured_at else {}
    fill_in(record, rows.values(), entries, fields, noted=noted, actor=actor, now=now, out=AT_ONCE)
    return record


@operation(InspectionAction.PHOTO_ADDED, target="inspection_id")
def add_photo(
    *,
    inspection_id: int,
    content: bytes,
    name: str,
    position: int | None = None,
    captured_at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> RecordPhoto:
    """Add a photo to the record, to one point or the whole. Raises Mistake for an upload that is no picture.

    ``captured_at``: when it was taken, where the phone had no network. A photo is evidence and never refused for its
    time: both times stand, and one in the future is the moment it was received.
    """
    inspection = open_for_record(inspection_id, actor).inspection
    record = unsigned_record(inspection)
    entry = None
    if position is not None:
        entry = record.entries.filter(position=position).first()
        if entry is None:
            raise Mistake(f"笔录没有第 {position} 项", "刷新页面后再传", "position")
    record.inspection = inspection
    return photograph(
        record,
        entry,
        content,
        name=name,
        taken_at=min(captured_at or now, now),
        actor=actor,
        now=now,
        out=AT_ONCE,
    )


def open_for_record(inspection_id: int, actor: Actor) -> Dossier:
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


def unsigned_record(inspection: Inspection) -> Record:
    """Return the standing record, locked. Raises Conflict where there is none or it is signed."""
    record = Record.objects.select_for_update().filter(inspection=inspection, voided_at=None).first()
    if record is None:
        raise Conflict("还没有开始检查", "先出示证件，开始检查")
    if record.signed_at is not None:
        raise Conflict("笔录已经签署，不能再改", "需要更正的，由负责人作废后另作更正笔录")
    return record


def _points_of(dossier: Dossier) -> dict[int, list[str]]:
    """Return the points of each item's standard, by item."""
    standards = {line.standard_id: line.item_id for line in dossier.lines if line.standard_id}
    points: dict[int, list[str]] = {}
    for point in StandardPoint.objects.filter(standard__in=standards).order_by("position"):
        points.setdefault(standards[point.standard_id], []).append(point.text)
    return points


LABELS = {
    "person_name": "现场负责人",
    "person_post": "职务",
    "is_recusal_asked": "回避",
    "findings": "检查情况",
    "statement": "企业陈述",
    "assistants_present": "协助人员",
}


def _differences(
    record: Record,
    rows: Mapping[int, RecordEntry],
    entries: Mapping[int, EntryInput],
    fields: Mapping[str, Any],
) -> list[Difference]:
    """Return where what was given and what stands are not the same, point by point and field by field."""
    found = []
    for position, given in sorted(entries.items()):
        row = rows[position]
        if (given.result or "", _lines(given.note)) != (row.result, _lines(row.note)):
            found.append(
                Difference(
                    position,
                    f"第 {position} 项",
                    _point_words(given.result or "", given.note),
                    _point_words(row.result, row.note),
                    (row.result, row.note),
                )
            )
    for name, value in fields.items():
        standing = getattr(record, name)
        if _lines(value) != _lines(standing):
            found.append(Difference(name, LABELS[name], _words(value), _words(standing), standing))
    return found


def _refuse_blank(
    record: Record,
    rows: Mapping[int, RecordEntry],
    entries: Mapping[int, EntryInput],
    fields: Mapping[str, Any],
) -> None:
    """Raise Mistake where nothing at all is given and something has been filled in: no hand empties a whole record."""
    done = sum(bool(row.result) for row in rows.values())
    is_blank = not any(each.result or each.note.strip() for each in entries.values()) and not any(
        fields.values()
    )
    if done and len(entries) == len(rows) and is_blank:
        raise Mistake(
            f"交来的是一份空白笔录，平台上已填 {done} 项，没有保存", "重新打开笔录，核对后再保存", "entries"
        )


def _lines(value: Any) -> Any:
    # A form sends every line break as two characters, a program as one.
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _point_words(result: str, note: str) -> str:
    return "　".join(filter(None, [PointResult(result).label if result else "未填", note]))


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "已告知并询问" if value else "未勾选"
    return ("、".join(value) if isinstance(value, list) else value) or "未填"
