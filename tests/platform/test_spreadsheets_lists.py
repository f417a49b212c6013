"""Lists as .xlsx: read back cell by cell, looked at part by part, and written in the memory of a few rows."""

import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
import python_calamine

from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.spreadsheets.lists import Made, write_list, write_list_into

NOW = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
ON_THE_WALL = NOW.astimezone(SHANGHAI).replace(tzinfo=None)
MADE = Made("区司法局监督人员何正 & 甲", NOW)
SHEET = "xl/worksheets/sheet1.xml"
NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def read(content: bytes, sheet: int = 0) -> list[list[Any]]:
    return python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(sheet).to_python()


def part(content: bytes, name: str = SHEET) -> ElementTree.Element:
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))


def test_every_kind_of_cell_comes_back_as_it_was() -> None:
    row = ["0012", "a<b>&\"c'", "甲\n乙", None, "", True, 7, 1.5, date(2026, 3, 10), NOW, "\x00\x0b坏"]
    content = write_list("表", [f"列{n}" for n in range(len(row))], [row])
    (back,) = read(content)[1:]
    assert back[:8] == ["0012", "a<b>&\"c'", "甲\n乙", "", "", "是", 7, 1.5]
    assert back[8] == date(2026, 3, 10)
    assert back[9] == ON_THE_WALL  # as the clock on the wall says
    assert back[10] == "  坏"


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "@x", "-1", "\t=1", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"]
)
def test_no_text_is_ever_a_formula(text: str) -> None:
    content = write_list(text, [text], [[text]])
    sheet = part(content)
    assert not sheet.findall(".//x:f", NS)
    cells = sheet.findall(".//x:c", NS)
    assert {cell.get("t") for cell in cells} == {"inlineStr"}
    # Nor does it become one when the cell is edited: the style has the quote's prefix.
    style = part(content, "xl/styles.xml").findall("x:cellXfs/x:xf", NS)[int(cells[1].get("s") or 0)]
    assert style.get("quotePrefix") == "1"
    assert read(content)[1] == [text]


def test_columns_are_as_wide_as_their_words() -> None:
    content = write_list(
        "表", ["名称", "证号"], [["徐州星禾示例机械有限公司", "10320312004"], ["甲" * 90, "1"]]
    )
    widths = [float(each.get("width") or 0) for each in part(content).findall("x:cols/x:col", NS)]
    assert [int(width) for width in widths] == [60, 13]


def test_the_titles_stay_in_sight_and_can_be_filtered_by() -> None:
    content = write_list("表", ["甲", "乙", "丙"], [["1", "2", "3"]] * 4)
    sheet = part(content)
    pane, filtered = sheet.find(".//x:pane", NS), sheet.find("x:autoFilter", NS)
    assert pane is not None
    assert (pane.get("state"), pane.get("ySplit")) == ("frozen", "1")
    assert filtered is not None
    assert filtered.get("ref") == "A1:C5"
    names = {each.get("name"): each.text for each in part(content, "xl/workbook.xml").iter() if each.text}
    assert names == {"_xlnm._FilterDatabase": "表!$A$1:$C$5", "_xlnm.Print_Titles": "表!$1:$1"}


def test_who_had_it_made_and_when_stands_on_a_sheet_and_on_every_page() -> None:
    content = write_list("企业", ["名称"], [["甲"], ["乙"]], made=MADE)
    assert read(content, 1) == [
        ["名称", "企业"], ["行数", 2], ["制表人", MADE.by], ["制表时间", ON_THE_WALL],
    ]  # fmt: skip
    foot = part(content).findtext("x:headerFooter/x:oddFooter", None, NS)
    assert foot == "&L制表人：区司法局监督人员何正 && 甲　制表时间：2026-03-10 09:30&R第 &P 页，共 &N 页"


def test_an_empty_list_and_an_odd_title_are_written_as_well() -> None:
    assert read(write_list("a/b:c*[d]'e?" * 5, ["名称"], [])) == [["名称"]]


def test_the_memory_does_not_grow_with_the_rows() -> None:
    def rows(count: int) -> Iterator[list[Any]]:
        return ([f"徐州示例{n}有限公司", f"9132{n:014}", n, date(2026, 3, 10)] for n in range(count))

    def most(count: int) -> int:
        tracemalloc.start()
        with open("/dev/null", "wb") as nowhere:
            write_list_into(nowhere, "表", ["名称", "代码", "数", "日期"], rows(count))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    most(1000)
    assert most(8000) < most(2000) * 1.2
