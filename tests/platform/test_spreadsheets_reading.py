"""Sheets as departments send them: wherever the titles stand and however the cells are typed."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from jingwei.platform.errors import Mistake
from jingwei.platform.spreadsheets.cells import code, day, decimal, text, whole_number, yes_no
from jingwei.platform.spreadsheets.layout import CellError, Column, Layout, Reader
from jingwei.platform.spreadsheets.tables import ReadRow, Table, open_table
from tests.platform.sheets import workbook

TODAY = date(2026, 3, 10)
LAYOUT = Layout(
    kind="test",
    title="证件",
    columns=(
        Column("姓名", "name", text(longest=10), is_required=True),
        Column("证号", "number", code(longest=20), is_required=True, aliases=("证件编号",), is_unique=True),
        Column("有效期起", "first", day(), aliases=("发证日期",)),
        Column("有效期止", "last", day(years_ahead=20)),
        Column("次数", "times", whole_number(most=10)),
    ),
)
TITLES = ("姓名", "证号", "有效期起", "有效期止", "次数")


def table(content: bytes, name: str = "证件.xlsx") -> Table:
    return open_table(content, name=name, layout=LAYOUT)


def rows(content: bytes, name: str = "证件.xlsx") -> list[ReadRow]:
    return list(table(content, name).rows(TODAY))


def said(read: ReadRow) -> str:
    return "\n".join(str(problem) for problem in read.problems)


def one(*cells: Any, titles: Sequence[str] = TITLES) -> ReadRow:
    return rows(workbook(titles, cells))[0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("１００３ ２０１", "1003201"),
        ("　1003201 ", "1003201"),
        ("'1003201", "1003201"),
        ("ａｂ－1", "AB-1"),
        (1003201, "1003201"),
        (1003201.0, "1003201"),
        ("\u200b1003201\ufeff", "1003201"),
    ],
)
def test_a_number_is_read_as_it_was_meant(typed: Any, meant: str) -> None:
    assert one("张三", typed).row.values["number"] == meant


def test_a_number_that_lost_its_last_digits_is_refused() -> None:
    assert "末几位已经丢失" in said(one("张三", 320312197001010020))


def test_chinese_punctuation_in_a_name_stays() -> None:
    assert one("甲（分局）", "1").row.values["name"] == "甲（分局）"


@pytest.mark.parametrize(
    "typed",
    [
        "2025-3-1", "2025.3.1", "2025/03/01", "2025年3月1日", "２０２５．３．１", "20250301",
        20250301, 45717, "45717", date(2025, 3, 1), "2025-03-01 00:00:00",
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(typed: Any) -> None:
    assert one("张三", "1", typed).row.values["first"] == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2025.13.1", "不是日期"),
        ("2025-02-30", "不是日期"),
        ("去年", "不是日期"),
        ("1925-03-01", "早于 1949-10-01"),
        ("2125-03-01", "晚于今天（2026-03-10）"),
        ("0025-03-01", "早于 1949-10-01"),
    ],
)
def test_no_date_and_a_date_of_another_century_are_refused(typed: str, words: str) -> None:
    read = one("张三", "1", typed)
    assert said(read).startswith(f"列“有效期起”的值“{typed}”{words}")
    assert read.row.unread == {"first"}
    assert read.row.values["first"] is None


def test_each_column_has_its_own_bounds() -> None:
    assert not one("张三", "1", "", "2040-01-01").problems
    assert "晚于 2046 年" in said(one("张三", "1", "", "2125-01-01"))


def test_titles_are_found_below_merged_lines_and_above_blank_ones() -> None:
    read = rows(
        workbook(["全区执法证件一览表"], ["填报单位：甲"], [], TITLES, [], ["张三", "1"], [], ["李四", "2"])
    )
    assert [(each.row.line, each.row.values["name"]) for each in read] == [(6, "张三"), (8, "李四")]


def test_two_lines_of_titles_are_read_together() -> None:
    group = ("序号", "姓名", "执法证", "", "")
    titles = ("", "", "证件编号", "有效期起", "有效期止")
    read = rows(workbook(["一览表"], group, titles, [1, "张三", "7", "2025.1.1", "2027.1.1"]))
    assert read[0].row.values["number"] == "7"
    assert read[0].row.values["name"] == "张三"
    assert read[0].row.values["last"] == date(2027, 1, 1)


def test_a_title_may_go_on_from_its_group() -> None:
    read = rows(
        workbook(("姓名", "证号", "有效期", ""), ("", "", "起", "止"), ["张三", "7", "2025.1.1", "2027.1.1"])
    )
    assert read[0].row.values["first"] == date(2025, 1, 1)
    assert read[0].row.values["last"] == date(2027, 1, 1)


def test_columns_may_stand_in_any_order_and_unknown_ones_are_passed_over() -> None:
    read = one("甲", "7", "张三", "2025.1.1", titles=("备注", "*证件编号：", "姓 名（必填）", "发证日期"))
    assert read.row.values == {
        "name": "张三", "number": "7", "first": date(2025, 1, 1), "last": None, "times": None,
    }  # fmt: skip


def test_titles_repeated_on_each_page_are_no_rows() -> None:
    read = rows(workbook(["一览表"], TITLES, ["张三", "1"], ["一览表"], TITLES, ["李四", "2"]))
    assert [each.row.values["name"] for each in read] == ["张三", "李四"]


def test_a_line_with_a_number_only_is_blank() -> None:
    content = workbook(("序号", *TITLES), [1, "张三", "1"], [2], [3])
    assert len(rows(content)) == 1


def test_all_missing_columns_are_named() -> None:
    with pytest.raises(Mistake, match="缺少列“姓名”、“证号”") as caught:
        table(workbook(("甲", "乙"), ("1", "2")))
    assert "下载模板" in caught.value.remedy
    with pytest.raises(Mistake, match=r"缺少列“证号”$"):
        table(workbook(("姓名", "有效期起"), ("1", "2")))


def test_a_column_that_stands_there_twice_is_refused() -> None:
    with pytest.raises(Mistake, match="列“姓名”出现两次"):
        table(workbook(("姓名", "证号", "姓名"), ("1", "2", "3")))


def test_two_sheets_with_rows_are_refused_and_an_empty_one_is_passed_over() -> None:
    assert len(rows(workbook(TITLES, ["张三", "1"], 说明=[["怎样填"]], 空=[TITLES]))) == 1
    assert len(rows(workbook(TITLES, 第二=[TITLES, ["张三", "1"]]))) == 1
    with pytest.raises(Mistake, match="“名册”和“第二”都有数据"):
        table(workbook(TITLES, ["张三", "1"], 第二=[TITLES, ["李四", "2"]]))


def test_a_value_that_may_stand_only_once_names_the_earlier_line() -> None:
    read = rows(workbook(TITLES, ["张三", "1"], ["李四", "１"]))
    assert said(read[1]) == "列“证号”的值“１”与第 2 行重复；只保留一行"


def test_every_fault_of_a_row_is_told_at_once() -> None:
    read = one("", "1", "去年", "", "多次")
    assert [problem.column for problem in read.problems] == ["姓名", "有效期起", "次数"]


def test_the_value_of_a_formula_is_taken() -> None:
    assert rows(_with_formula(value="8"))[0].row.values["number"] == "8"


@pytest.mark.parametrize("value", ["", "#N/A"])
def test_a_formula_without_a_value_is_a_fault_and_stays_one_when_sent_again(value: str) -> None:
    content = _with_formula(value=value)
    read = rows(content)[0]
    assert "不是数据；在 Excel 中重新计算并保存" in said(read)
    again = rows(workbook(TITLES, read.raw.cells))[0]
    assert "不是数据" in said(again)


def test_a_cell_merged_over_several_lines_stands_on_each() -> None:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    page = book.add_worksheet()
    page.write_row(0, 1, TITLES)
    page.merge_range(1, 1, 3, 1, "张三")
    for line in (1, 2, 3, 4):
        page.write_string(line, 2, f"{line}")
    book.close()
    read = rows(content.getvalue())
    assert [each.row.values["name"] for each in read] == ["张三", "张三", "张三", None]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_in_the_usual_encodings(encoding: str, separator: str) -> None:
    words = "\r\n".join(separator.join(line) for line in (TITLES, ("张三", "007", "2025.3.1", "", ""), ()))
    read = rows(words.encode(encoding), "证件.csv")
    assert read[0].row.values["number"] == "007"
    assert read[0].row.values["first"] == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        (["张三,1,,,", '"李四,2,,,', "王五,3,,,"], 3),
        (["张三,1,,,", '"李四,2,,,', '王五,"3",,,', "赵六,4,,,"], 3),
        (["张三,1,,,", '李四,"2,,,', "王五,3,,,", '赵六,4,,,"', "孙七,5,,,"], 3),
        (["张三,1,,,", '李四,"2'], 3),
        (["张三,1,,,", '李四,"' + "2" * 200_000], 3),
    ],
)
def test_a_quotation_mark_that_nobody_closed_is_named_by_its_line(lines: list[str], at: int) -> None:
    with pytest.raises(Mistake, match=f"^第 {at} 行的引号没有配对") as caught:
        rows("\r\n".join([",".join(TITLES), *lines]).encode(), "证件.csv")
    assert "补上或删去引号" in caught.value.remedy


def test_quotation_marks_that_swallow_nothing_are_read() -> None:
    lines = ('"张\n三",1,,,', '李"四,2,,,', '"王""五",3,,,', '"赵六" ,4,,,', '"孙,\n七",5,,,')
    read = rows("\r\n".join([",".join(TITLES), *lines]).encode(), "证件.csv")
    assert [each.row.values["number"] for each in read] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("typed", ["1.23E+17", "3.20399e+17", "1E+11", "1.23E17"])
def test_a_number_kept_as_its_power_of_ten_is_refused(typed: str) -> None:
    assert "是科学计数法，末几位已经丢失" in said(one("张三", typed))


@pytest.mark.parametrize("typed", ["1E11", "E12", "12.5", "A1.5E+3"])
def test_a_code_that_only_resembles_a_power_of_ten_is_read(typed: str) -> None:
    assert not one("张三", typed).problems


def test_a_number_with_too_few_digits_may_have_lost_its_zeros_unless_it_is_text() -> None:
    read = code(longest=20, digits=11)
    assert read("0312000001", TODAY) == "0312000001"
    assert read(10312000001.0, TODAY) == "10312000001"
    with pytest.raises(CellError, match="只有 10 位，开头的 0 可能丢了"):
        read(1312000001.0, TODAY)


@pytest.mark.parametrize("typed", ["9" * 5000, "9" * 32_000, "1-" * 16_000, " " * 32_000 + "x"])
def test_a_text_without_end_is_no_date_and_no_title(typed: str) -> None:
    assert "不是日期" in said(one("张三", "1", typed))
    assert len(rows(workbook([typed, "(" * 32_000, "（" * 32_000], TITLES, ["张三", "1"]))) == 1


def test_a_cell_merged_over_lines_and_columns_stands_everywhere_and_a_remark_stays_where_it_is() -> None:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    page = book.add_worksheet()
    page.merge_range(0, 0, 1, 0, TITLES[0])
    page.merge_range(0, 1, 1, 2, TITLES[1])
    page.merge_range(0, 3, 1, 3, TITLES[2])
    page.merge_range(0, 4, 1, 4, TITLES[3])
    for line in (2, 3):
        page.write_string(line, 0, f"张{line}")
        page.write_string(line, 1, f"{line}")
    page.merge_range(2, 3, 3, 4, "2025.3.1")
    page.merge_range(4, 0, 5, 4, "注：截至三月")
    book.close()
    read = rows(content.getvalue())
    first, last = (LAYOUT.column(name).name for name in ("first", "last"))
    assert [(each.row.values[first], each.row.values[last]) for each in read[:2]] == [
        (date(2025, 3, 1), date(2025, 3, 1))
    ] * 2
    assert [each.row.line for each in read] == [3, 4, 5]


@pytest.mark.parametrize(
    ("reader", "typed", "value"),
    [
        (whole_number(most=10), "3次", 3),
        (whole_number(most=10), "３", 3),
        (decimal(least=-90, most=90), "34.25", 34.25),
        (yes_no, "√", True),
        (yes_no, "无", False),
    ],
)
def test_other_cells_are_read_as_they_are_meant(reader: Reader, typed: str, value: object) -> None:
    assert reader(typed, TODAY) == value


@pytest.mark.parametrize(
    ("reader", "typed"),
    [
        (whole_number(most=10), "11"),
        (whole_number(), "1.5"),
        (whole_number(), "nan"),
        (decimal(least=0, most=1), "inf"),
        (yes_no, "也许"),
        (text(longest=3), "太长的名称"),
    ],
)
def test_other_cells_that_make_no_sense_are_refused(reader: Reader, typed: str) -> None:
    with pytest.raises(CellError):
        reader(typed, TODAY)


def _with_formula(*, value: str) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    page = book.add_worksheet()
    page.write_row(0, 0, TITLES)
    page.write_string(1, 0, "张三")
    page.write_formula(1, 1, "=4+4", None, value)
    book.close()
    return content.getvalue()


@pytest.mark.parametrize("name", ["证件.xls", "证件.et", "证件.xlsx"])
def test_the_older_format_is_read_whatever_its_name_ends_with(name: str) -> None:
    read = rows((Path(__file__).parent / "cards.xls").read_bytes(), name)
    assert [each.row.values["name"] for each in read] == ["张三", "李四", "王五"]
    assert [each.row.values["number"] for each in read] == ["0031200001", "0031200002", "0031200001"]
    assert read[0].row.values["first"] == read[1].row.values["first"] == date(2025, 3, 1)
    assert read[1].row.values["times"] == 2
    assert [problem.column for problem in read[2].problems] == ["证号", "有效期起"]
