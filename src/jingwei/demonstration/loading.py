"""The two parts of a first load: the district as it stands, and what was inspected in it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jingwei.demonstration.acts import Acts, Field, survey
from jingwei.demonstration.announced import write_announcements
from jingwei.demonstration.besides import happen_besides
from jingwei.demonstration.book import Book
from jingwei.demonstration.calls import write_calls
from jingwei.demonstration.caps import fill_calendar, write_caps
from jingwei.demonstration.cast import call_the_cast
from jingwei.demonstration.circulars import issue_circulars
from jingwei.demonstration.classes import build_classes
from jingwei.demonstration.district import build_subjects_and_items
from jingwei.demonstration.enterprises import build_enterprises
from jingwei.demonstration.establishment import build_establishment_checks
from jingwei.demonstration.imported import import_acts, scanning_from
from jingwei.demonstration.people import build_people
from jingwei.demonstration.plans import Plan, build_plans
from jingwei.demonstration.quiet import build_quiet_periods, offer_slots
from jingwei.demonstration.roster import build_roster
from jingwei.demonstration.scanned import write_scanned
from jingwei.demonstration.specials import build_specials
from jingwei.platform.queries import get_calendar


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let no garbage be looked for: half a million rows that all live to the end would be looked through many times."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def load_registry(*, today: date, now: datetime) -> None:
    """Write the district as it stands before anything was inspected: calendar, registry, caps."""
    fill_calendar(today=today, now=now)
    build_subjects_and_items()
    build_enterprises(today=today)
    build_people(today=today)
    build_roster(today=today)
    build_establishment_checks(today=today)
    write_caps()


@dataclass(frozen=True)
class Planned:
    """What was planned, for those who then carried it out."""

    field: Field
    plans: list[Plan]


def load_plans(*, today: date) -> Planned:
    """Write what was planned: special inspections, quiet periods, the times that enterprises offer, annual plans."""
    cast = call_the_cast()
    build_specials(cast, today=today)
    build_quiet_periods(cast, today=today)
    offer_slots(today=today)
    book, field = Book(), survey()
    plans = build_plans(book, cast, field, get_calendar(), today=today)
    book.write()
    write_announcements(cast, get_calendar(), plans, today=today)
    return Planned(field, plans)


def load_past(planned: Planned, *, today: date, now: datetime) -> None:
    """Write what was inspected up to yesterday: imported before the scanning date, scanned from that day on."""
    field, calendar = planned.field, get_calendar()
    acts = list(Acts(field, calendar, today=today).until(today - timedelta(days=1)))
    import_acts([act for act in acts if act.day < scanning_from()], now=now)
    scanned = [act for act in acts if act.day >= scanning_from()]
    write_scanned(scanned, field, planned.plans, calendar, now=now)
    cast, book = call_the_cast(), Book()
    build_classes(book, cast, calendar, today=today)
    book.write()
    write_calls(cast, calendar, today=today)
    happen_besides(cast, calendar, today=today)
    issue_circulars(cast, calendar, today=today)
