"""A refusal of the enterprise keeps no lawful visit out: it is registered once, seen by the bureau, and told at the gate."""

import io
from datetime import timedelta
from typing import Any

import pytest
import python_calamine
from django.test import Client
from django.urls import reverse

from jingwei.inspections import operations
from jingwei.inspections.models import EnterpriseRefusal
from jingwei.inspections.queries import list_refusals
from jingwei.inspections.terms import Stage
from tests.inspections.walking import Walk, after, clues, fresh, log, refused, rejected
from tests.people import NOW, Person

EXPIRED = "10320312004"
EARLIER = NOW - timedelta(hours=1)


def refuse(walk: Walk, **changes: Any) -> EnterpriseRefusal:
    """Let those not in who show one card that has expired."""
    given: dict[str, Any] = {
        "numbers": ["10320312001", EXPIRED],
        "words": "证件过期",
        "now": EARLIER,
    } | changes
    return operations.register_refusal(site_id=walk.people.site.pk, actor=walk.people.contact.member, **given)


def test_who_mended_what_was_wrong_comes_in_and_the_supervisor_hears_of_it(walk: Walk) -> None:
    task = walk.approved()
    refuse(walk)
    visit = walk.enter(task)
    assert fresh(task).stage == Stage.ENTERED
    found = [each for each in log(task)[-1].data["findings"] if each["rule"] == "R-SCAN-11a"]
    assert "登记过拒绝" in found[0]["fact"]
    assert "秦越的执法证件今天无效" in found[0]["fact"]
    assert "R-SCAN-11a" in clues()
    assert visit.pk


def test_what_it_rested_on_is_asked_again_at_the_gate(walk: Walk) -> None:
    task = walk.request()
    refuse(walk)
    with refused("R-PRO-01"):
        walk.enter(task)


def test_nobody_is_told_where_nobody_was_refused_before_the_visit(walk: Walk) -> None:
    task = walk.approved()
    walk.enter(task)
    refuse(walk, now=after(5))
    assert "R-SCAN-11a" not in clues()


def test_the_same_refusal_is_registered_once_a_day(walk: Walk) -> None:
    walk.approved()
    refuse(walk)
    with rejected("已经登记过这次拒绝"):
        refuse(walk, now=EARLIER + timedelta(minutes=1))
    assert refuse(walk, words="换了人，仍没有证件").pk
    assert EnterpriseRefusal.objects.count() == 2


def test_each_sees_the_refusals_that_concern_him(walk: Walk) -> None:
    people = walk.people
    walk.approved()
    refuse(walk)
    refuse(walk, numbers=[], organ="某单位", words="没有证件，也没有任务")

    def seen(person: Person) -> int:
        return list_refusals(person.member).count()

    assert [seen(each) for each in (people.supervisor, people.contact)] == [2, 2]
    assert [seen(each) for each in (people.clerk, people.officer)] == [1, 1]
    assert [seen(each) for each in (people.other_clerk, people.other_contact)] == [0, 0]


@pytest.fixture
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.mark.usefixtures("_now")
def test_the_bureau_reads_them_in_a_list_and_a_file(walk: Walk) -> None:
    task = walk.approved()
    client = walk.people.supervisor.sign_in(Client())
    assert "没有企业拒绝过检查" in client.get(reverse("refusal_list")).content.decode()
    refuse(walk)
    refuse(walk, numbers=[], organ="某单位", words="没有证件")
    walk.enter(task)
    page = client.get(reverse("refusal_list")).content.decode()
    assert task.number in page
    assert "再次入企" in page
    assert "没有任务" in page
    for later, count in (("entered", 1), ("away", 0), ("none", 1)):
        answer = client.get(reverse("refusal_export"), {"later": later})
        book = python_calamine.load_workbook(io.BytesIO(answer.content))
        assert len(book.get_sheet_by_index(0).to_python()) == 1 + count, later
    assert Client().get(reverse("refusal_list")).status_code == 302
    assert walk.people.contact.sign_in(Client()).get(reverse("refusal_list")).status_code == 403


@pytest.mark.usefixtures("_now")
def test_the_officer_is_told_before_and_at_the_gate(walk: Walk) -> None:
    task, client = walk.approved(), walk.people.officer.sign_in(Client())
    refuse(walk)
    assert "企业已登记拒绝" in client.get(reverse("phone_home")).content.decode()
    assert "理由消除后可以再来" in client.get(reverse("phone_task", args=[task.pk])).content.decode()
    walk.enter(task)
    assert "登记过拒绝" in client.get(reverse("phone_entered", args=[task.pk])).content.decode()
    within = client.get(reverse("phone_task", args=[task.pk])).content.decode()
    assert "已再次入企" in within
    assert "理由消除后可以再来" not in within


@pytest.mark.usefixtures("_now")
def test_the_enterprise_finds_its_own_again(walk: Walk) -> None:
    walk.approved()
    client = walk.people.contact.sign_in(Client())
    assert "登记过的拒绝" not in client.get(reverse("enterprise_visitors")).content.decode()
    refuse(walk)
    page = client.get(reverse("enterprise_visitors")).content.decode()
    assert "登记过的拒绝" in page
    assert "证件过期" in page
