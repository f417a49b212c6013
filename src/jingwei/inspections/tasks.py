"""One inspection with all its papers, read in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from jingwei.inspections.models import Inspection, Notice, Presence, Record, RecordEntry, Result, Visit
from jingwei.inspections.queries import get_inspection
from jingwei.inspections.terms import InspectionAction, Stage
from jingwei.platform.actors import Actor
from jingwei.platform.queries import list_events_of
from jingwei.platform.terms import AuditOutcome
from jingwei.registry.members import Member
from jingwei.registry.terms import Role

ENTRIES = [InspectionAction.ENTERED, InspectionAction.ENTERED_AFTERWARDS]


@dataclass(frozen=True, slots=True)
class Task:
    """What there is of an inspection so far; ``record`` is the one that stands."""

    inspection: Inspection
    notice: Notice | None
    visit: Visit | None
    presences: Sequence[Presence]
    record: Record | None
    entries: Sequence[RecordEntry]
    result: Result | None

    @property
    def stage(self) -> Stage:
        """Where the inspection stands."""
        return Stage(self.inspection.stage)

    @property
    def items(self) -> str:
        """The items in one line."""
        return "、".join(line.item.name for line in self.inspection.lines.all())

    @property
    def people(self) -> str:
        """Who is there, or before the visit, who is to go."""
        there = [presence.officer.name for presence in self.presences]
        return "、".join(there or [member.officer.name for member in self.inspection.team.all()])

    @property
    def done(self) -> int:
        """How many points have a result."""
        return sum(bool(entry.result) for entry in self.entries)

    def is_open_to(self, actor: Actor) -> bool:
        """Whether the actor is an officer put on it."""
        return (
            isinstance(actor, Member)
            and actor.role is Role.OFFICER
            and actor.officer_id in {member.officer_id for member in self.inspection.team.all()}
        )


def get_task(actor: Actor, inspection_id: int) -> Task:
    """Return one inspection the actor may see. Raises NotAllowed for all others, existing or not."""
    inspection = get_inspection(actor, inspection_id)
    prefetch_related_objects(
        [inspection],
        "lines__item__bases",
        "lines__standard",
        "team__officer",
        "team__certificate",
        "assistants",
    )
    visit = inspection.visit
    record = Record.objects.filter(inspection=inspection, voided_at=None).first()
    return Task(
        inspection=inspection,
        notice=Notice.objects.filter(inspection=inspection).first(),
        visit=visit,
        presences=_presences(inspection),
        record=record,
        entries=list(
            record.entries.select_related("item").prefetch_related("photos__file").order_by("position")
        )
        if record
        else [],
        result=Result.objects.filter(inspection=inspection).first(),
    )


def _presences(inspection: Inspection) -> Sequence[Presence]:
    """Who of the team is there, the scanner first; a joint visit has other teams' people too."""
    if inspection.visit is None:
        return []
    own = inspection.visit.presences.filter(officer__assignments__inspection=inspection)
    return list(own.select_related("officer").order_by("-is_scanner", "id"))


def list_entry_warnings(inspection: Inspection) -> list[dict[str, Any]]:
    """Return what the rules remarked when the officers went in, as the log kept it."""
    entry = (
        list_events_of("inspection", inspection.pk)
        .filter(action__in=ENTRIES, outcome=AuditOutcome.DONE)
        .order_by("-id")
        .first()
    )
    return list(entry.data["findings"]) if entry else []
