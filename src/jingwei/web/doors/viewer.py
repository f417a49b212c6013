"""Who looks at a page and when: what a declared field, filter or act may ask besides the row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from inspect import signature
from typing import Any

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import Calendar, local_date
from jingwei.platform.queries import get_calendar, get_numbers
from jingwei.rulebook import Numbers

Read = str | Callable[..., Any]


@dataclass(frozen=True)
class Viewer:
    """The one who looks, with what depends on the moment of looking; tables are read once, and only when asked for."""

    actor: Actor
    now: datetime

    @cached_property
    def today(self) -> date:
        """The legal day."""
        return local_date(self.now)

    @cached_property
    def calendar(self) -> Calendar:
        """The working days."""
        return get_calendar()

    @cached_property
    def numbers(self) -> Numbers:
        """The rules' numbers of the day."""
        return get_numbers(self.today)


def reader(read: Read) -> Callable[[Any, Any], Any]:
    """Return how to read a row: by a dotted path, or by a function of the row, or of the row and the viewer.

    A path stops with None where something on the way is None. What a function has a default for is its own affair.
    """
    if isinstance(read, str):
        return lambda row, viewer: _follow(row, read.split("."))
    if not isinstance(read, type) and _count_needed(read) > 1:
        return read
    return lambda row, viewer: read(row)


def _count_needed(read: Callable[..., Any]) -> int:
    return sum(each.default is each.empty for each in signature(read).parameters.values())


def _follow(row: Any, path: list[str]) -> Any:
    for name in path:
        if row is None:
            return None
        row = getattr(row, name)
    assert not callable(row), f"{'.'.join(path)} is to be called, not read"
    return row
