"""A rule's number may be renewed for the district: with a source, by two people, from a day on, never backwards."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from jingwei.platform.actors import SYSTEM, Actor
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import Account, AuditEvent, DatedNumber
from jingwei.platform.operations import approve_number, enter_number
from jingwei.platform.queries import get_numbers, get_numbers_of_days
from jingwei.rulebook import Number, Numbers
from jingwei.rulebook.loading import load_every_rule

load_every_rule()
pytestmark = pytest.mark.django_db

RULE, NAME = "R-SCAN-05", "limit"
NOW = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
TODAY = date(2026, 3, 10)


def supervisor(username: str) -> Actor:
    account = Account.objects.create_account(username, username)
    return Actor(account_id=account.pk, name=account.name)


def entered(
    value: int, valid_from: date, *, by: Actor, source: str = "铜司通〔2026〕3号第二条"
) -> DatedNumber:
    return enter_number(
        rule=RULE, name=NAME, value=value, valid_from=valid_from, source=source, actor=by, now=NOW
    )


def approved(row: DatedNumber, *, by: Actor, now: datetime = NOW) -> None:
    approve_number(datednumber_id=row.pk, rule=RULE, actor=by, now=now)


def limit(on: date) -> int:
    return get_numbers(on).get(RULE, NAME).value


def test_a_number_binds_once_a_second_supervisor_approved_it() -> None:
    judy, kate = supervisor("judy"), supervisor("kate")
    shipped = limit(TODAY)
    row = entered(shipped + 300, TODAY, by=judy)
    assert limit(TODAY) == shipped
    approved(row, by=kate)
    assert limit(TODAY) == shipped + 300
    assert get_numbers(TODAY).get(RULE, NAME).source == "铜司通〔2026〕3号第二条"
    assert list(AuditEvent.objects.order_by("id").values_list("action", flat=True)) == [
        "platform.number.entered",
        "platform.number.approved",
    ]


def test_the_numbers_of_many_days_are_read_at_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    judy, kate = supervisor("judy"), supervisor("kate")
    shipped = limit(TODAY)
    approved(entered(shipped + 300, TODAY, by=judy), by=kate)
    yesterday = TODAY - timedelta(days=1)
    with django_assert_num_queries(1):
        numbers = get_numbers_of_days({yesterday, TODAY})
    assert {on: each.get(RULE, NAME).value for on, each in numbers.items()} == {
        yesterday: shipped,
        TODAY: shipped + 300,
    }


def test_the_past_is_judged_by_the_numbers_of_the_past() -> None:
    judy, kate = supervisor("judy"), supervisor("kate")
    shipped = limit(date(2026, 3, 9))
    for value, start in ((shipped + 1, TODAY), (shipped + 2, date(2026, 6, 1))):
        approved(entered(value, start, by=judy), by=kate)
    days = (date(2026, 3, 9), TODAY, date(2026, 5, 31), date(2026, 6, 1), date(2027, 1, 1))
    assert [limit(on) - shipped for on in days] == [0, 1, 1, 2, 2]


def test_who_entered_a_number_does_not_approve_it() -> None:
    judy = supervisor("judy")
    row = entered(800, TODAY, by=judy)
    with pytest.raises(NotAllowed, match="录入人不能批准自己的录入"):
        approved(row, by=judy)
    row.refresh_from_db()
    assert row.approved_at is None
    with pytest.raises(IntegrityError, match="dated_number_four_eyes"), transaction.atomic():
        DatedNumber.objects.update(approved_by=row.entered_by)


def test_a_number_is_approved_once() -> None:
    row = entered(800, TODAY, by=supervisor("judy"))
    approved(row, by=supervisor("kate"))
    with pytest.raises(Conflict):
        approved(row, by=supervisor("lena"))


def test_only_an_entry_of_that_rule_is_approved() -> None:
    row = entered(800, TODAY, by=supervisor("judy"))
    kate = supervisor("kate")
    for row_id, rule in ((row.pk + 1, RULE), (row.pk, "R-OFF-01")):
        with pytest.raises(Mistake, match="没有录入过这个数值"):
            approve_number(datednumber_id=row_id, rule=rule, actor=kate, now=NOW)
    row.refresh_from_db()
    assert row.approved_at is None


def test_of_two_values_from_the_same_day_the_one_approved_later_binds() -> None:
    judy, kate = supervisor("judy"), supervisor("kate")
    first, second = (entered(value, TODAY, by=judy) for value in (700, 800))
    approved(second, by=kate)
    approved(first, by=kate, now=NOW + timedelta(hours=1))
    assert limit(TODAY) == 700


def test_a_day_that_is_past_gets_no_new_number() -> None:
    with pytest.raises(Mistake, match="2026-03-09 已经过去"):
        entered(800, date(2026, 3, 9), by=supervisor("judy"))


def test_the_system_signs_no_number() -> None:
    with pytest.raises(PermissionError):
        entered(800, TODAY, by=SYSTEM)


@pytest.mark.parametrize(
    ("rule", "name", "source", "field"),
    [
        ("R-SCAN-05", "limit", "  ", "source"),
        ("R-SCAN-05", "speed", "某文", "name"),
        ("R-X", "limit", "某文", "name"),
    ],
)
def test_a_number_of_no_rule_or_without_a_source_is_refused(
    rule: str, name: str, source: str, field: str
) -> None:
    with pytest.raises(Mistake) as caught:
        enter_number(
            rule=rule, name=name, value=1, valid_from=TODAY, source=source, actor=supervisor("judy"), now=NOW
        )
    assert caught.value.field == field
    assert not DatedNumber.objects.exists()


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ([Number(1, date(2026, 1, 1), region="32")], 1),
        ([Number(1, date(2026, 1, 1), region="32"), Number(2, date(2025, 9, 1), region="320312")], 2),
        ([Number(1, date(2026, 1, 1), region="3203"), Number(2, date(2026, 2, 1), region="3203")], 2),
        ([Number(1, date(2026, 1, 1), region="3203"), Number(2, date(2026, 1, 1), region="3203")], 2),
        ([Number(1, date(2026, 1, 1), date(2026, 3, 10), "3203")], None),  # Its last day was yesterday.
        ([Number(1, date(2026, 3, 11), region="3203")], None),  # It begins tomorrow.
        ([Number(1, date(2026, 1, 1), region="320311")], None),  # It binds in another district.
    ],
)
def test_the_narrower_jurisdiction_wins_then_the_later_day(added: list[Number], expected: int | None) -> None:
    shipped = Numbers(on=TODAY, district=settings.DISTRICT).get(RULE, NAME).value
    numbers = Numbers(on=TODAY, district=settings.DISTRICT, added={(RULE, NAME): added})
    assert numbers.get(RULE, NAME).value == (shipped if expected is None else expected)


def test_a_number_that_binds_nowhere_is_an_error_and_no_zero() -> None:
    with pytest.raises(LookupError, match="没有可用的一条"):
        Numbers(on=date(1990, 1, 1), district=settings.DISTRICT).get(RULE, NAME)
