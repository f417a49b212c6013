"""What Word understands and python-docx does not say: the grid's numbers, typefaces, rules, page numbers."""

import math
from typing import Any, Final

from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

# GB/T 9704-2012: a type area of 156 × 225 mm, 22 lines of 28 characters in 3号. The grid is 15.79 pt a character, so
# type of 16 pt is tightened by 0.21 pt; Word counts that in 4096ths of a point.
BODY: Final = Pt(16)
LINE_PITCH = Length(int(Mm(225) / 22))
CHARACTER_PITCH = Length(int(Mm(156) / 28))
CHARACTER_SPACE = round((CHARACTER_PITCH.pt - BODY.pt) * 4096)
# The typefaces that the standard names: offices have them, and we may not ship them.
FANGSONG, XIAOBIAOSONG, HEITI, KAITI, SONGTI = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
RED = RGBColor(0xD7, 0x00, 0x0F)
# Word refuses a paragraph whose properties stand in another order than the schema's.
AFTER_BORDERS = ("w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")
HEADING_FACES = {1: HEITI, 2: KAITI, 3: FANGSONG, 4: FANGSONG}
CHINESE_DIGITS = "零一二三四五六七八九十"


def set_face(font: Any, face: str, size: Length) -> None:
    """Name the typeface for Chinese and Latin alike: otherwise Word takes another for Chinese."""
    font.name, font.size = face, size
    fonts = font._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)


def pace(form: Any, pitch: Length) -> None:
    """Set lines at an exact pitch, with nothing before or after them."""
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, pitch
    form.space_before = form.space_after = Pt(0)
    form.widow_control = False  # It would take lines from a page of 22.


def tighten(style: Any) -> None:
    """Set 28 characters of 3号 on a line: a twentieth of a point more than the grid asks, which justifying gives back."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(math.floor((CHARACTER_PITCH.pt - BODY.pt) * 20)))
    style.element.get_or_add_rPr().insert_element_before(
        spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs"
    )


def indent_two(properties: Any, characters: int = 2) -> None:
    """Indent the first line by whole characters of the grid, not by a length."""
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(characters * 100))
    indent.set(qn("w:firstLine"), str(round(characters * CHARACTER_PITCH.pt * 20)))


def border(paragraph: WordParagraph, side: str, kind: str, eighths: int, *, space: int = 0) -> None:
    """Draw a rule on one side: red where it belongs to a head, black in the 版记."""
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(borders, *AFTER_BORDERS)
    rule = OxmlElement(f"w:{side}")
    is_imprint = paragraph.style is not None and paragraph.style.name == "版记"
    for name, value in (
        ("val", kind),
        ("sz", str(eighths)),
        ("space", str(space)),
        ("color", "000000" if is_imprint else str(RED)),
    ):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)


def page_number(paragraph: WordParagraph) -> None:
    """Add the number of the page, which Word fills in."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        set_face(run.font, SONGTI, Pt(14))
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def numeral(number: int, style: str) -> str:
    """Write an item's number in its style: 1.（1）一、（一）up to ninety-nine."""
    if style in {"1.", "（1）"}:
        return style.replace("1", str(number))
    tens, ones = divmod(number, 10)
    chinese = (CHINESE_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "")
    chinese += CHINESE_DIGITS[ones] if ones or not tens else ""
    return style.replace("一", chinese)
