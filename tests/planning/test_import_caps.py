"""Lists of caps: of a subject or a line, and never two for the same on one day."""

from datetime import date

import pytest

from jingwei.planning.imports import CapImporter
from jingwei.planning.models import Cap
from tests.people import District, district
from tests.sheets import import_rows, reasons

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> District:
    """The cast of the tests."""
    return district()


def cap(**changes: str) -> dict[str, str]:
    """One cap as it was published."""
    return {
        "主体或条线": "应急管理局",
        "分类": "B类",
        "每年次数": "2次",
        "自": "2026-01-01",
        "至": "2026-12-31",
        "公布文件": "2026 年度频次上限公告",
    } | changes


def test_a_row_becomes_a_cap_whose_last_day_still_counts(people: District) -> None:
    outcome = import_rows(CapImporter(), cap(事项编码=people.item.code))
    assert outcome.imported == 1, reasons(outcome)
    made = Cap.objects.get()
    assert (made.subject, made.item, made.credit_class, made.visits) == (people.subject, people.item, "B", 2)
    assert (made.valid_from, made.valid_until) == (date(2026, 1, 1), date(2027, 1, 1))
    assert made in Cap.objects.in_force(date(2026, 12, 31))


def test_a_line_has_a_cap_of_its_own(people: District) -> None:
    import_rows(CapImporter(), cap(主体或条线="应急条线", 分类=""))
    made = Cap.objects.get()
    assert (made.subject, made.line, made.credit_class) == (None, "应急", "")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"主体或条线": "不存在局"}, "不是名录中的检查主体"),
        ({"事项编码": "X999"}, "列“事项编码”的值“X999”不在事项库"),
        ({"分类": "E类"}, "不在可选项中"),
        ({"每年次数": "二次"}, "不是整数"),
        ({"每年次数": "-1"}, "不在 0 至 366 之间"),
        ({"至": "2025-12-31"}, "早于起始日期 2026-01-01"),
        ({"自": "1926-01-01"}, "早于 2015-01-01"),
        ({"公布文件": ""}, "列“公布文件”没有填写"),
    ],
)
def test_a_bad_row_comes_back_with_its_reason(people: District, changes: dict[str, str], said: str) -> None:
    outcome = import_rows(CapImporter(), cap(**changes))
    assert (outcome.imported, outcome.rejected) == (0, 1)
    assert said in reasons(outcome)[0]


def test_two_caps_of_the_same_kind_do_not_hold_on_one_day(people: District) -> None:
    next_year = cap(自="2027-01-01", 至="")
    outcome = import_rows(CapImporter(), cap(), cap(自="2026-12-31", 至=""), cap(分类="C类"), next_year)
    assert (outcome.imported, outcome.rejected) == (3, 1)
    assert "与自 2026-01-01 起的每年 2 次重叠" in reasons(outcome)[0]
    again = import_rows(CapImporter(), cap(自="2027-01-01", 至=""))
    assert "与自 2027-01-01 起" in reasons(again)[0]
    before = import_rows(CapImporter(), cap(自="2026-06-01", 至="2027-06-30"))
    assert "与自 2026-01-01 起" in reasons(before)[0]


def test_a_cap_published_anew_ends_the_one_that_had_no_end(people: District) -> None:
    import_rows(CapImporter(), cap(至=""))
    outcome = import_rows(CapImporter(), cap(自="2026-07-01", 至="", 每年次数="1次"))
    assert outcome.preview["summary"] == ["1 项没有截止日期的原上限，到新上限施行的前一天为止"]
    assert list(Cap.objects.order_by("id").values_list("visits", "valid_until")) == [
        (2, date(2026, 7, 1)),
        (1, None),
    ]


def test_a_cap_that_reaches_back_before_today_ends_none(people: District) -> None:
    import_rows(CapImporter(), cap(至=""))
    outcome = import_rows(CapImporter(), cap(自="2026-03-09", 至=""))
    assert "与自 2026-01-01 起" in reasons(outcome)[0]
    assert import_rows(CapImporter(), cap(自="2026-03-10", 至="")).imported == 1


def test_a_clerk_imports_the_own_subjects_caps_and_none_of_a_line(people: District) -> None:
    clerk = people.clerk.member
    assert "不是本单位" in reasons(import_rows(CapImporter(), cap(主体或条线="市场监管局"), actor=clerk))[0]
    assert "是条线" in reasons(import_rows(CapImporter(), cap(主体或条线="应急"), actor=clerk))[0]
    assert import_rows(CapImporter(), cap(), actor=clerk).imported == 1


def test_a_combined_cap_below_one_subjects_own_goes_in_with_a_word(people: District) -> None:
    importer = CapImporter()
    outcome = import_rows(importer, cap(主体或条线="应急条线", 每年次数="1"), cap(每年次数="2"))
    assert outcome.imported == 2
    assert outcome.preview["summary"] == ["应急条线合计上限 1 次，低于应急管理局 2 次（R-FRQ-04）"]
    # What stands already is not said again where the sheet does not touch it.
    assert import_rows(CapImporter(), cap(分类="C类")).preview["summary"] == []


def test_a_combined_cap_equal_to_a_subjects_own_is_nothing_to_speak_of(people: District) -> None:
    outcome = import_rows(CapImporter(), cap(), cap(主体或条线="应急条线"))
    assert outcome.preview["summary"] == []
