"""Sets a paper as .docx, for departments that go on editing it: the same values, named styles, official typefaces."""

import io
from functools import singledispatch
from typing import Any

import docx
import segno
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

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
    Layout,
    Numbered,
    PageBreak,
    Paragraph,
    Qr,
    Seal,
    SignatureRow,
)
from jingwei.platform.documents.wordprocessing import (
    BODY,
    CHARACTER_PITCH,
    CHARACTER_SPACE,
    FANGSONG,
    HEADING_FACES,
    HEITI,
    KAITI,
    LINE_PITCH,
    RED,
    SONGTI,
    XIAOBIAOSONG,
    border,
    indent_two,
    numeral,
    pace,
    page_number,
    set_face,
    tighten,
)


def render_docx(document: Document) -> bytes:
    """Set the paper on A4 and return the .docx; margins, grid and heads follow GB/T 9704-2012 (R-FMT-07)."""
    word = docx.Document()
    _lay_page(word, document)
    _name_styles(word)
    match document.layout:
        case Layout.LETTERHEAD:
            _set_letterhead(word, document)
        case Layout.LETTER:
            _set_letter(word, document)
        case Layout.FORM:
            _line(word, document.issuer, "机关名称")
    _line(word, document.title, "公文标题")
    if document.layout is Layout.FORM and document.number:
        _line(word, document.number, "发文字号").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for block in document.blocks:
        _set(block, word)
    if document.imprint:
        _set_imprint(word, document.imprint)
    properties = word.core_properties
    properties.title, properties.author = document.title.replace("\n", ""), document.issuer
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def _lay_page(word: Word, document: Document) -> None:
    section = word.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(23)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    # Lines alone are snapped to the grid. Characters are tightened by their style: LibreOffice would give a character
    # that is wider than its cell two cells.
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(LINE_PITCH.pt * 20)))
    grid.set(qn("w:charSpace"), str(CHARACTER_SPACE))
    word.settings.odd_and_even_pages_header_footer = True
    # The first page of a letter bears no number.
    section.different_first_page_header_footer = document.layout is Layout.LETTER
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        number = footer.paragraphs[0]
        number.alignment = side
        number.paragraph_format.left_indent = number.paragraph_format.right_indent = Pt(14)
        _run(number, "— ", SONGTI, Pt(14))
        page_number(number)
        _run(number, " —", SONGTI, Pt(14))
        if document.footer:
            _run(footer.add_paragraph(), document.footer, FANGSONG, Pt(10.5))
    if document.is_demonstration:
        for header in (section.header, section.even_page_header, section.first_page_header):
            mark = header.paragraphs[0]
            mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _run(mark, "演示数据　不具有法律效力", HEITI, Pt(9), RGBColor(0xB3, 0x26, 0x1E))


def _name_styles(word: Word) -> None:
    normal: Any = word.styles["Normal"]
    set_face(normal.font, FANGSONG, BODY)
    pace(normal.paragraph_format, LINE_PITCH)
    tighten(normal)
    for name, face, size, pitch, alignment in (
        ("公文标题", XIAOBIAOSONG, Pt(22), Pt(35), WD_ALIGN_PARAGRAPH.CENTER),
        ("机关名称", XIAOBIAOSONG, Pt(18), Pt(30), WD_ALIGN_PARAGRAPH.CENTER),
        ("发文机关标志", XIAOBIAOSONG, Pt(42), Pt(48), WD_ALIGN_PARAGRAPH.CENTER),
        ("发文字号", FANGSONG, BODY, LINE_PITCH, WD_ALIGN_PARAGRAPH.CENTER),
        ("公文正文", FANGSONG, BODY, LINE_PITCH, WD_ALIGN_PARAGRAPH.JUSTIFY),
        ("公文表格", FANGSONG, Pt(12), Pt(19), WD_ALIGN_PARAGRAPH.LEFT),
        ("版记", FANGSONG, Pt(14), Pt(22), WD_ALIGN_PARAGRAPH.LEFT),
        *(
            (f"公文标题{level}", face, BODY, LINE_PITCH, WD_ALIGN_PARAGRAPH.LEFT)
            for level, face in HEADING_FACES.items()
        ),
    ):
        style: Any = word.styles.add_style(name, 1)
        style.base_style = normal
        set_face(style.font, face, size)
        pace(style.paragraph_format, pitch)
        style.paragraph_format.alignment = alignment
        if name == "公文正文" or (name.startswith("公文标题") and name != "公文标题"):
            indent_two(style.element.get_or_add_pPr())
    word.styles["公文标题"].paragraph_format.space_after = LINE_PITCH


def _set_letterhead(word: Word, document: Document) -> None:
    """文件格式: the mark 35 mm below the top of the type area, the number two lines below, a rule 4 mm below that."""
    mark = _line(word, f"{document.issuer}文件", "发文机关标志")
    mark.paragraph_format.space_before = Mm(35)
    _fit(mark, Mm(156), Pt(42))
    number = _line(word, document.number, "发文字号")
    number.paragraph_format.space_before = LINE_PITCH * 2
    if document.signer:
        number.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        _run(number, f"\t签发人：{document.signer}", KAITI, BODY)
        number.paragraph_format.tab_stops.add_tab_stop(Mm(110))
    border(number, "bottom", "single", 12, space=11)  # 1.5 pt thick, 11 pt (4 mm) below the number
    number.paragraph_format.space_after = LINE_PITCH * 2


def _set_letter(word: Word, document: Document) -> None:
    """信函格式: the mark 30 mm from the edge, double rules of 170 mm below it and 20 mm from the lower edge."""
    section = word.sections[0]
    section.header_distance, section.footer_distance = Mm(30), Mm(20)
    header = section.first_page_header
    mark = header.add_paragraph(style="发文机关标志") if document.is_demonstration else header.paragraphs[0]
    mark.style = word.styles["发文机关标志"]
    _run(mark, document.issuer, XIAOBIAOSONG, Pt(34), RED)
    mark.paragraph_format.line_spacing = Mm(12)
    _fit(mark, Mm(156), Pt(34))
    foot = section.first_page_footer.paragraphs[0]
    for paragraph, side, rule in (
        (mark, "bottom", "thickThinSmallGap"),
        (foot, "bottom", "thinThickSmallGap"),
    ):
        # 170 mm stand in the middle of the page: 20 mm from either edge.
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent = Mm(-8), Mm(-6)
        border(paragraph, side, rule, 24, space=11 if paragraph is mark else 0)
    number = _line(word, document.number, "发文字号")
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    number.paragraph_format.space_before, number.paragraph_format.space_after = LINE_PITCH, LINE_PITCH


def _set_imprint(word: Word, imprint: Imprint) -> None:
    """版记 in 4号 between thick rules, with a thin one between its lines."""
    lines = [f"抄送：{'，'.join(imprint.copied_to)}。"] if imprint.copied_to else []
    lines.append(f"{imprint.printer}\t{chinese_date(imprint.printed_on)}印发")
    for place, text in enumerate(lines):
        line = _line(word, text, "版记")
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(14)
        line.paragraph_format.tab_stops.add_tab_stop(Length(int(Mm(156) - Pt(28))), 2)
        border(line, "top", "single", 8 if place == 0 else 6)  # 0.35 mm and 0.25 mm, in eighths of a point
        if place == len(lines) - 1:
            border(line, "bottom", "single", 8)
        if place == 0:
            line.paragraph_format.space_before = LINE_PITCH


@singledispatch
def _set(block: Block, word: Word) -> None:
    raise TypeError(f"no form for {type(block).__name__}")


@_set.register
def _(block: Heading, word: Word) -> None:
    _line(word, block.text, f"公文标题{block.level}").paragraph_format.keep_with_next = True


@_set.register
def _(block: Paragraph, word: Word) -> None:
    for text in block.text.split("\n"):
        line = _line(word, text, "公文正文")
        if not block.indent:
            indent_two(line._p.get_or_add_pPr(), characters=0)


@_set.register
def _(block: Numbered, word: Word) -> None:
    for number, item in enumerate(block.items, 1):
        _line(word, f"{numeral(number, block.style)}{item}", "公文正文")


@_set.register
def _(block: FieldTable, word: Word) -> None:
    table = word.add_table(rows=len(block.rows), cols=4)
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for cells, row in zip(table.rows, block.rows, strict=True):
        for place, field in enumerate(row):
            label, value = cells.cells[2 * place], cells.cells[2 * place + 1]
            if len(row) == 1:
                value = value.merge(cells.cells[3])
            _fill(label, field.label)
            for line in label.paragraphs:
                line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _fill(value, _value(field))
            if field.signature and field.signature.image:
                _picture(value.add_paragraph(style="公文表格"), field.signature.image, Mm(30))
    _widths(table, (Mm(25), Mm(53), Mm(25), Mm(53)))


@_set.register
def _(block: Grid, word: Word) -> None:
    table = word.add_table(rows=1, cols=len(block.header))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for cell, text in zip(table.rows[0].cells, block.header, strict=True):
        _fill(cell, text)
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _fill(cell, text)
    total = sum(block.widths)
    _widths(table, [Length(int(Mm(156) * width / total)) for width in block.widths])


@_set.register
def _(block: SignatureRow, word: Word) -> None:
    line = _line(word, f"{block.label}：{block.name}", "公文表格")
    if block.image:
        _picture(line, block.image, Mm(30))
    at = chinese_moment(block.at) if block.at else "　　年　月　日　时　分"
    _run(line, f"　　{at}", FANGSONG, Pt(12))


@_set.register
def _(block: Seal, word: Word) -> None:
    """The date ends four characters from the right, the issuer is centred over it."""
    written_on = chinese_date(block.issued_on)
    wider = max(0, (len(block.issuer) - sum(1 if char > "ÿ" else 0.5 for char in written_on)) / 2)
    for place, text in enumerate((block.issuer, written_on)):
        line = _line(word, text, "公文正文")
        indent_two(line._p.get_or_add_pPr(), characters=0)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.keep_with_next = place == 0
        fewer = 4 if place else max(0.0, 4 - wider)
        line.paragraph_format.right_indent = Length(int(CHARACTER_PITCH * fewer))
        if place == 0:
            line.paragraph_format.space_before = LINE_PITCH
    if block.image:
        _picture(line, block.image, Mm(42))


@_set.register
def _(block: Image, word: Word) -> None:
    _pictured(word, block.data, block.caption, block.width)


@_set.register
def _(block: Qr, word: Word) -> None:
    drawing = io.BytesIO()
    segno.make(block.text, micro=False).save(drawing, kind="png", scale=8, border=2)
    _pictured(word, drawing.getvalue(), block.caption, block.width)


@_set.register
def _(block: PageBreak, word: Word) -> None:
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _pictured(word: Word, data: bytes, caption: str, width: float) -> None:
    line = word.add_paragraph(style="公文表格")
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _picture(line, data, Mm(width))
    if caption:
        _line(word, caption, "公文表格").alignment = WD_ALIGN_PARAGRAPH.CENTER


def _picture(line: WordParagraph, data: bytes, width: Length) -> None:
    """Add a picture. The line grows with it: exact spacing would cut it off."""
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    line.add_run().add_picture(io.BytesIO(data), width=width)


def _value(field: Field) -> str:
    if field.signature is None:
        return field.value
    at = chinese_moment(field.signature.at) if field.signature.at else "　　年　月　日"
    return f"{field.value}\n{field.signature.label}：{field.signature.name}　{at}"


def _fill(cell: Any, text: str) -> None:
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        # The id of a style of ours is its name. Set by name, it would be looked for among all styles for each line.
        paragraph._p.style = "公文表格"
        paragraph.add_run(line)


def _widths(table: Any, widths: Any) -> None:
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=False):
            cell.width = width


def _line(word: Word, text: str, style: str) -> WordParagraph:
    line = word.add_paragraph(style=style)
    for place, part in enumerate(text.split("\n")):
        if place:
            line.add_run().add_break()
        line.add_run(part)
    if style == "发文机关标志":
        line.runs[0].font.color.rgb = RED
    return line


def _fit(mark: WordParagraph, width: Length, largest: Length) -> None:
    """Shrink the mark until it is no wider than the type area."""
    size = min(largest, int(width / max(1, len(mark.text))))
    for run in mark.runs:
        run.font.size = Length(size)


def _run(
    paragraph: WordParagraph, text: str, face: str, size: Length, colour: RGBColor | None = None
) -> None:
    run = paragraph.add_run(text)
    set_face(run.font, face, size)
    if colour is not None:
        run.font.color.rgb = colour
