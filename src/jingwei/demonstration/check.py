"""Looks through what the demonstration holds for anything that a rule of its day would have refused."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Prefetch

from jingwei.demonstration.courses import Remembered
from jingwei.inspections import facts
from jingwei.inspections.dossier import Dossier
from jingwei.inspections.models import Inspection, InspectionItem, Record, TeamMember
from jingwei.inspections.terms import ActNature, Origin, Stage
from jingwei.platform.calendar import Calendar, local_date
from jingwei.platform.queries import get_calendar, get_numbers_of_days
from jingwei.registry.models import Certificate
from jingwei.rulebook import Finding, Moment, Numbers, ask

CHUNK = 500
DONE = [Stage.RECORDED, Stage.CONCLUDED]


@dataclass(frozen=True, slots=True)
class Objection:
    """A rule of its day refuses what was done: which act, at which moment, and why."""

    inspection: Inspection
    moment: Moment
    finding: Finding

    def __str__(self) -> str:
        return f"{self.inspection} {self.moment}：{self.finding.rule.code} {self.finding.verdict.fact}"


def check_district(*, every: int = 1) -> list[Objection]:
    """Put what was done to the rules of its day once more, from the rows alone, and return every refusal.

    What the head set aside with a reason is no objection. ``every``: look at one act in so many. Caps are held by the ledger's own constraint, so that the approval is asked
    without them; that nobody went where they have a tie (R-OFF-12) is read apart, by ``ties``.
    """
    calendar = get_calendar()
    acts = Inspection.objects.values_list("requested_at", "approved_at", "performed_on")
    days = {day for act in acts for day in _days(*act)}
    numbers = get_numbers_of_days(days)
    return [
        Objection(dossier.inspection, moment, finding)
        for dossier in _dossiers(every)
        for moment, on, asked in _asked(dossier, numbers, calendar)
        for finding in ask(moment, asked, on=on).refusals
        if finding.rule.code not in dossier.inspection.overridden
    ]


def _days(requested_at: datetime, approved_at: datetime | None, performed_on: date | None) -> Iterator[date]:
    yield local_date(requested_at)
    if approved_at is not None:
        yield local_date(approved_at)
    if performed_on is not None:
        yield performed_on


def _dossiers(every: int) -> Iterator[Dossier]:
    done = (
        Inspection.objects.filter(stage__in=DONE)
        .select_related("subject", "enterprise", "site__region", "site__enterprise", "visit__site", "notice")
        .select_related("special__subject", "invitation__site", "parent")
        .prefetch_related(
            Prefetch(
                "lines",
                InspectionItem.objects.select_related("item__subject", "standard").order_by("id"),
            ),
            "lines__item__bases",
            "lines__item__versions",
            Prefetch(
                "team",
                TeamMember.objects.select_related("officer__subject", "certificate__officer").order_by("id"),
            ),
            Prefetch("team__officer__certificates", Certificate.objects.order_by("id")),
            "visit__presences",
            Prefetch(
                "records",
                Record.objects.filter(voided_at=None).prefetch_related("entries__item", "signatures"),
            ),
        )
        .order_by("id")
    )
    for n, inspection in enumerate(done.iterator(chunk_size=CHUNK)):
        if n % every == 0:
            team = list(inspection.team.all())
            ours = {member.officer_id for member in team}
            visit = inspection.visit
            yield Remembered(
                inspection=inspection,
                lines=list(inspection.lines.all()),
                team=team,
                assistants=[],
                drawn_up=getattr(inspection, "notice", None),
                shown={
                    each.officer_id: each.certificate_number
                    for each in (visit.presences.all() if visit else ())
                    if each.officer_id in ours
                },
            )


def _asked(
    dossier: Dossier, numbers: dict[date, Numbers], calendar: Calendar
) -> Iterator[tuple[Moment, date, list[object]]]:
    """Yield what is asked of an act, by moment and day."""
    inspection = dossier.inspection
    assert inspection.performed_on is not None
    on = numbers[inspection.performed_on]
    if inspection.origin == Origin.IMPORTED:
        for moment, asked in facts.facts_of_import(dossier, on).items():
            yield moment, on.on, asked
        return
    requested = numbers[local_date(inspection.requested_at)]
    nature = ActNature.INSPECTION
    planned = facts.planned_of(dossier, on=requested.on)
    asked = facts.facts_of_request(dossier, requested, nature=nature, planned=planned)
    yield Moment.REQUEST, requested.on, asked
    if inspection.approved_at is not None:
        approved = numbers[local_date(inspection.approved_at)]
        planned = facts.planned_of(dossier, on=approved.on)
        # How often they came is only remarked on (R-FRQ-02b): no refusal rests on the two counts.
        asked = facts.facts_of_approval(dossier, [], approved, planned=planned, visits=0, case_visits=0)
        yield Moment.APPROVE, approved.on, asked
    visit, record = inspection.visit, next(iter(inspection.records.all()))
    assert visit is not None
    present = dossier.officers
    if (
        inspection.joint_with_id is not None
    ):  # The visit is the lead's; of this subject the first of the team scanned.
        visit = copy(visit)
        visit.scanned_by = present[0]
    entry = facts.facts_of_entry(dossier, visit, present, [], on, others={}, has_door_photo=False)
    yield Moment.ENTER, on.on, entry
    yield Moment.RECORD, on.on, facts.facts_of_record(dossier, record, on)
    if visit.left_at is not None:
        yield Moment.LEAVE, on.on, facts.facts_of_leaving(visit, visit.left_at, calendar, on)


def ties() -> list[TeamMember]:
    """Return who inspected an enterprise with which they have a declared tie."""
    found = TeamMember.objects.filter(inspection__stage__in=DONE)
    return list(found.filter(officer__relations__enterprise=F("inspection__enterprise")))
