"""A page of a list that grows without end: it is found by its neighbour in time, for a number would count all before it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

MOST_COUNTED = 10_000
OLDER, NEWER = "older_than", "newer_than"  # in the address, with the id of a row


@dataclass(frozen=True)
class Stretch:
    """Rows that follow each other in time, newest first; ``newer`` and ``older`` ask for the pages beside them."""

    object_list: list[Any]
    newer: str = ""
    older: str = ""


def stretch_of(found: QuerySet[Any], by: str, asked: QueryDict, size: int) -> Stretch:
    """Return the rows beside the one that the address names; the newest where it names none. ``by`` is a path to a time."""
    mark = mark_of(found, by, asked)
    rows = found.order_by(f"-{by}", "-pk")
    if mark is not None and NEWER in asked:
        newer = rows.filter(**{f"{by}__gte": mark[0]}).exclude(**{by: mark[0], "pk__lte": mark[1]})
        taken = list(newer.reverse()[: size + 1])
        if len(taken) > size:  # Else the newest page reaches as far.
            shown = taken[size - 1 :: -1]
            return Stretch(shown, _query(asked, NEWER, shown[0]), _query(asked, OLDER, shown[-1]))
        mark = None
    if mark is not None:
        rows = rows.filter(**{f"{by}__lte": mark[0]}).exclude(**{by: mark[0], "pk__gte": mark[1]})
    taken = list(rows[: size + 1])
    shown = taken[:size]
    return Stretch(
        shown,
        _query(asked, NEWER, shown[0]) if mark and shown else "",
        _query(asked, OLDER, shown[-1]) if len(taken) > size else "",
    )


def mark_of(found: QuerySet[Any], by: str, asked: QueryDict) -> tuple[Any, int] | None:
    """Return the time and the id of the row that the address names; None where it names none that there is.

    It need not be among those found: a row may have gone on since its page was drawn.
    """
    said = asked.get(NEWER) or asked.get(OLDER) or ""
    if not (said.isascii() and said.isdecimal() and len(said) <= 18):
        return None
    marked: tuple[Any, int] | None = (
        found.model._default_manager.filter(pk=int(said)).values_list(by, "pk").first()
    )
    return marked


def _query(asked: QueryDict, name: str, row: Any) -> str:
    said = asked.copy()
    for each in (OLDER, NEWER):
        said.pop(each, None)
    said[name] = row.pk
    return said.urlencode()
