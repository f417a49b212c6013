"""Figures that others printed about this district, checked for a base in whole numbers (R-STA-06)."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from jingwei.reporting.indicators import get_indicator
from jingwei.reporting.indicators.indicator import Indicator
from jingwei.reporting.periods import Period
from jingwei.reporting.rules.published_rate import Facts
from jingwei.rulebook import Finding, Moment, ask

FILE = Path(__file__).with_name("published.toml")


@dataclass(frozen=True, slots=True)
class Published:
    """A figure as printed: the value, and its change in percent with the decimals it had."""

    indicator: Indicator
    period: Period
    value: int
    change: str
    source: str

    @property
    def change_shown(self) -> str:
        """The change as it was printed."""
        return f"{self.change.replace('-', '−')}%"


def list_published(period: Period, *, on: date) -> Sequence[tuple[Published, Finding]]:
    """Return what was printed of a period, each with what R-STA-06 finds of it."""
    return [(each, check_rate(each.value, each.change, on=on)) for each in _all() if each.period == period]


def check_rate(value: int, change: str, *, on: date) -> Finding:
    """Judge a rate that was printed without its base: can a whole number be the base? ``on``: today."""
    facts = Facts(value=value, change=change, base=None, is_ours=False)
    return ask(Moment.COUNT, [facts], on=on).findings[0]


@cache
def _all() -> tuple[Published, ...]:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["figures"]
    return tuple(
        Published(
            indicator=get_indicator(row["indicator"]),
            period=Period(row["first"], row["last"]),
            value=row["value"],
            change=row["change"],
            source=row["source"],
        )
        for row in rows
    )
