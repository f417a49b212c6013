"""Spreadsheets made to stop whoever opens them, by what they do. All are small; none holds anything of others."""

import io
import zipfile
from collections.abc import Callable

from tests.platform.sheets import workbook

SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def with_part(part: str, content: bytes) -> bytes:
    """Return a workbook one part of which was replaced."""
    made = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(workbook(["姓名", "证号"])))
    with whole as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == part else old.read(entry))
    return made.getvalue()


def sheet(cells: bytes, after: bytes = b"") -> bytes:
    """Return a workbook whose sheet holds these rows as XML."""
    return with_part(
        SHEET,
        b'<worksheet xmlns="' + _MAIN + b'"><sheetData>' + cells + b"</sheetData>" + after + b"</worksheet>",
    )


def strings(items: bytes) -> bytes:
    """Return a workbook with these shared strings."""
    return with_part(STRINGS, b'<sst xmlns="' + _MAIN + b'">' + items + b"</sst>")


def _one_text_many_times() -> bytes:
    """30,000 letters, stored once and shown in 60,000 cells."""
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 60_000))
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sheet(cells))) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            content = b'<sst xmlns="' + _MAIN + b'"><si><t>' + b"a" * 30_000 + b"</t></si></sst>"
            new.writestr(entry.filename, content if entry.filename == STRINGS else old.read(entry))
    return made.getvalue()


def _older(length: int) -> bytes:
    """The older format, whose sectors name each other as the next for ever."""
    head = bytearray(_OLE + b"\x00" * 504)
    head[24:34] = b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00"
    head[44:48] = (1).to_bytes(4, "little")  # sectors of the table
    head[48:52] = (1).to_bytes(4, "little")  # where the directory begins
    head[56:60] = (4096).to_bytes(4, "little")
    head[60:64] = head[68:72] = b"\xfe\xff\xff\xff"
    head[76:80] = (0).to_bytes(4, "little")
    table = b"\xfd\xff\xff\xff" + (2).to_bytes(4, "little") + (1).to_bytes(4, "little") * 126
    return bytes(head) + table + b"\x00" * 512 * length


HOSTILE: dict[str, Callable[[], bytes]] = {
    "zip bomb": lambda: with_part(SHEET, b"<sheetData>" + b" " * (300 * 1024 * 1024)),
    "zip bomb below the limit": lambda: with_part(SHEET, b"<sheetData>" + b" " * (31 * 1024 * 1024)),
    "repeated cells": lambda: with_part(SHEET, b"<sheetData>" + b"<c " * 300_000),
    "repeated errors": lambda: with_part(SHEET, b"<sheetData>" + b'<c t="e" ' * 300_000),
    "repeated formulas": lambda: sheet(b'<row r="1">' + b'<c r="A1"><f>' * 300_000 + b"</row>"),
    "cells that never end": lambda: with_part(SHEET, b"<sheetData><c" + b' t="e"' * 1_000_000),
    "one cell again and again": lambda: sheet(b'<row r="1">' + b'<c r="A1"><v>1</v></c>' * 1_000_000 + b"</row>"),
    "shared strings": lambda: strings(b"<si/>" * 6_000_000),
    "one shared string": lambda: strings(b"<si><t>" + b"a" * (31 * 1024 * 1024) + b"</t></si>"),
    "one text many times": _one_text_many_times,
    "deep XML": lambda: sheet(b"<a>" * 5_000_000),
    "deep book": lambda: with_part(BOOK, b"<a>" * 5_000_000),
    "entities": lambda: with_part(
        BOOK,
        b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 1000 + b'">'
        + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)) + b"]><x>&a11;</x>",
    ),
    "a far cell": lambda: sheet(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
    "a far cell within the limits": lambda: sheet(
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="200000"><c r="CV200000"><v>1</v></c></row>'
    ),
    "a million empty rows": lambda: sheet(
        b"".join(b'<row r="%d"/>' % n for n in range(1, 1_000_000)) + b'<row r="1000000"><c r="B1000000"><v>1</v></c></row>'
    ),
    "merged over everything": lambda: sheet(
        b'<row r="1"><c r="A1"><v>1</v></c></row>',
        b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 200_000 + b"</mergeCells>",
    ),
    "hidden rows": lambda: sheet(b"".join(b'<row r="%d" hidden="1"/>' % n for n in range(1, 1_000_000))),
    "older, in a circle": lambda: _older(100),
    "older, broken": lambda: _OLE + b"\xff" * 1_000_000,
    "quotation marks": lambda: b"name,number\n" + b'"' * 1_000_001,
    "an open quotation mark": lambda: b"name,number\n" + b'"a,1\n' * 300_000,
    "separators": lambda: b"," * 10_000_000,
    "brackets in titles": lambda: b"(" * 5_000_000 + b"\nname,number",
}  # fmt: skip
