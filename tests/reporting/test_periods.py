"""The days of a report, their names, and the same days a year before."""

from datetime import UTC, date, datetime

import pytest

from jingwei.platform.errors import Mistake
from jingwei.reporting.periods import (
    Period,
    half_year,
    last_half_year,
    list_usual,
    month_of,
    quarter,
    read_period,
    whole_year,
)


def period(first: str, last: str) -> Period:
    return read_period(first, last)


@pytest.mark.parametrize(
    ("first", "last", "base_first", "base_last"),
    [
        ("2025-01-01", "2025-06-30", "2024-01-01", "2024-06-30"),
        ("2025-02-01", "2025-02-28", "2024-02-01", "2024-02-29"),
        ("2024-02-01", "2024-02-29", "2023-02-01", "2023-02-28"),
        ("2024-02-29", "2024-02-29", "2023-02-28", "2023-02-28"),
        ("2024-02-28", "2024-02-28", "2023-02-28", "2023-02-28"),
        ("2024-02-01", "2024-02-28", "2023-02-01", "2023-02-28"),
        ("2024-12-31", "2025-01-01", "2023-12-31", "2024-01-01"),
    ],
)
def test_the_base_is_the_same_days_a_year_before(
    first: str, last: str, base_first: str, base_last: str
) -> None:
    assert period(first, last).year_before == period(base_first, base_last)


def test_a_period_ends_with_its_last_day_in_china() -> None:
    assert period("2025-01-01", "2025-06-30").instants == (
        datetime(2024, 12, 31, 16, tzinfo=UTC),
        datetime(2025, 6, 30, 16, tzinfo=UTC),
    )


def test_a_period_falls_into_months_whose_ends_may_be_cut() -> None:
    assert period("2025-01-15", "2025-03-02").months == (
        period("2025-01-15", "2025-01-31"),
        period("2025-02-01", "2025-02-28"),
        period("2025-03-01", "2025-03-02"),
    )


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        (half_year(2025, 1), "2025年上半年"),
        (half_year(2025, 2), "2025年下半年"),
        (quarter(2024, 1), "2024年第一季度"),
        (whole_year(2024), "2024年全年"),
        (month_of(date(2024, 2, 9)), "2024年2月"),
        (Period(date(2025, 1, 1), date(2025, 5, 31)), "2025-01-01 至 2025-05-31"),
    ],
)
def test_a_period_is_called_as_people_call_it(asked: Period, label: str) -> None:
    assert asked.label == label


def test_the_half_year_shown_first_has_ended() -> None:
    assert last_half_year(date(2026, 6, 30)) == half_year(2025, 2)
    assert last_half_year(date(2026, 7, 1)) == half_year(2026, 1)


def test_the_periods_offered_have_begun() -> None:
    offered = list_usual(date(2026, 3, 10))
    assert offered[:3] == [whole_year(2026), half_year(2026, 1), quarter(2026, 1)]
    assert len(offered) == 3 + 7 + 7


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        ("", "2025-06-30", "没有给出起始日期"),
        ("2025-01-01", "", "没有给出截止日期"),
        ("2025-13-01", "2025-06-30", "起始日期“2025-13-01”不是日期"),
        ("20250101", "2025-06-30", "起始日期“20250101”不是日期"),
        ("2025-02-29", "2025-06-30", "不是日期"),
        ("2025-01-01", "2025-06-31", "截止日期“2025-06-31”不是日期"),
        ("2025-01-01'--", "2025-06-30", "不是日期"),
        ("1925-01-01", "2025-06-30", "不在 2000 年至 2099 年之间"),
        ("2025-01-01", "9999-12-31", "不在 2000 年至 2099 年之间"),
        ("2025-07-01", "2025-06-30", "截止日期 2025-06-30 早于起始日期 2025-07-01"),
    ],
)
def test_a_wrong_date_is_named_with_what_to_do(first: str, last: str, message: str) -> None:
    with pytest.raises(Mistake) as caught:
        period(first, last)
    assert message in caught.value.message
    assert caught.value.remedy
