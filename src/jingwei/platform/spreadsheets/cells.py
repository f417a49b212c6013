"""Readers of cells: from what departments type to values. Each raises CellError with what is wrong and what to do."""

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from jingwei.platform.normal_form import fault_of, legible, line, prose
from jingwei.platform.spreadsheets.layout import Cell, CellError, Reader
from jingwei.rulebook import Term

T = TypeVar("T", bound=Term)
NOTHING: Mapping[str, Any] = {}

_BLANKS_OF_WIDTH = {0x3000: 0x20, 0xA0: 0x20}
# In a code no Chinese punctuation has a place.
_CODE_SIGNS = {0xFF0D: "-", 0x2014: "-", 0x2013: "-", 0x2212: "-", 0xFF0E: ".", 0xFF3F: "_"}
_AS_TEXT = "把该列单元格格式设为“文本”后重新填写"
_BLANKS = re.compile(r"\s+")
_SEVERAL = re.compile(r"[、，,；;/／|\n]+")
_DAY = re.compile(
    r"(\d{4})\s*[-./年．／－]\s*(\d{1,2})\s*[-./月．／－]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(:\d{2})?)?"
)
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_FIRST_SERIAL, _LAST_SERIAL = 1, 73_050  # 1900-01-01 and 2099-12-31 as Excel counts days
_FROM_1904 = 1462  # days between the two days from which spreadsheets count
_POWER = re.compile(r"\d(?:\.\d{1,20}E\+?|E\+)\d{1,3}")  # 1.23E+17
_LETTERS_OF_A_DAY = 40  # no day or number of days is written in more
_EXACT = 10**15  # A spreadsheet keeps fifteen digits of a number; what follows is zeros.


def clean(text: str) -> str:
    """Return text as it was meant: ordinary digits and letters, no blanks around it, no leading apostrophe."""
    text = prose(text)
    if not text.isascii():
        text = text.translate(_BLANKS_OF_WIDTH)
    if text[:1] in {"'", "＇", "‘", "’"}:
        text = text[1:].lstrip()
    return text


def shown(cell: Cell) -> str:
    """Return what a person sees in the cell, for messages and previews."""
    match cell:
        case None:
            return ""
        case bool():
            return "是" if cell else "否"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else str(cell)
        case datetime():
            return cell.date().isoformat() if not (cell.hour or cell.minute) else f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case _:
            return str(legible(str(cell)))


def text(*, longest: int) -> Reader:
    """Read one line of at most ``longest`` characters, in its normal form."""

    def read(cell: Cell, today: date, /) -> str:
        value = _kept(cell) if isinstance(cell, str) else shown(cell)
        if len(value) > longest:
            raise CellError(f"有 {len(value)} 个字，最多 {longest} 个", "缩短后再导入")
        return value

    return read


def code(*, longest: int, digits: int = 0) -> Reader:
    """Read a number or code kept as text: no blanks in it, capital letters. Numbers that lost digits are refused.

    ``digits``: how many there are where there are only digits. A cell that counts as a number and shows fewer may have
    lost the zeros that it began with; written as text it is taken as it stands.
    """

    def read(cell: Cell, today: date, /) -> str:
        if isinstance(cell, str):
            value = _kept(cell)
            if not value.isalnum():
                value = _BLANKS.sub("", value.translate(_CODE_SIGNS))
            value = value.upper()
            if _POWER.fullmatch(value):
                raise CellError("是科学计数法，末几位已经丢失", _AS_TEXT)
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            if abs(cell) >= _EXACT:
                raise CellError("以数字存放，末几位已经丢失", _AS_TEXT)
            value = shown(cell)
            if len(value) < digits:
                raise CellError(f"以数字存放，只有 {len(value)} 位，开头的 0 可能丢了", _AS_TEXT)
        else:
            raise CellError("不是编号", _AS_TEXT)
        if len(value) > longest:
            raise CellError(f"有 {len(value)} 位，最多 {longest} 位", "核对后重新填写")
        return value

    return read


def day(*, earliest: date = date(1949, 10, 1), years_ahead: int = 0) -> Reader:
    """Read a date: a real one, 2025-3-1, 2025.3.1, 2025/3/1, 2025年3月1日, 20250301, or the number that Excel keeps.

    Before ``earliest`` or later than ``years_ahead`` years from today it is a slip of the pen (another century).
    """

    def read(cell: Cell, today: date, /) -> date:
        value = _day(cell)
        if value is None:
            raise CellError("不是日期", "写成 2025-03-01 或 2025年3月1日")
        if value < earliest:
            raise CellError(f"早于 {earliest}", "核对年份")
        if years_ahead == 0 and value > today:
            raise CellError(f"晚于今天（{today}）", "核对年份")
        if value.year > today.year + years_ahead:
            raise CellError(f"晚于 {today.year + years_ahead} 年", "核对年份")
        return value

    return of_days(read)


def of_days(read: Reader) -> Reader:
    """Mark a reader of days or moments: it also takes a bare number, as a spreadsheet counts days."""
    read.is_of_days = True  # type: ignore[attr-defined]
    return read


def is_of_days(read: Reader) -> bool:
    """Whether a bare number under this reader's title counts days."""
    return getattr(read, "is_of_days", False)


def shifted_from_1904(cell: Cell) -> Cell:
    """Return a number of days counted from 1904, with the time of day behind its point, as counted from 1900."""
    if isinstance(cell, str):
        written = clean(cell) if len(cell) <= _LETTERS_OF_A_DAY else ""
        is_number = written.isdecimal() and 0 < int(written) <= _LAST_SERIAL
        return str(int(written) + _FROM_1904) if is_number else cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 < cell <= _LAST_SERIAL:
        return cell + _FROM_1904
    return cell


def whole_number(*, least: int = 0, most: int = 1_000_000) -> Reader:
    """Read a whole number between two bounds, both included; 3次 reads as 3."""

    def read(cell: Cell, today: date, /) -> int:
        value = decimal_of(cell, units="次个人家项")
        if value is None or not value.is_integer():
            raise CellError("不是整数", "填写阿拉伯数字")
        if not least <= value <= most:
            raise CellError(f"不在 {least} 至 {most} 之间", "核对后重新填写")
        return int(value)

    return read


def decimal(*, least: float, most: float) -> Reader:
    """Read a number between two bounds, both included."""

    def read(cell: Cell, today: date, /) -> float:
        value = decimal_of(cell)
        if value is None:
            raise CellError("不是数字", "填写阿拉伯数字")
        if not least <= value <= most:
            raise CellError(f"不在 {least:g} 至 {most:g} 之间", "核对后重新填写")
        return value

    return read


def yes_no(cell: Cell, today: date, /) -> bool:
    """Read 是 or 否, also 有 and 无, √ and ×."""
    if isinstance(cell, bool):
        return cell
    word = clean(shown(cell)).upper()
    if word in {"是", "有", "√", "✓", "Y", "YES", "1", "已取得"}:
        return True
    if word in {"否", "无", "没有", "×", "X", "N", "NO", "0", "-", "—", "/"}:
        return False
    raise CellError("看不出是或否", "填写“是”或“否”")


def choice(words: type[T], also: Mapping[str, T] = NOTHING) -> Reader:
    """Read one word of a closed list by its 中文 label; ``also`` maps other ways to write it to the word."""
    written = {word.label: word for word in words} | dict(also)
    known = {line(label): word for label, word in written.items()} | written

    def read(cell: Cell, today: date, /) -> T:
        word = known.get(cell) if isinstance(cell, str) else None  # Most cells are written as they should be.
        word = word or known.get(_BLANKS.sub("", line(clean(shown(cell)))))
        if word is None:
            raise CellError("不在可选项中", f"从{_offered(words)}中选填")
        return word

    return read


def several(words: type[T], also: Mapping[str, T] = NOTHING) -> Reader:
    """Read words of a closed list, set apart by 、 or another sign, each once and in the order written."""
    one = choice(words, also)

    def read(cell: Cell, today: date, /) -> list[T]:
        return list(dict.fromkeys(one(part, today) for part in split(shown(cell))))

    return read


def split(text: str) -> list[str]:
    """Return the parts of a cell that lists several things, set apart by 、 , ; / or a line break."""
    return [part for each in _SEVERAL.split(clean(text)) if (part := each.strip())]


def decimal_of(cell: Cell, *, units: str = "") -> float | None:
    """Return the number in a cell, without its unit and its thousands separators, or None."""
    try:
        value = float(clean(shown(cell)).rstrip(units).replace(",", "").replace("，", ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def labels(words: Iterable[StrEnum]) -> tuple[str, ...]:
    """Return the labels of the words, as a template offers them."""
    return tuple(getattr(word, "label", str(word)) for word in words)


def _kept(cell: str) -> str:
    """Return a cell's text as one line. Raises CellError for a sign that cannot be kept."""
    if fault := fault_of(cell):
        raise CellError(f"里{fault}", "删去后重新导入")
    return line(clean(cell))


def _offered(words: type[Term]) -> str:
    return "、".join(labels(words))


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool) or cell is None:
        return None
    written = clean(cell) if isinstance(cell, str) else shown(cell)
    if len(written) > _LETTERS_OF_A_DAY:
        return None
    try:
        if found := _DAY.fullmatch(written) or _COMPACT_DAY.fullmatch(written):
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    if written.isdecimal() and _FIRST_SERIAL <= int(written) <= _LAST_SERIAL:
        return date(1899, 12, 30) + timedelta(days=int(written))
    return None
