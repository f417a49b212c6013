"""规则: the book for everybody; dated numbers entered by one and approved by another."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.platform.models import DatedNumber
from jingwei.platform.queries import get_numbers
from jingwei.portal.queries import rulebook
from jingwei.rulebook import all_rules
from tests.inspections.walking import Walk, cap, refused
from tests.people import NOW, TODAY, district

BOOK = reverse("rule_list")
RULE = reverse("rule_detail", args=["R-OFF-01"])
ENTERED = {"name": "minimum", "value": "3", "valid_from": "2027-01-01", "source": "测试文件〔2026〕1号第一条"}


@pytest.fixture
def walk(db: None) -> Walk:
    return Walk(district())


def test_the_book_holds_every_rule_under_its_document(walk: Walk, client: Client) -> None:
    text = walk.people.clerk.sign_in(client).get(BOOK).content.decode()
    for code, rule in all_rules().items():
        assert reverse("rule_detail", args=[code]) in text, code
        assert rule.title in text
    assert "依据待核" in text


def test_the_book_is_searched(walk: Walk, client: Client) -> None:
    walk.people.contact.sign_in(client)
    text = client.get(BOOK, {"q": "少于两人"}).content.decode()
    assert "R-OFF-01" in text
    assert "R-FRQ-01" not in text
    assert "没有符合条件的规则" in client.get(BOOK, {"q": "没有这条"}).content.decode()
    open_only = client.get(BOOK, {"open": "1", "kind": "gate"}).content.decode()
    settled = next(rule for rule in all_rules().values() if rule.is_settled)
    assert f"/rules/{settled.code}/" not in open_only


def test_every_rule_has_its_page(walk: Walk, client: Client) -> None:
    walk.people.supervisor.sign_in(client)
    for code, rule in all_rules().items():
        answer = client.get(reverse("rule_detail", args=[code]))
        assert answer.status_code == 200, code
        text = answer.content.decode()
        assert all(str(cite) in text for cite in rule.cites), code
        assert all(entry.source in text for series in rule.numbers.values() for entry in series.entries), code


def test_a_rule_that_does_not_exist_is_not_found(walk: Walk, client: Client) -> None:
    assert walk.people.clerk.sign_in(client).get(reverse("rule_detail", args=["R-NO-99"])).status_code == 404


def test_refusals_are_counted_and_shown_to_the_bureau(walk: Walk, client: Client) -> None:
    cap(walk.people.subject, 0)
    task = walk.request()
    for _ in range(2):
        with refused("R-FRQ-01"):
            walk.approve(task)
    assert rulebook.count_refusals(NOW.year) == {"R-FRQ-01": 2}
    assert rulebook.count_refusals(NOW.year + 1) == {}
    url = reverse("rule_detail", args=["R-FRQ-01"])
    link = reverse("inspection_detail", args=[task.pk])
    assert link in walk.people.supervisor.sign_in(client).get(url).content.decode()
    assert link not in walk.people.clerk.sign_in(client).get(url).content.decode()


def test_a_number_binds_once_a_second_supervisor_approved_it(walk: Walk, client: Client) -> None:
    people = walk.people
    enter = reverse("rule_number_enter", args=["R-OFF-01"])
    assert people.lead.sign_in(client).post(enter, ENTERED).status_code == 302
    row = DatedNumber.objects.get()
    later = date(2027, 1, 1)
    assert get_numbers(later).get("R-OFF-01", "minimum").value == 2
    approve = reverse("rule_number_approve", args=["R-OFF-01", row.pk])
    answer = client.post(approve)
    assert answer.status_code == 403
    assert "录入人不能批准自己的录入" in answer.content.decode()
    people.supervisor.sign_in(client)
    for wrong in (["R-OFF-02", row.pk], ["R-OFF-01", row.pk + 1]):
        assert client.post(reverse("rule_number_approve", args=wrong)).status_code == 422
    assert client.post(approve).status_code == 302
    assert get_numbers(later).get("R-OFF-01", "minimum").value == 3
    assert get_numbers(TODAY).get("R-OFF-01", "minimum").value == 2
    assert client.post(approve).status_code == 409


def test_only_the_supervision_lead_enters_numbers(walk: Walk, client: Client) -> None:
    enter = reverse("rule_number_enter", args=["R-OFF-01"])
    for person in (walk.people.supervisor, walk.people.head, walk.people.system):
        assert person.sign_in(client).post(enter, ENTERED).status_code == 403
    assert not DatedNumber.objects.exists()
    answer = walk.people.lead.sign_in(client).post(enter, ENTERED | {"source": ""})
    assert answer.status_code == 422
