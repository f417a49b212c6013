"""What of an object is shown, said once for its page, its lists, the exported file and the JSON interface."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from ninja import Field as Described
from ninja import Schema
from pydantic import create_model

from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.rulebook import Term
from jingwei.web.bodies import Word as WordOut
from jingwei.web.doors.viewer import Read, Viewer, reader
from jingwei.web.gallery import draw

NOTHING = "—"
PAGE, FILE = frozenset({"page"}), frozenset({"file", "answer"})
EVERYWHERE = PAGE | FILE


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing about an object: its label, how it is read, how it looks.

    ``read`` is a dotted path or a function of the row, or of the row and the ``Viewer``. ``name`` is what addresses and
    programs call it; by itself it is the last part of the path or the function's name. ``order`` is the path in the
    database by which a list sorts; a path that is read sorts by itself, ``order=""`` lets nobody sort. ``link`` is the
    name of an address that takes the row's id, or a function of the row, empty where that leads nowhere. ``below`` is read for a second line.
    """

    label: str = field(kw_only=False)
    read: Read = field(kw_only=False)
    name: str = ""
    order: str | None = None
    link: str | Callable[[Any], str] = ""
    below: Read = ""
    css: str = ""  # of the cell: is-wide (a line of its own on the phone), is-gone (not on the phone), is-end, jw-num
    short: str = ""  # the label on the phone, where a row stands as a paragraph
    hint: Read = ""
    roles: Sequence[Any] = ()  # who sees the column of a list; everybody by itself
    is_full: bool = False  # the whole width of an object's page
    is_optional: bool = False  # stands on an object's page only where there is something
    where: frozenset[str] = EVERYWHERE

    type: ClassVar[Any] = str

    @property
    def key(self) -> str:
        """What addresses and programs call it."""
        if self.name:
            return self.name
        return self.read.rpartition(".")[2] if isinstance(self.read, str) else self.read.__name__.strip("_")

    @property
    def ordered_by(self) -> str:
        """The path by which the database sorts; empty where nobody can sort."""
        if self.order is not None:
            return self.order
        return self.read.replace(".", "__") if isinstance(self.read, str) else ""

    def value(self, row: Any, viewer: Viewer) -> Any:
        """Return what is read of a row."""
        return reader(self.read)(row, viewer)

    def html(self, row: Any, viewer: Viewer) -> SafeString:
        """Return it as it stands on a page, with its link and its second line."""
        value = self.value(row, viewer)
        shown = format_html("{}", NOTHING if value is None or value == "" else self.show(value))
        if self.link and value not in {None, ""} and (address := self.address(row)):
            shown = format_html('<a class="{}" href="{}">{}</a>', self.link_css, address, shown)
        below = reader(self.below)(row, viewer) if self.below else ""
        return format_html('{}<span class="jw-line2">{}</span>', shown, below) if below else shown

    def drawn(self, row: Any, viewer: Viewer) -> dict[str, Any]:
        """Return the cell of a row as a table shows it."""
        return {"html": self.html(row, viewer), "css": self.css, "short": self.short}

    @property
    def head_css(self) -> str:
        """What of the cell's classes its column's head has as well."""
        return " ".join(word for word in self.css.split() if word in {"is-end", "jw-num"})

    def show(self, value: Any) -> Any:
        """Return a value that is there as it stands on a page."""
        return value

    def address(self, row: Any) -> str:
        """Return where the link leads."""
        return reverse(self.link, args=[row.pk]) if isinstance(self.link, str) else self.link(row)

    @property
    def link_css(self) -> str:
        return ""

    def cell(self, row: Any, viewer: Viewer) -> Cell:
        """Return it as it stands in a spreadsheet."""
        value = self.value(row, viewer)
        return None if value is None else self.write(value)

    def write(self, value: Any) -> Cell:
        """Return a value that is there as it stands in a spreadsheet."""
        return str(value)

    def answer(self, row: Any, viewer: Viewer) -> Any:
        """Return it as programs get it."""
        value = self.value(row, viewer)
        return None if value is None else self.tell(value)

    def tell(self, value: Any) -> Any:
        """Return a value that is there as programs get it."""
        return self.write(value)


class Text(Field):
    """Words."""


@dataclass(frozen=True, kw_only=True)
class Title(Field):
    """What the row is called; it leads to the row."""

    css: str = "is-wide"

    def show(self, value: str) -> Any:
        return value if self.link else format_html('<span class="{}">{}</span>', self.link_css, value)

    @property
    def link_css(self) -> str:
        return "jw-title"


@dataclass(frozen=True, kw_only=True)
class Day(Field):
    """A legal day, or the day of an instant."""

    css: str = "jw-nw"
    type: ClassVar[Any] = date

    def show(self, value: date) -> str:
        return self.write(value).isoformat()

    def write(self, value: date) -> date:
        return value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value


@dataclass(frozen=True, kw_only=True)
class Moment(Field):
    """An instant; pages and files show it in Beijing time."""

    css: str = "jw-nw"
    form: str = "%Y-%m-%d %H:%M"
    type: ClassVar[Any] = datetime

    def show(self, value: datetime) -> str:
        return self.write(value).strftime(self.form)

    def write(self, value: datetime) -> datetime:
        return value.astimezone(SHANGHAI)

    def tell(self, value: datetime) -> datetime:
        return value


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """How many or how much."""

    css: str = "jw-num"
    unit: str = ""
    type: ClassVar[Any] = int

    def show(self, value: int) -> str:
        return f"{value:,}{self.unit and ' '}{self.unit}"

    def write(self, value: int) -> int:
        return value


@dataclass(frozen=True, kw_only=True)
class Amount(Number):
    """A number with decimals."""

    type: ClassVar[Any] = Decimal

    def write(self, value: Any) -> Any:
        return float(value)

    def tell(self, value: Decimal) -> Decimal:
        return value


@dataclass(frozen=True, kw_only=True)
class Flag(Field):
    """Yes or no."""

    type: ClassVar[Any] = bool

    def show(self, value: bool) -> str:
        return "是" if value else "否"

    def write(self, value: bool) -> bool:
        return value


@dataclass(frozen=True, kw_only=True)
class Word(Field):
    """A word of a closed list; with ``colours`` it stands as a tag."""

    of: type[Term]
    colours: Mapping[Any, str] | None = None
    css: str = "jw-nw"
    type: ClassVar[Any] = WordOut

    def show(self, value: str) -> Any:
        word = self.of(value)
        if self.colours is None:
            return word.label
        return draw("tag", {"text": word.label, "colour": self.colours.get(word, "")})

    def write(self, value: str) -> str:
        return self.of(value).label

    def tell(self, value: str) -> WordOut:
        return WordOut.of(self.of(value))


@dataclass(frozen=True, kw_only=True)
class Lamp(Field):
    """How the row stands: it is read as a colour (green, amber, red, grey, none) and its words."""

    css: str = "jw-nw is-end"
    order: str | None = ""

    def show(self, value: tuple[str, str]) -> SafeString:
        return draw("lamp", {"colour": value[0], "text": value[1]})

    def write(self, value: tuple[str, str]) -> str:
        return value[1]


@dataclass(frozen=True, kw_only=True)
class Many(Field):
    """Several words, in one line for people and one by one for programs."""

    order: str | None = ""
    type: ClassVar[Any] = list[str]

    def show(self, value: Iterable[str]) -> str:
        return "、".join(value)

    def write(self, value: Iterable[str]) -> str:
        return "、".join(value)

    def tell(self, value: Iterable[str]) -> list[str]:
        return list(value)


@dataclass(frozen=True, kw_only=True)
class Drawn(Field):
    """Something that only a page shows, drawn by its own function."""

    order: str | None = ""
    where: frozenset[str] = PAGE


def rows_of(fields: Iterable[Field], row: Any, viewer: Viewer) -> list[dict[str, Any]]:
    """Return an object's fields as the component ``fields`` shows them."""
    shown = []
    for each in fields:
        value = each.value(row, viewer)
        if each.is_optional and value in {None, ""}:
            continue
        cell: dict[str, Any] = {"label": each.label, "is_full": each.is_full}
        cell["value"] = "" if value is None or value == "" else each.show(value)
        cell["hint"] = reader(each.hint)(row, viewer) if each.hint else ""
        if each.link and value not in {None, ""}:
            cell["url"] = each.address(row)
        shown.append(cell)
    return shown


def schema_of(
    name: str, fields: Iterable[Field], doc: str, more: Mapping[str, Any] | None = None
) -> type[Schema]:
    """Return the type of the answer that tells these fields of an object, after its id.

    ``more`` names what the fields do not tell: its type and the field of the schema, as pydantic takes it.
    """
    told: dict[str, Any] = {"id": (int, Described(description="编号"))}
    told |= {
        each.key: (each.type | None, Described(description=each.label)) for each in fields if _is_told(each)
    }
    return model_of(name, doc, told | dict(more or {}))


def model_of(name: str, doc: str, fields: Mapping[str, Any]) -> type[Schema]:
    """Return a schema of fields as pydantic takes them: by name, each its type and its description."""
    made: type[Schema] = create_model(name, __base__=Schema, __doc__=doc, **fields)
    return made


def answer_of(fields: Iterable[Field], row: Any, viewer: Viewer) -> dict[str, Any]:
    """Return what ``schema_of`` the same fields describes."""
    return {"id": row.pk} | {each.key: each.answer(row, viewer) for each in fields if _is_told(each)}


def _is_told(each: Field) -> bool:
    return "answer" in each.where
