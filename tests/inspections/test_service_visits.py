"""Service, survey and publicity visits: registered, counted as visits, held against no cap, looked at when there are many."""

from datetime import timedelta
from typing import Any

import pytest

from jingwei.inspections import operations
from jingwei.inspections.models import Rating, ServiceVisit, Visit
from jingwei.inspections.queries import get_three_counters
from jingwei.inspections.terms import EntryWay, ServiceKind
from jingwei.platform.actors import SYSTEM
from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import AuditEvent
from tests.inspections.walking import Walk, after, cap, clues, findings, ledger_of, refused, rejected
from tests.people import NOW, TODAY, Person

pytestmark = pytest.mark.django_db


def called(walk: Walk, *, by: Person | None = None, days_ago: int = 0, **changes: Any) -> ServiceVisit:
    """An officer calls on the enterprise, scans its code and says why; an hour later it is over."""
    came_at = NOW - timedelta(days=days_ago)
    usual: dict[str, Any] = {
        "kind": ServiceKind.CALL,
        "purpose": "了解用工和用电情况",
        "code": walk.people.code,
        "entered_at": came_at,
        "left_at": came_at + timedelta(hours=1),
    }
    return operations.register_service_visit(
        actor=(by or walk.people.officer).member,
        now=NOW + timedelta(hours=2) if days_ago == 0 else came_at + timedelta(hours=2),
        **usual | changes,
    )


def test_a_service_visit_is_a_visit_and_is_on_no_cap(walk: Walk) -> None:
    people = walk.people
    published = cap(people.subject, 1)
    service = called(walk, days_ago=1)
    visit = service.visit
    assert (visit.way, visit.enterprise, visit.year) == (EntryWay.SCAN, people.enterprise, 2026)
    assert [each.officer.name for each in visit.presences.all()] == ["陆远"]
    task = walk.approved()
    walk.enter(task, now=after(240))
    assert ledger_of(published, people.enterprise).used == 1
    counters = get_three_counters(people.subject, people.enterprise, on=TODAY)
    assert (counters.visits, counters.capped) == (2, 1)
    assert [column.label for column in counters.columns] == ["走访", "日常"]
    sentence = AuditEvent.objects.get(action="inspections.service.registered").sentence
    assert sentence.endswith("陆远到徐州星禾示例机械有限公司走访：了解用工和用电情况")


def test_nobody_needs_a_certificate_to_call(walk: Walk) -> None:
    service = called(walk, by=walk.people.auxiliary)
    assert service.visit.presences.get().certificate_number == ""


def test_a_clerk_registers_for_colleagues_and_by_the_site(walk: Walk) -> None:
    people = walk.people
    team = [people.second.roster.pk, people.auxiliary.roster.pk]
    service = called(walk, by=people.clerk, code="", site_id=people.other_site.pk, visitor_ids=team)
    assert (service.visit.way, service.visit.scanned_by) == (EntryWay.SEARCH, people.second.roster)
    with rejected("没有写明谁去的"):
        called(walk, by=people.clerk)
    with rejected("有不是本单位的人员"):
        called(walk, by=people.clerk, visitor_ids=[people.other_officer.roster.pk])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "", "site_id": None}, "没有选择到哪家企业"),
        ({"code": "", "site_id": 10**9}, "没有选择到哪家企业"),
        ({"entered_at": NOW + timedelta(hours=3)}, "三个时间的先后不对"),
        ({"left_at": NOW - timedelta(hours=1)}, "三个时间的先后不对"),
        ({"left_at": NOW + timedelta(hours=3)}, "三个时间的先后不对"),
    ],
)
def test_what_cannot_be_right_is_not_registered(walk: Walk, changes: dict[str, Any], said: str) -> None:
    with rejected(said):
        called(walk, **changes)
    assert not Visit.objects.exists()


def test_kind_and_purpose_are_required(walk: Walk) -> None:
    with refused("R-SCAN-07a") as caught:
        called(walk, kind=None, purpose=" ")
    assert "没有写明走访类型、走访事由" in str(caught.value)
    assert not Visit.objects.exists()


def test_those_who_are_still_there_do_not_come_twice(walk: Walk) -> None:
    service = called(walk, left_at=None)
    with rejected("还没有结束"):
        called(walk, left_at=None)
    operations.leave_service_visit(
        service_id=service.pk, outcome="已解答", actor=walk.people.officer.member, now=after(180)
    )
    service.refresh_from_db()
    assert (service.outcome, service.visit.left_at) == ("已解答", after(180))
    with rejected("已经结束或作废"):
        operations.leave_service_visit(
            service_id=service.pk, actor=walk.people.officer.member, now=after(200)
        )
    assert called(walk, left_at=None)


def test_a_wrong_one_is_voided_by_the_head_with_a_reason_and_counts_no_more(walk: Walk) -> None:
    people = walk.people
    service = called(walk)
    void: dict[str, Any] = {"service_id": service.pk, "now": after(300)}
    with pytest.raises(NotAllowed):
        operations.void_service_visit(reason="扫错", actor=people.officer.member, **void)
    with rejected("须写明理由"):
        operations.void_service_visit(reason=" ", actor=people.head.member, **void)
    operations.void_service_visit(reason="扫错企业", actor=people.head.member, **void)
    assert get_three_counters(people.subject, people.enterprise, on=TODAY).visits == 0
    with rejected("已经作废"):
        operations.void_service_visit(reason="扫错企业", actor=people.head.member, **void)


def test_a_call_is_rated_for_the_department_that_made_it(walk: Walk) -> None:
    service = called(walk)
    walk.rate(service.visit)
    assert [rating.subject for rating in Rating.objects.all()] == [service.subject]
    with rejected("已经评价过"):
        walk.rate(service.visit)


def test_another_subject_and_the_enterprise_touch_nothing(walk: Walk) -> None:
    people = walk.people
    service = called(walk, left_at=None)
    for other in (people.other_officer, people.contact, people.supervisor):
        with pytest.raises(NotAllowed):
            operations.leave_service_visit(service_id=service.pk, actor=other.member, now=after(200))
    with pytest.raises(NotAllowed):
        called(walk, by=people.contact)


def test_many_calls_and_no_inspection_are_told_once(walk: Walk) -> None:
    for days_ago in (40, 30, 20):
        called(walk, days_ago=days_ago)
    assert clues() == []
    called(walk, days_ago=10)
    called(walk)
    assert clues() == ["R-SCAN-07b"]
    told = findings()[0]
    assert (told["act"], told["act_id"]) == ("enterprise", walk.people.enterprise.pk)
    assert "入企 4 次，其中检查 0 次，走访 4 次，走访超过检查的 3 倍" in told["finding"]["fact"]
    assert operations.sweep_visits(actor=SYSTEM, now=after(600)) == 0


def test_the_sweep_counts_visits_of_all_kinds_within_the_window(walk: Walk) -> None:
    for days_ago in (80, 70, 60, 50, 40, 30):
        visit = called(walk, days_ago=days_ago).visit
        ServiceVisit.objects.filter(visit=visit).delete()  # As if each had been an inspection.
    assert operations.sweep_visits(actor=SYSTEM, now=NOW) == 0
    walk.enter(walk.approved())
    assert operations.sweep_visits(actor=SYSTEM, now=after(60)) == 1
    assert "入企 7 次，其中检查 7 次" in findings()[0]["finding"]["fact"]
    assert operations.sweep_visits(actor=SYSTEM, now=after(60 * 24)) == 0
    with pytest.raises(NotAllowed):
        operations.sweep_visits(actor=walk.people.clerk.member, now=NOW)
