"""What a record says, in the words in which it is signed; the signing page shows this and the digest is of this.

Nothing is shown for signing that is not in here, and nothing in here may change afterwards without the digest telling.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from jingwei.inspections.models import Presence, Record, RecordEntry, RecordPhoto
from jingwei.inspections.terms import PointResult
from jingwei.platform.documents.dates import chinese_moment


@dataclass(frozen=True, slots=True)
class Point:
    """One point with what was found; ``result`` is empty while it is open."""

    position: int
    text: str
    result: str
    note: str
    fails: bool


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo: to which point it belongs (none: to the whole), when it was taken, and the SM3 of its file."""

    position: int | None
    taken_at: datetime
    sm3: str
    file_id: str


@dataclass(frozen=True, slots=True)
class Contents:
    """All that is signed: labelled rows, points, photos."""

    number: str
    rows: tuple[tuple[str, str], ...]
    points: tuple[Point, ...]
    photos: tuple[Photo, ...]

    @property
    def digest(self) -> str:
        """The SM3 in hex of all of it, the photos by theirs."""
        said = [
            self.number,
            self.rows,
            [(each.position, each.text, each.result, each.note) for each in self.points],
            [(each.position, each.taken_at.astimezone(UTC).isoformat(), each.sm3) for each in self.photos],
        ]
        return hashlib.new("sm3", json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def contents_of(
    record: Record,
    *,
    number: str,
    entries: Iterable[RecordEntry],
    photos: Iterable[RecordPhoto],
    certificates: Iterable[str],
) -> Contents:
    """Return what a record says. ``number``: of its inspection; ``certificates``: those its officers showed on entry.

    The same before and after it is signed: what the signatures themselves add is not part of it.
    """
    return Contents(
        number=number,
        rows=(
            ("开始时间", chinese_moment(record.started_at)),
            (
                "亮证时间",
                chinese_moment(record.certificate_shown_at) if record.certificate_shown_at else "未记录",
            ),
            (
                "执法证号",
                "、".join(sorted(each or "无" for each in certificates)),
            ),
            ("现场负责人", record.person_name or "未填"),
            ("职务", record.person_post or "未填"),
            ("回避", "已告知并询问是否申请回避" if record.is_recusal_asked else "未记录告知回避"),
            ("协助人员", "、".join(record.assistants_present) or "无"),
            ("检查情况", record.findings or "详见逐项检查结果"),
            ("企业陈述", record.statement or "无"),
        ),
        points=tuple(
            Point(
                position=each.position,
                text=each.text,
                result=PointResult(each.result).label if each.result else "",
                note=each.note,
                fails=each.result == PointResult.FAILS,
            )
            for each in sorted(entries, key=lambda entry: entry.position)
        ),
        photos=tuple(
            sorted(
                (
                    Photo(
                        position=each.entry.position if each.entry else None,
                        taken_at=each.shown_at,
                        sm3=each.file.sm3,
                        file_id=str(each.file.pk),
                    )
                    for each in photos
                ),
                key=lambda photo: (photo.position or 0, photo.taken_at, photo.sm3),
            )
        ),
    )


def contents_now(record: Record) -> Contents:
    """Return what a record says as the database has it."""
    inspection = record.inspection
    present = Presence.objects.filter(
        visit__inspections=record.inspection_id, officer__assignments__inspection=record.inspection_id
    )
    return contents_of(
        record,
        number=inspection.number,
        entries=record.entries.all(),
        photos=record.photos.select_related("entry", "file"),
        certificates=present.values_list("certificate_number", flat=True),
    )
