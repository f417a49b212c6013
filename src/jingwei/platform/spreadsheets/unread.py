"""Columns of a sheet that nobody reads: named before anything is written, and asked about where that changes what is said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jingwei.platform.errors import Mistake
from jingwei.platform.masking import hide_resident_ids
from jingwei.platform.spreadsheets.cells import shown
from jingwei.platform.spreadsheets.layout import Cell, Column, Layout

# What was said of the columns of a sheet: its title → the name of the column in the program, empty for not meant.
Told = Mapping[str, str]
NOT_MEANT = ""
_NEVER_MEANT = {"序号", "行号", "错误原因"}
_SAMPLES = 3  # cells shown of a column
_LONGEST = 30  # characters of a sample


@dataclass(frozen=True, slots=True)
class UnreadColumn:
    """A column that is not read: its title on the sheet, the first of its cells, and whether somebody has to say what it is."""

    title: str
    samples: tuple[str, ...]
    is_asked: bool


def find_unread(
    layout: Layout,
    titles: Sequence[str],
    read: Mapping[int, Column],
    below: Iterable[Sequence[Cell]],
    told: Told,
) -> list[UnreadColumn]:
    """Return the columns of a sheet that are not read; ``titles`` are as they stand, ``below`` its first rows.

    A column without a title counts where something stands in it. Columns are asked about where the sheet lacks an
    optional column that ``widens``: what it says might stand in one of them.
    """
    rows = list(below)
    width = max([len(titles), *map(len, rows)])
    is_asking = bool(lacking_of(layout, read.values()))
    known = {title for column in read.values() for title in (column.title, *column.aliases)}
    known |= _NEVER_MEANT | set(layout.unneeded)
    found = []
    for index in (each for each in range(width) if each not in read):
        title = titles[index] if index < len(titles) else ""
        cells = [shown(row[index]) for row in rows if index < len(row)]
        samples = [hide_resident_ids(cell)[:_LONGEST] for cell in dict.fromkeys(cells) if cell.strip()]
        if not title and not samples:
            continue
        label = hide_resident_ids(title) or f"第{index + 1}列"
        is_asked = is_asking and title not in known and label not in told
        found.append(UnreadColumn(label, tuple(samples[:_SAMPLES]), is_asked))
    return found


def lacking_of(layout: Layout, read: Iterable[Column]) -> list[Column]:
    """Return the columns whose absence widens or empties what the rows say, and which the sheet does not have."""
    names = {column.name for column in read}
    return [column for column in layout.columns if column.widens and column.name not in names]


def check_told(layout: Layout, told: Told) -> None:
    """Raise Mistake for a column that the layout does not have, or two that would be read as the same."""
    names = [name for name in told.values() if name != NOT_MEANT]
    for name in names:
        if name not in {column.name for column in layout.columns}:
            titles = "、".join(column.title for column in layout.columns)
            raise Mistake(f"{layout.title}表没有“{name}”这一列", f"从{titles}中选择", "columns")
        if names.count(name) > 1:
            title = layout.column(name).title
            raise Mistake(f"有两列都要读作“{title}”", "只选一列，另一列选“不需要”", "columns")


def unanswered(unread: Iterable[UnreadColumn], lacks: Iterable[Column], remedy: str) -> Mistake | None:
    """Return why a sheet is not taken: columns nobody has explained, beside what is said without them. None if taken."""
    asked = [f"“{column.title}”" for column in unread if column.is_asked]
    if not asked:
        return None
    without = "；".join(f"没有“{column.title}”列，{column.widens}" for column in lacks)
    return Mistake(f"{'、'.join(asked)}列没有读，而表中{without}", remedy, "columns")
