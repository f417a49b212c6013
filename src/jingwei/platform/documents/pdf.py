"""Sets a paper as PDF/A-2u with typst. Its text travels as JSON beside the template, never inside it."""

import io
import json
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, assert_never

import segno
import typst

from jingwei.platform.documents.dates import chinese_date, chinese_moment
from jingwei.platform.documents.model import (
    Block,
    Document,
    Field,
    FieldTable,
    Grid,
    Heading,
    Image,
    Imprint,
    Numbered,
    PageBreak,
    Paragraph,
    Qr,
    Seal,
    SignatureRow,
)
from jingwei.platform.documents.typefaces import Typefaces, configured_typefaces, load_fonts
from jingwei.platform.errors import Mistake

# PDF/A-2u is made for keeping, and it obliges typst to refuse a character that no font can draw. An ordinary PDF
# would carry an empty box there, and typst would not even warn.
STANDARD: Final = "a-2u"
UNDRAWN = re.compile(r'the text `"(.{1,400}?)"` could not be displayed')
BEIJING_TIME = timezone(timedelta(hours=8))
OPEN_MOMENT = "　　年　月　日　时　分"

LONGEST_HELD = 8 * 28  # characters: eight lines

# Neighbours of these kinds are set together.
GATHERED: dict[type[Block], str] = {
    SignatureRow: "closing",
    Seal: "closing",
    Image: "pictures",
    Qr: "pictures",
}

Data = dict[str, Any]


class MissingGlyphs(Mistake):
    """Characters of the paper that no font of the site can draw; nothing was printed."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = frozenset("".join(characters))
        named = "、".join(f"{char}（U+{ord(char):04X}）" for char in sorted(self.characters))
        super().__init__(
            f"文书未生成：现有字体没有以下字的字形：{named}。",
            remedy="请核对是否误输入；确为姓名、地名用字的，由系统管理员在字体设置中加入含该字的字体。",
        )


class PictureUnreadable(Mistake):
    """A picture of the paper cannot be decoded; nothing was printed."""


def render_pdf(document: Document, *, typefaces: Typefaces | None = None) -> bytes:
    """Set the paper on A4 and return the PDF; equal papers give equal bytes.

    Without `typefaces` those of the site are taken. Raises MissingGlyphs, PictureUnreadable, and TypefaceAbsent
    when a font file is not there. Margins and pitch follow GB/T 9704-2012 (R-FMT-07).
    """
    typefaces = typefaces or configured_typefaces()
    sheet = _Sheet()
    data = sheet.document(document) | {"typefaces": dict(typefaces.families())}
    try:
        # typst takes pictures only as files; the folder is also all that the template can read.
        with TemporaryDirectory(prefix="jingwei-paper-") as name:
            folder = Path(name)
            files = {"paper.typ": _template(), "document.json": json.dumps(data).encode(), **sheet.pictures}
            for file, content in files.items():
                (folder / file).write_bytes(content)
            return typst.compile(
                folder / "paper.typ",
                root=folder,
                font_paths=load_fonts(typefaces),
                ignore_system_fonts=True,
                pdf_standards=STANDARD,
                timestamp=datetime.combine(document.issued_on, time(), BEIJING_TIME),
            )
    except typst.TypstError as error:
        if undrawn := UNDRAWN.findall(error.diagnostic):
            raise MissingGlyphs(map(_unescaped, undrawn)) from error
        if "decode image" in error.message or "image format" in error.message:
            raise PictureUnreadable(
                "文书未生成：所附图片无法读取。", "请重新拍照或重新签名后再试。"
            ) from error
        raise


@cache
def _template() -> bytes:
    return Path(__file__).with_name("paper.typ").read_bytes()


def _unescaped(text: str) -> str:
    """Undo the form `\\u{e000}` in which typst names a character that it holds for unprintable."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), text)


def _drawable(text: str) -> str:
    """Drop what has no shape: controls, direction marks, zero-width marks and variation selectors.

    Such characters come along when a name is pasted from an office program. Removing them changes nothing that
    can be seen, except that a direction mark can no longer turn a number around.
    """
    text = text.replace("\r\n", "\n").replace("\t", " ")
    return "".join(char for char in text if char == "\n" or not _is_shapeless(char))


def _is_shapeless(char: str) -> bool:
    is_selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return is_selector or unicodedata.category(char) in {"Cc", "Cf"}


def _hold_end(flow: list[Data]) -> None:
    """Tie the end of what goes before to the closing, so that no signature stands alone at the head of a page.

    Only the last line of a dialogue, or the last item, is tied, so that what is longer than a page still breaks.
    The template ties the last row of a table.
    """
    match flow[-1:]:
        case [{"kind": "paragraph", "lines": [*before, last]} as text] if len(last) <= LONGEST_HELD:
            flow[-1:] = [text | {"lines": before}] * bool(before) + [
                text | {"lines": [last], "is_held": True}
            ]
        case [{"kind": "numbered", "items": [*before, last]} as text]:
            end = text | {"items": [last], "start": len(before) + 1, "is_held": True}
            flow[-1:] = [text | {"items": before}] * bool(before) + [end]
        case [{"kind": "pictures", "parts": [_] | [_, _]} as pictures]:
            pictures["is_held"] = True


class _Sheet:
    """Turns blocks into the template's data, and keeps the pictures apart as files it can name."""

    def __init__(self) -> None:
        self.pictures: dict[str, bytes] = {}

    def document(self, document: Document) -> Data:
        return {
            "title": _drawable(document.title),
            "issuer": _drawable(document.issuer),
            "number": _drawable(document.number),
            "footer": _drawable(document.footer),
            "is_demonstration": document.is_demonstration,
            "layout": document.layout.value,
            "signer": _drawable(document.signer),
            "imprint": self.imprint(document.imprint) if document.imprint else None,
            "blocks": self.flow(document.blocks),
        }

    def imprint(self, imprint: Imprint) -> Data:
        return {
            "copied_to": _drawable("，".join(imprint.copied_to)),
            "printer": _drawable(imprint.printer),
            "printed_on": chinese_date(imprint.printed_on),
        }

    def flow(self, blocks: Iterable[Block]) -> list[Data]:
        """Gather what stays together: pictures on one line, and the signatures and seal that close a text."""
        flow: list[Data] = []
        for block in blocks:
            kind = GATHERED.get(type(block))
            if kind is None:
                flow.append(self.block(block))
                continue
            before: Data = flow[-1] if flow else {"kind": None}
            if kind == "closing" and before["kind"] in {"fields", "grid"} and before["rows"]:
                parts = before.setdefault("closing", [])
            elif before["kind"] == kind:
                parts = before["parts"]
            else:
                if kind == "closing":
                    _hold_end(flow)
                parts = []
                flow.append({"kind": kind, "parts": parts})
            parts.append(self.block(block))
        return flow

    def block(self, block: Block) -> Data:
        match block:
            case Heading(text, level):
                return {"kind": "heading", "text": _drawable(text), "level": level}
            case Paragraph(text, indent):
                return {"kind": "paragraph", "lines": _drawable(text).split("\n"), "indent": indent}
            case Numbered(items, style):
                return {
                    "kind": "numbered",
                    "items": [_drawable(item) for item in items],
                    "style": style,
                    "start": 1,
                }
            case FieldTable(rows):
                return {"kind": "fields", "rows": [[self.field(field) for field in row] for row in rows]}
            case Grid(header, rows, widths):
                cells = [[_drawable(cell) for cell in row] for row in (header, *rows)]
                centred = [all(len(row[column]) <= 6 for row in cells[1:]) for column in range(len(header))]
                return {
                    "kind": "grid",
                    "header": cells[0],
                    "rows": cells[1:],
                    "widths": list(widths),
                    "centred": centred,
                }
            case SignatureRow():
                return self.signature(block)
            case Seal(issuer, issued_on, image):
                return {
                    "kind": "seal",
                    "issuer": _drawable(issuer),
                    "issued_on": chinese_date(issued_on),
                    "image": self.picture(image),
                }
            case Image(data, caption, width):
                return {"image": self.picture(data), "caption": _drawable(caption), "width": width}
            case Qr(text, caption, width):
                drawing = io.BytesIO()
                segno.make(text, micro=False).save(drawing, kind="svg", border=2, xmldecl=False)
                return {
                    "image": self.picture(drawing.getvalue(), ".svg"),
                    "caption": _drawable(caption),
                    "width": width,
                }
            case PageBreak():
                return {"kind": "page_break"}
            case _:
                assert_never(block)

    def field(self, field: Field) -> Data:
        return {
            "label": _drawable(field.label),
            "value": _drawable(field.value),
            "signature": self.signature(field.signature) if field.signature else None,
        }

    def signature(self, row: SignatureRow) -> Data:
        return {
            "kind": "signature",
            "label": _drawable(row.label),
            "name": _drawable(row.name),
            "image": self.picture(row.image),
            "at": chinese_moment(row.at) if row.at else OPEN_MOMENT,
        }

    def picture(self, data: bytes | None, suffix: str = "") -> str | None:
        if data is None:
            return None
        name = f"picture-{len(self.pictures)}{suffix}"
        self.pictures[name] = data
        return name
