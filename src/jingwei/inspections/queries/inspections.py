"""Reads of inspections: lists scoped by who asks, the three counters, what awaits whom."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.db.models import Count, Q

from jingwei.inspections.dossier import counts_of_inspection
from jingwei.inspections.models import Inspection, Record, ServiceVisit, Visit
from jingwei.inspections.models.inspections import InspectionQuerySet
from jingwei.inspections.terms import Origin, ServiceKind, Stage
from jingwei.planning.models import CapLedger
from jingwei.planning.queries import list_caps, list_ledger
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date, midnight
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import StoredFile
from jingwei.platform.queries import get_numbers
from jingwei.registry.members import Member
from jingwei.registry.models import Enterprise, Subject
from jingwei.registry.terms import Role

RATING_SALT = "inspections.rating"


@dataclass(frozen=True, slots=True)
class CounterColumn:
    """One visit, or the one asked for (``is_next``), and which counters it goes into.

    One that was imported (``is_imported``) stands beside them: nobody scanned, so it is no visit and takes no cap.
    """

    on: date
    label: str
    is_next: bool
    in_capped: bool
    in_reportable: bool
    inspection_id: int | None
    is_imported: bool = False


@dataclass(frozen=True, slots=True)
class ThreeCounters:
    """Visits, capped and reportable inspections of one subject at one enterprise in one year.

    They differ by law: every entry is a visit; exempt and ordered ones are not capped; only those with a signed
    record that did not end in a case are reportable. ``limit`` is the tightest cap granted, None where none is set.
    """

    year: int
    columns: Sequence[CounterColumn]
    limit: int | None
    used: int  # what the ledger holds against the tightest cap; a line's cap may hold more than this subject's own

    @property
    def visits(self) -> int:
        """入企次数: every entry, whatever for."""
        return sum(not column.is_next and not column.is_imported for column in self.columns)

    @property
    def capped(self) -> int:
        """计入上限: what is held against the cap."""
        return sum(column.in_capped for column in self.columns if not column.is_next)

    @property
    def reportable(self) -> int:
        """可报统计: a signed record, and no case."""
        return sum(column.in_reportable for column in self.columns if not column.is_next)


def may_list_of(actor: Actor, subject_id: int) -> bool:
    """Whether ``list_inspections`` holds all inspections of the subject for the actor."""
    return isinstance(actor, Member) and (
        actor.role in {Role.SUPERVISOR, Role.SUPERVISION_LEAD}
        or (actor.subject_id == subject_id and not actor.role.is_administrator)
    )


def list_inspections(actor: Actor) -> InspectionQuerySet:
    """Return the inspections the actor may see, newest first: the bureau all, a subject its own.

    An enterprise sees those at it that were carried out, noticed, or told of with their time; surprise is the point of
    others.
    """
    found = Inspection.objects.select_related("subject", "enterprise", "site", "visit").order_by(
        "-planned_from", "-id"
    )
    match actor:
        case Member(role=role) if role in {Role.SUPERVISOR, Role.SUPERVISION_LEAD}:
            return found
        case Member(role=role, subject_id=int(subject_id)) if not role.is_administrator:
            return found.filter(subject_id=subject_id)
        case Member(role=Role.ENTERPRISE_CONTACT, enterprise_id=int(enterprise_id)):
            is_known = Q(performed_on__isnull=False) | Q(notice__served_at__isnull=False)
            return found.filter(is_known | Q(booking__isnull=False), enterprise_id=enterprise_id)
    return found.none()


def get_inspection(actor: Actor, inspection_id: int) -> Inspection:
    """Return one inspection the actor may see. Raises NotAllowed for all others, existing or not."""
    found = list_inspections(actor).filter(pk=inspection_id).first()
    if found is None:
        raise NotAllowed("没有这件检查任务，或不属于您的单位", "从检查任务列表打开")
    return found


def list_tasks_of_officer(actor: Actor, *, day: date) -> InspectionQuerySet:
    """Return the tasks an officer is put on that are planned for the day or still under way, earliest first."""
    if not isinstance(actor, Member) or actor.officer_id is None:
        return Inspection.objects.none()
    start = midnight(day)
    today = Q(planned_from__gte=start, planned_from__lt=start + timedelta(days=1))
    under_way = Q(stage__in=[Stage.ENTERED, Stage.RECORDED])
    return (
        Inspection.objects.current()
        .filter(today | under_way, team__officer=actor.officer_id, origin=Origin.PLATFORM)
        .select_related("subject", "enterprise", "site", "visit", "booking")
        .prefetch_related("lines__item", "team__officer", "refusals")
        .order_by("planned_from", "id")
    )


def list_due_tasks_of_officer(actor: Actor, *, day: date) -> InspectionQuerySet:
    """Return the tasks that wait for an officer who is put on them: planned for the day or before, or under way."""
    tomorrow = midnight(day + timedelta(days=1))
    is_urgent = Q(stage=Stage.SUBMITTED) & ~Q(urgent="")
    is_due = (Q(stage=Stage.APPROVED) | is_urgent) & Q(planned_from__lt=tomorrow)
    officer_id = actor.officer_id if isinstance(actor, Member) else None
    return (
        Inspection.objects.filter(is_due | Q(stage__in=[Stage.ENTERED, Stage.RECORDED]))
        .filter(team__officer=officer_id or 0, origin=Origin.PLATFORM)
        .select_related("subject", "enterprise", "site", "visit")
        .prefetch_related("team__officer", "records")
        .order_by("planned_from", "id")
    )


def list_open_tasks_of_officer(actor: Actor) -> InspectionQuerySet:
    """Return the tasks an officer is put on and may still enter or has entered, of whatever day, earliest first."""
    if not isinstance(actor, Member) or actor.officer_id is None:
        return Inspection.objects.none()
    return (
        Inspection.objects.filter(
            stage__in=[Stage.SUBMITTED, Stage.RETURNED, Stage.APPROVED, Stage.ENTERED],
            team__officer=actor.officer_id,
        )
        .select_related("subject", "enterprise", "site", "visit", "booking")
        .prefetch_related("lines__item", "team__officer__certificates", "refusals")
        .order_by("planned_from", "id")
    )


def list_open_tasks_of_subject(subject_id: int) -> InspectionQuerySet:
    """Return the tasks of a subject that are under way, from the request to the result, earliest first."""
    stages = [Stage.SUBMITTED, Stage.RETURNED, Stage.APPROVED, Stage.ENTERED, Stage.RECORDED]
    return Inspection.objects.filter(subject=subject_id, stage__in=stages).order_by("planned_from", "id")


def list_visits_of_enterprise(actor: Actor) -> Sequence[Visit]:
    """Return the visits to the contact's enterprise, newest first, with what was inspected in each."""
    if not isinstance(actor, Member) or actor.enterprise_id is None:
        return []
    return list(
        Visit.objects.filter(enterprise=actor.enterprise_id, voided_at=None)
        .select_related("site", "service__subject")
        .prefetch_related(
            "inspections__subject",
            "inspections__result",
            "inspections__notice",
            "inspections__lines__item",
            "inspections__records",
            "presences__officer__subject",
        )
        .order_by("-entered_at")
    )


def list_noticed_tasks(actor: Actor) -> InspectionQuerySet:
    """Return the tasks at the contact's enterprise whose notice was served and that nobody has entered, earliest first.

    What was not announced yet is not told here: surprise is the point of some inspections.
    """
    return (
        list_inspections(actor)
        .filter(stage=Stage.APPROVED, visit=None)
        .exclude(notice__served_at=None)
        .prefetch_related("lines__item")
        .order_by("planned_from", "id")
    )


def get_visit_to_rate(actor: Actor, token: str) -> Visit:
    """Return the visit that a token of the contact's own enterprise lets rate.

    Raises Mistake for a token that is none, NotAllowed for another enterprise's, Conflict when it is spent or the
    visit has not ended.
    """
    try:
        visit_id = signing.loads(token, salt=RATING_SALT)
    except signing.BadSignature:
        raise Mistake("评价链接无效", "从企业端的入企记录重新打开", "token") from None
    visit = (
        Visit.objects.select_related("site", "service__subject")
        .prefetch_related("inspections__subject")
        .filter(pk=visit_id, voided_at=None)
        .first()
    )
    if visit is None or not isinstance(actor, Member) or visit.enterprise_id != actor.enterprise_id:
        raise NotAllowed("这不是本企业的入企记录", "从企业端的入企记录打开")
    if visit.is_rated or visit.left_at is None:
        raise Conflict("这次入企已经评价过，或还没有结束", "每次入企评价一次，离企以后评价")
    return visit


def count_visits(subject_id: int, enterprise_id: int, year: int) -> tuple[int, int]:
    """Return how many visits the subject made to the enterprise in the year, and how many of them were case-based."""
    found = Inspection.objects.current().filter(
        subject=subject_id, enterprise=enterprise_id, visit__year=year, visit__voided_at=None
    )
    counted = found.aggregate(
        visits=Count("visit", distinct=True),
        case=Count("visit", distinct=True, filter=Q(kind=InspectionKind.CASE_BASED)),
    )
    return counted["visits"], counted["case"]


def get_three_counters(
    subject: Subject, enterprise: Enterprise, *, on: date, asked: Inspection | None = None
) -> ThreeCounters:
    """Return the three counters of the year so far; ``asked`` adds the inspection that has not entered yet."""
    scanned = Q(visit__year=on.year, visit__voided_at=None)
    imported = Q(origin=Origin.IMPORTED, performed_on__year=on.year)
    rows = (
        Inspection.objects.current()
        .filter(scanned | imported, subject=subject, enterprise=enterprise)
        .select_related("visit")
        .order_by("performed_on", "visit__entered_at", "id")
    )
    columns = [
        CounterColumn(
            on=row.counted_on,
            label="导入" if row.origin == Origin.IMPORTED else _label(row),
            is_next=False,
            in_capped=row.is_counted,
            in_reportable=row.reportable_on is not None,
            inspection_id=row.pk,
            is_imported=row.origin == Origin.IMPORTED,
        )
        for row in rows
    ]
    columns += _service_columns(subject, enterprise, on.year)
    columns.sort(key=lambda column: column.on)  # Stable: what was inspected on one day keeps its order.
    if asked is not None and asked.visit_id is None and asked.origin != Origin.IMPORTED:
        counts = counts_of_inspection(asked, get_numbers(on))
        columns.append(CounterColumn(on, _label(asked), True, counts.in_capped, True, inspection_id=asked.pk))
    item_ids = [line.item_id for line in asked.lines.all()] if asked else []
    ledger = list_ledger(list_caps(subject, enterprise, item_ids, on=on), enterprise, year=on.year)
    tightest: CapLedger | None = min(ledger, key=lambda row: row.granted - row.used, default=None)
    return ThreeCounters(
        year=on.year,
        columns=columns,
        limit=tightest.granted if tightest else None,
        used=tightest.used if tightest else 0,
    )


def _service_columns(subject: Subject, enterprise: Enterprise, year: int) -> list[CounterColumn]:
    """Return the subject's visits without inspection: entries like any other, and nothing else (R-SCAN-07)."""
    found = ServiceVisit.objects.filter(
        subject=subject, visit__enterprise=enterprise, visit__year=year, visit__voided_at=None
    )
    return [
        CounterColumn(
            on=local_date(entered_at),
            label=ServiceKind(kind).label,
            is_next=False,
            in_capped=False,
            in_reportable=False,
            inspection_id=None,
        )
        for kind, entered_at in found.values_list("kind", "visit__entered_at").order_by("visit__entered_at")
    ]


def list_records_of(inspection_id: int) -> Sequence[Record]:
    """Return the records of one inspection, the standing one first, with points, photos and signatures."""
    return list(
        Record.objects.filter(inspection=inspection_id)
        .select_related("corrects", "paper")
        .prefetch_related("entries__item", "photos__entry", "signatures__officer")
        .order_by("-id")
    )


def find_picture(actor: Actor, file_id: uuid.UUID) -> StoredFile | None:
    """Return a photo of a record, a door plate or a failure if the actor may see the inspection it belongs to, else None."""
    seen = list_inspections(actor).filter(
        Q(records__photos__file=file_id) | Q(visit__door_photo=file_id) | Q(visit__evidence=file_id)
    )
    return StoredFile.objects.filter(pk=file_id).first() if seen.exists() else None


def rating_token(visit: Visit) -> str:
    """Return the one-time token with which the visit may be rated; it is spent by ``Visit.is_rated``."""
    return signing.dumps(visit.pk, salt=RATING_SALT)


def _label(inspection: Inspection) -> str:
    if inspection.exempt:
        return ExemptReason(inspection.exempt).label[:4]
    return InspectionKind(inspection.kind).label[:2]
