"""Writes lists as .xlsx: one row after the other into the file, in the memory of a few rows. Text is never a formula.

XlsxWriter takes five times as long for the same sheet, time in which a web server answers nobody else. It stays for
templates and error files (``writing.py``), which are short or written by jobs.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.spreadsheets.layout import Cell

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
EPOCH = date(1899, 12, 30)  # Day 0 of the format.
TEXT, QUOTED, TITLE, DAY, MOMENT = 1, 2, 3, 4, 5  # places in ``_STYLES``
FORMULA_SIGNS = "=+-@\t\r"
LONGEST_TEXT = 32_767  # More does not fit into a cell.
NARROWEST, WIDEST = 10, 60  # characters
LOOKED_AT = 200  # rows from which the widths are taken
BLOCK = 500  # rows that are kept before they go into the file
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # by XML
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


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
    """Write the same into a file, which need not be one that can be wound back."""
    name = NOT_IN_NAMES.sub(" ", title)[:31] or "表"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            count = 0
            for part, number in _sheet(columns, iter(rows), made):
                sheet.write(part.encode())
                count += number
        sheets = [name]
        if made is not None:
            sheets.append("制表说明" if name != "制表说明" else "制表说明2")
            about: list[list[Cell]] = [
                ["名称", title],
                ["行数", count],
                ["制表人", made.by],
                ["制表时间", made.at.astimezone(SHANGHAI)],
            ]
            parts = _sheet((), iter(about), made)
            archive.writestr("xl/worksheets/sheet2.xml", "".join(part for part, _ in parts))
        last = f"${_letters(max(len(columns) - 1, 0))}${count + 1}" if columns else ""
        archive.writestr("xl/workbook.xml", _workbook(sheets, last))
        archive.writestr("xl/styles.xml", _STYLES)
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(len(sheets)))
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("[Content_Types].xml", _types(len(sheets)))


def _sheet(
    columns: Sequence[str], rows: Iterator[Sequence[Cell]], made: Made | None
) -> Iterator[tuple[str, int]]:
    """Return the sheet in parts, each with how many rows it holds."""
    first = list(islice(rows, LOOKED_AT))
    letters = [_letters(index) for index in range(max(len(columns), max(map(len, first), default=0)))]
    yield _opening(columns, first, len(letters)), 0
    if columns:
        yield f'<row r="1">{_cells(columns, letters, 1, TITLE)}</row>', 0
    line, kept = 1 if columns else 0, []
    begun = line
    for row in chain(first, rows):
        line += 1
        kept.append(f'<row r="{line}">{_cells(row, letters, line)}</row>')
        if len(kept) == BLOCK:
            yield "".join(kept), BLOCK
            kept = []
    yield "".join(kept), len(kept)
    closing = ["</sheetData>"]
    if columns and line > begun:
        closing.append(f'<autoFilter ref="A1:{letters[len(columns) - 1]}{line}"/>')
    closing.append('<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>')
    if made is not None:
        foot = escape(made.words.replace("&", "&&"))
        closing.append(
            f"<headerFooter><oddFooter>&amp;L{foot}&amp;R第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>"
        )
    yield "".join([*closing, "</worksheet>"]), 0


def _opening(columns: Sequence[str], rows: Sequence[Sequence[Cell]], count: int) -> str:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' if columns else ""
    widths = "".join(
        f'<col min="{index + 1}" max="{index + 1}" width="{_width(index, columns, rows)}" customWidth="1"/>'
        for index in range(count)
    )
    return (
        f'{HEAD}<worksheet xmlns="{NAMESPACE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"{f'<cols>{widths}</cols>' if widths else ''}<sheetData>"
    )


def _width(index: int, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> int:
    """Return a width in characters that shows the title and nearly all of the first rows; a Chinese one takes two."""
    wanted = (
        [_room(columns[index]) + 4] if index < len(columns) else []
    )  # The button of the filter takes some.
    found = sorted(_room(row[index]) for row in rows if index < len(row))
    if found:
        wanted.append(found[len(found) * 19 // 20] + 2)
    return max(NARROWEST, min(WIDEST, max(wanted, default=0)))


def _room(cell: Cell) -> int:
    if isinstance(cell, datetime):
        return 16
    text = "" if cell is None else str(cell)
    return len(text) + sum(sign > "\u2e7f" for sign in text)


def _cells(row: Sequence[Cell], letters: Sequence[str], line: int, style: int = 0) -> str:
    """Return the cells of a row; empty ones are left out."""
    return "".join(
        [
            _cell(cell, f"{letter}{line}", style)
            for letter, cell in zip(letters, row, strict=False)
            if cell is not None and cell != ""
        ]
    )


def _cell(cell: Cell, place: str, style: int) -> str:
    if isinstance(cell, str):
        return _text(cell, place, style)
    if isinstance(cell, bool):
        return _text("是" if cell else "否", place, style)
    if isinstance(cell, int | float):
        return f'<c r="{place}" s="{style}"><v>{cell}</v></c>'
    if isinstance(cell, datetime):
        cell = cell.astimezone(SHANGHAI) if cell.tzinfo else cell
        seconds = cell.hour * 3600 + cell.minute * 60 + cell.second
        kind = style or (MOMENT if seconds else DAY)
        return f'<c r="{place}" s="{kind}"><v>{(cell.date() - EPOCH).days + seconds / 86400}</v></c>'
    if isinstance(cell, date):
        return f'<c r="{place}" s="{style or DAY}"><v>{(cell - EPOCH).days}</v></c>'
    return _text(str(cell), place, style)


def _text(text: str, place: str, style: int) -> str:
    if not text.isprintable():
        text = UNWRITABLE.sub(" ", text)
    text = text[:LONGEST_TEXT]
    # Such text is shown as it is and does not become a formula when the cell is edited either.
    kind = style or (QUOTED if text[0] in FORMULA_SIGNS else TEXT)
    return f'<c r="{place}" s="{kind}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _workbook(sheets: Sequence[str], last: str) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(sheets, 1)
    )
    names = ""
    if last:
        where = escape(f"'{sheets[0]}'!")
        names = (
            f'<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{where}$A$1:{last}'
            f'</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">{where}$1:$1</definedName>'
            "</definedNames>"
        )
    return f'{HEAD}<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets>{names}</workbook>'


def _relations(sheets: int) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, sheets + 1)
    )
    styles = f'<Relationship Id="rId{sheets + 1}" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}{styles}</Relationships>'


def _types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    listed = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{kind}.worksheet+xml"/>'
        for number in range(1, sheets + 1)
    )
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{listed}</Types>'
    )


_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELS = (
    f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_STYLES = (
    f'{HEAD}<styleSheet xmlns="{NAMESPACE}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left/><right/><top/><bottom style="medium"><color auto="1"/></bottom><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
