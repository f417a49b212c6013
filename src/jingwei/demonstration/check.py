"""Looks through what the demonstration holds, as a stranger would: was anything done that a rule of its day refuses?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from jingwei.inspections import facts
from jingwei.inspections.dossier import Dossier
from jingwei.inspections.models import Inspection, InspectionItem, Record, TeamMember
from jingwei.inspections.terms import ActNature, Origin, Stage
from jingwei.planning.models import CapLedger
from jingwei.platform.calendar import local_date
from jingwei.platform.queries import get_calendar, get_numbers_of_days
from jingwei.registry.models import Certificate
from jingwei.rulebook import Finding, Moment, Numbers, ask

CHUNK = 500


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

    ``every``: look at one act in so many. Caps are looked at in the ledger, whose rows hold the sum of all acts.
    """
    days = {
        day for pair in Inspection.objects.values_list("requested_at", "performed_on") for day in _days(*pair)
    }
    numbers = get_numbers_of_days(days)
    found = [objection for dossier in _dossiers(every) for objection in _objections(dossier, numbers)]
    assert not [row for row in CapLedger.objects.all() if row.used > row.granted]
    return found


def _days(requested_at: datetime, performed_on: date | None) -> Iterator[date]:
    yield local_date(requested_at)
    if performed_on is not None:
        yield performed_on


def _dossiers(every: int) -> Iterator[Dossier]:
    done = (
        Inspection.objects.filter(stage__in=[Stage.RECORDED, Stage.CONCLUDED])
        .select_related("subject", "enterprise", "site__region", "site__enterprise", "visit__site", "notice")
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
            Prefetch(
                "records",
                Record.objects.filter(voided_at=None).prefetch_related("entries__item", "signatures"),
            ),
        )
        .order_by("id")
    )
    for n, inspection in enumerate(done.iterator(chunk_size=CHUNK)):
        if n % every == 0:
            yield Dossier(
                inspection=inspection,
                lines=list(inspection.lines.all()),
                team=list(inspection.team.all()),
                assistants=[],
            )


def _objections(dossier: Dossier, numbers: dict[date, Numbers]) -> Iterator[Objection]:
    inspection = dossier.inspection
    for moment, on, asked in _asked(dossier, numbers):
        for finding in ask(moment, asked, on=on).refusals:
            yield Objection(inspection, moment, finding)


def _asked(dossier: Dossier, numbers: dict[date, Numbers]) -> Iterator[tuple[Moment, date, list[object]]]:
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
    yield Moment.REQUEST, requested.on, facts.facts_of_request(dossier, requested, nature=nature)
    visit, record = inspection.visit, next(iter(inspection.records.all()))
    assert visit is not None
    present = dossier.officers
    entry = facts.facts_of_entry(dossier, visit, present, [], on, others={}, has_door_photo=False)
    yield Moment.ENTER, on.on, entry
    yield Moment.RECORD, on.on, facts.facts_of_record(dossier, record, on)
    if visit.left_at is not None:
        yield Moment.LEAVE, on.on, facts.facts_of_leaving(visit, visit.left_at, get_calendar(), on)
