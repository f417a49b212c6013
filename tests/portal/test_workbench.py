"""工作台: each role sees what waits for it, until when, and one click away."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from jingwei.inspections.models import Inspection
from jingwei.inspections.operations import invite
from jingwei.inspections.terms import Stage
from jingwei.platform.models import CalendarYear
from jingwei.portal.queries import workbench
from jingwei.portal.queries.todo import in_groups
from jingwei.registry.models import Certificate, Item
from jingwei.registry.terms import ItemStatus, Role
from tests.inspections.walking import SIGNED_AT, Walk, cap
from tests.people import NOW, District, Person, district

BENCH = reverse("workbench")


@pytest.fixture
def walk(db: None) -> Walk:
    return Walk(district())


def nothing_waits(people: District) -> None:
    """Clear what the cast leaves to the bureau: a card that ended, an item that nobody published."""
    Certificate.objects.filter(officer=people.expired.roster).update(valid_to=NOW + timedelta(days=400))
    Item.objects.filter(status=ItemStatus.UNPUBLISHED).update(status=ItemStatus.WITHDRAWN)


def bench(client: Client, person: Person, query: str = "") -> str:
    answer = person.sign_in(client).get(BENCH + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_head_has_to_approve_before_the_planned_day(walk: Walk) -> None:
    walk.request(planned_from=NOW + timedelta(days=2), planned_until=NOW + timedelta(days=2, hours=1))
    (todo,) = workbench.list_todo(walk.people.head.member, now=NOW)
    assert (todo.verb, todo.left, todo.colour) == ("审批", 2, "amber")
    assert "已等 1 个工作日" in todo.detail
    assert workbench.count_todo(walk.people.head.member, now=NOW) == 1


def test_what_is_overdue_comes_first(walk: Walk) -> None:
    later = NOW + timedelta(days=9)
    walk.request(planned_from=later, planned_until=later + timedelta(hours=1))
    walk.request(planned_from=NOW - timedelta(days=1), planned_until=NOW)
    todo = workbench.list_todo(walk.people.head.member, now=NOW)
    assert [row.colour for row in todo] == ["red", "green"]
    assert todo[0].left == -1
    assert [heading for heading, _ in in_groups(todo)] == ["已逾期", "期限内"]


def test_the_clerk_has_to_tell_results_within_five_working_days(walk: Walk) -> None:
    walk.signed()
    (todo,) = workbench.list_todo(walk.people.clerk.member, now=SIGNED_AT)
    assert todo.due is not None
    assert (todo.step, todo.due.on, todo.left) == ("告知结果", date(2026, 3, 17), 5)


def test_the_clerk_has_to_mend_what_was_returned(walk: Walk, client: Client) -> None:
    task = walk.request()
    walk.people.head.sign_in(client).post(
        reverse("inspection_return", args=[task.pk]), {"return-reason": "改期"}
    )
    (todo,) = workbench.list_todo(walk.people.clerk.member, now=NOW)
    assert (todo.step, todo.url) == ("退回修改", reverse("inspection_revise", args=[task.pk]))
    assert "退回意见：改期" in bench(client, walk.people.clerk)


def test_an_officer_has_the_tasks_of_the_day(walk: Walk) -> None:
    task = walk.approved()
    (todo,) = workbench.list_todo(walk.people.officer.member, now=NOW)
    assert todo.url == reverse("phone_task", args=[task.pk])
    assert workbench.list_todo(walk.people.third.member, now=NOW) == []


def test_the_bureau_sees_findings_and_refused_attempts(walk: Walk, client: Client) -> None:
    cap(walk.people.subject, 0)
    task = walk.request()
    url = reverse("inspection_approve", args=[task.pk])
    walk.people.head.sign_in(client).post(url)
    client.post(url, {"overridden": ["R-FRQ-01"], "override_reason": "重大隐患"})
    text = bench(client, walk.people.supervisor)
    assert "近七日被拒绝的尝试" in text
    assert "批准检查　徐州星禾示例机械有限公司" in text
    assert "年度检查次数不得超过上限" in text
    assert "近七日被拒绝的尝试" not in bench(client, walk.people.clerk)


def test_an_officer_is_reminded_of_what_was_not_done_in_time(walk: Walk) -> None:
    task = walk.approved()
    yesterday = NOW - timedelta(days=4)
    Inspection.objects.filter(pk=task.pk).update(planned_from=yesterday)
    (todo,) = workbench.list_todo(walk.people.officer.member, now=NOW)
    assert (todo.colour, todo.url) == ("red", reverse("phone_task", args=[task.pk]))
    Inspection.objects.filter(pk=task.pk).update(stage=Stage.CONCLUDED)
    assert workbench.list_todo(walk.people.officer.member, now=NOW) == []


def test_done_and_begun_have_tabs_of_their_own(walk: Walk, client: Client) -> None:
    task = walk.request()
    done = bench(client, walk.people.clerk, "?tab=done")
    assert f">申请检查{task.enterprise}（{task.number}）</a>" in done
    assert task.number in bench(client, walk.people.clerk, "?tab=mine")
    assert "还没有办过" in bench(client, walk.people.other_clerk, "?tab=done")


@pytest.mark.parametrize("role", ["clerk", "head", "officer", "supervisor", "lead"])
def test_an_empty_workbench_says_what_will_come(walk: Walk, client: Client, role: str) -> None:
    nothing_waits(walk.people)
    assert "没有待办" in bench(client, getattr(walk.people, role))


def test_a_missing_and_a_demonstration_year_are_said_aloud(walk: Walk, client: Client) -> None:
    years = CalendarYear.objects
    latest = years.order_by("-year").first()
    assert latest is not None
    assert "演示日历" not in bench(client, walk.people.clerk)
    years.create(year=latest.year + 1, document="演示", is_official=False)
    assert f"{latest.year + 1} 年用的是演示日历，非官方" in bench(client, walk.people.clerk)


def test_a_missing_year_does_not_break_the_workbench(walk: Walk) -> None:
    CalendarYear.objects.all().delete()
    later = NOW + timedelta(days=2)
    walk.request(planned_from=later, planned_until=later + timedelta(hours=1))
    (todo,) = workbench.list_todo(walk.people.head.member, now=NOW)
    assert (todo.left, todo.colour) == (None, "grey")


def test_a_long_list_is_narrowed_by_what_is_to_be_done(walk: Walk, client: Client) -> None:
    later = NOW + timedelta(days=2)
    for _ in range(11):
        walk.request(planned_from=later, planned_until=later + timedelta(hours=1))
    assert "jw-narrow-by" not in bench(client, walk.people.head)  # All of one kind.
    invite(
        site_id=walk.people.site.pk, subject_id=walk.people.subject.pk, matter="请来看看",
        actor=walk.people.contact.member, now=NOW,
    )  # fmt: skip
    text = bench(client, walk.people.head)
    assert "答复邀约<i>1</i>" in text
    assert text.count("btn-in-row") == 12
    narrowed = bench(client, walk.people.head, "?" + urlencode({"step": "答复邀约"}))
    assert narrowed.count("btn-in-row") == 1
    assert "审批<i>11</i>" in narrowed


def test_a_day_of_another_year_is_shown_with_its_year(walk: Walk, client: Client) -> None:
    task = walk.request()
    later = datetime(2030, 3, 5, 2, tzinfo=UTC)
    Inspection.objects.filter(pk=task.pk).update(planned_from=later, planned_until=later + timedelta(hours=1))
    assert ">2030-03-05" in bench(client, walk.people.head)


def test_administrators_and_enterprises_have_no_workbench(walk: Walk, client: Client) -> None:
    for person in (walk.people.system, walk.people.audit, walk.people.contact):
        assert person.sign_in(client).get(BENCH).status_code == 403
    assert walk.people.clerk.member.role is Role.CLERK
