"""Spreadsheets for tests, made in memory."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def workbook(*rows: Sequence[Any], sheet: str = "名册", **more: Sequence[Sequence[Any]]) -> bytes:
    """Return an .xlsx of these rows; ``more`` are further sheets by name."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd"})
    for name, lines in {sheet: rows, **more}.items():
        page = book.add_worksheet(name)
        for number, cells in enumerate(lines):
            for index, cell in enumerate(cells):
                if isinstance(cell, str):
                    if cell:
                        page.write_string(number, index, cell)
                elif isinstance(cell, date):
                    page.write_datetime(number, index, cell)
                elif cell is not None:
                    page.write_number(number, index, cell)
    book.close()
    return content.getvalue()


def person_number(count: int) -> str:
    """Return a resident id that passes the check digit, another one for each count; nobody's."""
    years, rest = divmod(count, 12 * 28 * 1000)
    months, rest = divmod(rest, 28 * 1000)
    days, serial = divmod(rest, 1000)
    body = f"320312{1970 + years}{months + 1:02d}{days + 1:02d}{serial:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]
