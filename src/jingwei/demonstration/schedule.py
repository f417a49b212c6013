"""When each department drew up, decided, announced and filed its plan of a year; dates alone, nothing is written."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from jingwei.demonstration.content import read
from jingwei.demonstration.district import BEGAN_ON
from jingwei.platform.calendar import Calendar

FIRST_YEAR = BEGAN_ON.year
LAST_DAY = (3, 31)  # of the year: until then plans are published and filed (R-PUB-07)


@dataclass(frozen=True, slots=True)
class Way:
    """The days on which one version of a plan went its way; None for what did not happen."""

    drafted: date
    submitted: date
    decided: date
    announced: date | None
    filed: date | None  # with the bureau
    returned: date | None  # by the bureau, and filed again a week later
    received: date | None
    filed_above: date | None  # with the department above
    receipt: date | None


def way_of(short_name: str, year: int, n: int, calendar: Calendar, *, is_inspecting: bool) -> Way:
    """Return the days of a department's first version for a year.

    Those who inspect have their plan before the year begins; the others take the time that R-PUB-07 leaves.
    ``n``: the department's place among all, by which the days are spread.
    """
    if is_inspecting:
        first = date(year - 1, 11, 9) if year > FIRST_YEAR else BEGAN_ON + timedelta(days=2)
        drafted, wait, report = first + timedelta(days=n % 8), 5, 3 + n % 20
    else:
        drafted, wait, report = date(year, 1, 6) + timedelta(days=n % 30), 14, 2 + n % 9
    way = _along(drafted, calendar, wait=wait, report=report)
    late, key, last = read("plans")["late"], str(year), date(year, *LAST_DAY)
    if short_name in late["missing"].get(key, ()):
        return replace(
            way, announced=None, filed=None, returned=None, received=None, filed_above=None, receipt=None
        )
    if short_name in late["announced"].get(key, ()):
        way = _from(way, _worked(calendar, last + timedelta(days=7 + n % 5)), calendar, report=4)
    if short_name in late["filed"].get(key, ()):
        way = _filed(way, _worked(calendar, last + timedelta(days=6 + n % 9)), calendar)
    if short_name in late["no_superior"].get(key, ()):
        way = replace(way, filed_above=None, receipt=None)
    if short_name in late["returned"].get(key, ()) and way.filed is not None:
        returned = calendar.working_days(way.filed, 2).on
        way = replace(way, returned=returned, received=calendar.working_days(returned, 7).on)
    return way


def way_of_amendment(
    drafted: date, announced: date, filed: date, received: date | None, calendar: Calendar
) -> Way:
    """Return the days of an amendment, of which the content tells the most."""
    way = _along(drafted, calendar, wait=1, report=1)
    return replace(
        way,
        announced=announced,
        filed=filed,
        received=received,
        filed_above=filed,
        receipt=calendar.working_days(filed, 6).on if received else None,
    )


def _along(drafted: date, calendar: Calendar, *, wait: int, report: int) -> Way:
    drafted = _worked(calendar, drafted)
    submitted = calendar.working_days(drafted, 4).on
    decided = calendar.working_days(submitted, 2).on
    way = Way(drafted, submitted, decided, None, None, None, None, None, None)
    return _from(way, calendar.working_days(decided, wait).on, calendar, report=report)


def _from(way: Way, announced: date, calendar: Calendar, *, report: int) -> Way:
    """Return the way on from an announcement."""
    return _filed(replace(way, announced=announced), calendar.working_days(announced, report).on, calendar)


def _filed(way: Way, filed: date, calendar: Calendar) -> Way:
    received, receipt = calendar.working_days(filed, 2).on, calendar.working_days(filed, 6).on
    return replace(way, filed=filed, received=received, filed_above=filed, receipt=receipt)


def _worked(calendar: Calendar, day: date) -> date:
    """Return the first working day that is not before a day."""
    return calendar.working_days(day - timedelta(days=1), 1).on
