"""Rows that stand on a page among other things: drawn as a list is, but nobody narrows, sorts or pages them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from jingwei.web.doors.fields import Field
from jingwei.web.doors.groups import with_headings
from jingwei.web.doors.guards import is_for
from jingwei.web.doors.listing import Empty
from jingwei.web.doors.viewer import Viewer

EMPTY = Empty("还没有记录")


@dataclass(frozen=True, kw_only=True)
class Table:
    """Columns of such rows; ``{% include "web/_table.html" with table=… %}`` draws what ``of`` returns.

    ``group`` returns the heading under which a row stands; rows of one heading come together. ``part`` returns of a row what acts are done on (``Each``): they stand in its wide cell.
    """

    columns: Sequence[Field]
    empty: Empty = EMPTY
    part: Callable[[Any], Any] | None = None
    group: Callable[[Any], str] | None = None
    css: str = ""
    caption: str = ""  # for those who do not see what stands above it

    def of(self, rows: Iterable[Any], viewer: Viewer, *, caption: str = "") -> dict[str, Any]:
        """Return the rows cell by cell; a ``caption`` says more than the table's own."""
        columns = [each for each in self.columns if is_for(viewer.actor, each.roles)]
        return {
            "caption": caption or self.caption,
            "empty": self.empty,
            "heads": [{"label": each.label, "css": each.head_css} for each in columns],
            "css": self.css,
            "lines": [
                {
                    "group": heading,
                    "cells": [each.drawn(row, viewer) | self._part(row, each) for each in columns],
                }
                for row, heading in with_headings(rows, self.group)
            ],
        }

    def _part(self, row: Any, column: Field) -> dict[str, Any]:
        return {"part": self.part(row)} if self.part and "is-wide" in column.css else {}
