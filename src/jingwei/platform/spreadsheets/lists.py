"""Writes lists as .xlsx: one row after the other into the file, in the memory of a few rows."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import IO

from xlsxwriter.worksheet import Worksheet

from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.platform.spreadsheets.writing import Book

NARROWEST, WIDEST = 10, 60  # characters
LOOKED_AT = 200  # rows from which the widths are taken
A4 = 9  # as the format numbers papers
ABOUT = "制表说明"


@dataclass(frozen=True, slots=True)
class Made:
    """Who had a list made, and when: on a sheet of its own, and at the foot of each printed page."""

    by: str
    at: datetime

    @property
    def words(self) -> str:
        """As it stands at the foot of a page."""
        return f"制表人：{self.by}　制表时间：{self.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def write_list(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, made: Made | None = None
) -> bytes:
    """Return a list as .xlsx: one sheet of that title, the columns' titles, then the rows as they come.

    The titles stay in sight, can be filtered by, and are repeated on each printed page. ``made`` adds a sheet 制表说明.
    """
    content = io.BytesIO()
    write_list_into(content, title, columns, rows, made=made)
    return content.getvalue()


def write_list_into(
    target: IO[bytes],
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    made: Made | None = None,
) -> None:
    """Write the same into a file."""
    rows = iter(rows)
    first = list(islice(rows, LOOKED_AT))
    with Book(target) as book:
        sheet = book.add_sheet(title, columns)
        for index in range(len(columns)):
            sheet.page.set_column(index, index, _width(index, columns, first))
        sheet.write_row(columns, is_title=True)
        count = 0
        for row in chain(first, rows):
            sheet.write_row(row)
            count += 1
        if columns:
            sheet.page.autofilter(0, 0, count, len(columns) - 1)
        _print_well(sheet.page, made)
        if made is None:
            return
        about = book.add_sheet(ABOUT if title != ABOUT else f"{ABOUT}2", [ABOUT, title])
        _print_well(about.page, made)
        for name, value in (("名称", title), ("行数", count), ("制表人", made.by), ("制表时间", made.at)):
            about.write_row([name, value])


def _print_well(page: Worksheet, made: Made | None) -> None:
    """Let a sheet be printed on A4 across, as wide as the paper, with its titles on each page."""
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    if made is not None:
        page.set_footer(f"&L{made.words.replace('&', '&&')}&R第 &P 页，共 &N 页")


def _width(index: int, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> int:
    """Return a width in characters that shows the title and nearly all of the first rows."""
    wanted = [_room(columns[index]) + 4]  # The button of the filter takes some.
    found = sorted(_room(row[index]) for row in rows if index < len(row))
    if found:
        wanted.append(found[len(found) * 19 // 20] + 2)
    return max(NARROWEST, min(WIDEST, max(wanted)))


def _room(cell: Cell) -> int:
    """Return how many characters a cell takes; a Chinese one takes two."""
    if isinstance(cell, datetime):
        return 16
    text = "" if cell is None else str(cell)
    return len(text) + sum(sign > "\u2e7f" for sign in text)
