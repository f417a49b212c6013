"""Files shaped like those that departments, registrars and other systems send (tests/data): what each is read as.

People, numbers and enterprises in them are made up. A file that is not to be read has its answer instead of its rows.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jingwei.planning.imports.classes import LAYOUT as CLASSES
from jingwei.platform.errors import Mistake
from jingwei.platform.spreadsheets.layout import Layout
from jingwei.platform.spreadsheets.tables import ReadRow, Table, open_table
from jingwei.registry.imports.enterprises import LAYOUT as ENTERPRISES
from jingwei.registry.imports.officers import LAYOUT as OFFICERS
from jingwei.registry.terms import CreditClass

DATA = Path(__file__).parents[1] / "data"
TODAY = date(2026, 11, 30)
UNIT = "徐州市铜山区水务局"
FROM, UNTIL = date(2024, 3, 1), date(2029, 2, 28)


def opened(file: str, layout: Layout = OFFICERS) -> Table:
    return open_table((DATA / file).read_bytes(), name=file, layout=layout)


def rows(file: str, layout: Layout = OFFICERS) -> list[ReadRow]:
    return list(opened(file, layout).rows(TODAY))


def said(read: ReadRow) -> str:
    return "\n".join(str(problem) for problem in read.problems)


@pytest.mark.parametrize(
    ("file", "people"),
    [
        ("o02_unit_merged_two_columns_down.xlsx", ["测丙一", "测丙二", "测丙三"]),
        ("o06_1904_plain.xlsx", ["测壬一", "测壬二"]),
        ("o06b_1904_as_excel2013_writes_it.xlsx", ["测壬一", "测壬二"]),
        ("o06c_1904_general_format.xlsx", ["测纪元"]),
        ("o07b_numbers_kept_as_text.csv", ["测子一", "测子二"]),
        ("o08_gbk.csv", ["测丑一"]),
        ("o08b_gb18030_rare.csv", ["测䶮丑", "测𬭎丑"]),
        ("o08c_unicode_text_utf16.txt", ["测丑三"]),
        ("o08d_sep_line.csv", ["测丑四"]),
        ("o10_filtered_rows.xlsx", ["测卯一", "测卯二", "测卯三", "测卯四"]),
        ("o11_merged_unit.xls", ["测辰一", "测辰二", "测辰三"]),
        ("o11b_1904.xls", ["测辰四"]),
        ("o11c_plain.xls", ["测辰五"]),
        ("o11d_wps_book_stream.xls", ["测辰五"]),
        ("o11e_wps.et", ["测辰五"]),
        ("o12_prefixed_xml.xlsx", ["测巳一", "测巳二"]),
        ("o13b_macro.xlsm", ["测午二"]),
        ("o19_shifted_and_merged.xlsx", ["测壹一", "测壹二", "测壹三"]),
        ("o19b_shifted_and_merged.xls", ["测贰一", "测贰二", "测贰三"]),
    ],
)
def test_every_person_of_a_roster_is_read_with_unit_number_and_term(file: str, people: list[str]) -> None:
    read = rows(file)
    assert [each.row.values["name"] for each in read] == people
    for each in read:
        values = each.row.values
        assert not each.problems, said(each)
        assert values["subject"] == UNIT
        assert (values["valid_from"], values["valid_to"]) == (FROM, UNTIL)
        assert values["resident_id"].startswith("320399198805")
        assert values["number"].startswith("10999000")
        assert (len(values["resident_id"]), len(values["number"])) == (18, 11)


def test_a_unit_merged_below_a_title_of_two_lines_stands_for_each_person() -> None:
    read = rows("o01_title_twoline_head_merged_unit.xlsx")[:4]
    assert [each.row.values["name"] for each in read] == ["测甲一", "测甲二", "测甲三", "测甲四"]
    assert {each.row.values["subject"] for each in read} == {UNIT}
    assert {(each.row.values["valid_from"], each.row.values["valid_to"]) for each in read} == {(FROM, UNTIL)}
    assert not any(each.problems for each in read)


def test_a_row_that_goes_back_carries_a_merged_value_under_its_title_only() -> None:
    table = opened("o02_unit_merged_two_columns_down.xlsx")
    assert [table.returned(each.raw.cells)[3:5] for each in table.rows(TODAY)] == [[UNIT, None]] * 3


def test_a_row_that_goes_back_says_the_same_day_in_a_book_that_counts_from_1900() -> None:
    table = opened("o06c_1904_general_format.xlsx")
    assert [table.returned(each.raw.cells)[7:] for each in table.rows(TODAY)] == [[45352, 47177]]


def test_rows_hidden_by_a_filter_are_taken_and_counted() -> None:
    table = opened("o10_filtered_rows.xlsx")
    assert table.remarks() == []
    assert len(list(table.rows(TODAY))) == 4
    assert table.hidden == 2
    assert "有 2 行被筛选掉或隐藏" in table.remarks()[0]


def test_a_sheet_that_shows_all_its_rows_has_no_remark() -> None:
    table = opened("o12_prefixed_xml.xlsx")
    assert len(list(table.rows(TODAY))) == 2
    assert table.remarks() == []


@pytest.mark.parametrize(
    ("file", "message", "remedy"),
    [
        ("o11f_html_named_xls.xls", "是网页，不是表格", "另存为 .xlsx"),
        ("o11g_excel2003_xml.xls", "是网页，不是表格", "另存为 .xlsx"),
        ("o13_password.xlsx", "设有密码", "去掉密码再传"),
        ("o16_two_people_a_line.xlsx", "出现两次", "删去其中一列"),
        ("o17_sheet_per_department.xlsx", "“水务局”和“消防”都有数据", "合并到一张工作表"),
    ],
)
def test_a_file_that_is_not_read_says_why_and_what_to_do(file: str, message: str, remedy: str) -> None:
    with pytest.raises(Mistake, match=message) as caught:
        rows(file)
    assert remedy in caught.value.remedy


def test_numbers_that_lost_digits_go_back_and_whole_ones_are_read() -> None:
    read = rows("o07_long_numbers.xlsx")
    assert "末几位已经丢失" in said(read[0])
    assert "是科学计数法，末几位已经丢失" in said(read[1])
    assert read[2].row.values["resident_id"] == "320399198805171843"
    assert read[3].row.values["number"] == "10999000187"
    assert read[4].row.values["resident_id"] == "320399********1886"  # R-FMT-02 hands it back.


def test_a_formula_without_a_result_and_one_that_failed_go_back() -> None:
    first, second = rows("o18_formulas.xlsx")
    assert "列“单位”的值“#公式没有结果”不是数据" in said(first)
    assert "列“人员性质”的值“#公式出错”不是数据" in said(second)


def test_an_industry_of_three_digits_goes_back_and_is_never_read_as_another() -> None:
    read = {each.row.line: each for each in rows("e04_industry_zero_lost.xlsx", ENTERPRISES)}
    codes = {line: each.row.values["industry"] for line, each in read.items()}
    assert codes == {
        2: "C3411", 3: None, 4: "A0111", 5: "C1411", 6: "C3411", 7: "C34", 8: None, 9: "C", 10: "H6110", 11: "H6110",
        12: None,
    }  # fmt: skip
    assert "的值“111”只有 3 位数字，可能丢了开头的 0；补上 0 写成 0111" in said(read[3])
    assert "的值“511”只有 3 位数字，可能丢了开头的 0；补上 0 写成 0511" in said(read[12])


@pytest.mark.parametrize(
    ("file", "month", "credit_class"),
    [
        ("m01_month_2026.1_number.xlsx", date(2026, 1, 1), CreditClass.A),
        ("m02_month_2026.10_text.xlsx", date(2026, 10, 1), CreditClass.A),
        ("m03_month_text.xlsx", date(2026, 11, 1), CreditClass.A),
        ("m04_class_wording.xlsx", date(2026, 11, 1), CreditClass.A),
        ("m05_classes_words.xlsx", date(2026, 11, 1), CreditClass.A),
    ],
)
def test_a_month_and_a_class_are_read_however_they_are_written(
    file: str, month: date, credit_class: CreditClass
) -> None:
    (read,) = rows(file, CLASSES)
    assert not read.problems, said(read)
    values: dict[str, Any] = read.row.values
    assert (values["month"], values["credit_class"]) == (month, credit_class)
