"""Letterhead and letter of GB/T 9704-2012, measured in the PDF and in the .docx's own XML."""

import io
import zipfile
from collections import defaultdict
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pypdf
import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from jingwei.platform.documents.docx import render_docx
from jingwei.platform.documents.model import (
    Document,
    Heading,
    Imprint,
    Layout,
    Numbered,
    Paragraph,
    Seal,
)
from jingwei.platform.documents.pdf import render_pdf
from jingwei.platform.documents.typefaces import SHIPPED_FOLDER
from tests.harness.requirements import require
from tests.platform.documents_papers import approval, notice, record
from tests.platform.documents_reading import pieces, rules

ISSUED_ON = date(2025, 7, 16)
ISSUER = "徐州市铜山区司法局"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TWIP = 25.4 / 1440  # millimetres
TOLERANCE = 1.0  # millimetres, as the standard allows


@pytest.fixture(autouse=True)
def _fonts() -> None:
    require("fonts", list(SHIPPED_FOLDER.glob("*.ttf")), "Run `make setup`, which fetches them.")


def official(layout: Layout, *, characters: int = 28 * 22 * 3) -> Document:
    """A circular or a letter long enough to fill its second page."""
    return Document(
        "关于开展行政执法人员编制核对\n工作的通知",
        ISSUER,
        ISSUED_ON,
        (
            Paragraph("各行政执法单位：", indent=False),
            Heading("一、核对范围"),
            Heading("（一）持证人员", 2),
            Numbered(("按时报送。", "如实填报。")),
            Paragraph("字" * characters),
            Seal(ISSUER, ISSUED_ON),
        ),
        number="铜司通〔2025〕12号",
        layout=layout,
        imprint=Imprint(("区委办公室", "区政府办公室"), f"{ISSUER}办公室", ISSUED_ON)
        if layout is Layout.LETTERHEAD
        else None,
    )


def pages(document: Document) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(render_pdf(document))).pages)


def lines_of(page: pypdf.PageObject) -> dict[float, list[tuple[float, str]]]:
    """By baseline in millimetres from the top, the runs of body text from the left."""
    found = defaultdict(list)
    for run, x, y in pieces(page):
        if run.strip() and 37 < 297 - y < 263:
            found[round(297 - y, 1)].append((x, run.strip()))
    return {top: sorted(runs) for top, runs in sorted(found.items())}


def top_of(page: pypdf.PageObject, text: str, size: float) -> float:
    """Return how far the highest ink of a bold heading lies below the page's edge, in millimetres."""
    baseline = next(297 - y for run, _, y in pieces(page) if run.strip() and text.startswith(run.strip()[:2]))
    font = TTFont(next(SHIPPED_FOLDER.glob("*Serif*Bold*.ttf")))
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    highest = 0.0
    for char in text:
        pen = BoundsPen(glyphs)
        glyphs[names[ord(char)]].draw(pen)
        highest = max(highest, pen.bounds[3])
    units: int = font["head"].unitsPerEm
    return baseline - highest / units * size * 25.4 / 72


@pytest.mark.parametrize("layout", [Layout.LETTERHEAD, Layout.LETTER])
def test_a_full_page_holds_22_lines_of_28_characters_in_the_type_area(layout: Layout) -> None:
    lines = lines_of(pages(official(layout))[1])
    assert len(lines) == 22
    tops = list(lines)
    assert tops[-1] - tops[0] == pytest.approx(21 * 225 / 22, abs=TOLERANCE)
    full = ["".join(run for _, run in runs) for runs in lines.values()]
    assert set(map(len, full)) == {28}
    assert min(runs[0][0] for runs in lines.values()) == pytest.approx(28, abs=TOLERANCE)
    # The first line's ink begins at the upper edge of the type area: 0.88 of 16 pt above its baseline.
    assert tops[0] - 0.88 * 16 * 25.4 / 72 == pytest.approx(37, abs=TOLERANCE)
    # With the leading below it the last line ends at the lower edge.
    leading = 225 / 22 - 16 * 25.4 / 72
    assert tops[-1] + 0.12 * 16 * 25.4 / 72 + leading == pytest.approx(297 - 35, abs=TOLERANCE)


def test_the_letterhead_has_mark_number_and_rule_where_the_standard_puts_them() -> None:
    first = pages(official(Layout.LETTERHEAD))[0]
    mark = f"{ISSUER}文件"
    size = 156 / 25.4 * 72 / len(mark)
    assert top_of(first, mark, min(size, 42)) == pytest.approx(37 + 35, abs=TOLERANCE)
    rule = next(each for each in rules(first) if each.is_red)
    assert (rule.left, rule.right) == pytest.approx((28, 184), abs=TOLERANCE)
    number = next(297 - y for run, _, y in pieces(first) if run.strip().startswith("铜司通"))
    assert rule.top - (number + 0.12 * 16 * 25.4 / 72) == pytest.approx(4, abs=TOLERANCE)
    title = next(297 - y for run, _, y in pieces(first) if run.strip().startswith("关于开展"))
    assert title - rule.top == pytest.approx(2 * 225 / 22, abs=5)


def test_the_letter_stands_between_double_rules_and_its_first_page_bears_no_number() -> None:
    first, second, *_ = pages(official(Layout.LETTER))
    assert top_of(first, ISSUER, 34) == pytest.approx(30, abs=TOLERANCE)
    red = [each for each in rules(first) if each.is_red]
    assert len(red) == 4
    assert all((each.left, each.right) == pytest.approx((20, 190), abs=TOLERANCE) for each in red)
    upper, lower = red[:2], red[2:]
    assert upper[0].thickness > upper[1].thickness
    assert lower[0].thickness < lower[1].thickness
    assert lower[1].top == pytest.approx(297 - 20, abs=TOLERANCE)
    assert "— 1 —" not in first.extract_text()
    assert "— 2 —" in second.extract_text()
    assert not [each for each in rules(second) if each.is_red]


@pytest.mark.parametrize("characters", [30, 700, 1400])
def test_the_imprint_closes_the_last_page_which_is_even(characters: int) -> None:
    printed = pages(official(Layout.LETTERHEAD, characters=characters))
    assert len(printed) % 2 == 0
    last = rules(printed[-1])
    assert [round(each.thickness, 2) for each in last] == [0.35, 0.25, 0.35]
    assert last[-1].top == pytest.approx(297 - 35, abs=TOLERANCE)
    assert f"— {len(printed)} —" in printed[-1].extract_text()


def part(document: Document, name: str = "document") -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(render_docx(document))) as archive:
        return ElementTree.fromstring(archive.read(f"word/{name}.xml"))


def attributes(element: ElementTree.Element, path: str) -> dict[str, str]:
    found = element.find(path.replace("w:", W))
    assert found is not None, path
    return {name.removeprefix(W): value for name, value in found.attrib.items()}


@pytest.mark.parametrize("layout", [Layout.LETTERHEAD, Layout.LETTER])
def test_the_docx_has_the_margins_and_the_grid_of_the_standard(layout: Layout) -> None:
    body = part(official(layout))
    margins = attributes(body, ".//w:sectPr/w:pgMar")
    measured = {side: int(margins[side]) * TWIP for side in ("top", "bottom", "left", "right")}
    assert measured == pytest.approx({"top": 37, "bottom": 35, "left": 28, "right": 26}, abs=0.1)
    size = attributes(body, ".//w:sectPr/w:pgSz")
    assert (int(size["w"]) * TWIP, int(size["h"]) * TWIP) == pytest.approx((210, 297), abs=0.1)
    grid = attributes(body, ".//w:sectPr/w:docGrid")
    assert grid["type"] == "lines"
    assert int(grid["linePitch"]) / 20 == pytest.approx(225 / 22 / 25.4 * 72, abs=0.05)
    # 28 characters on 156 mm are 15.79 pt each: 16 pt type is tightened by 0.21 pt, in 4096ths.
    pitch = 156 / 28 / 25.4 * 72
    assert 16 + int(grid["charSpace"]) / 4096 == pytest.approx(pitch, abs=0.01)
    # The style says the same in twentieths: 28 characters fit the line, 29 do not, justifying gives the rest back.
    styles = part(official(layout), "styles")
    normal = next(each for each in styles.iter(f"{W}style") if each.get(f"{W}styleId") == "Normal")
    tightened = 16 + int(attributes(normal, "w:rPr/w:spacing")["val"]) / 20
    assert pitch - 0.05 <= tightened <= pitch


def test_the_docx_names_the_official_typefaces_and_numbers_its_pages_by_side() -> None:
    styles: dict[str, Any] = {}
    for style in part(official(Layout.LETTERHEAD), "styles").iter(f"{W}style"):
        fonts, size = style.find(f"{W}rPr/{W}rFonts"), style.find(f"{W}rPr/{W}sz")
        name = style.find(f"{W}name")
        if fonts is not None and size is not None and name is not None:
            styles[name.attrib[f"{W}val"]] = (
                fonts.attrib.get(f"{W}eastAsia"),
                int(size.attrib[f"{W}val"]) / 2,
            )
    assert styles["Normal"] == ("仿宋_GB2312", 16)
    assert styles["公文标题"] == ("方正小标宋简体", 22)
    assert [styles[f"公文标题{level}"][0] for level in (1, 2)] == ["黑体", "楷体_GB2312"]
    settings = part(official(Layout.LETTERHEAD), "settings")
    assert settings.find(f"{W}evenAndOddHeaders") is not None
    assert part(official(Layout.LETTER)).find(f".//{W}titlePg") is not None
    assert part(official(Layout.LETTERHEAD)).find(f".//{W}titlePg") is None


def test_the_docx_draws_its_red_rules_as_the_pdf_does() -> None:
    rule = attributes(part(official(Layout.LETTERHEAD)), ".//w:pBdr/w:bottom")
    assert (rule["val"], rule["color"], rule["space"]) == ("single", "D7000F", "11")
    with zipfile.ZipFile(io.BytesIO(render_docx(official(Layout.LETTER)))) as archive:
        heads = [archive.read(name).decode() for name in archive.namelist() if "word/header" in name]
        feet = [archive.read(name).decode() for name in archive.namelist() if "word/footer" in name]
    assert sum("thickThinSmallGap" in head for head in heads) == 1
    assert sum("thinThickSmallGap" in foot for foot in feet) == 1


@pytest.mark.parametrize("paper", [notice, record, approval])
def test_every_kind_of_block_goes_into_the_docx_with_its_text(paper: Any) -> None:
    document = paper()
    text = "".join(part(document).itertext())
    pdf = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render_pdf(document))).pages)
    assert document.title.replace("\n", "") in text
    for block in document.blocks:
        if isinstance(block, Paragraph | Heading):
            assert block.text.split("\n")[0] in text
            assert "".join(block.text.split("\n")[0].split())[:10] in "".join(pdf.split())
