"""Rows that stand on a page among other things: drawn as a list is, but nobody narrows, sorts or pages them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from jingwei.web.doors.fields import Field
from jingwei.web.doors.guards import is_for
from jingwei.web.doors.listing import Empty
from jingwei.web.doors.viewer import Viewer

EMPTY = Empty("还没有记录")


@dataclass(frozen=True, kw_only=True)
class Table:
    """Columns of such rows; ``{% include "web/_table.html" with table=… %}`` draws what ``of`` returns."""

    columns: Sequence[Field]
    empty: Empty = EMPTY
    caption: str = ""  # for those who do not see what stands above it

    def of(self, rows: Iterable[Any], viewer: Viewer) -> dict[str, Any]:
        """Return the rows cell by cell."""
        columns = [each for each in self.columns if is_for(viewer.actor, each.roles)]
        return {
            "caption": self.caption,
            "empty": self.empty,
            "heads": [{"label": each.label, "css": each.head_css} for each in columns],
            "lines": [[each.drawn(row, viewer) for each in columns] for row in rows],
        }
