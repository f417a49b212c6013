"""A roster as a department might send it, of any length: every hundredth row has one of fifteen faults."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.platform.sheets import person_number

TITLES = (
    "序号", "姓名", "身份证号", "单位", "人员性质", "内设机构", "职务", "证号", "执法领域", "有效期起", "有效期止",
    "法律职业资格",
)  # fmt: skip
NAME, ID, UNIT, STAFF, NUMBER, FIELDS, FIRST, LAST, QUALIFIED = 1, 2, 3, 4, 7, 8, 9, 10, 11
HEAD = 3  # lines above the rows: a title, who sends it, the titles of the columns
FAMILIES, GIVEN = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗",
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华",
)
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
Fault = tuple[str, Callable[[list[Any], list[Any]], None]]


def _put(index: int, value: Any) -> Callable[[list[Any], list[Any]], None]:
    def spoil(cells: list[Any], before: list[Any]) -> None:
        cells[index] = value

    return spoil


def _shorten_id(cells: list[Any], before: list[Any]) -> None:
    cells[ID] = cells[ID][:17]


def _wrong_check_digit(cells: list[Any], before: list[Any]) -> None:
    cells[ID] = cells[ID][:17] + ("0" if cells[ID][17] != "0" else "1")


def _no_birthday(cells: list[Any], before: list[Any]) -> None:
    cells[ID] = cells[ID][:10] + "0230" + cells[ID][14:]


def _same_person(cells: list[Any], before: list[Any]) -> None:
    cells[ID] = before[ID]


def _same_card(cells: list[Any], before: list[Any]) -> None:
    cells[NUMBER] = before[NUMBER]


def _ends_before_it_begins(cells: list[Any], before: list[Any]) -> None:
    cells[FIRST], cells[LAST] = "2025.3.1", "2024年3月1日"


# Words of the reason, and how the row is spoiled.
FAULTS: tuple[Fault, ...] = (
    ("列“姓名”没有填写", _put(NAME, "　")),
    ("有 47 个字，最多 40 个", _put(NAME, "张三" * 23 + "丰")),
    ("公民身份号码有 17 位", _shorten_id),
    ("校验码不符", _wrong_check_digit),
    ("公民身份号码第 7 至 14 位不是日期", _no_birthday),
    ("列“身份证号”的值", _same_person),
    ("列“单位”的值“月球管理局”不是名录中的检查主体", _put(UNIT, "月球管理局")),
    ("列“人员性质”的值“正式工”不在可选项中", _put(STAFF, "正式工")),
    ("列“人员性质”的值“合同制”的人员不得领取行政执法证", _put(STAFF, "合同制")),
    ("列“证号”的值", _same_card),
    ("列“执法领域”的值“星际执法”不在可选项中", _put(FIELDS, "星际执法")),
    ("列“有效期起”的值“2025.13.45”不是日期", _put(FIRST, "2025.13.45")),
    ("列“有效期起”的值“1925-01-01”早于 2000-01-01", _put(FIRST, "1925-01-01")),
    ("列“有效期止”的值“2024-03-01”早于有效期起 2025-03-01", _ends_before_it_begins),
    ("列“有效期止”没有填写", _put(LAST, "")),
)


@dataclass(slots=True)
class Roster:
    """The rows as sent, what the bad ones should come back with, and what they should have said, by 序号."""

    rows: list[list[Any]]
    reasons: dict[int, str] = field(default_factory=dict)
    right: dict[int, list[Any]] = field(default_factory=dict)


def roster(count: int, units: Sequence[str], *, bad_every: int = 100) -> Roster:
    """Return so many people; good rows too are typed as people type: full-width digits, blanks, dates as text."""
    made = Roster([])
    for number in range(1, count + 1):
        right = _person(number, units[number % len(units)])
        cells = right
        if bad_every and number % bad_every == 0:
            reason, spoil = FAULTS[number // bad_every % len(FAULTS)]
            cells = list(right)
            spoil(cells, made.rows[-1])
            made.reasons[number], made.right[number] = reason, right
        made.rows.append(cells)
    return made


def _person(number: int, unit: str) -> list[Any]:
    name = FAMILIES[number % 20] + GIVEN[number // 20 % 24] + GIVEN[number // 480 % 24]
    cells: list[Any] = [
        number, name, person_number(number), unit, "行政编制", f"执法{number % 9 + 1}科", "科员",
        f"10{number:09d}", "应急管理", date(2023, 1, 1), date(2027, 12, 31), "否",
    ]  # fmt: skip
    match number % 10:
        case 1:
            cells[NAME], cells[UNIT] = f" {name}　", f"{unit} "
        case 3:
            cells[FIRST], cells[LAST] = "2023.1.1", "2027年12月31日"
        case 5:
            cells[NUMBER] = f"'{cells[NUMBER]}"
        case 6:
            cells[ID] = cells[ID].translate(WIDE)
        case 7:
            cells[FIELDS] = "应急管理、消防救援"
    return cells


def write_roster(rows: Sequence[Sequence[Any]], path: Path) -> None:
    """Write the rows below a merged title, as .xlsx."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet("名册")
    page.merge_range(0, 0, 0, len(TITLES) - 1, "行政执法人员名册")
    page.write_string(1, 0, "填报单位：　　　填报日期：2026年3月")
    page.write_row(2, 0, TITLES)
    for line, cells in enumerate(rows, HEAD):
        for index, cell in enumerate(cells):
            if isinstance(cell, str):
                page.write_string(line, index, cell)
            elif isinstance(cell, date | datetime):
                page.write_datetime(line, index, cell)
            elif cell is not None:
                page.write_number(line, index, cell)
    book.close()
