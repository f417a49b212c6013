"""Opens .xlsx, .xls, .et and CSV files and gives the rows of their sheets, line by line, as they were typed."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast
from xml.etree import ElementTree

import python_calamine

from jingwei.platform.errors import Mistake
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.platform.spreadsheets.limits import (
    MOST_COLUMNS,
    MOST_LINES,
    MOST_ROWS,
    SPLIT,
    Place,
    check_archive,
    check_size,
)

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
AGAIN = "用 Excel 或 WPS 打开后另存为 .xlsx 再传"


@dataclass(slots=True)
class RawRow:
    """A row as it was typed: its line from 1, and its cells from the first column; empty ones are None."""

    line: int
    cells: list[Cell]


@dataclass(slots=True)
class Grid:
    """One sheet of a workbook: its name, and its rows from the top."""

    name: str
    _sheet: "python_calamine.CalamineSheet | None"
    _rows: list[list[Cell]]
    _broken: dict[Place, str]

    def rows(self) -> Iterator[RawRow]:
        """Return the rows from the top, blank ones too. A cell merged over several lines stands on each of them."""
        rows: Iterable[list[Any]] = self._rows
        margin: list[Cell] = []
        if self._sheet is not None:
            rows = self._sheet.iter_rows()
            margin = [None] * (self._sheet.start[1] if self._sheet.start else 0)  # Left out by the reader.
        merged = _Merged(self._sheet)
        broken_lines = {line for line, _ in self._broken}
        for line, typed in enumerate(rows, 1):
            cells = [*margin, *typed] if margin else typed
            if line in broken_lines:
                _put_broken(cells, line, self._broken)
            merged.fill(cells, line)
            yield RawRow(line, cells)


def open_grids(content: bytes, *, name: str) -> Iterator[Grid]:
    """Return the visible sheets of a file one after the other, whatever its name ends with.

    Raises Mistake for a file that is too large, damaged, protected by a password, or none that can be read.
    """
    check_size(len(content))
    if content.startswith(_ZIP):
        broken = check_archive(content)
        yield from _workbook(content, _by_sheet(content, broken) if broken else {})
    elif content.startswith(_OLE):
        yield from _workbook(content, {})
    else:
        yield Grid(name, None, list(_text_rows(content, name)), {})


def _workbook(content: bytes, broken: dict[str, dict[Place, str]]) -> Iterator[Grid]:
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        for about in book.sheets_metadata:
            if about.visible is not python_calamine.SheetVisibleEnum.Visible:
                continue
            if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            if sheet.end and (sheet.end[0] >= MOST_LINES or sheet.end[1] >= MOST_COLUMNS):
                raise Mistake(f"工作表“{about.name}”超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列", SPLIT, "file")
            yield Grid(about.name, sheet, [], broken.get(about.name, {}))
    except python_calamine.PasswordError as error:
        raise Mistake("文件设有密码，打不开", "取消密码后另存再传", "file") from error
    except python_calamine.CalamineError as error:
        raise Mistake("不是可以读取的表格", AGAIN, "file") from error
    except BaseException as error:
        # The reader is not Python: what it did not foresee comes as an exception outside Python's own tree.
        if type(error).__name__ != "PanicException":
            raise
        raise Mistake("文件已损坏，打不开", AGAIN, "file") from error


def _text_rows(content: bytes, name: str) -> Iterator[list[Cell]]:
    """Return the rows of a CSV file in UTF-8 or GB18030, set apart by commas, semicolons or tabs."""
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Mistake(f"“{name}”不是表格", AGAIN, "file")
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            words = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Mistake(f"“{name}”不是表格，或文字编码不明", "另存为 .xlsx，或 UTF-8 编码的 CSV", "file")
    if re.match(r"\s*<(!doctype|html|\?xml|table)", words[:200], re.IGNORECASE):
        raise Mistake(f"“{name}”是网页，不是表格", AGAIN, "file")
    head = words[:10_000]
    separator = max(",;\t", key=head.count)
    try:
        for line, cells in enumerate(csv.reader(io.StringIO(words, newline=""), delimiter=separator), 1):
            if line > MOST_LINES:
                raise Mistake(f"超过 {MOST_ROWS} 行", SPLIT, "file")
            while cells and not cells[-1]:
                cells.pop()
            if len(cells) > MOST_COLUMNS:
                raise Mistake(f"第 {line} 行超过 {MOST_COLUMNS} 列", "删去与导入无关的列后再传", "file")
            yield cast("list[Cell]", cells)
    except csv.Error as error:
        raise Mistake(f"“{name}”不是规范的 CSV：{error}", AGAIN, "file") from error


def _by_sheet(content: bytes, broken: dict[str, dict[Place, str]]) -> dict[str, dict[Place, str]]:
    """Return the broken cells by the name of the sheet instead of the part that holds it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = ElementTree.fromstring(_harmless(archive.read("xl/workbook.xml")))
        links = ElementTree.fromstring(_harmless(archive.read("xl/_rels/workbook.xml.rels")))
    parts = {link.get("Id"): str(link.get("Target")) for link in links}
    found = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            target = parts.get(sheet.get(_RELATIONS), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found[str(sheet.get("name"))] = broken.get(part, {})
    return found


def _harmless(xml: bytes) -> bytes:
    """Return the text of a part; one that declares entities of its own is no workbook."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise Mistake("不是可以读取的表格", AGAIN, "file")
    return xml


class _Merged:
    """Cells merged over several lines: Excel keeps the value in the first of them only."""

    def __init__(self, sheet: "python_calamine.CalamineSheet | None") -> None:
        ranges = (sheet.merged_cell_ranges if sheet is not None else None) or []
        # A title merged over columns is one cell; only what runs down matters here.
        self._coming = sorted(
            (
                (top, left, bottom)
                for (top, left), (bottom, right) in ranges
                if bottom > top and left == right
            ),
            reverse=True,
        )
        self._open: dict[int, tuple[int, Cell]] = {}

    def fill(self, cells: list[Any], line: int) -> None:
        """Put into the row what runs down into it."""
        if not self._coming and not self._open:
            return
        while self._coming and self._coming[-1][0] < line:
            top, left, bottom = self._coming.pop()
            if top == line - 1 and left < len(cells):
                self._open[left] = (bottom + 1, cells[left])
        for column, (last, value) in list(self._open.items()):
            if line > last:
                del self._open[column]
            elif column < len(cells):
                cells[column] = value


def _put_broken(cells: list[Any], line: int, broken: dict[Place, str]) -> None:
    for column in range(1, len(cells) + 1):
        if words := broken.get((line, column)):
            cells[column - 1] = words


def is_blank(cell: object) -> bool:
    """Whether nothing stands in the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
