"""一企一档: what the whole district has done at one enterprise, as far as the reader may see it.

A department sees what others did as counts and dates, the way the three counters show it; papers stay their owner's.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jingwei.inspections.models import Inspection, Invitation, OutsideInspection, ServiceVisit, Visit
from jingwei.inspections.queries import (
    ThreeCounters,
    get_three_counters,
    list_inspections,
    list_invitations,
    why_counters_differ,
)
from jingwei.inspections.terms import Mode, Origin, Outcome, ServiceKind, Stage
from jingwei.planning.models import CapLedger
from jingwei.planning.queries import list_caps
from jingwei.planning.terms import InspectionKind
from jingwei.platform.calendar import SHANGHAI, local_date
from jingwei.platform.errors import NotAllowed
from jingwei.registry.members import Member
from jingwei.registry.models import Enterprise, Subject
from jingwei.registry.queries import list_enterprises

AHEAD = (Stage.SUBMITTED, Stage.RETURNED, Stage.APPROVED)


@dataclass(frozen=True, slots=True)
class DepartmentYear:
    """What one department did at the enterprise in the year, and why its three counters differ."""

    subject: Subject
    counters: ThreeCounters
    is_own: bool

    @property
    def why(self) -> list[str]:
        """What makes the three figures differ, in sentences."""
        return why_counters_differ(self.counters)

    @property
    def is_full(self) -> bool:
        """Whether the tightest cap is used up."""
        return self.counters.limit is not None and self.counters.used >= self.counters.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """Somebody came, or looked from afar: when, who, for what. What came of it and the paper are for those who may see."""

    at: datetime
    is_timed: bool  # false where only the day is known
    who: str
    what: str
    detail: str = ""
    inspection_id: int | None = None
    service_id: int | None = None
    is_hidden: bool = False  # another department's: its papers are its own


@dataclass(frozen=True, slots=True)
class Ahead:
    """A task that nobody has entered yet; of another department's the reader is to see who and which day (R-JNT-01)."""

    task: Inspection
    is_own: bool

    @property
    def stage(self) -> str:
        """Where it stands, in words."""
        return Stage(self.task.stage).label


@dataclass(frozen=True, slots=True)
class CapUse:
    """How much of one cap the enterprise has had in the year."""

    row: CapLedger

    @property
    def left(self) -> int:
        """How often it may still be visited: what is approved and not entered yet is taken already."""
        return self.row.granted - self.row.used - self.row.pending


def list_dossiers(*, year: int) -> QuerySet[Enterprise]:
    """Return all enterprises in order of their names; ``entries``: how often each was entered in the year."""
    entered = (
        Visit.objects.filter(enterprise=OuterRef("pk"), year=year, voided_at=None)
        .order_by()
        .values("enterprise")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return list_enterprises("").annotate(entries=Coalesce(Subquery(entered, output_field=IntegerField()), 0))


def get_dossier(enterprise_id: int) -> Enterprise:
    """Return an enterprise with its sites. Raises NotAllowed where there is none."""
    found = (
        Enterprise.objects.select_related("region").prefetch_related("sites").filter(pk=enterprise_id).first()
    )
    if found is None:
        raise NotAllowed("没有这家企业", "从一企一档按名称或统一社会信用代码查找")
    return found


def count_entries(enterprise: Enterprise, *, year: int) -> int:
    """Return how often the enterprise was entered in the year, whoever came: departments together count once."""
    return Visit.objects.filter(enterprise=enterprise, year=year, voided_at=None).count()


def list_departments(member: Member, enterprise: Enterprise, *, on: date) -> list[DepartmentYear]:
    """Return the departments that came in the year of the day, the member's own first, then the most frequent.

    Some statements for each of them: few departments come to one enterprise.
    """
    scanned = Q(visit__year=on.year, visit__voided_at=None)
    imported = Q(origin=Origin.IMPORTED, performed_on__year=on.year)
    came = Inspection.objects.current().filter(scanned | imported, enterprise=enterprise)
    served = ServiceVisit.objects.filter(
        visit__enterprise=enterprise, visit__year=on.year, visit__voided_at=None
    )
    subjects = Subject.objects.filter(Q(pk__in=came.values("subject")) | Q(pk__in=served.values("subject")))
    rows = [
        DepartmentYear(each, get_three_counters(each, enterprise, on=on), is_own=each.pk == member.subject_id)
        for each in subjects
    ]
    return sorted(rows, key=lambda row: (not row.is_own, -row.counters.visits, row.subject.sort_key))


def list_cap_uses(member: Member, enterprise: Enterprise, *, on: date) -> list[CapUse]:
    """Return the caps of which the enterprise has had something in the year, and those of the member's own subject."""
    rows = list(
        CapLedger.objects.filter(enterprise=enterprise, year=on.year)
        .filter(Q(used__gt=0) | Q(pending__gt=0) | Q(exempt__gt=0))
        .select_related("cap__subject", "cap__item")
    )
    if member.subject_id is not None:
        known = {row.cap_id for row in rows}
        subject = Subject.objects.get(pk=member.subject_id)
        caps = [cap for cap in list_caps(subject, enterprise, [], on=on) if cap.pk not in known]
        rows += [CapLedger(cap=cap, enterprise=enterprise, year=on.year, granted=cap.visits) for cap in caps]
    return [CapUse(row) for row in sorted(rows, key=lambda row: (-row.used, row.cap_id))]


def list_came(member: Member, enterprise: Enterprise, *, year: int) -> list[Came]:
    """Return all who came in the year, newest first: inspections, imported ones, services, outsiders."""
    tasks = (
        Inspection.objects.current()
        .filter(Q(visit__year=year, visit__voided_at=None) | Q(visit=None, performed_on__year=year))
        .filter(enterprise=enterprise)
        .select_related("subject", "visit", "result")
        .prefetch_related("lines__item")
    )
    services = ServiceVisit.objects.filter(
        visit__enterprise=enterprise, visit__year=year, visit__voided_at=None
    ).select_related("subject", "visit")
    outsiders = OutsideInspection.objects.filter(enterprise=enterprise, performed_on__year=year)
    rows = [_of_task(each, member) for each in tasks]
    rows += [_of_service(each, member) for each in services]
    rows += [_of_outsider(each, member) for each in outsiders]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def list_ahead(member: Member, enterprise: Enterprise) -> list[Ahead]:
    """Return the tasks not entered yet, the next first: those the member may open, and the others' that are approved."""
    waiting = (
        Inspection.objects.filter(enterprise=enterprise, stage__in=AHEAD, visit=None)
        .select_related("subject", "site")
        .order_by("planned_from", "id")
    )
    seen = list_inspections(member).filter(enterprise=enterprise, stage__in=AHEAD, visit=None)
    own = set(seen.values_list("pk", flat=True))
    return [
        Ahead(each, is_own=each.pk in own)
        for each in waiting
        if each.pk in own or each.stage == Stage.APPROVED
    ]


def list_invitations_of(member: Member, enterprise: Enterprise) -> QuerySet[Invitation]:
    """Return the enterprise's invitations that the member may see, newest first."""
    return list_invitations(member).filter(site__enterprise=enterprise)


def list_years(enterprise: Enterprise, *, today: date) -> list[int]:
    """Return the years in which anybody came, and the present one, newest first."""
    entered = Visit.objects.filter(enterprise=enterprise, voided_at=None).values_list("year", flat=True)
    done = Inspection.objects.current().filter(enterprise=enterprise, performed_on__isnull=False)
    days = done.order_by().values_list("performed_on__year", flat=True)
    return sorted({today.year, *entered.distinct(), *days.distinct()}, reverse=True)


def _of_task(task: Inspection, member: Member) -> Came:
    may_see = member.is_bureau or task.subject_id == member.subject_id
    said = [InspectionKind(task.kind).label] if task.kind else []
    said += [Mode(task.mode).label] if task.mode != Mode.ON_SITE else []
    said += [Origin(task.origin).label] if task.origin == Origin.IMPORTED else []
    result = getattr(task, "result", None)
    items = "、".join(line.item.name for line in task.lines.all())
    outcome = Outcome(result.outcome).label if result else Stage(task.stage).label
    return Came(
        at=task.visit.entered_at
        if task.visit
        else _begin(task.performed_on or local_date(task.planned_from)),
        is_timed=task.visit is not None,
        who=task.subject.short_name,
        what="　".join(said),
        detail=f"{items}：{outcome}" if may_see and items else outcome if may_see else "",
        inspection_id=task.pk if may_see else None,
        is_hidden=not may_see,
    )


def _of_service(service: ServiceVisit, member: Member) -> Came:
    may_see = member.is_bureau or service.subject_id == member.subject_id
    return Came(
        at=service.visit.entered_at,
        is_timed=True,
        who=service.subject.short_name,
        what=f"{ServiceKind(service.kind).label}（非检查）",
        detail=service.purpose if may_see else "",
        service_id=service.pk if may_see else None,
        is_hidden=not may_see,
    )


def _of_outsider(outside: OutsideInspection, member: Member) -> Came:
    may_see = member.is_bureau or (outside.host_id is not None and outside.host_id == member.subject_id)
    return Came(
        at=_begin(outside.performed_on),
        is_timed=False,
        who=outside.organ,
        what="异地检查",
        detail=outside.matter if may_see else "",
        is_hidden=not may_see,
    )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
