"""Everything about one inspection that its rules ask, read in a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Prefetch, Q, prefetch_related_objects

from jingwei.inspections.models import (
    Assistant,
    EnterpriseRefusal,
    Inspection,
    InspectionItem,
    Notice,
    TeamMember,
    Visit,
)
from jingwei.inspections.terms import Outcome, UrgentReason
from jingwei.planning.models import QuietPeriod
from jingwei.planning.queries import Counts, counts_of, find_quiet
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Mistake
from jingwei.registry.models import Certificate, Enterprise, Item, Officer, Relation, Subject
from jingwei.registry.queries import is_certified
from jingwei.rulebook import Numbers

MERGEABLE = (InspectionKind.ROUTINE, InspectionKind.SPECIAL)  # kinds whose time nothing but the calendar sets


@dataclass
class Dossier:
    """One inspection with its lines, team and assistants."""

    inspection: Inspection
    lines: list[InspectionItem]
    team: list[TeamMember]
    assistants: list[Assistant]

    @property
    def items(self) -> list[Item]:
        """The items in the order of the request."""
        return [line.item for line in self.lines]

    @property
    def officers(self) -> list[Officer]:
        """The officers put on it."""
        return [member.officer for member in self.team]

    @cached_property
    def urgent(self) -> UrgentReason | None:
        """Why it may start before its approval, if it may."""
        return UrgentReason(self.inspection.urgent) if self.inspection.urgent else None

    def notice(self) -> Notice | None:
        """Return its notice, as it stands now, or None before there is one."""
        return Notice.objects.filter(inspection=self.inspection).first()

    def refusals(self) -> Sequence[EnterpriseRefusal]:
        """Return what the enterprise registered when it let somebody on this task not in, the latest last."""
        return list(self.inspection.refusals.order_by("refused_at", "id"))

    def shown_certificates(self, visit: Visit) -> dict[int, str]:
        """Return by officer the number looked at on entry; of a joint visit the team's own people only."""
        found = visit.presences.filter(officer__in=self.officers)
        return dict(found.order_by("id").values_list("officer_id", "certificate_number"))

    def relations(self, officers: Iterable[Officer]) -> Sequence[Relation]:
        """Return the declared ties between these officers and the enterprise."""
        return list(Relation.objects.filter(officer__in=officers, enterprise=self.inspection.enterprise_id))

    def quiet_on(self, enterprise: Enterprise, day: date) -> QuietPeriod | None:
        """Return the period that keeps an enterprise quiet on the day, or None."""
        return find_quiet(enterprise, day)

    def near(self, days: int) -> list[tuple[str, date]]:
        """Return number and day of the subject's other inspections there, planned or made within so many days."""
        own = self.inspection
        return list_near(own.subject_id, own.enterprise_id, own.planned_from, days=days, but=own.pk)

    def found_in_order(self, days: int) -> list[tuple[str, str, date]]:
        """Return item, subject and day where another subject found one of its items in order in the days before."""
        inspection, day = self.inspection, local_date(self.inspection.planned_from)
        found = (
            InspectionItem.objects.filter(
                item__name__in=[item.name for item in self.items],
                inspection__enterprise=inspection.enterprise_id,
                inspection__performed_on__range=(day - timedelta(days=days), day),
                inspection__result__outcome=Outcome.NO_PROBLEM,
            )
            .exclude(inspection__subject=inspection.subject_id)
            .order_by("-inspection__performed_on", "id")
            .values_list("item__name", "inspection__subject__name", "inspection__performed_on")
        )
        return [(item, subject, on) for item, subject, on in found if on is not None]

    def of_the_line(self) -> list[Subject]:
        """Return the other subjects of the line that have inspected the enterprise in the planned year."""
        inspection, year = self.inspection, local_date(self.inspection.planned_from).year
        found = (
            Inspection.objects.current()
            .filter(
                Q(visit__year=year) | Q(visit=None, performed_on__year=year),
                enterprise=inspection.enterprise_id,
                subject__line=inspection.subject.line,
            )
            .exclude(subject=inspection.subject_id)
            .select_related("subject__region")
            .order_by("subject", "id")
            .distinct("subject")
        )
        return [each.subject for each in found]

    def counts(self, numbers: Numbers) -> Counts:
        """Return which counters its visit goes into (R-FRQ-02a)."""
        return counts_of_inspection(self.inspection, numbers)

    def certified(self, officer: Officer, numbers: Numbers) -> bool:
        """Whether the officer may count as one of the two: valid certificate, this subject, every field covered."""
        if officer.subject_id != self.inspection.subject_id or not is_certified(
            officer, on=numbers.on, numbers=numbers
        ):
            return False
        held = {
            field
            for each in officer.certificates.all()
            if each.is_in_force(numbers.on)
            for field in each.fields
        }
        return "general" in held or {item.field for item in self.items} <= held


def counts_of_inspection(inspection: Inspection, numbers: Numbers) -> Counts:
    """Return which counters the visit of one inspection goes into (R-FRQ-02a)."""
    return counts_of(
        InspectionKind(inspection.kind),
        is_ordered_from_above=inspection.is_ordered_from_above,
        exempt=ExemptReason(inspection.exempt) if inspection.exempt else None,
        numbers=numbers,
    )


def open_dossier(inspection_id: int, *, lock: bool = False) -> Dossier:
    """Return one inspection's dossier; with ``lock`` its row stays locked until the act commits.

    Raises Mistake when there is no such inspection.
    """
    found = Inspection.objects.select_related("subject", "enterprise", "site__region", "approved_by")
    if lock:
        found = found.select_for_update(of=("self",))
    inspection = found.filter(pk=inspection_id).first()
    if inspection is None:
        raise Mistake("没有这件检查任务", "从检查任务列表重新打开")
    return dossier_of(inspection)


def dossier_of(inspection: Inspection) -> Dossier:
    """Return the dossier of a row; what it holds already is not read again."""
    prefetch_related_objects(
        [inspection],
        Prefetch(
            "lines",
            InspectionItem.objects.select_related("item", "standard").order_by("id"),
        ),
        Prefetch("team", TeamMember.objects.select_related("officer").order_by("id")),
        Prefetch("team__officer__certificates", Certificate.objects.order_by("id")),
        "assistants",
    )
    _share(inspection)
    return Dossier(
        inspection=inspection,
        lines=list(inspection.lines.all()),
        team=list(inspection.team.all()),
        assistants=list(inspection.assistants.all()),
    )


def _share(inspection: Inspection) -> None:
    """Let what was read once stand wherever it belongs: items of the task's own subject, certificates of its team.

    At the gate the width of a statement costs as much as one more.
    """
    for line in inspection.lines.all():
        if line.item.subject_id == inspection.subject_id:
            line.item.subject = inspection.subject
    for member in inspection.team.all():
        for held in member.officer.certificates.all():
            if held.pk == member.certificate_id:
                member.certificate = held


def list_near(
    subject_id: int, enterprise_id: int, at: datetime, *, days: int, but: int | None
) -> list[tuple[str, date]]:
    """Return number and day of a subject's inspections at an enterprise, planned or made so near to an instant.

    ``but``: the one that asks, left out.
    """
    day, span = local_date(at), timedelta(days=days)
    near = Q(performed_on__range=(day - span, day + span)) | Q(
        performed_on=None, planned_from__gte=at - span, planned_from__lte=at + span
    )
    rows = (
        Inspection.objects.current()
        .filter(
            near,
            subject=subject_id,
            enterprise=enterprise_id,
            kind__in=MERGEABLE,
            exempt="",
            urgent="",
        )
        .exclude(pk=but or 0)
        .order_by("planned_from", "id")
        .values_list("number", "performed_on", "planned_from")
    )
    return [(number, performed_on or local_date(planned)) for number, performed_on, planned in rows]
