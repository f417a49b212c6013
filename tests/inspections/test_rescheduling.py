"""An approved visit moves to another time of its year: approved anew, judged as of that time, told to the enterprise again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.inspections import operations
from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import BookingState, InvitationState, Stage
from jingwei.planning.models import CapLedger, QuietPeriod
from jingwei.planning.terms import ExemptReason
from tests.inspections.walking import Walk, cap, fresh, ledger_of, log, refused, rejected
from tests.people import NOW, TODAY, District, Person

LATER = NOW + timedelta(days=7)
TWO_HOURS = timedelta(hours=2)


def move(walk: Walk, task: Inspection, *, by: Person | None = None, **changes: Any) -> Inspection:
    """Move the task by a week, as the head."""
    given: dict[str, Any] = {
        "planned_from": LATER,
        "planned_until": LATER + TWO_HOURS,
        "reason": "企业希望改期",
        "now": NOW,
    } | changes
    return operations.reschedule_inspection(
        inspection_id=task.pk, actor=(by or walk.people.head).member, **given
    )


def early(walk: Walk, **changes: Any) -> Inspection:
    """An approved task of tomorrow."""
    start = NOW + timedelta(days=1)
    return walk.approved(planned_from=start, planned_until=start + TWO_HOURS, **changes)


def test_the_head_moves_it_and_the_enterprise_is_told_the_new_time(walk: Walk) -> None:
    published = cap(walk.people.subject, 2)
    task = early(walk)
    operations.ask_other_time(
        inspection_id=task.pk, words="下周二上午", actor=walk.people.contact.member, now=NOW
    )
    move(walk, task)
    moved = fresh(task)
    assert (moved.planned_from, moved.stage, moved.opinion) == (LATER, Stage.APPROVED, "企业希望改期")
    assert moved.approved_at == NOW
    assert (moved.booking.state, moved.booking.words) == (BookingState.TOLD, "")
    assert ledger_of(published, walk.people.enterprise).pending == 1
    said = log(task)[-1]
    assert "改到 2026-03-17" in said.sentence
    assert said.data["former"].startswith("2026-03-11")
    walk.enter(task, now=LATER)
    assert fresh(task).stage == Stage.ENTERED


def test_everything_is_asked_again_as_of_the_new_time(walk: Walk) -> None:
    task = early(walk)
    day = TODAY + timedelta(days=7)
    QuietPeriod.objects.create(reason="会议期间", first_on=day, last_on=day, set_at=NOW)
    with refused("R-FRQ-13"):
        move(walk, task)
    assert fresh(task).planned_from == NOW + timedelta(days=1)


def test_a_cap_that_was_used_up_meanwhile_is_not_passed_over(walk: Walk) -> None:
    published = cap(walk.people.subject, 1)
    task = early(walk)
    CapLedger.objects.filter(cap=published).update(used=1)
    with refused("R-FRQ-01"):
        move(walk, task)
    assert ledger_of(published, walk.people.enterprise).pending == 1


def test_an_invited_one_keeps_its_invitation(walk: Walk) -> None:
    invitation = walk.invitation()
    task = early(walk, exempt=ExemptReason.INVITED, evidence=invitation.number, invitation_id=invitation.pk)
    move(walk, task)
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.USED


def test_only_what_waits_for_its_visit_can_be_moved_and_only_by_its_head(walk: Walk) -> None:
    task = early(walk)
    for person in (walk.people.clerk, walk.people.officer):
        with rejected("不能这样做"):
            move(walk, task, by=person)
    with rejected("不是本单位的事项"):
        move(walk, task, by=walk.people.other_head)
    walk.serve(task, now=NOW)
    with rejected("通知书已送达"):
        move(walk, task)
    waiting = walk.request(separate_reason="另有缘由")
    with rejected("没有可改的时间"):
        move(walk, waiting)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (LATER, LATER, "结束不晚于开始"),
        (NOW - TWO_HOURS, NOW + TWO_HOURS, "已经过去"),
        (NOW + timedelta(days=365), NOW + timedelta(days=365, hours=1), "另一个年度"),
    ],
)
def test_a_time_that_cannot_be_is_said_so(walk: Walk, start: datetime, end: datetime, said: str) -> None:
    with rejected(said):
        move(walk, early(walk), planned_from=start, planned_until=end)


def test_the_page_offers_it_to_the_head_and_keeps_what_was_typed(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    task, people = early(walk), walk.people
    address = reverse("inspection_detail", args=[task.pk])
    act = reverse("inspection_reschedule", args=[task.pk])
    assert act not in people.clerk.sign_in(Client()).get(address).content.decode()
    client = people.head.sign_in(Client())
    assert act in client.get(address).content.decode()
    fields = {
        "reschedule-planned_from": "2026-03-17T09:30",
        "reschedule-planned_until": "2026-03-17T09:00",
        "reschedule-reason": "企业希望改期",
    }
    answer = client.post(act, fields)
    assert answer.status_code == 422
    assert "2026-03-17T09:00" in answer.content.decode()
    fields["reschedule-planned_until"] = "2026-03-17T11:00"
    assert client.post(act, fields).status_code == 302
    assert _moved(people, task)


def _moved(people: District, task: Inspection) -> bool:
    shown = people.contact.sign_in(Client()).get(reverse("enterprise_home")).content.decode()
    return "2026-03-17 09:30" in shown
