"""What an enterprise sees of the inspections at its own sites."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jingwei.inspections.models import Inspection, Record, Visit
from jingwei.inspections.queries import rating_token
from jingwei.inspections.terms import Outcome
from jingwei.planning.models import CapLedger
from jingwei.platform.actors import Actor
from jingwei.platform.errors import NotAllowed
from jingwei.registry.members import require
from jingwei.registry.models import Enterprise
from jingwei.registry.terms import Role


@dataclass(frozen=True, slots=True)
class InspectedLine:
    """What one department inspected in a visit, and what came of it."""

    inspection_id: int
    subject: str
    items: str
    outcome: str
    problems: str
    demand: str
    correct_by: date | None
    has_notice: bool
    has_record: bool


@dataclass(frozen=True, slots=True)
class VisitCard:
    """One visit as the enterprise sees it; ``token`` is empty when there is nothing to rate."""

    visit: Visit
    lines: Sequence[InspectedLine]
    token: str


@dataclass(frozen=True, slots=True)
class YearLine:
    """How often one department came this year, held against its cap (None: none set)."""

    subject: str
    visits: int
    counted: int
    limit: int | None
    is_full: bool


def get_own_enterprise(actor: Actor) -> Enterprise:
    """Return the contact's enterprise with its sites. Raises NotAllowed for everybody else."""
    member = require(actor, Role.ENTERPRISE_CONTACT)
    found = Enterprise.objects.prefetch_related("sites").filter(pk=member.enterprise_id or 0).first()
    if found is None:
        raise NotAllowed("账号没有对应的企业", "由区司法局核对账号和企业")
    return found


def card_of(visit: Visit) -> VisitCard:
    """Return a visit of ``list_visits_of_enterprise`` as a card."""
    return VisitCard(
        visit=visit,
        lines=[_line(inspection) for inspection in visit.inspections.all()],
        token="" if visit.is_rated or visit.left_at is None else rating_token(visit),
    )


def year_lines(visits: Sequence[Visit], enterprise: Enterprise, *, year: int) -> list[YearLine]:
    """Return the departments that came in the year, the most frequent first; the cap is the tightest of each."""
    came: dict[tuple[int, str], list[Inspection]] = defaultdict(list)
    for visit in visits:
        if visit.year == year:
            for inspection in visit.inspections.all():
                came[inspection.subject_id, inspection.subject.name].append(inspection)
    granted: dict[int, int] = {}
    rows = CapLedger.objects.filter(enterprise=enterprise, year=year).select_related("cap")
    for row in rows:
        if row.cap.subject_id is not None:
            granted[row.cap.subject_id] = min(row.granted, granted.get(row.cap.subject_id, row.granted))
    lines = []
    for (subject_id, name), inspections in came.items():
        counted = sum(each.is_counted for each in inspections)
        limit = granted.get(subject_id)
        lines.append(
            YearLine(
                subject=name,
                visits=len({each.visit_id for each in inspections}),
                counted=counted,
                limit=limit,
                is_full=limit is not None and counted >= limit,
            )
        )
    return sorted(lines, key=lambda line: (-line.visits, line.subject))


def _line(inspection: Inspection) -> InspectedLine:
    result = getattr(inspection, "result", None)
    notice = getattr(inspection, "notice", None)
    return InspectedLine(
        inspection_id=inspection.pk,
        subject=inspection.subject.name,
        items="、".join(line.item.name for line in inspection.lines.all()),
        outcome=Outcome(result.outcome).label if result else "",
        problems=result.problems if result else "",
        demand=result.demand if result else "",
        correct_by=result.correct_by if result else None,
        has_notice=notice is not None and notice.served_at is not None,
        has_record=any(_stands(record) for record in inspection.records.all()),
    )


def _stands(record: Record) -> bool:
    return record.voided_at is None and record.signed_at is not None
