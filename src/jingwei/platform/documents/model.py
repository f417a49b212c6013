"""What an official paper says, free of how it is printed: PDF and .docx are set from the same values."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Literal


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4. Its number is part of the text: 一、（一）1.（1）(GB/T 9704-2012)."""

    text: str
    level: Literal[1, 2, 3, 4] = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text; a line feed starts a new paragraph. The addressee stands without indent."""

    text: str
    indent: bool = True


@dataclass(frozen=True)
class Numbered:
    """Items that the renderer numbers in the given style."""

    items: tuple[str, ...]
    style: Literal["1.", "（1）", "一、", "（一）"] = "1."


@dataclass(frozen=True)
class SignatureRow:
    """One line to sign. Without an image it is left open for a pen: a printed name is never a signature.

    `image` is PNG or JPEG, `at` an aware datetime (shown in Asia/Shanghai); without it the date is left open.
    """

    label: str
    name: str = ""
    image: bytes | None = field(default=None, repr=False)
    at: datetime | None = None


@dataclass(frozen=True)
class Seal:
    """Who issues the paper and when, at its end on the right, with the place (or the image) of the seal."""

    issuer: str
    issued_on: date
    image: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Field:
    """A label and its value in a form; an opinion carries the signature of whoever gave it."""

    label: str
    value: str
    signature: SignatureRow | None = None


@dataclass(frozen=True)
class FieldTable:
    """A bordered form (审批表). Each row holds one field, which spans the form, or two side by side."""

    rows: tuple[tuple[Field] | tuple[Field, Field], ...]


@dataclass(frozen=True)
class Grid:
    """A bordered table whose header is repeated on every page. Widths are shares of the line."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]

    def __post_init__(self) -> None:
        columns = len(self.header)
        if len(self.widths) != columns or any(len(row) != columns for row in self.rows):
            raise ValueError(f"every row of the grid and its widths must have {columns} cells")


@dataclass(frozen=True)
class Image:
    """A picture (PNG or JPEG) with its caption, `width` in millimetres. Pictures in a row share the line."""

    data: bytes = field(repr=False)
    caption: str = ""
    width: float = 72


@dataclass(frozen=True)
class Qr:
    """A QR code of `text`, with a caption below it, `width` in millimetres."""

    text: str
    caption: str = ""
    width: float = 28


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Heading | Paragraph | Numbered | FieldTable | Grid | SignatureRow | Seal | Image | Qr | PageBreak


class Layout(Enum):
    """How the head of a paper looks (GB/T 9704-2012): the body is the same in all."""

    FORM = "form"  # 执法文书: issuer above the title, number below it on the right, pages counted at the top
    LETTERHEAD = "letterhead"  # 文件格式: red 发文机关标志, number, red rule, 版记 on the last even page
    LETTER = "letter"  # 信函格式: red 发文机关标志 between double lines, number on the right


@dataclass(frozen=True)
class Imprint:
    """The end of an official paper (版记): who else receives it, who printed it, when."""

    copied_to: tuple[str, ...]
    printer: str
    printed_on: date


@dataclass(frozen=True)
class Document:
    """An official paper: its head, its body and what is repeated on every page.

    `footer` is printed at the foot of every page. A demonstration says on every page that it has no legal effect.
    `imprint` belongs to a letterhead, `signer` (签发人) to one that goes upwards.
    """

    title: str
    issuer: str
    issued_on: date
    blocks: tuple[Block, ...]
    number: str = ""
    footer: str = ""
    is_demonstration: bool = False
    layout: Layout = Layout.FORM
    imprint: Imprint | None = None
    signer: str = ""
