"""Finds the table on a sheet: its titles, wherever and in whatever order they stand, and the rows below them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Any

from jingwei.platform.errors import Mistake
from jingwei.platform.masking import hide_resident_ids
from jingwei.platform.sealing import masked
from jingwei.platform.spreadsheets.cells import clean, is_of_days, shifted_from_1904, shown
from jingwei.platform.spreadsheets.layout import Cell, CellError, Column, Layout, Problem, Row
from jingwei.platform.spreadsheets.limits import FAILED, UNCOMPUTED
from jingwei.platform.spreadsheets.sandbox import open_grids_apart
from jingwei.platform.spreadsheets.unread import NOT_MEANT, Told, check_told, find_unread, lacking_of
from jingwei.platform.spreadsheets.workbooks import Grid, RawRow, is_blank
from jingwei.platform.spreadsheets.writing import REASON

_MOST_KNOWN = 20_000  # spellings of a column that are remembered
_HEAD = 30  # lines among which the titles are looked for
_LONGEST_TITLE = 80  # characters; what is longer heads no column
_MARKS = re.compile(r"[\s*＊：:]+")
_REMARK = re.compile(r"[(（][^(（)）]*[)）]")
_NO_VALUES = {FAILED, UNCOMPUTED, "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "####"}
Head = list[RawRow]


@dataclass(slots=True)  # Frozen ones take three times as long to make, and there is one a row.
class ReadRow:
    """A row of data as typed and as read, and what is wrong with its cells."""

    raw: RawRow
    row: Row
    problems: list[Problem]


class Table:
    """The table of one sheet. Columns that the layout does not know are carried along and not read.

    ``unread`` names them, ``lacking`` what the rows lack without them.
    """

    def __init__(
        self,
        layout: Layout,
        head: Head,
        places: dict[int, Column],
        below: Iterator[RawRow],
        told: Told,
        *,
        counts_from_1904: bool = False,
    ) -> None:
        self.layout = layout
        self.hidden = 0  # rows returned so far that the sheet does not show
        first = list(islice(below, _HEAD))
        below = chain(first, below)
        self.titles = _headings(head)
        self.unread = find_unread(layout, self.titles, places, [raw.cells for raw in first], told)
        self.lacking = lacking_of(layout, places.values())
        self._head = [each.cells for each in head]
        self._places = sorted(places.items())
        self._readers = [(index, column, _Reader(column)) for index, column in self._places]
        self._read_places = frozenset(places)
        self._width = max(places) + 1
        self._of_days = [
            index for index, column in self._places if counts_from_1904 and is_of_days(column.read)
        ]
        self._below: Iterator[RawRow] = map(self._as_meant, below)
        self._seen: dict[str, dict[object, int]] = {
            column.name: {} for column in layout.columns if column.is_unique
        }
        self._nothing: dict[str, Any] = dict.fromkeys(column.name for column in layout.columns)
        last = self._head[-1]
        self._returned = [
            index for index in range(len(last)) if _plain(last[index]) != REASON or index in places
        ]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that the sheet has, in its own order."""
        return tuple(column for _, column in self._places)

    def head(self) -> list[list[Cell]]:
        """Return the lines down to the titles as they were sent, without the column 错误原因 of an earlier import."""
        return [self.returned(cells) for cells in self._head]

    def returned(self, cells: Sequence[Cell]) -> list[Cell]:
        """Return a row's cells as they go back."""
        return [cells[index] if index < len(cells) else None for index in self._returned]

    def shown(self, each: ReadRow) -> list[str]:
        """Return a row's cells as they were read, those that could not be read as typed; personal ones masked."""
        cells = []
        for index, column in self._places:
            value = each.row.values[column.name]
            if value is None:
                words = shown(each.raw.cells[index]) if index < len(each.raw.cells) else ""
            elif isinstance(value, list | tuple):
                words = "、".join(str(getattr(part, "label", part)) for part in value)
            else:
                words = str(getattr(value, "label", None) or shown(value))
            # Masked before it is cut: of half a resident id nobody could tell what it is.
            cells.append(masked(words) if column.is_personal else hide_resident_ids(words)[:60])
        return cells

    def is_empty(self) -> bool:
        """Whether no row of data stands below the titles."""
        for raw in self._below:
            if self._read(raw, date.max) is not None and not self._is_title(raw.cells):
                self._below = chain([raw], self._below)
                return False
        return True

    def rows(self, today: date) -> Iterator[ReadRow]:
        """Return the rows of data. Blank rows and titles repeated among them are passed over."""
        for raw in self._below:
            if raw.cells in self._head:
                continue
            read = self._read(raw, today)
            if read is not None and not self._is_title(raw.cells):
                self.hidden += raw.is_hidden
                yield read

    def remarks(self) -> list[str]:
        """Return what whoever sent the sheet should know of the rows returned so far."""
        if not self.hidden:
            return []
        return [f"表中有 {self.hidden} 行被筛选掉或隐藏，没有显示，也已读入；不要的行，从表中删去后再传"]

    def _as_meant(self, raw: RawRow) -> RawRow:
        """Return the row with what the sheet as a whole says of its cells.

        Days counted from 1904 are counted from 1900, as everywhere else, so that a row that goes back says the same day
        in its new file. A cell merged over a column with a title and one without belongs to the first alone.
        """
        for index in self._of_days:
            if index < len(raw.cells):
                raw.cells[index] = shifted_from_1904(raw.cells[index])
        for index in raw.joined:
            if index not in self._read_places:
                raw.cells[index] = None
        return raw

    def _read(self, raw: RawRow, today: date) -> ReadRow | None:
        """Return the row, or None when nothing stands in the columns that are read (a number 序号 may)."""
        values = self._nothing.copy()
        problems: list[Problem] = []
        unread: list[str] = []
        cells, is_empty = raw.cells, True
        if len(cells) < self._width:
            cells = [*cells, *[None] * (self._width - len(cells))]
        for index, column, reader in self._readers:
            cell = cells[index]
            try:
                value = reader.read(cell, today)
            except CellError as error:
                is_empty = False
                problems.append(_problem(column, cell, error.message, error.remedy))
                unread.append(column.name)
                continue
            if value is None:
                if column.is_required:
                    problems.append(Problem(column.title, "", "没有填写", "补填"))
                continue
            is_empty = False
            if column.is_unique:
                earlier = self._seen[column.name].setdefault(value, raw.line)
                if earlier != raw.line:
                    problems.append(_problem(column, cell, f"与第 {earlier} 行重复", "只保留一行"))
            values[column.name] = value
        return None if is_empty else ReadRow(raw, Row(raw.line, values, frozenset(unread), cells), problems)

    def _is_title(self, cells: Sequence[Cell]) -> bool:
        """Whether the row repeats the titles, as on each printed page."""
        titles = self._head[-1]
        first = self._places[0][0]
        # Almost every row differs in its first cell already.
        return cells[first] == titles[first] and all(
            cells[index] == titles[index] for index, _ in self._places if not is_blank(titles[index])
        )


class _Reader:
    """Reads the cells of one column, each spelling once: units, kinds and dates repeat from row to row."""

    __slots__ = ("_known", "_read")

    def __init__(self, column: Column) -> None:
        self._read = column.read
        # Numbers of people and cards do not repeat.
        self._known: dict[Cell, Any] | None = None if column.is_unique else {}

    def read(self, cell: Cell, today: date) -> Any:
        """Return the value of a cell, None when it is empty. Raises CellError."""
        known = self._known
        if known is not None and cell in known:
            return known[cell]
        if is_blank(cell):
            return None
        if isinstance(cell, str) and cell in _NO_VALUES:
            raise CellError("不是数据", "在 Excel 中重新计算并保存，或改填数值")
        value = self._read(cell, today)
        if value in ("", []):
            value = None
        if known is not None and len(known) < _MOST_KNOWN and isinstance(cell, str | date):
            known[cell] = value
        return value


def open_table(content: bytes, *, name: str, layout: Layout, told: Told | None = None) -> Table:
    """Return the one table of a file that fits the layout; ``told`` says of titles that it does not know what they are.

    Raises Mistake when the file cannot be read, when required columns are missing (all are named), when a column
    stands there twice, when something was said of one that is not there, or when several sheets hold rows. The file is opened in a process of its own.
    """
    told = told or {}
    check_told(layout, told)
    return find_table(open_grids_apart(content, name=name), layout, told)


def find_table(grids: Iterable[Grid], layout: Layout, told: Told | None = None) -> Table:
    """Return the one table of these sheets that fits the layout; raises Mistake as ``open_table`` does."""
    told = told or {}
    found: Table | None = None
    where, lacking = "", [column.title for column in layout.columns if column.is_required]
    for grid in grids:
        table, missing = _find(grid, layout, told)
        if table is None:
            grid.close()
            lacking = min(lacking, missing, key=len)
        elif found is None or found.is_empty():
            found, where = table, grid.name
        elif not table.is_empty():
            raise Mistake(
                f"工作表“{where}”和“{grid.name}”都有数据", "合并到一张工作表，或分成两个文件导入", "file"
            )
    if found is None:
        wanted = "、".join(f"“{title}”" for title in lacking)
        raise Mistake(f"没有找到{layout.title}的表头，缺少列{wanted}", "下载模板，对照表头补齐", "file")
    titles = {*found.titles, *(column.title for column in found.unread)}
    if strange := [title for title in told if title not in titles and _plain(title) not in titles]:
        raise Mistake(f"表中没有“{'”“'.join(strange)}”这一列", "照表中的标题写", "columns")
    return found


def _find(grid: Grid, layout: Layout, told: Told) -> tuple[Table | None, list[str]]:
    """Return the grid's table, or the titles of the required columns that its best line lacks."""
    rows = grid.rows()
    head = list(islice(rows, _HEAD))
    best: dict[int, Column] = {}
    at, own = -1, -1
    known = {
        column.name: {_plain(title) for title in (column.title, *column.aliases)} for column in layout.columns
    }
    for title, name in told.items():
        if name != NOT_MEANT:
            known[name].add(_plain(title))
    for number, raw in enumerate(head):
        places = _places(layout, known, _titles(raw), _titles(head[number - 1]) if number else [])
        itself = sum(not is_blank(raw.cells[index]) for index in places)
        # Of two lines that fit equally well the one with more titles of its own is the line of titles.
        if (len(places), itself) > (len(best), own):
            best, at, own = places, number, itself
    names = {column.name for column in best.values()}
    missing = [column.title for column in layout.columns if column.is_required and column.name not in names]
    if missing or at < 0:
        return None, missing
    below = chain(head[at + 1 :], rows)
    return Table(layout, head[: at + 1], best, below, told, counts_from_1904=grid.counts_from_1904), []


def _titles(raw: RawRow) -> Sequence[Cell]:
    """Return the cells of a line of titles; what is merged over several columns is a title once."""
    return [None if index in raw.joined else cell for index, cell in enumerate(raw.cells)]


def _headings(head: Head) -> list[str]:
    """Return the titles as they stand; one merged with the line above stands there."""
    titles = [_plain(cell) for cell in _titles(head[-1])]
    above = [_plain(cell) for cell in _titles(head[-2])] if len(head) > 1 else []
    if sum(map(bool, above)) < 2:
        return titles  # The heading of the whole sheet.
    return [title or (above[index] if index < len(above) else "") for index, title in enumerate(titles)]


def _places(
    layout: Layout, known: Mapping[str, set[str]], cells: Sequence[Cell], above: Sequence[Cell]
) -> dict[int, Column]:
    """Return which column of the layout stands where, were this the line of titles below that other line."""
    group = ""
    chosen: dict[str, tuple[int, int]] = {}  # column → rank, place
    for index in range(len(cells)):
        over = _plain(above[index]) if index < len(above) else ""
        group = over or group
        title = _plain(cells[index])
        # A title stands for itself; or it is merged with the line above; or it goes on from its group: 有效期｜起.
        for column in layout.columns:
            texts = (title, _REMARK.sub("", title), group + title if title else over)
            ranks = [
                place * 2 + (text != _plain(column.title))
                for place, text in enumerate(texts)
                if text and text in known[column.name]
            ]
            if not ranks:
                continue
            rank = ranks[0]
            other = chosen.get(column.name)
            if other is None or rank < other[0]:
                chosen[column.name] = (rank, index)
            elif rank == other[0]:
                raise Mistake(f"列“{column.title}”出现两次", "删去其中一列，或改写它的标题", "file")
    by_name = {column.name: column for column in layout.columns}
    return {index: by_name[name] for name, (_, index) in chosen.items()}


def _plain(cell: Cell) -> str:
    """Return a title without blanks, colons and the star of a required column."""
    written = shown(cell)
    return _MARKS.sub("", clean(written)) if len(written) <= _LONGEST_TITLE else ""


def _problem(column: Column, cell: Cell, message: str, remedy: str) -> Problem:
    value = shown(cell)
    value = masked(value) if column.is_personal else hide_resident_ids(value)
    return Problem(column.title, value[:60], message, remedy)
