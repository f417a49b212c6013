"""Rows that stand under headings."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any


def with_headings(rows: Iterable[Any], group: Callable[[Any], str] | None) -> Iterator[tuple[Any, str]]:
    """Yield each row, the first under a heading with it."""
    last = ""
    for row in rows:
        heading = group(row) if group else ""
        yield row, "" if heading == last else heading
        last = heading
