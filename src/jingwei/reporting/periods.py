"""The days that a figure is taken over: half-open inside, shown with its last day."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.errors import Mistake

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included; legal dates in Asia/Shanghai."""

    first: date
    last: date

    @property
    def end(self) -> date:
        """The day after the last."""
        return self.last + ONE_DAY

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """When the period begins and when it has ended, for what is stored as an instant."""
        return datetime.combine(self.first, time(), SHANGHAI), datetime.combine(self.end, time(), SHANGHAI)

    @property
    def year_before(self) -> "Period":
        """The same days a year before. The end of February stays the end of February, in leap years too."""
        first, last = self.first, self.last
        return Period(
            first.replace(year=first.year - 1, day=28 if (first.month, first.day) == (2, 29) else first.day),
            last.replace(
                year=last.year - 1,
                day=calendar.monthrange(last.year - 1, 2)[1] if _ends_february(last) else last.day,
            ),
        )

    @property
    def months(self) -> tuple["Period", ...]:
        """The period month by month; the first and the last may be parts of a month."""
        return tuple(self._by_month())

    @property
    def label(self) -> str:
        """The period in words: 2025年上半年, 2025年第一季度, 2025年1月, or its days."""
        year = f"{self.first.year}年"
        for name, period in _named(self.first.year).items():
            if period == self:
                return year + name
        return f"{self.first.isoformat()} 至 {self.last.isoformat()}"

    @property
    def query(self) -> str:
        """The period as an address carries it."""
        return f"from={self.first.isoformat()}&to={self.last.isoformat()}"

    def _by_month(self) -> Iterator["Period"]:
        first = self.first
        while first <= self.last:
            whole = month_of(first)
            yield Period(first, min(whole.last, self.last))
            first = whole.end


def month_of(day: date) -> Period:
    """Return the month that a day lies in."""
    return Period(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def half_year(year: int, half: int) -> Period:
    """Return the first or the second half of a year."""
    return Period(date(year, 6 * half - 5, 1), month_of(date(year, 6 * half, 1)).last)


def quarter(year: int, number: int) -> Period:
    """Return one of the four quarters of a year."""
    return Period(date(year, 3 * number - 2, 1), month_of(date(year, 3 * number, 1)).last)


def whole_year(year: int) -> Period:
    """Return a calendar year, which is the year of the statistics (R-STA-01)."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def last_half_year(today: date) -> Period:
    """Return the half-year that has ended last."""
    return half_year(today.year, 1) if today.month > 6 else half_year(today.year - 1, 2)


def list_usual(today: date) -> list[Period]:
    """Return the periods that are usually asked for, newest first: half-years, quarters and years that have begun."""
    offered = []
    for year in range(today.year, today.year - 3, -1):
        offered += [
            whole_year(year),
            *(half_year(year, half) for half in (2, 1)),
            *(quarter(year, number) for number in (4, 3, 2, 1)),
        ]
    return [period for period in offered if period.first <= today]


def read_period(first: str, last: str) -> Period:
    """Read a period from two ISO dates, the last day included. Raises Mistake naming the date and the remedy."""
    begins, ends = _read_day(first, "起始日期", "from"), _read_day(last, "截止日期", "to")
    if ends < begins:
        raise Mistake(f"截止日期 {ends} 早于起始日期 {begins}", "把两个日期对调", "to")
    return Period(begins, ends)


def _read_day(text: str, label: str, field: str) -> date:
    form = "写作 2025-01-01 的形式"
    if not text.strip():
        raise Mistake(f"没有给出{label}", form, field)
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
            raise ValueError
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise Mistake(f"{label}“{text.strip()[:40]}”不是日期", form, field) from None
    if not EARLIEST <= day < LATEST:
        raise Mistake(f"{label} {day} 不在 2000 年至 2099 年之间", "核对年份", field)
    return day


def _named(year: int) -> dict[str, Period]:
    return {
        "全年": whole_year(year),
        "上半年": half_year(year, 1),
        "下半年": half_year(year, 2),
        **{f"第{name}季度": quarter(year, number) for number, name in enumerate("一二三四", 1)},
        **{f"{month}月": month_of(date(year, month, 1)) for month in range(1, 13)},
    }


def _ends_february(day: date) -> bool:
    return day.month == 2 and day == month_of(day).last
