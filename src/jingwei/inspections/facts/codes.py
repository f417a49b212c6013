"""The code that was scanned → the facts that the rules need; no statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jingwei.inspections.models import Visit
from jingwei.inspections.rules import dynamic_code, enterprise_may_refuse, sticker_with_position
from jingwei.inspections.terms import EntryWay
from jingwei.rulebook import Numbers


@dataclass(frozen=True, slots=True)
class Scan:
    """When a code was drawn on the enterprise's phone (none: it is posted at the gate) and when it was read."""

    shown_at: datetime | None
    read_at: datetime


def dynamic_code_facts(scan: Scan, numbers: Numbers) -> dynamic_code.Facts:
    """R-SCAN-08a: how old the code was when it was read."""
    return dynamic_code.Facts(
        shown_at=scan.shown_at, read_at=scan.read_at, longest=numbers.get("R-SCAN-08a", "longest")
    )


def code_facts(visit: Visit, scan: Scan | None, numbers: Numbers) -> list[object]:
    """R-SCAN-08a, -08b: asked at the gate; ``scan`` is None where the way in needs no code."""
    read = scan or Scan(None, visit.received_at)
    return [
        dynamic_code_facts(read, numbers),
        sticker_with_position.Facts(
            way=EntryWay(visit.way),
            is_dynamic=read.shown_at is not None,
            has_position=visit.latitude is not None,
            reason=visit.place_reason,
            has_photo=visit.door_photo_id is not None,
        ),
    ]


def refusal_facts(
    visitors: Sequence[enterprise_may_refuse.Visitor],
    *,
    task: str = "",
    is_approved: bool = False,
    is_subject_announced: bool = False,
    unpublished: Sequence[str] = (),
    is_notice_served: bool = False,
) -> enterprise_may_refuse.Facts:
    """R-SCAN-11: who stands at the gate, and for what."""
    return enterprise_may_refuse.Facts(
        visitors=tuple(visitors),
        task=task,
        is_approved=is_approved,
        is_subject_announced=is_subject_announced,
        unpublished=tuple(unpublished),
        is_notice_served=is_notice_served,
    )
