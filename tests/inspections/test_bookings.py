"""The time of a coming visit: told with the approval, confirmed or asked to be moved, and what it says of slots."""

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.inspections import operations
from jingwei.inspections.models import Booking
from jingwei.inspections.queries import list_asked_to_move, list_told_visits
from jingwei.inspections.terms import BookingState, UrgentReason
from jingwei.planning.models import Slot
from jingwei.planning.operations import offer_slot, withdraw_slot
from jingwei.planning.queries import find_slot, list_slots, week_of
from jingwei.planning.terms import InspectionKind, Weekday
from jingwei.platform.models import DatedNumber
from jingwei.registry.models import Membership
from tests.inspections.walking import REQUESTED_AT, Walk, log, rejected
from tests.people import BEGAN, NOW, Person


def slot(
    walk: Walk,
    opens: time = time(9),
    closes: time = time(12),
    *,
    weekday: Weekday = Weekday.TUESDAY,
    by: Person | None = None,
) -> Slot:
    """The enterprise offers a time of the week; the walk's visit is on a Tuesday from 09:30 to 11:30."""
    return offer_slot(
        site_id=walk.people.site.pk,
        weekday=weekday,
        opens=opens,
        closes=closes,
        note="安全员在岗",
        actor=(by or walk.people.contact).member,
        now=REQUESTED_AT,
    )


def test_a_routine_visit_is_told_with_its_approval_in_the_slot_it_lies_in(walk: Walk) -> None:
    offered = slot(walk)
    assert not list_told_visits(walk.people.contact.member)
    task = walk.approved()
    booking = list_told_visits(walk.people.contact.member).get()
    assert (booking.inspection, booking.slot, booking.state) == (task, offered, BookingState.TOLD)
    assert not list_told_visits(walk.people.other_contact.member)


@pytest.mark.parametrize(
    ("opens", "closes", "is_in"),
    [
        (time(9, 30), time(11, 30), True),
        (time(9, 31), time(12), False),
        (time(9), time(11, 29), False),
        (time(13), time(17), False),
    ],
)
def test_a_visit_lies_in_a_slot_from_its_first_minute_to_its_last(
    walk: Walk, opens: time, closes: time, is_in: bool
) -> None:
    slot(walk, opens, closes)
    assert bool(find_slot(walk.people.site, NOW, NOW + timedelta(hours=2))) is is_in


def test_a_slot_of_another_day_or_one_withdrawn_does_not_hold(walk: Walk) -> None:
    slot(walk, weekday=Weekday.WEDNESDAY)
    gone = slot(walk)
    withdraw_slot(slot_id=gone.pk, actor=walk.people.contact.member, now=NOW)
    assert find_slot(walk.people.site, NOW, NOW + timedelta(hours=2)) is None
    with rejected("已经撤下"):
        withdraw_slot(slot_id=gone.pk, actor=walk.people.contact.member, now=NOW)
    assert [len(day.slots) for day in week_of(list(list_slots(walk.people.site.pk)))] == [0, 0, 1, 0, 0, 0, 0]


def test_what_looks_into_a_complaint_or_is_urgent_is_not_told_before_its_notice(walk: Walk) -> None:
    walk.approved(kind=InspectionKind.CASE_BASED, evidence="12345-20260309-1")
    walk.approved(urgent=UrgentReason.SAFETY, separate_reason="情况紧急")
    assert not Booking.objects.exists()


def test_where_nobody_can_be_told_nothing_is_noted(walk: Walk) -> None:
    Membership.objects.filter(enterprise=walk.people.enterprise).update(valid_until=BEGAN + timedelta(days=1))
    walk.approved()
    assert not Booking.objects.exists()


def test_the_enterprise_confirms_or_asks_for_another_time_until_somebody_comes(walk: Walk) -> None:
    task, contact = walk.approved(), walk.people.contact.member
    operations.confirm_time(inspection_id=task.pk, actor=contact, now=NOW)
    with rejected("已经确认过"):
        operations.confirm_time(inspection_id=task.pk, actor=contact, now=NOW)
    operations.ask_other_time(inspection_id=task.pk, words="周四上午", actor=contact, now=NOW)
    booking = list_asked_to_move(walk.people.clerk.member).get()
    assert (booking.state, booking.words) == (BookingState.OTHER_TIME, "周四上午")
    assert "希望" in log(task)[-1].sentence
    assert not list_asked_to_move(walk.people.other_clerk.member)
    walk.enter(task)
    with rejected("时间不再变动"):
        operations.confirm_time(inspection_id=task.pk, actor=contact, now=NOW)
    assert not list_told_visits(contact)


def test_only_the_own_enterprise_answers_and_says_when(walk: Walk) -> None:
    task = walk.approved()
    with rejected("没有告知过"):
        operations.confirm_time(inspection_id=task.pk, actor=walk.people.other_contact.member, now=NOW)
    with rejected("经办人不能这样做"):
        operations.confirm_time(inspection_id=task.pk, actor=walk.people.clerk.member, now=NOW)
    with rejected("没有写明希望的时间"):
        operations.ask_other_time(inspection_id=task.pk, words=" ", actor=walk.people.contact.member, now=NOW)


def test_a_slot_that_does_not_fit_says_why(walk: Walk) -> None:
    slot(walk, time(9), time(11))
    with rejected("结束不晚于开始"):
        slot(walk, time(15), time(15))
    with rejected("重叠"):
        slot(walk, time(10, 59), time(12))
    assert slot(walk, time(11), time(12)).pk
    slot(walk, time(13), time(14))
    slot(walk, time(14), time(15))
    with rejected("已有 4 个"):
        slot(walk, time(16), time(17))


def test_nobody_offers_times_of_another_enterprise(walk: Walk) -> None:
    with rejected("不是本企业的"):
        slot(walk, by=walk.people.other_contact)
    with rejected("经办人不能这样做"):
        slot(walk, by=walk.people.clerk)
    offered = slot(walk)
    with rejected("不是本企业的"):
        withdraw_slot(slot_id=offered.pk, actor=walk.people.other_contact.member, now=NOW)


def asks_for_days(walk: Walk, days: int) -> None:
    """The bureau sets how many working days ahead a routine inspection is to be requested."""
    DatedNumber.objects.create(
        rule="R-SCAN-09",
        name="days",
        value=days,
        valid_from=date(2026, 1, 1),
        source="测试文件",
        entered_by=walk.people.lead.account,
        entered_at=NOW,
        approved_by=walk.people.supervisor.account,
        approved_at=NOW,
    )


@pytest.mark.parametrize(("days", "is_warned"), [(0, False), (1, False), (2, True)])
def test_a_request_made_too_late_is_flagged_where_the_bureau_asks_for_days(
    walk: Walk, days: int, is_warned: bool
) -> None:
    asks_for_days(walk, days)
    task = walk.request()  # on Monday for Tuesday
    findings = {each["rule"] for each in log(task)[0].data["findings"]}
    assert ("R-SCAN-09" in findings) is is_warned


def test_the_officer_reads_on_the_phone_what_the_enterprise_said_to_the_time(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    task, client = walk.approved(), walk.people.officer.sign_in(Client())
    page = reverse("phone_task", args=[task.pk])
    assert "还没有答复" in client.get(page).content.decode()
    operations.ask_other_time(
        inspection_id=task.pk, words="下周二上午", actor=walk.people.contact.member, now=NOW
    )
    assert "企业希望改期：下周二上午" in client.get(page).content.decode()
    assert "企业希望改期" in client.get(reverse("phone_home")).content.decode()
