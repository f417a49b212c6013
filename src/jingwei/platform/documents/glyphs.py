"""Whether a paper can be printed at all, asked by the act that makes its text final: which characters no font can draw."""

from collections.abc import Iterator

from jingwei.platform.documents.model import (
    Block,
    Document,
    FieldTable,
    Grid,
    Heading,
    Image,
    Numbered,
    Paragraph,
    Qr,
    Seal,
    SignatureRow,
)
from jingwei.platform.documents.pdf import MissingGlyphs, render_pdf
from jingwei.platform.errors import Mistake

SHOWN = 12  # characters of the text around


class Undrawable(Mistake):
    """The paper holds characters that no font of the site can draw, so that it could never be printed."""


def require_drawable(document: Document, *, field: str = "") -> None:
    """Raise Undrawable with every such character, where it stands and how to mend it.

    Sets the paper to find out, by the same means as when it is printed; leave large pictures out of it. ``field``: the
    field of the form or the request that the text came from.
    """
    try:
        render_pdf(document)
    except MissingGlyphs as error:
        wrong = error.characters
        places = [
            f"{place}“{_around(text, wrong)}”中的{_named(wrong & set(text))}"
            for place, text in _texts(document)
            if wrong & set(text)
        ]
        raise Undrawable(
            f"《{document.title}》无法印制，现有字体没有这些字：{'；'.join(places) or _named(wrong)}",
            "改用其他写法，例如删去表情符号、用拼音或文字说明代替；"
            "确为姓名、地名用字的，由系统管理员在字体设置中加入含该字的字体",
            field,
        ) from error


def _named(characters: frozenset[str] | set[str]) -> str:
    return "、".join(f"{each}（U+{ord(each):04X}）" for each in sorted(characters))


def _around(text: str, wrong: frozenset[str]) -> str:
    """Return the words in which the first of the characters stands."""
    at = next(position for position, each in enumerate(text) if each in wrong)
    start = max(at - SHOWN, 0)
    return text[start : at + SHOWN].replace("\n", " ")


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the texts of a paper, each with where it stands, from head to end."""
    yield "标题", document.title
    yield "发文机关", document.issuer
    yield "文号", document.number
    yield "页脚", document.footer
    yield "签发人", document.signer
    if document.imprint:
        yield "版记", "，".join([*document.imprint.copied_to, document.imprint.printer])
    under = "正文"
    for block in document.blocks:
        if isinstance(block, Heading):
            under = block.text
        yield from _texts_of(block, under)


def _texts_of(block: Block, under: str) -> Iterator[tuple[str, str]]:
    match block:
        case Heading(text):
            yield "标题", text
        case Paragraph(text):
            yield under, text
        case Numbered(items):
            for number, item in enumerate(items, 1):
                yield f"{under}第 {number} 条", item
        case FieldTable():
            yield from _texts_of_fields(block)
        case Grid():
            yield from _texts_of_grid(block, under)
        case SignatureRow(label, name):
            yield label, name
        case Seal(issuer):
            yield "落款", issuer
        case Image() | Qr():
            yield "图注", block.caption


def _texts_of_fields(table: FieldTable) -> Iterator[tuple[str, str]]:
    for field in (field for row in table.rows for field in row):
        yield field.label.replace("\n", ""), field.value
        if field.signature:
            yield field.signature.label, field.signature.name


def _texts_of_grid(grid: Grid, under: str) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(grid.rows, 1):
        for title, cell in zip(grid.header, row, strict=True):
            yield f"{under}第 {number} 行{title}", cell
