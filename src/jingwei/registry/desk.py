"""What an area tells the pages that read all areas: what waits for whom, what one began, what is found, where it stands."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Manager, Q, QuerySet, Value, When

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import Calendar, Deadline
from jingwei.registry.members import Member
from jingwei.registry.terms import Role
from jingwei.rulebook import Numbers, Refused, Term

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


Find = Callable[[Member, date], QuerySet[Any]]
Show = Callable[[Sequence[Any], Day], Iterable[Todo]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of thing that waits for the members in some roles; an area's ``WAITING`` has all of its kinds."""

    roles: tuple[Role, ...]
    find: Find
    show: Show


def each(show: Callable[[Any, Day], Todo]) -> Show:
    """Show the rows one by one."""
    return lambda rows, day: [show(row, day) for row in rows]


@dataclass(frozen=True, slots=True)
class BegunKind:
    """One kind of thing that people set going; an area's ``BEGUN`` has all of its kinds.

    ``by`` and ``at`` name the fields of who and when, ``stage`` that of where it stands, whose words are ``words``;
    ``place`` is the thing whose page it is seen on.
    """

    rows: QuerySet[Any]
    by: str
    at: str
    stage: str
    words: type[Term]
    title: Callable[[Any], str] = str
    detail: Callable[[Any], str] = lambda row: ""
    place: Callable[[Any], tuple[str, int | None]] = lambda row: (row._meta.model_name, row.pk)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is called, what tells it from others, and where it stands."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """What one search finds of one kind; an area's ``SEARCH`` has all of its kinds.

    ``find`` narrows to what the actor may see, ``show`` draws one row; the lowest ``rank`` stands first.
    """

    key: str
    label: str
    find: Callable[[Actor, str], QuerySet[Any]]
    show: Callable[[Any], Hit]
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where an area's things stand of which the log or a finding speaks by the name of their model.

    ``pages``: the address of its own page, which takes its id. ``lists``: the address of its list, where it has no page.
    ``parts``: what stands on the page of another thing: that thing, the rows, and the path to its id.
    """

    pages: Mapping[str, str]
    lists: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, tuple[str, Manager[Any], str]] = field(default_factory=dict)


def by_name(found: QuerySet[Any], text: str, *others: Q) -> QuerySet[Any]:
    """Narrow rows with a ``sort_key`` to those whose name holds the text or sounds like it, the best first.

    Letters are pinyin, in full or initials; of words set apart by blanks each has to be found. ``others`` are further
    ways in which a row may be meant.
    """
    key = text.lower().replace(" ", "")
    field = "sort_key" if text.isascii() else "name"
    heard = Q()
    for word in (text.lower() if text.isascii() else text).split():
        heard &= Q(**{f"{field}__contains": word})
    if text.isascii():
        heard |= Q(sort_key__contains=key)
        first = Q(sort_key__startswith=key) | Q(sort_key__contains=f" {key}")
    else:
        first = Q(name__startswith=text)
    for other in others:
        heard |= other
    rank = Case(When(first, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.filter(heard).order_by(rank, "sort_key", "pk")
