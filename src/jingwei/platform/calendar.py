"""Counts legal days: wd(n) working days from a table, cd(n) calendar days; the first day is not counted."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jingwei.platform.rules.calendar_loaded import Facts
from jingwei.rulebook import Moment, ask

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local_date(at: datetime) -> date:
    """Return the legal date of an instant: the day in Asia/Shanghai (R-FMT-09)."""
    return at.astimezone(SHANGHAI).date()


def midnight(day: date) -> datetime:
    """Return the instant at which a legal day begins."""
    return datetime.combine(day, time.min, SHANGHAI)


def add_months(start: date, count: int) -> date:
    """Return the day on which a period of months ends: the same day of that month, else the month's last day.

    Source: 民法典 art 202. A day of rest does not move it; whoever wants that asks ``Calendar``.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a period. ``is_official`` false: computed over a demonstration calendar, and shown so."""

    on: date
    is_official: bool = True

    def __str__(self) -> str:
        return self.on.isoformat() + ("" if self.is_official else "（演示日历，非官方）")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working-day table: ``years`` known (year → official or not) and the days that differ from the plain week."""

    years: Mapping[int, bool]
    exceptions: Mapping[date, bool]  # day → is it worked?

    def is_working_day(self, day: date) -> bool:
        """Whether people work on the day. Raises Refused (R-CAL-02) when its year has no table."""
        self._require(day.year)
        return self.exceptions.get(day, day.weekday() < 5)

    def working_days(self, start: date, count: int) -> Deadline:
        """Return the day on which a period of ``count`` working days ends; the start day is not counted."""
        day = start
        for _ in range(count):
            day = self._next_working_day(day + timedelta(days=1))
        return self._deadline(start, day)

    def calendar_days(self, start: date, count: int) -> Deadline:
        """Return the day on which a period of calendar days ends; a rest day moves it to the next working day.

        Source: 民事诉讼法(2023) art 85, by way of 行政处罚法 art 61.
        """
        return self._deadline(start, self._next_working_day(start + timedelta(days=count)))

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days lie after ``start`` up to and including ``end``; negative when overdue."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_working_day(day) for day in days)

    def _next_working_day(self, day: date) -> date:
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def _deadline(self, start: date, end: date) -> Deadline:
        return Deadline(end, all(self.years[year] for year in range(start.year, end.year + 1)))

    def _require(self, year: int) -> None:
        if year not in self.years:
            facts = Facts(year=year, is_loaded=False, is_demonstration_fill=False)
            ask(Moment.COUNT_DAYS, [facts], on=date(year, 1, 1)).require()
