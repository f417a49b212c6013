"""One thing that waits for somebody, its period, and the headings under which many of them stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jingwei.platform.calendar import Calendar, Deadline
from jingwei.rulebook import Numbers, Refused

SOON = 2  # working days


@dataclass(frozen=True, slots=True)
class Day:
    """The day of the look, with the working days and the rules' numbers by which periods are counted from it."""

    today: date
    calendar: Calendar
    numbers: Numbers

    def period(self, begun_on: date, due: Deadline | date | None) -> "Period":
        """Return what is left of a period on the day; nothing is known where a year's working days are missing."""
        due = Deadline(due) if isinstance(due, date) else due
        left = self.between(self.today, due.on) if due else None
        whole = self.between(begun_on, due.on) if due else None
        is_over = not whole or left is None or left <= 0
        used = 100 if is_over else max(0, 100 - 100 * (left or 0) // (whole or 1))
        return Period(due=due, left=left, used=used)

    def between(self, start: date, end: date) -> int | None:
        """Return the working days between, or None where a year's table is missing: a list must not fall for that."""
        try:
            return self.calendar.working_days_between(start, end)
        except Refused:
            return None

    def after(self, start: date, count: int) -> Deadline | None:
        """Return the last of so many working days after a day, or None where a year's table is missing."""
        try:
            return self.calendar.working_days(start, count)
        except Refused:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """How much of a period is left on a day."""

    due: Deadline | None = None
    left: int | None = None  # working days; negative when overdue; None without a period
    used: int = 0  # share of the period that is over, in percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """One thing that waits for somebody: what it is, where it comes from, until when, and where it is done."""

    title: str
    detail: str
    origin: str
    kind: str
    step: str
    url: str
    verb: str
    begun_on: date
    period: Period = Period()

    @property
    def due(self) -> Deadline | None:
        """The last day; None without a period."""
        return self.period.due

    @property
    def left(self) -> int | None:
        """The working days that are left; negative when overdue, None without a period."""
        return self.period.left

    @property
    def used(self) -> int:
        """The share of the period that is over, in percent."""
        return self.period.used

    @property
    def colour(self) -> str:
        """The lamp: red overdue, amber within two working days, green in time, grey without a period."""
        if self.left is None:
            return "grey"
        return "red" if self.left < 0 else "amber" if self.left <= SOON else "green"


def in_groups(rows: Iterable[Todo]) -> list[tuple[str, list[Todo]]]:
    """Return the rows under the headings of their lamps, empty ones left out."""
    headings = {"red": "已逾期", "amber": "两个工作日内", "green": "期限内", "grey": "没有法定期限"}
    rows = list(rows)
    groups = [
        (heading, [row for row in rows if row.colour == colour]) for colour, heading in headings.items()
    ]
    return [(heading, found) for heading, found in groups if found]
