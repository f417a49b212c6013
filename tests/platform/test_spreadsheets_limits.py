"""What is not opened: sheets that are too large, that unpack to too much, or reach too far; and what is no sheet."""

import io
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from jingwei.platform.errors import Mistake
from jingwei.platform.spreadsheets import limits
from jingwei.platform.spreadsheets.limits import check_archive, check_size
from jingwei.platform.spreadsheets.workbooks import open_grids
from tests.platform.sheets import workbook

SHEET = "xl/worksheets/sheet1.xml"
DATA = Path(__file__).parents[1] / "data"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def with_cells(cells: str, *, base: bytes | None = None) -> bytes:
    """Return a workbook whose only sheet holds these cells, as XML."""
    return _replaced(
        base or workbook(["a"]),
        f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}'
        "</sheetData></worksheet>".encode(),
    )


def _replaced(content: bytes, sheet: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, sheet if entry.filename == SHEET else old.read(entry))
    return made.getvalue()


def cells_of(content: bytes) -> list[list[object]]:
    return [list(row.cells) for grid in open_grids(content, name="x") for row in grid.rows()]


def test_a_sheet_of_two_hundred_megabytes_is_refused_by_its_size() -> None:
    with pytest.raises(Mistake, match="文件有 200 MB，最大 50 MB") as caught:
        check_size(200 * 1024 * 1024)
    assert "拆成几个文件" in caught.value.remedy


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = _replaced(workbook(["a"]), b"<sheetData>" + b" " * (300 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    began = time.process_time()
    with pytest.raises(Mistake, match="解开后超过 256 MB"):
        check_archive(bomb)
    assert time.process_time() - began < 1


def test_a_bomb_that_lies_about_its_size_is_found_while_unpacking() -> None:
    real = b"<sheetData>" + b" " * (64 * 1024 * 1024)
    honest = _replaced(workbook(["a"]), real)
    lying = honest.replace(struct.pack("<I", len(real)), struct.pack("<I", 100))
    assert lying != honest
    with pytest.raises(Mistake, match=r"压缩比不正常|已损坏"):
        check_archive(lying)


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ENTRIES", 3)
    with pytest.raises(Mistake, match="最多 3 个"):
        check_archive(workbook(["a"]))


def test_a_million_empty_columns_do_not_matter() -> None:
    empty = "".join(f'<c r="{letters}1" s="1"/>' for letters in ("ZZ", "AAA", "XFD")) * 1000
    content = with_cells(f'<row r="1"><c r="A1"><v>7</v></c>{empty}<c r="XFD1"></c></row>')
    assert cells_of(content) == [[7.0]]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ('<row r="1"><c r="A1"><v>7</v></c><c r="XFD1"><v>7</v></c></row>', "XFD 列还有内容，最多 100 列"),
        ('<row r="1048576"><c r="A1048576" s="1"><v>7</v></c></row>', "第 1048576 行还有内容"),
        ('<row r="1048576"><c s="1" r=\'A1048576\'><v>7</v></c></row>', "第 1048576 行还有内容"),
        ('<row><c><v>7</v></c></row>', "没有写明单元格的位置"),
        ('<x:row xmlns:x="y"><x:c r="XFD1"><x:v>7</x:v></x:c></x:row>', "XFD 列还有内容"),
    ],
)  # fmt: skip
def test_cells_far_out_are_refused_before_they_are_laid_out(cells: str, words: str) -> None:
    with pytest.raises(Mistake, match=words):
        cells_of(with_cells(cells))


# What each expression might run over again and again, had it not been told where to stop.
REPEATED = (
    b"<c ", b"<c", b'<c t="e" ', b'<c r="A1" t="e"', b' t="e"', b'<c r="A1"><f ', b'<c r="A1"><f>', b'<c r="A1"><f/',
    b'<c r="A1"><f></f', b'<c r="A1"><f></f><v', b"<x:c ", b"</x:c ", b"<" + b"a" * 100, b"<" + b"a" * 99 + b":",
    b":c", b"<row ", b'<row hidden="1" ', b' hidden="1"', b'<c r="A1" t="e"/>', b'<row r="7" hidden="1">',
    b"<workbookPr ", b" date1904=", b' r="A1"', b" r=",
)  # fmt: skip


@pytest.mark.parametrize("unit", REPEATED)
@pytest.mark.parametrize("opening", [b"", b"<c ", b"<x:c", b"<row "])
def test_the_time_to_look_through_a_sheet_grows_with_its_length_only(unit: bytes, opening: bytes) -> None:
    def seconds(length: int) -> float:
        spoiled = b'<sheetData "e" <f :f hidden= date1904' + opening + unit * (length // len(unit))
        content = _replaced(workbook(["a"]), spoiled)
        began = time.process_time()
        try:
            check_archive(content)
        except Mistake:
            pass
        return time.process_time() - began

    # A square would take minutes for a megabyte: a whole piece of it is one tag, or holds 300,000 that never end.
    assert seconds(1_500_000) < 5


def test_a_packed_file_that_asks_for_a_password_says_so() -> None:
    content = bytearray(workbook(["a"]))
    for at in (content.find(b"PK\x01\x02") + 8, content.find(b"PK\x03\x04") + 6):
        content[at] |= 1
    with pytest.raises(Mistake, match="设有密码") as caught:
        cells_of(bytes(content))
    assert caught.value.remedy == "去掉密码再传"


def test_an_older_workbook_with_a_password_says_so() -> None:
    whole = (DATA / "o11c_plain.xls").read_bytes()
    begins = whole.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20  # behind the record BOF of BIFF8
    with pytest.raises(Mistake, match="设有密码") as caught:
        cells_of(whole[:begins] + b"\x2f\x00" + whole[begins + 2 :])  # FILEPASS
    assert caught.value.remedy == "去掉密码再传"


def test_a_far_cell_is_found_on_the_seam_of_two_pieces() -> None:
    far = '<c r="XFD1"><v>7</v></c>'
    for shift in range(0, len(far), 3):
        padding = " " * (1024 * 1024 - 200 + shift)
        with pytest.raises(Mistake, match="XFD"):
            check_archive(with_cells(f"{padding}<row>{far * 5}</row>"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04" + b"x" * 100, "已损坏"),
        (OLE + b"\x00" * 600, "不是可以读取的表格|已损坏"),
        (b"<html><table><tr><td>1</td></tr></table>", "是网页"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "不是表格"),
        (b"%PDF-1.7\n\x00\xff", "不是表格"),
        (b"\xff\xd8\xff\xe0\x80\x80", "不是表格"),
    ],
)
def test_what_is_no_sheet_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(Mistake, match=words) as caught:
        cells_of(content)
    assert "另存为" in caught.value.remedy


def test_an_archive_of_something_else_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(Mistake, match=r"不是 \.xlsx 表格"):
        cells_of(made.getvalue())


def test_every_cut_of_a_workbook_is_refused_or_read_and_never_breaks_the_reader() -> None:
    whole = workbook(["姓名"], ["张三"])
    for end in range(0, len(whole), len(whole) // 60):
        try:
            cells_of(whole[:end] or b"PK\x03\x04")
        except Mistake:
            continue


def test_a_damaged_part_is_refused_or_read_and_never_breaks_the_reader() -> None:
    whole = bytearray(workbook(["姓名"], ["张三"]))
    for place in range(30, len(whole), 97):
        spoiled = bytearray(whole)
        spoiled[place] ^= 0xFF
        try:
            cells_of(bytes(spoiled))
        except Mistake:
            continue


def test_a_part_packed_in_an_unknown_way_is_refused() -> None:
    whole = workbook(["姓名"])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        entry = archive.infolist()[0]
    at = entry.header_offset + 30 + len(entry.filename)
    assert zlib.decompress(whole[at : at + entry.compress_size], -15)
    with pytest.raises(Mistake, match="已损坏"):
        check_archive(whole[:at] + b"\xff" * entry.compress_size + whole[at + entry.compress_size :])
