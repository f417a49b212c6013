"""The ledger takes a visit only where one is left, on all rows that apply, and never forgets what was used."""

from dataclasses import dataclass

import pytest
from django.db import IntegrityError, transaction

from jingwei.planning.models import Cap, CapLedger
from jingwei.planning.operations import (
    CapOvershot,
    change_pending,
    grant_beyond_cap,
    lock_ledger,
    return_visit,
    take_visit,
)
from jingwei.registry.models import Enterprise, Item, Subject
from jingwei.registry.terms import CreditClass
from tests.people import BEGAN, TODAY, District, district

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Desk:
    """One enterprise and its ledger."""

    people: District

    def cap(
        self,
        visits: int,
        *,
        subject: Subject | None = None,
        line: str = "",
        item: Item | None = None,
        credit_class: CreditClass | None = None,
    ) -> Cap:
        """Publish a cap; without a line it is the subject's own."""
        return Cap.objects.create(
            subject=None if line else subject or self.people.subject,
            line=line,
            item=item,
            credit_class=credit_class or "",
            visits=visits,
            valid_from=BEGAN,
            source="测试",
        )

    @property
    def enterprise(self) -> Enterprise:
        """The enterprise as it stands now."""
        return Enterprise.objects.get(pk=self.people.enterprise.pk)

    def rows(self) -> list[CapLedger]:
        """Lock what applies to a visit with the subject's first item."""
        return lock_ledger(
            subject=self.people.subject,
            enterprise=self.enterprise,
            items=[self.people.item],
            on=TODAY,
        )

    def take(self) -> None:
        """Take a visit under the caps."""
        take_visit(self.rows(), in_capped=True, was_pending=False)

    def become(self, credit_class: CreditClass) -> None:
        """The month's class file says otherwise."""
        Enterprise.objects.filter(pk=self.people.enterprise.pk).update(credit_class=credit_class)


@pytest.fixture
def desk() -> Desk:
    return Desk(district())


def test_all_caps_that_apply_are_locked_in_the_order_of_their_rows(desk: Desk) -> None:
    people = desk.people
    applying = [
        desk.cap(4),
        desk.cap(6, line=people.subject.line),
        desk.cap(2, item=people.item),
        desk.cap(3, credit_class=CreditClass.B),
    ]
    desk.cap(1, subject=people.other_subject)
    desk.cap(1, line="消防")
    desk.cap(1, item=people.second_item)
    desk.cap(1, credit_class=CreditClass.D)
    rows = desk.rows()
    assert [row.cap for row in rows] == applying
    assert [row.granted for row in rows] == [4, 6, 2, 3]
    assert [row.pk for row in rows] == sorted(row.pk for row in rows)
    assert [row.pk for row in desk.rows()] == [row.pk for row in rows]


@pytest.mark.parametrize(("days", "is_in_force"), [(-1, False), (0, False), (1, True)])
def test_a_cap_ends_before_its_last_date(desk: Desk, days: int, is_in_force: bool) -> None:
    cap = desk.cap(4)
    Cap.objects.filter(pk=cap.pk).update(valid_until=TODAY.replace(day=TODAY.day + days))
    assert bool(desk.rows()) is is_in_force


def test_a_visit_is_taken_on_every_row_or_not_at_all(desk: Desk) -> None:
    wide, narrow = desk.cap(9), desk.cap(1, item=desk.people.item)
    desk.take()
    with pytest.raises(CapOvershot), transaction.atomic():
        desk.take()
    assert CapLedger.objects.get(cap=wide).used == CapLedger.objects.get(cap=narrow).used == 1


def test_a_caller_who_judged_old_rows_takes_nothing(desk: Desk) -> None:
    desk.cap(1)
    stale = desk.rows()
    desk.take()
    assert stale[0].used == 0
    with pytest.raises(CapOvershot), transaction.atomic():
        take_visit(stale, in_capped=True, was_pending=False)


def test_the_table_itself_refuses_more_than_was_granted(desk: Desk) -> None:
    desk.cap(1)
    desk.rows()
    with pytest.raises(IntegrityError, match="ledger_within_granted"), transaction.atomic():
        CapLedger.objects.update(used=2)


def test_a_cap_belongs_to_a_subject_or_to_a_line(desk: Desk) -> None:
    desk.cap(1)
    with pytest.raises(IntegrityError, match="cap_subject_or_line"), transaction.atomic():
        Cap.objects.update(line="应急")


def test_an_exempt_visit_is_counted_beside_the_cap(desk: Desk) -> None:
    desk.cap(1)
    for _ in range(3):
        take_visit(desk.rows(), in_capped=False, was_pending=False)
    (row,) = desk.rows()
    assert (row.used, row.exempt, row.granted) == (0, 3, 1)


def test_a_voided_visit_is_given_back_once(desk: Desk) -> None:
    desk.cap(2)
    desk.take()
    for _ in range(2):
        return_visit(desk.rows(), in_capped=True)
    assert desk.rows()[0].used == 0


def test_what_was_approved_waits_until_it_is_made(desk: Desk) -> None:
    desk.cap(2)
    change_pending(desk.rows(), +1)
    assert desk.rows()[0].pending == 1
    take_visit(desk.rows(), in_capped=True, was_pending=True)
    assert (desk.rows()[0].used, desk.rows()[0].pending) == (1, 0)


def test_an_override_grants_one_more_where_the_cap_is_full_and_nowhere_else(desk: Desk) -> None:
    wide, full = desk.cap(9), desk.cap(1, item=desk.people.item)
    desk.take()
    grant_beyond_cap(desk.rows())
    desk.take()
    rows = {row.cap: (row.used, row.granted) for row in desk.rows()}
    assert rows == {wide: (2, 9), full: (2, 2)}


def test_each_year_and_each_enterprise_has_its_own_row(desk: Desk) -> None:
    desk.cap(1)
    desk.take()
    for enterprise, year in ((desk.enterprise, TODAY.year + 1), (desk.people.other_enterprise, TODAY.year)):
        (row,) = lock_ledger(
            subject=desk.people.subject,
            enterprise=enterprise,
            items=[],
            on=TODAY.replace(year=year),
        )
        assert (row.used, row.granted, row.year) == (0, 1, year)


@pytest.mark.parametrize(("new_cap", "granted"), [(4, 4), (2, 2), (1, 2), (0, 2)])
def test_a_change_of_class_in_mid_year_carries_over_what_was_used(
    desk: Desk, new_cap: int, granted: int
) -> None:
    desk.cap(3, credit_class=CreditClass.B)
    new = desk.cap(new_cap, credit_class=CreditClass.A)
    desk.take()
    desk.take()
    desk.become(CreditClass.A)
    (row,) = desk.rows()
    assert (row.cap, row.used, row.granted) == (new, 2, granted)


def test_a_cap_for_every_class_is_untouched_by_a_change_of_class(desk: Desk) -> None:
    desk.cap(3)
    desk.take()
    desk.become(CreditClass.D)
    assert [(row.used, row.granted) for row in desk.rows()] == [(1, 3)]


def test_an_enterprise_that_comes_back_to_its_class_has_not_forgotten_its_visits(desk: Desk) -> None:
    desk.cap(2, credit_class=CreditClass.B)
    desk.cap(5, credit_class=CreditClass.D)
    desk.take()
    desk.become(CreditClass.D)
    desk.take()
    desk.take()
    desk.become(CreditClass.B)
    (row,) = desk.rows()
    assert row.used == 3
    assert row.granted == 3
