"""What is looked at before a workbook is opened: its size, packed and unpacked, and how far its cells reach.

The reader lays out a sheet as one block from the first cell to the last. So a few kilobytes can ask for more memory than
there is: a packed gigabyte of zeros, or two cells at opposite corners. Both are found here, piece by piece.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import IO

from jingwei.platform.errors import Mistake

LARGEST = 50 * 1024 * 1024  # bytes of a file
MOST_UNPACKED = 256 * 1024 * 1024  # bytes
MOST_ENTRIES = 5000
HIGHEST_RATIO = 200  # unpacked to packed, looked at only above
RATIO_MATTERS = 32 * 1024 * 1024  # bytes unpacked
MOST_ROWS = 200_000
MOST_LINES = MOST_ROWS + 100  # titles and some blank ones
MOST_COLUMNS = 100
# What stands in the place of a value that a formula did not give, here and in the error file.
FAILED, UNCOMPUTED = "#公式出错", "#公式没有结果"
SPLIT = "拆成几个文件分别导入"

_PIECE = 1024 * 1024
_OVERLAP = 32 * 1024  # longer than any one cell with its formula; looked at twice, with the same finding
# The text comes from anybody. So no expression may run over a "<", which stands in no tag and no text, and what is
# looked for inside a tag is looked for once the tag is found: each byte is passed a few times, never once for each cell.
# A cell within AZ99999 begins like this. All others, and cells that do not say where they stand, are looked at closely.
_UNUSUAL = re.compile(rb'<c(?=[\s/>])(?! r="A?[A-Z]\d{1,5}")([^<>]*)>(<[^/])?')
_UNUSUAL_PREFIXED = re.compile(
    rb'<(?:[\w.-]{1,100}:)?c(?=[\s/>])(?! r="A?[A-Z]\d{1,5}")([^<>]*)>(<[^/])?'  # Twice as slow.
)
_CELL = re.compile(rb"<(?:[\w.-]{1,100}:)?c(\s[^<>]*)>")
_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["']""")
_IS_ERROR = re.compile(rb"""\st=["']e["']""")
_FORMULA = re.compile(
    rb"<(?:[\w.-]{1,100}:)?c(\s[^<>]*)>"
    rb"<(?:[\w.-]{1,100}:)?f(?=[\s/>])[^<>]*(?:(?<=/)>|>[^<]*</(?:[\w.-]{1,100}:)?f>)"
    rb"(<(?:[\w.-]{1,100}:)?v\s*/>|<(?:[\w.-]{1,100}:)?v></(?:[\w.-]{1,100}:)?v>)?</(?:[\w.-]{1,100}:)?c>"
)
_ROW = re.compile(rb"<(?:[\w.-]{1,100}:)?row(\s[^<>]*)>")
_LINE = re.compile(rb"""\sr=["'](\d{1,7})["']""")
_IS_HIDDEN = re.compile(rb"""\shidden=["'](?:1|true)["']""")
_EPOCH = re.compile(rb"<(?:[\w.-]{1,100}:)?workbookPr(\s[^<>]*)>")
_IS_1904 = re.compile(rb"""\sdate1904=["'](?:1|true)["']""")

Place = tuple[int, int]  # line and column, from 1


@dataclass(slots=True)
class Seen:
    """What was seen of a workbook before it was opened, by the names of its parts.

    ``broken``: the cells without a value that have a formula or an error. ``hidden``: the lines that are not shown,
    because of a filter or by hand. ``counts_from_1904``: its numbers of days begin there, not in 1900.
    """

    broken: dict[str, dict[Place, str]] = field(default_factory=dict)
    hidden: dict[str, set[int]] = field(default_factory=dict)
    counts_from_1904: bool = False


def check_size(size: int, *, most: int = LARGEST) -> None:
    """Raise Mistake for a file of more than ``most`` bytes."""
    if size > most:
        raise Mistake(
            f"文件有 {size / 1024 / 1024:.0f} MB，最大 {most // 1024 // 1024} MB",
            f"删去图片和无关的工作表，或{SPLIT}",
            "file",
        )


def check_archive(content: bytes) -> Seen:
    """Look through a zipped workbook without keeping it, and return what only its text tells.

    Raises Mistake for what is too large, when unpacked, too wide, too long, or no workbook.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _look_through(archive, len(content))
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        OSError,
        EOFError,
        ValueError,
        RuntimeError,
    ) as error:
        raise Mistake("文件已损坏，打不开", "用 Excel 或 WPS 打开后另存为 .xlsx 再传", "file") from error


def _look_through(archive: zipfile.ZipFile, size: int) -> Seen:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Mistake(f"文件里有 {len(entries)} 个部件，最多 {MOST_ENTRIES} 个", "删去图片后另存再传", "file")
    _check_unpacked(sum(entry.file_size for entry in entries), size)
    names = {entry.filename for entry in entries}
    if "xl/workbook.bin" in names or "[Content_Types].xml" not in names:
        raise Mistake("不是 .xlsx 表格", "用 Excel 或 WPS 打开后另存为 .xlsx 再传", "file")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Mistake("文件设有密码", "去掉密码再传", "file")
    seen = Seen()
    unpacked = 0
    for entry in entries:
        # What the archive says of a part's size may be a lie: it is read until it really ends.
        honest = copy(entry)
        honest.file_size = MOST_UNPACKED + 1
        is_sheet = False
        with archive.open(honest) as part:
            for piece, length in _pieces(part):
                unpacked += length
                _check_unpacked(unpacked, size)
                is_sheet = is_sheet or b"sheetData" in piece
                if is_sheet:
                    _check_reach(piece)
                    seen.broken.setdefault(entry.filename, {}).update(_broken_cells(piece))
                    seen.hidden.setdefault(entry.filename, set()).update(_hidden_lines(piece))
                elif b"date1904" in piece and (found := _EPOCH.search(piece)):
                    seen.counts_from_1904 = _IS_1904.search(found[1]) is not None
    return seen


def _pieces(part: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Return a part piece by piece, each with the end of the one before it, and the length of what is new."""
    kept = b""
    while fresh := part.read(_PIECE):
        yield kept + fresh, len(fresh)
        kept = fresh[-_OVERLAP:]


def _check_unpacked(unpacked: int, size: int) -> None:
    if unpacked > MOST_UNPACKED:
        raise Mistake(
            f"文件解开后超过 {MOST_UNPACKED // 1024 // 1024} MB", f"删去图片和无关的工作表，或{SPLIT}", "file"
        )
    if unpacked > RATIO_MATTERS and unpacked > HIGHEST_RATIO * size:
        raise Mistake("文件的压缩比不正常，不予解开", "用 Excel 或 WPS 打开后另存为 .xlsx 再传", "file")


def _check_reach(piece: bytes) -> None:
    """Raise Mistake when a cell with content lies too far out; empty ones, however many, do not matter."""
    unusual = _UNUSUAL_PREFIXED if b":c" in piece else _UNUSUAL
    for found in unusual.finditer(piece):
        place = _PLACE.search(found[1])
        if place is None:
            raise Mistake(
                "表格没有写明单元格的位置，无法核对", "用 Excel 或 WPS 打开后另存为 .xlsx 再传", "file"
            )
        if found[2] is None or found[1].endswith(b"/"):
            continue
        if int(place[2]) > MOST_LINES:
            raise Mistake(f"第 {int(place[2])} 行还有内容，最多导入 {MOST_ROWS} 行", SPLIT, "file")
        if column_number(place[1]) > MOST_COLUMNS:
            raise Mistake(
                f"{place[1].decode()} 列还有内容，最多 {MOST_COLUMNS} 列", "删去与导入无关的列后再传", "file"
            )


def _broken_cells(piece: bytes) -> dict[Place, str]:
    """Return the cells that have an error, or a formula whose value nobody has computed yet."""
    broken = {}
    if b'"e"' in piece or b"'e'" in piece:
        for found in _CELL.finditer(piece):
            if _IS_ERROR.search(found[1]):
                broken[found[1]] = FAILED
    if b"<f" in piece or b":f" in piece:
        for found in _FORMULA.finditer(piece):
            # The value of a formula may be an empty text, which then says that it is text.
            if not (found[2] and b't="str"' in found[1]):
                broken[found[1]] = UNCOMPUTED
    placed = {}
    for attributes, words in broken.items():
        if place := _PLACE.search(attributes):
            placed[int(place[2]), column_number(place[1])] = words
    return placed


def _hidden_lines(piece: bytes) -> Iterator[int]:
    """Return the lines that the sheet does not show."""
    if b"hidden=" not in piece:
        return
    for found in _ROW.finditer(piece):
        if _IS_HIDDEN.search(found[1]) and (line := _LINE.search(found[1])) and int(line[1]) <= MOST_LINES:
            yield int(line[1])


def column_number(letters: bytes) -> int:
    """Return which column letters stand for: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
