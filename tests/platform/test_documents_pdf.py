"""Papers as PDF: nothing is missing from them, nothing in them is read as mark-up, nothing runs off the page."""

import dataclasses
import io
import os
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typst
from pypdf.generic import ByteStringObject, ContentStream, TextStringObject
from pytest_django import Settings

from jingwei.platform.documents.dates import chinese_date, chinese_moment
from jingwei.platform.documents.model import (
    Block,
    Document,
    Field,
    FieldTable,
    Grid,
    Heading,
    Image,
    Numbered,
    PageBreak,
    Paragraph,
    Qr,
    Seal,
    SignatureRow,
)
from jingwei.platform.documents.pdf import MissingGlyphs, PictureUnreadable, render_pdf
from jingwei.platform.documents.typefaces import (
    SHIPPED_FOLDER,
    TypefaceAbsent,
    Typefaces,
    configured_typefaces,
    load_fonts,
)
from tests.harness.requirements import require
from tests.platform.documents_papers import approval, notice, photo, record
from tests.platform.documents_reading import MILLIMETRE, pieces

ISSUED_ON = date(2026, 11, 22)
MARKUP = '#panic("x") $x$ *粗* _斜_ \\ @label <label> “引” "q" \'q\' -- // /* `code` = 题 + 项 #{sys.inputs} {{x}} ~'


@pytest.fixture(autouse=True)
def _fonts() -> None:
    require("fonts", list(SHIPPED_FOLDER.glob("*.ttf")), "Run `make setup`, which fetches them.")


def paper(*blocks: Block, title: str = "笔录") -> Document:
    return Document(title, "某局", ISSUED_ON, blocks)


def read(document: Document) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render_pdf(document)))


def text(document: Document) -> str:
    return "".join("".join(page.extract_text().split()) for page in read(document).pages)


def boxes_drawn(reader: pypdf.PdfReader) -> int:
    """Count the glyphs 0 (.notdef, the empty box) that the pages show."""
    count = 0
    for page in reader.pages:
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in {b"Tj", b"TJ"}:
                for run in operands[0] if operator == b"TJ" else operands:
                    if isinstance(run, ByteStringObject | TextStringObject):
                        codes = run.original_bytes
                        count += sum(codes[at : at + 2] == b"\0\0" for at in range(0, len(codes), 2))
    return count


def fonts(reader: pypdf.PdfReader) -> dict[str, bool]:
    """Each font of the pages, and whether its outlines are inside the file."""
    found = {}
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for reference in resources["/Font"].values():
            font = reference.get_object()
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            found[font["/BaseFont"]] = "/FontFile2" in descriptor or "/FontFile3" in descriptor
    return found


@pytest.fixture(params=[notice, record, approval], ids=["notice", "record", "approval"])
def printed(request: pytest.FixtureRequest) -> pypdf.PdfReader:
    """Each paper of the check, printed and read back. JINGWEI_PAPERS names a folder to keep them for looking at."""
    pdf = render_pdf(request.param())
    if folder := os.environ.get("JINGWEI_PAPERS"):
        Path(folder, f"{request.param.__name__}.pdf").write_bytes(pdf)
    return pypdf.PdfReader(io.BytesIO(pdf))


def test_no_glyph_is_missing_and_every_font_is_embedded(printed: pypdf.PdfReader) -> None:
    assert boxes_drawn(printed) == 0
    assert fonts(printed)
    assert all(fonts(printed).values())
    assert {name.split("+")[1].split("-")[0] for name in fonts(printed)} <= {"NotoSerifSC", "NotoSansSC"}


def test_the_papers_stay_inside_the_type_area(printed: pypdf.PdfReader) -> None:
    for page in printed.pages:
        assert (page.mediabox.width / MILLIMETRE, page.mediabox.height / MILLIMETRE) == pytest.approx(
            (210, 297), abs=0.1
        )
        body = [(x, y) for run, x, y in pieces(page) if run.strip() and 35 < y < 297 - 37]
        assert min(x for x, _ in body if x > 1) >= 27.5
        assert max(x for x, _ in body) <= 210 - 26


def test_every_page_carries_its_number_and_a_demonstration_says_so() -> None:
    pages = read(notice()).pages
    for number, page in enumerate(pages, start=1):
        assert f"— {number} —" in page.extract_text()
        assert f"第{number}页\u3000共{len(pages)}页" in page.extract_text()
        assert "不具有法律效力" in page.extract_text()
    assert "演示数据" not in text(dataclasses.replace(notice(), is_demonstration=False))


@pytest.mark.parametrize("name", ["赵䶮", "钱𬭎", "李㛃", "周𠅤", "吴𬱟", "郑𫖯", "王𪩘"])
def test_a_rare_character_of_a_name_is_drawn(name: str) -> None:
    reader = read(paper(Paragraph(name), Heading(name, 2), SignatureRow("签名", name), title=name))
    assert "".join(page.extract_text() for page in reader.pages).count(name) == 4
    assert boxes_drawn(reader) == 0


def test_a_character_without_glyph_is_named_instead_of_printed_as_a_box() -> None:
    with pytest.raises(MissingGlyphs) as refused:
        render_pdf(paper(Paragraph("吉𠮷，☑"), FieldTable(((Field("姓名", "\ue123"),),))))
    assert refused.value.characters == {"𠮷", "☑", "\ue123"}
    assert "𠮷（U+20BB7）" in refused.value.message
    assert refused.value.remedy


def test_a_mark_without_glyph_is_refused_with_the_letter_it_sits_on() -> None:
    with pytest.raises(MissingGlyphs) as refused:
        render_pdf(paper(Paragraph("ab\u0c3e")))
    assert "\u0c3e" in refused.value.characters


def test_an_ordinary_pdf_would_have_printed_a_box() -> None:
    pdf = typst.compile('#text(font: "Noto Serif SC")[☑]'.encode(), font_paths=load_fonts(Typefaces()))
    assert boxes_drawn(pypdf.PdfReader(io.BytesIO(pdf))) == 1


def test_characters_without_shape_are_left_out() -> None:
    assert "〔2026〕12号" in text(
        paper(Paragraph("〔2026〕\u202e1\u200b2\ufeff\x07号"), Paragraph("葛\U000e0100"))
    )


@pytest.mark.parametrize(
    "build",
    [
        lambda words: paper(title=words),
        lambda words: dataclasses.replace(paper(), issuer=words),
        lambda words: dataclasses.replace(paper(), number=words),
        lambda words: dataclasses.replace(paper(), footer=words),
        lambda words: paper(Heading(words)),
        lambda words: paper(Paragraph(words)),
        lambda words: paper(Numbered((words,))),
        lambda words: paper(FieldTable(((Field(words, "值"), Field("标签", "值")),))),
        lambda words: paper(FieldTable(((Field("标签", words, SignatureRow("签名", "甲")),),))),
        lambda words: paper(Grid(("甲",), ((words,),), (1,))),
        lambda words: paper(SignatureRow(words)),
        lambda words: paper(Seal(words, ISSUED_ON)),
        lambda words: paper(Qr("x", words)),
    ],
)
def test_markup_in_a_text_is_printed_as_it_stands(build: Callable[[str], Document]) -> None:
    assert "".join(MARKUP.split()) in text(build(MARKUP))


def test_equal_papers_give_equal_bytes() -> None:
    assert render_pdf(record()) == render_pdf(record())


def test_the_pdf_is_for_keeping_and_names_its_title_issuer_and_date() -> None:
    reader = read(record())
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("现场检查笔录", "徐州市铜山区应急管理局")
    assert reader.metadata.creation_date == datetime(2026, 11, 22, 16, tzinfo=UTC)
    root: Any = reader.trailer["/Root"]
    assert re.search(rb"pdfaid:part(=\"|>)2", root["/Metadata"].get_data())


def test_a_line_holds_28_characters_and_a_page_22_lines() -> None:
    # The title takes the first page; the second, full to the last character, shows the grid.
    _, page = read(paper(PageBreak(), Paragraph("字" * 28 * 22, indent=False))).pages
    lines = [line for line in page.extract_text().splitlines() if line.startswith("字")]
    assert [len(line) for line in lines] == [28] * 22
    heights = [y for run, _, y in pieces(page) if "字" in run]
    assert max(heights) - min(heights) == pytest.approx(21 * 225 / 22, abs=0.2)


@pytest.mark.parametrize(
    "end",
    [
        Paragraph("以上笔录与事实相符。末"),
        Paragraph("问：是否看清？\n答：看清了。\n" * 4 + "末"),
        Numbered(("条文" * 20,) * 5 + ("末",)),
        FieldTable(((Field("标签", "值"),),) * 7 + ((Field("标签", "末"),),)),
        Grid(("序号", "内容"), (("1", "内容"),) * 9 + (("2", "末"),), (1, 5)),
    ],
    ids=["paragraph", "dialogue", "numbered", "fields", "grid"],
)
def test_signatures_never_stand_alone_on_a_page(end: Block) -> None:
    signatures = tuple(SignatureRow(label) for label in ("甲方", "乙方", "丙方"))
    page_counts = set()
    for lines in range(4, 20):
        pages = [
            page.extract_text() for page in read(paper(*[Paragraph("行")] * lines, end, *signatures)).pages
        ]
        page_counts.add(len(pages))
        assert sum("末" in page and "甲方：" in page and "丙方：" in page for page in pages) == 1, lines
    assert len(page_counts) == 2  # The break has been walked over.


def test_a_table_longer_than_a_page_repeats_its_header() -> None:
    rows = tuple((str(number), "内容") for number in range(70))
    pages = read(paper(Grid(("序号", "检查内容"), rows, (1, 5)), SignatureRow("签名"))).pages
    assert len(pages) > 2
    assert all("检查内容" in page.extract_text() for page in pages)


def test_a_hash_breaks_instead_of_leaving_its_cell() -> None:
    digest = "9f86d081884c7d659a2feaa0c55ad015" * 2
    document = paper(Grid(("校验值", "说明"), ((digest, "说明"),), (1, 1)))
    assert digest in text(document).replace("说明", "")
    [left] = {round(x) for run, x, _ in pieces(read(document).pages[0]) if run.strip() == "说明"}
    assert left > 28 + 78


def test_a_picture_that_is_none_is_refused() -> None:
    with pytest.raises(PictureUnreadable):
        render_pdf(paper(Image(b"no picture")))


def test_the_place_of_the_seal_is_marked_until_it_is_sealed() -> None:
    assert "某局（印章）" in text(paper(Seal("某局", ISSUED_ON)))
    assert "（印章）" not in text(paper(Seal("某局", ISSUED_ON, photo("red"))))


@pytest.mark.parametrize("empty", [Grid(("甲",), (), (1,)), FieldTable(()), Numbered(()), Paragraph("")])
def test_an_empty_block_before_signatures_is_no_error(empty: Block) -> None:
    assert "签名：" in text(paper(empty, SignatureRow("签名")))


def test_a_grid_of_uneven_rows_is_no_grid() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        Grid(("甲", "乙"), (("一",),), (1, 1))


def test_a_site_chooses_its_typefaces(settings: Settings) -> None:
    settings.TYPEFACES = {"body": "Noto Sans SC"}
    assert configured_typefaces() == Typefaces(body="Noto Sans SC")
    assert any("NotoSansSC" in name for name in fonts(read(paper(Paragraph("正文")))))


def test_a_typeface_that_is_not_there_is_named() -> None:
    with pytest.raises(TypefaceAbsent, match="方正小标宋简体"):
        render_pdf(paper(), typefaces=Typefaces(title="方正小标宋简体"))


def test_dates_are_written_without_zero_fill_in_beijing_time() -> None:
    assert chinese_date(date(2026, 3, 5)) == "2026年3月5日"
    assert chinese_moment(datetime(2026, 3, 4, 16, 5, tzinfo=UTC)) == "2026年3月5日0时05分"
    with pytest.raises(ValueError, match="time zone"):
        chinese_moment(datetime(2026, 3, 4, 16, 5))  # noqa: DTZ001
