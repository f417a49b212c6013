"""Legal days are counted by the published table, and by nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import Settings

from jingwei.platform.actors import SYSTEM
from jingwei.platform.calendar import Calendar, add_months, local_date
from jingwei.platform.errors import Mistake, NotAllowed
from jingwei.platform.models import AuditEvent, CalendarYear
from jingwei.platform.operations import load_calendar_year
from jingwei.platform.queries import get_calendar, is_next_year_missing
from jingwei.rulebook import Refused

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "last", "is_worked"),
    [
        ("2025-01-01", "2025-01-01", False),
        ("2025-01-26", "2025-01-27", True),  # A Sunday worked for the Spring Festival.
        ("2025-01-28", "2025-02-04", False),
        ("2025-02-08", "2025-02-08", True),
        ("2025-04-27", "2025-04-30", True),
        ("2025-05-01", "2025-05-05", False),
        ("2025-09-28", "2025-09-30", True),
        ("2025-10-01", "2025-10-08", False),
        ("2025-10-11", "2025-10-11", True),
        ("2026-01-01", "2026-01-03", False),
        ("2026-01-04", "2026-01-09", True),
        ("2026-02-14", "2026-02-14", True),
        ("2026-02-15", "2026-02-23", False),
        ("2026-02-28", "2026-02-28", True),
        ("2026-09-20", "2026-09-20", True),
        ("2026-10-01", "2026-10-07", False),
        ("2026-10-10", "2026-10-10", True),
        ("2026-11-21", "2026-11-22", False),
    ],
)
def test_the_days_of_2025_and_2026_are_as_published(first: str, last: str, is_worked: bool) -> None:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    assert [get_calendar().is_working_day(day) for day in days] == [is_worked] * len(days)


@pytest.mark.parametrize(("year", "count"), [(2025, 248), (2026, 248)])
def test_a_year_has_the_number_of_working_days_that_was_published(year: int, count: int) -> None:
    assert get_calendar().working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-03-10", 0, "2026-03-10"),
        ("2026-03-10", 1, "2026-03-11"),  # The first day is not counted.
        ("2026-03-13", 1, "2026-03-16"),
        ("2026-03-14", 1, "2026-03-16"),  # From a day of rest the next working day is the first.
        ("2026-02-13", 2, "2026-02-24"),  # The 14th is worked, nine days of rest follow.
        ("2025-12-31", 1, "2026-01-04"),
        ("2025-09-30", 7, "2025-10-16"),
    ],
)
def test_working_days_are_counted_from_the_next_day(start: str, count: int, end: str) -> None:
    assert str(get_calendar().working_days(date.fromisoformat(start), count)) == end


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-03-10", 3, "2026-03-13"),
        ("2026-03-10", 4, "2026-03-16"),  # Ends on a Saturday.
        ("2026-02-10", 4, "2026-02-14"),  # A Saturday that is worked stays.
        ("2026-02-10", 5, "2026-02-24"),
        ("2025-12-20", 12, "2026-01-04"),
        ("2025-09-01", 30, "2025-10-09"),
    ],
)
def test_calendar_days_that_end_on_a_day_of_rest_roll_to_the_next_working_day(
    start: str, count: int, end: str
) -> None:
    assert str(get_calendar().calendar_days(date.fromisoformat(start), count)) == end


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-03-10", 1, "2026-04-10"),
        ("2025-01-31", 1, "2025-02-28"),  # February has no such day: its last one.
        ("2028-01-31", 1, "2028-02-29"),
        ("2025-03-31", 1, "2025-04-30"),
        ("2025-12-15", 1, "2026-01-15"),
        ("2025-11-30", 3, "2026-02-28"),
        ("2025-08-31", 12, "2026-08-31"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-03-10", 0, "2026-03-10"),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last_of_the_month(start: str, count: int, end: str) -> None:
    assert str(add_months(date.fromisoformat(start), count)) == end


def test_days_left_are_negative_once_overdue() -> None:
    calendar = get_calendar()
    assert calendar.working_days_between(date(2026, 3, 10), date(2026, 3, 10)) == 0
    assert calendar.working_days_between(date(2026, 3, 13), date(2026, 3, 17)) == 2
    assert calendar.working_days_between(date(2026, 3, 17), date(2026, 3, 13)) == -2


@pytest.mark.parametrize("count", [1, 5])
def test_a_year_without_a_table_is_refused_and_never_guessed(count: int) -> None:
    with pytest.raises(Refused, match="2027 年的放假调休安排还没有导入") as caught:
        get_calendar().working_days(date(2026, 12, 31), count)
    (finding,) = caught.value.judgement.refusals
    assert finding.rule.code == "R-CAL-02"
    assert finding.rule.cites


def test_the_legal_day_begins_at_midnight_in_china() -> None:
    assert local_date(datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)) == date(2026, 12, 31)
    assert local_date(datetime(2026, 12, 31, 16, tzinfo=UTC)) == date(2027, 1, 1)


def test_a_loaded_year_counts_and_is_on_the_log() -> None:
    load_calendar_year(
        year=2027,
        document="国办发明电〔2026〕9号",
        exceptions={date(2027, 1, 1): False, date(2027, 1, 3): True},
        actor=SYSTEM,
        now=NOW,
    )
    deadline = get_calendar().working_days(date(2026, 12, 31), 1)
    assert (deadline.on, deadline.is_official) == (date(2027, 1, 3), True)
    assert AuditEvent.objects.get(action="platform.calendar.loaded").sentence == (
        "系统导入2027年放假安排（国办发明电〔2026〕9号）"
    )


def test_a_year_loaded_again_replaces_its_days() -> None:
    for exceptions in ({date(2027, 1, 1): False}, {date(2027, 1, 4): False}):
        load_calendar_year(year=2027, document="某通知", exceptions=exceptions, actor=SYSTEM, now=NOW)
    calendar = get_calendar()
    assert calendar.is_working_day(date(2027, 1, 1))
    assert not calendar.is_working_day(date(2027, 1, 4))


def test_a_demonstration_fill_marks_every_date_computed_over_it(settings: Settings) -> None:
    settings.DEMONSTRATION = True
    load_calendar_year(
        year=2027, document="演示日历，非官方", exceptions={}, is_official=False, actor=SYSTEM, now=NOW
    )
    calendar = get_calendar()
    assert str(calendar.working_days(date(2026, 12, 31), 1)) == "2027-01-01（演示日历，非官方）"
    assert str(calendar.calendar_days(date(2026, 12, 31), 5)).endswith("（演示日历，非官方）")
    assert str(calendar.working_days(date(2026, 12, 1), 1)) == "2026-12-02"


def test_a_demonstration_fill_is_refused_elsewhere_and_the_attempt_logged() -> None:
    with pytest.raises(NotAllowed, match="只有演示模式"):
        load_calendar_year(
            year=2027, document="演示", exceptions={}, is_official=False, actor=SYSTEM, now=NOW
        )
    assert not CalendarYear.objects.filter(year=2027).exists()
    assert AuditEvent.objects.get(action="platform.calendar.loaded").outcome == "refused"


@pytest.mark.parametrize(
    ("document", "exceptions", "field"),
    [("  ", {}, "document"), ("某通知", {date(2026, 1, 1): False}, "exceptions")],
)
def test_a_table_that_does_not_fit_is_refused(
    document: str, exceptions: dict[date, bool], field: str
) -> None:
    with pytest.raises(Mistake) as caught:
        load_calendar_year(year=2027, document=document, exceptions=exceptions, actor=SYSTEM, now=NOW)
    assert caught.value.field == field


def test_the_warning_of_a_missing_year_begins_in_october() -> None:
    warned = [month for month in range(1, 13) if is_next_year_missing(date(2026, month, 1))]
    assert warned == [10, 11, 12]
    assert not is_next_year_missing(date(2025, 12, 31))


def test_a_calendar_answers_without_a_database() -> None:
    calendar = Calendar(years={2026: True}, exceptions={date(2026, 3, 11): False})
    assert calendar.working_days(date(2026, 3, 10), 1).on == date(2026, 3, 12)
