"""The report of a period: each indicator with its base, the change that follows from the two, and what to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from jingwei.platform.queries import get_numbers
from jingwei.reporting.indicators import INDICATORS, Indicator
from jingwei.reporting.indicators.officers import CANCELLED, CHECKED, count_holders
from jingwei.reporting.periods import Period, whole_year
from jingwei.reporting.rules import checked_covers_holders, published_rate, year_on_year, yearly_report
from jingwei.rulebook import Judgement, Moment, ask


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator's value, with its base and change where it has them. ``change`` is in ten-thousandths."""

    indicator: Indicator
    period: Period
    value: int
    base: int | None
    change: int | None
    formula: str  # how the change was reckoned, or why there is none
    subject_id: int | None = None

    @property
    def list_url(self) -> str:
        """Where the rows behind the figure are listed."""
        return address_of_list(self.indicator, self.period, subject_id=self.subject_id)

    @property
    def change_shown(self) -> str:
        """The change in percent with two decimals, empty where there is none."""
        return shown(self.change)


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of a period, and how they were judged (R-STA-06, R-STA-08)."""

    period: Period
    figures: Sequence[Figure]
    judgement: Judgement

    def figure(self, code: str) -> Figure:
        """Return the figure of one indicator."""
        return next(figure for figure in self.figures if figure.indicator.code == code)


def get_report(period: Period, *, subject_id: int | None = None) -> Report:
    """Return every figure of the period, of the district or of one subject.

    Raises Refused (R-STA-06) should a change ever be printed that its base does not give.
    """
    figures = [get_figure(indicator, period, subject_id=subject_id) for indicator in INDICATORS]
    asked: list[object] = [
        published_rate.Facts(value=each.value, change=percent(each.change), base=each.base, is_ours=True)
        for each in figures
        if each.change is not None
    ]
    by_code = {each.indicator.code: each.value for each in figures}
    if by_code[CHECKED.code] and subject_id is None:
        asked.append(
            checked_covers_holders.Facts(
                checked=by_code[CHECKED.code],
                holders=count_holders(period),
                cancelled=by_code[CANCELLED.code],
            )
        )
    judgement = ask(Moment.COUNT, asked, on=period.last)
    judgement.require()
    return Report(period, figures, judgement)


def get_figure(indicator: Indicator, period: Period, *, subject_id: int | None = None) -> Figure:
    """Return one figure of the period. The base is that of the same days a year before; a base of zero is none."""
    value = indicator.value(period, subject_id=subject_id)
    counted = indicator.value(period.year_before, subject_id=subject_id) if indicator.has_base else 0
    base = counted or None
    change = year_on_year.year_on_year(year_on_year.Facts(value=value, base=base))
    formula = change.basis if indicator.has_base else "期末计数，不计同比"
    return Figure(indicator, period, value, base, change.value, formula, subject_id)


def as_object(report: Report) -> dict[str, Any]:
    """Return the report as the interface, the command and the download give it: numbers are JSON numbers."""
    return {
        "period": {"from": report.period.first.isoformat(), "to": report.period.last.isoformat()},
        "indicators": [
            {
                "code": each.indicator.code,
                "label": each.indicator.label,
                "value": each.value,
                "unit": each.indicator.unit,
                "base": each.base,
                "change": None if each.change is None else each.change / 10_000,
                "definition": each.indicator.definition,
                "list_url": each.list_url,
            }
            for each in report.figures
        ],
    }


def as_text(report: Report) -> str:
    """Return the report as a table for a terminal, a figure a line, with its base and change."""
    period = report.period
    lines = [f"{period.label}（{period.first} 至 {period.last}）"]
    for each in report.figures:
        value = f"{each.value:>8} {each.indicator.unit}"
        base = each.formula if each.base is None else f"{each.change_shown}　基数 {each.base}"
        # A Chinese character is as wide as two letters, so labels are filled up with full-width blanks.
        lines.append(f"{each.indicator.label:　<8}{value:　<2}　{base}")
    lines += [f"注意：{finding.verdict.fact}" for finding in report.judgement.warnings]
    return "\n".join(lines)


def due_day(period: Period) -> date | None:
    """Return until when the yearly report has to be out (R-STA-01), where the period is a whole year."""
    if period != whole_year(period.first.year):
        return None
    numbers = get_numbers(period.last)
    facts = yearly_report.Facts(
        year=period.first.year,
        due_month=numbers.get("R-STA-01", "due_month"),
        due_day=numbers.get("R-STA-01", "due_day"),
    )
    return yearly_report.yearly_report(facts).value.due


def address_of_list(
    indicator: Indicator, period: Period, *, subject_id: int | None = None, town: str = ""
) -> str:
    """Return where an indicator's rows of a period are listed, narrowed as the figure is."""
    narrowed = {"subject": subject_id, "town": town}
    query = urlencode({name: value for name, value in narrowed.items() if value})
    address = f"{reverse('statistics_rows', args=[indicator.code])}?{period.query}"
    return f"{address}&{query}" if query else address


def percent(change: int) -> str:
    """Write ten-thousandths in percent with two decimals, as a number: -27.70."""
    return f"{'-' if change < 0 else ''}{abs(change) // 100}.{abs(change) % 100:02}"


def shown(change: int | None) -> str:
    """Write a change as pages print it: −27.70%, +3.20%; empty where there is none."""
    if change is None:
        return ""
    return f"{'+' if change > 0 else ''}{percent(change).replace('-', '−')}%"
