"""Opens .xlsx, .xls, .et and CSV files and gives the rows of their sheets, line by line, as they were typed."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
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
    Seen,
    check_archive,
    check_size,
)

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# In an .xls the record FILEPASS follows BOF, perhaps behind WRITEPROTECT; what encrypts it leaves these as they are.
_FILEPASS = re.compile(
    rb"\x09\x08(?:\x10\x00\x00\x06\x05\x00.{12}|\x08\x00\x00\x05\x05\x00.{4})(?:\x86\x00\x00\x00)?\x2f\x00",
    re.DOTALL,
)
# The records DATEMODE, saying 1904, and PRECISION, which follows it in every .xls.
_DATEMODE_1904 = b"\x22\x00\x02\x00\x01\x00\x0e\x00\x02\x00"
_REMARK_WIDTH = 3  # columns beyond the first; a narrower cell is never taken for a remark
AGAIN = "用 Excel 或 WPS 打开后另存为 .xlsx 再传"


@dataclass(slots=True)
class RawRow:
    """A row as it was typed: its line from 1, and its cells from the first column; empty ones are None.

    ``joined``: the columns from 0 that are merged with the one to their left and repeat its value.
    """

    line: int
    cells: list[Cell]
    is_hidden: bool = False
    joined: tuple[int, ...] = ()


@dataclass(slots=True)
class Grid:
    """One sheet of a workbook: its name, and from which year it counts the days."""

    name: str
    _rows: Iterator[RawRow]
    counts_from_1904: bool = False

    def rows(self) -> Iterator[RawRow]:
        """Return the rows from the top, once, blank ones too. A merged cell stands on each of its lines."""
        return self._rows

    def close(self) -> None:
        """Let go of the sheet: none of its rows are wanted."""
        closing = getattr(self._rows, "close", None)
        if closing is not None:
            closing()
        self._rows = iter(())


def open_grids(content: bytes, *, name: str) -> Iterator[Grid]:
    """Return the visible sheets of a file one after the other, whatever its name ends with.

    This runs on whatever anybody uploads: a door calls ``sandbox.open_grids_apart`` instead, which has it run where it
    can do no harm. Raises Mistake for a file that is too large, damaged, protected by a password, or none that can be
    read.
    """
    check_size(len(content))
    if content.startswith(_ZIP):
        seen = check_archive(content)
        if any(seen.broken.values()) or any(seen.hidden.values()):
            parts = _parts(content)
        else:
            parts = {}
        yield from _workbook(content, seen, parts)
    elif content.startswith(_OLE):
        # An encrypted .xlsx is no archive any more but lies, as one stream of this name, where an .xls would.
        if _ENCRYPTED in content or _FILEPASS.search(content):
            raise _locked()
        yield from _workbook(content, Seen(counts_from_1904=_DATEMODE_1904 in content), {})
    else:
        yield Grid(name, _text_rows(content, name))


def _locked() -> Mistake:
    return Mistake("文件设有密码", "去掉密码再传", "file")


def _workbook(content: bytes, seen: Seen, parts: dict[str, str]) -> Iterator[Grid]:
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
            part = parts.get(about.name, "")
            rows = _sheet_rows(sheet, seen.broken.get(part, {}), seen.hidden.get(part, set()))
            yield Grid(about.name, rows, seen.counts_from_1904)
    except python_calamine.PasswordError as error:
        raise _locked() from error
    except python_calamine.CalamineError as error:
        raise Mistake("不是可以读取的表格", AGAIN, "file") from error
    except BaseException as error:
        # The reader is not Python: what it did not foresee comes as an exception outside Python's own tree.
        if type(error).__name__ != "PanicException":
            raise
        raise Mistake("文件已损坏，打不开", AGAIN, "file") from error


def _sheet_rows(
    sheet: "python_calamine.CalamineSheet", broken: dict[Place, str], hidden: set[int]
) -> Iterator[RawRow]:
    margin: list[Cell] = [None] * (sheet.start[1] if sheet.start else 0)  # Left out by the reader.
    merged = _Merged(sheet)
    broken_lines = {line for line, _ in broken}
    for line, typed in enumerate(sheet.iter_rows(), 1):
        cells: list[Any] = [*margin, *typed] if margin else typed
        if line in broken_lines:
            _put_broken(cells, line, broken)
        joined = merged.fill(cells, line)
        yield RawRow(line, cells, line in hidden, joined)


def _text_rows(content: bytes, name: str) -> Iterator[RawRow]:
    """Return the rows of a CSV file in UTF-8 or GB18030, set apart by commas, semicolons or tabs.

    A row's line is its number among the rows, as the programs show it that people open such files with.
    """
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
    for line, cells in enumerate(_records(words, separator), 1):
        if line > MOST_LINES:
            raise Mistake(f"超过 {MOST_ROWS} 行", SPLIT, "file")
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise Mistake(f"第 {line} 行超过 {MOST_COLUMNS} 列", "删去与导入无关的列后再传", "file")
        yield RawRow(line, [_as_text(cell) for cell in cells])


def _records(words: str, separator: str) -> Iterator[list[str]]:
    """Return the rows of a CSV file. Raises Mistake where a quotation mark that nobody closed swallows rows."""
    taken: list[str] = []  # the lines that the row at hand is made of

    def lines() -> Iterator[str]:
        for each in io.StringIO(words, newline=""):
            taken.append(each)
            yield each

    reader = csv.reader(lines(), delimiter=separator)
    number, widest = 1, 0
    while True:
        try:
            cells = next(reader, None)
            if cells is None:
                return
            # Of a lone mark within a cell the reader makes what it can. One that opens a cell and is closed lines
            # further down, or never, would make one cell of all the rows between.
            if len(taken) > 1 or taken[-1].count('"') % 2:
                list(csv.reader(taken, delimiter=separator, strict=True))
        except csv.Error as error:
            if any('"' in each for each in taken):
                raise _unclosed(number) from error
            raise Mistake(
                f"第 {number} 行有单元格过长", "缩短这个单元格，或另存为 .xlsx 再传", "file"
            ) from error
        widest = max(widest, len(cells))
        if len(taken) > 1 and _swallows_rows(cells, separator, widest):
            raise _unclosed(number)
        yield cells
        taken.clear()
        number += 1


def _swallows_rows(cells: list[str], separator: str, widest: int) -> bool:
    """Whether a line within a cell looks like a row itself: it has as many separators as the rows have."""
    return widest > 2 and any(
        line.count(separator) >= widest - 1 for cell in cells if "\n" in cell for line in cell.splitlines()
    )


def _unclosed(line: int) -> Mistake:
    return Mistake(
        f"第 {line} 行的引号没有配对，后面的行会被并到这一行里",
        "在这一行补上或删去引号，或另存为 .xlsx 再传",
        "file",
    )


def _as_text(cell: str) -> str:
    """Return what stands in a cell written as ="0312", by which programs keep a spreadsheet from counting with it."""
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 and '"' not in cell[2:-1]:
        return cell[2:-1]
    return cell


def _parts(content: bytes) -> dict[str, str]:
    """Return the names of the parts that hold the sheets, by the names of the sheets."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        try:
            book = ElementTree.fromstring(_harmless(archive.read("xl/workbook.xml")))
            links = ElementTree.fromstring(_harmless(archive.read("xl/_rels/workbook.xml.rels")))
        except (KeyError, ElementTree.ParseError) as error:
            raise Mistake("文件已损坏，打不开", AGAIN, "file") from error
    targets = {link.get("Id"): str(link.get("Target")) for link in links}
    found = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            target = targets.get(sheet.get(_RELATIONS), "")
            found[str(sheet.get("name"))] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _harmless(xml: bytes) -> bytes:
    """Return the text of a part; one that declares entities of its own is no workbook."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise Mistake("不是可以读取的表格", AGAIN, "file")
    return xml


class _Merged:
    """Cells merged over several lines: Excel keeps the value in the first of them only."""

    def __init__(self, sheet: "python_calamine.CalamineSheet") -> None:
        first = sheet.start[1] if sheet.start else 0
        width = sheet.end[1] - first + 1 if sheet.end else 0
        # What is merged within one line is a title, or 合计 beside a number: it stands where it stands. And what is
        # merged over most of the sheet is a remark about it, nobody's unit and card number at once.
        self._coming = sorted(
            (
                (top, left, bottom, min(right, MOST_COLUMNS - 1))
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
                if bottom > top and (right - left < _REMARK_WIDTH or (right - left + 1) * 2 <= width)
            ),
            reverse=True,
        )
        self._open: dict[int, tuple[int, bool, Cell]] = {}  # column → last line, whether it goes on, value

    def fill(self, cells: list[Any], line: int) -> tuple[int, ...]:
        """Put into the row what runs into it, and return the columns that only repeat the one to their left."""
        if not self._coming and not self._open:
            return ()
        while self._coming and self._coming[-1][0] < line:
            top, left, bottom, right = self._coming.pop()
            if top == line - 1 and left < len(cells):
                for column in range(left, right + 1):
                    self._open[column] = (bottom + 1, column > left, cells[left])
        joined = []
        for column, (last, goes_on, value) in list(self._open.items()):
            if line > last:
                del self._open[column]
            elif column < len(cells):
                cells[column] = value
                if goes_on:
                    joined.append(column)
        return tuple(joined)


def _put_broken(cells: list[Any], line: int, broken: dict[Place, str]) -> None:
    for column in range(1, len(cells) + 1):
        if words := broken.get((line, column)):
            cells[column - 1] = words


def is_blank(cell: object) -> bool:
    """Whether nothing stands in the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
