"""What an indicator is: a figure with its definition, and the rows that it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from jingwei.reporting.periods import Period
from jingwei.reporting.terms import Nature

Read = Callable[[Any], object]
Rows = Callable[[Period], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an indicator's list: its head, how it is read from a row, and what it is ordered by."""

    label: str
    read: Read
    order_by: str = ""
    is_title: bool = False
    is_minor: bool = False  # left out on a narrow screen


@dataclass(frozen=True, slots=True)
class Listing:
    """How the rows of an indicator are listed: columns, what a search looks into, and where subject and town stand."""

    columns: tuple[Column, ...]
    search: tuple[str, ...]
    order_by: tuple[str, ...]
    joined: tuple[str, ...] = ()  # what the columns read along with the row
    gathered: tuple[str, ...] = ()  # what they read of several rows behind it
    subjects: tuple[str, ...] = ("subject",)  # the ways from the row to its subject, or to several
    town: str = ""  # the way from the row to a region; empty where it lies in none
    address: Callable[[Any], str] | None = None  # where one row is read in full


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure of the report. It is the number of ``rows`` of the period: nothing is counted that cannot be listed.

    ``definition`` says in 中文 what is counted and what is not, by which day, and by which rule.
    """

    code: str
    label: str
    unit: str
    nature: Nature
    definition: str
    rows: Rows
    listing: Listing

    def list_rows(self, period: Period, *, subject_id: int | None = None, town: str = "") -> QuerySet[Any]:
        """Return what is counted in a period, of one subject or one town (its region's code) where asked."""
        return self.narrow(self.rows(period), subject_id=subject_id, town=town)

    def narrow(self, found: QuerySet[Any], *, subject_id: int | None = None, town: str = "") -> QuerySet[Any]:
        """Keep the rows of one subject or one town; none where the rows lie in no town."""
        listing = self.listing
        if town:
            found = found.filter(**{f"{listing.town}__code": town}) if listing.town else found.none()
        if subject_id is None:
            return found
        ways = [found.filter(**{way: subject_id}) for way in listing.subjects]
        # A row that reaches the subject more than once, or by more than one way, is one row.
        return (
            ways[0]
            if len(ways) == 1
            else found.filter(reduce(or_, (Q(pk__in=way.values("pk")) for way in ways)))
        )

    def value(self, period: Period, *, subject_id: int | None = None) -> int:
        """Return the figure of a period: of the district, or of one subject."""
        return self.list_rows(period, subject_id=subject_id).count()

    @property
    def has_base(self) -> bool:
        """Whether the same days a year before may be set beside it: of what happened, not of what there was."""
        return self.nature is Nature.FLOW
