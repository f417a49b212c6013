"""Writes .xlsx. Text is always text, never a formula, whatever it begins with; times are those of the clock here."""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.spreadsheets.layout import Cell, Layout

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REASON = "错误原因"
_LAST_LINE = 5000  # how far down a template offers choices
_LONGEST_LIST = 255  # characters; Excel takes no longer list of choices in a cell
_WIDEST = 60  # characters
_FORMULA_SIGNS = "=+-@\t\r"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # by XML
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def write_template(layout: Layout) -> bytes:
    """Return an empty sheet to fill in, with choices offered in its cells, and a second sheet 填写说明."""
    content = io.BytesIO()
    titles = [column.title for column in layout.columns]
    with Book(content) as book:
        sheet = book.add_sheet(layout.title, titles)
        for index, column in enumerate(layout.columns):
            # Without the text format Excel drops leading zeros and the last digits of long numbers.
            sheet.page.set_column(index, index, sheet.width_of(titles[index]), book.text)
            if column.choices and len(",".join(column.choices)) <= _LONGEST_LIST:
                # Offered, not enforced: a cell may hold several of the words, or another way to write one.
                offered = {"validate": "list", "source": list(column.choices), "error_type": "information"}
                sheet.page.data_validation(1, index, _LAST_LINE, index, offered)
        sheet.write_row(titles, is_title=True)
        notes = ("列", "必填", "怎样填", "示例")
        sheet = book.add_sheet("填写说明", notes)
        sheet.page.set_column(2, 2, _WIDEST)
        sheet.page.set_column(3, 3, 30)
        for remark in layout.remarks:
            sheet.write_row([remark])
        sheet.write_row(notes, is_title=True)
        for column in layout.columns:
            how = column.note
            if column.choices:
                how = "；".join(filter(None, [how, f"可选：{'、'.join(column.choices)}"]))
            sheet.write_row([column.title, "是" if column.is_required else "", how, column.example])
    return content.getvalue()


class Book:
    """A workbook written row by row: no more than one row is kept in memory."""

    def __init__(self, target: IO[bytes]) -> None:
        self._workbook = xlsxwriter.Workbook(
            target,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": "yyyy-mm-dd",
            },
        )
        self.text: Format = self._workbook.add_format({"num_format": "@"})
        # Such text is shown as it is and does not become a formula when the cell is edited either.
        self.quoted: Format = self._workbook.add_format({"num_format": "@", "quote_prefix": True})
        self.bold: Format = self._workbook.add_format({"bold": True, "bottom": 2, "text_wrap": True})
        self.day: Format = self._workbook.add_format({"num_format": "yyyy-mm-dd"})
        self.moment: Format = self._workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})

    def add_sheet(self, title: str, columns: Sequence[str]) -> "Sheet":
        """Begin a sheet; its columns are as wide as their titles need."""
        return Sheet(self, self._workbook.add_worksheet(_sheet_name(title)), columns)

    def close(self) -> None:
        """Write the file."""
        self._workbook.close()

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Sheet:
    """One sheet, written from the top down."""

    def __init__(self, book: Book, page: Worksheet, columns: Sequence[str]) -> None:
        self.page = page
        self._book = book
        self._line = 0
        for index, title in enumerate(columns):
            page.set_column(index, index, self.width_of(title))

    @staticmethod
    def width_of(title: str) -> int:
        """Return a width in characters that shows the title; a Chinese one takes two."""
        return max(12, min(_WIDEST, 2 * len(title) + 4))

    def write_row(self, cells: Sequence[Cell], *, is_title: bool = False) -> None:
        """Write the next row; empty cells are left out."""
        for index, cell in enumerate(cells):
            self._write(index, cell, self._book.bold if is_title else None)
        if is_title:
            self.page.freeze_panes(self._line + 1, 0)
        self._line += 1

    def _write(self, index: int, cell: Cell, style: Any) -> None:
        if cell is None or cell == "":
            return
        line = self._line
        if isinstance(cell, bool):
            self.page.write_string(line, index, "是" if cell else "否", style)
        elif isinstance(cell, int | float):
            self.page.write_number(line, index, cell, style)
        elif isinstance(cell, datetime):
            here = cell.astimezone(SHANGHAI).replace(tzinfo=None) if cell.tzinfo else cell
            style = style or (self._book.moment if here.hour or here.minute else self._book.day)
            self.page.write_datetime(line, index, here, style)
        elif isinstance(cell, date):
            self.page.write_datetime(line, index, cell, style or self._book.day)
        else:
            text = _UNWRITABLE.sub(" ", str(cell))[:32_767]  # More does not fit into a cell.
            if style is None:
                style = self._book.quoted if text[0] in _FORMULA_SIGNS else self._book.text
            self.page.write_string(line, index, text, style)


def _sheet_name(title: str) -> str:
    return _NOT_IN_NAMES.sub(" ", title)[:31] or "表"
