"""What an enterprise sees of the inspections at its own sites."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jingwei.inspections.models import Booking, Inspection, Record, Visit
from jingwei.inspections.queries import list_noticed_tasks, rating_token
from jingwei.inspections.terms import BookingState, Outcome, ServiceKind
from jingwei.planning.models import CapLedger
from jingwei.planning.terms import ExemptReason, InspectionKind
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
    """One visit as the enterprise sees it; ``token`` is empty when there is nothing to rate.

    ``service`` says what a visit was for that was no inspection.
    """

    visit: Visit
    lines: Sequence[InspectedLine]
    token: str
    service: str


@dataclass(frozen=True, slots=True)
class YearLine:
    """The three counters of one department this year, the cap (None: none set), and why they differ."""

    subject: str
    visits: int
    counted: int
    reportable: int
    limit: int | None
    is_full: bool
    why: Sequence[str]


@dataclass(frozen=True, slots=True)
class Coming:
    """A visit that the enterprise was told of: by its time with the approval, by the notice, or by both."""

    inspection: Inspection
    booking: Booking | None
    is_noticed: bool

    @property
    def state(self) -> str:
        """What the enterprise has said to the time; empty where it was not asked."""
        return BookingState(self.booking.state).label if self.booking else ""

    @property
    def may_confirm(self) -> bool:
        """Whether the enterprise may say that the time suits it."""
        return self.booking is not None and self.booking.state != BookingState.CONFIRMED


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
        service=_service(visit),
    )


def list_coming(actor: Actor, told: Sequence[Booking]) -> list[Coming]:
    """Return the visits that the contact's enterprise knows of and that nobody has made, the next first.

    ``told`` are those of whose time it was told (``list_told_visits``).
    """
    coming = [Coming(each.inspection, each, is_noticed=_is_noticed(each.inspection)) for each in told]
    known = {each.inspection_id for each in told}
    noticed = list_noticed_tasks(actor).exclude(pk__in=known).select_related("subject", "site", "notice")
    noticed = noticed.prefetch_related("team__officer", "team__certificate")
    coming += [Coming(task, None, is_noticed=True) for task in noticed]
    return sorted(coming, key=lambda each: (each.inspection.planned_from, each.inspection.pk))


def count_services(visits: Sequence[Visit], *, year: int) -> int:
    """Return how many visits of the year were no inspection: service, survey, publicity."""
    return sum(visit.year == year and not visit.inspections.all() for visit in visits)


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
        reportable = sum(each.reportable_on is not None for each in inspections)
        limit = granted.get(subject_id)
        lines.append(
            YearLine(
                subject=name,
                visits=len({each.visit_id for each in inspections}),
                counted=counted,
                reportable=reportable,
                limit=limit,
                is_full=limit is not None and counted >= limit,
                why=_why_they_differ(inspections),
            )
        )
    return sorted(lines, key=lambda line: (-line.visits, line.subject))


def _why_they_differ(inspections: Sequence[Inspection]) -> list[str]:
    """Return, in words, what kept a visit from being held against the cap or from the yearly statistics."""
    reasons: Counter[str] = Counter()
    for each in inspections:
        if not each.is_counted:
            cause = ExemptReason(each.exempt).label if each.exempt else InspectionKind(each.kind).label
            reasons[f"不计上限：{cause}"] += 1
        if each.reportable_on is None:
            reasons["不计统计：" + ("已转立案" if each.ended_in_case else "笔录还没有签署")] += 1
    return [f"{count} 次{reason}" for reason, count in reasons.items()]


def _service(visit: Visit) -> str:
    service = getattr(visit, "service", None)
    if service is None:
        return ""
    return f"{service.subject.name}　{ServiceKind(service.kind).label}：{service.purpose}"


def _is_noticed(inspection: Inspection) -> bool:
    notice = getattr(inspection, "notice", None)
    return notice is not None and notice.served_at is not None


def _line(inspection: Inspection) -> InspectedLine:
    result = getattr(inspection, "result", None)
    return InspectedLine(
        inspection_id=inspection.pk,
        subject=inspection.subject.name,
        items="、".join(line.item.name for line in inspection.lines.all()),
        outcome=Outcome(result.outcome).label if result else "",
        problems=result.problems if result else "",
        demand=result.demand if result else "",
        correct_by=result.correct_by if result else None,
        has_notice=_is_noticed(inspection),
        has_record=any(_stands(record) for record in inspection.records.all()),
    )


def _stands(record: Record) -> bool:
    return record.voided_at is None and record.signed_at is not None
