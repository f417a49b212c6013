"""What a kind of spreadsheet looks like: its columns, how each cell is read, and what may be wrong with a row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from jingwei.platform.masking import hide_resident_ids

Cell = str | int | float | bool | date | datetime | None


class CellError(Exception):
    """A cell cannot be read. ``message`` goes on after 列“证号”的值“…”, ``remedy`` says what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        self.message = message
        self.remedy = remedy
        super().__init__(message)


class Reader(Protocol):
    """Turns a cell that is not empty into a value. ``today`` bounds dates. Raises CellError."""

    def __call__(self, cell: Cell, today: date, /) -> Any:
        """Return the value of the cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title on the sheet, its name in the program, and what the template says of it.

    An empty cell gives None, or a problem where the column ``is_required``. ``is_unique``: a value that stood on an
    earlier row of the sheet already is a problem. ``is_personal``: shown masked on pages, never in a message.
    ``widens``: what the rows say where the sheet lacks this column and that is more, or emptier, than was meant; then
    somebody has to say of each column that is not read what it is.
    """

    title: str
    name: str
    read: Reader
    is_required: bool = False
    aliases: tuple[str, ...] = ()
    note: str = ""  # for 填写说明
    example: str = ""
    choices: tuple[str, ...] = ()  # what the template offers
    is_unique: bool = False
    is_personal: bool = False
    widens: str = ""  # goes on after 没有“事项编码”列，


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one kind of spreadsheet, and remarks that stand on 填写说明 above them.

    ``unneeded``: titles that such sheets bear as well and that hold nothing of what is read; they are not asked about.
    """

    kind: str  # as on the command line: officers
    title: str  # 执法人员
    columns: tuple[Column, ...]
    remarks: tuple[str, ...] = ()
    unneeded: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """Return the column of a name in the program."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is not taken: the column's title, what stands there, what is wrong with it, what to do.

    ``column`` is empty where the row as a whole is wrong, ``value`` where it is not to be repeated.
    """

    column: str
    value: str
    message: str
    remedy: str

    def __str__(self) -> str:
        """Return the reason in words, as pages, logs and error files show it: without resident ids."""
        where = f"列“{self.column}”" if self.column else "本行"
        value = f"的值“{self.value}”" if self.value else ""
        return hide_resident_ids(f"{where}{value}{self.message}；{self.remedy}")


@dataclass(slots=True)
class Row:
    """One row of data: its line on the sheet (from 1), its values by the columns' names, its cells as sent.

    Every column of the layout has a value; it is None where the cell is empty or ``unread``, or the sheet has no such
    column.
    """

    line: int
    values: dict[str, Any]
    unread: frozenset[str] = frozenset()  # names of the columns whose cells could not be read
    cells: Sequence[Cell] = field(default=(), repr=False)
