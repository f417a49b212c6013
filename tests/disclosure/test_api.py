"""The JSON interface: a department announces and files, the bureau receives, each act once a key."""

import base64
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jingwei.disclosure.models import Announcement, Filing
from jingwei.platform.calendar import local_date
from tests.disclosure.announcing import URL, Announcing
from tests.people import Person, district

TODAY = local_date(timezone.now())


@pytest.fixture
def announcing(db: None) -> Announcing:
    """The interface asks the clock itself, so its district lives today."""
    return Announcing(district(TODAY))


def call(person: Person, path: str, body: dict[str, Any] | None = None, *, key: str = "") -> tuple[int, Any]:
    """Post a body, or read when there is none; return status and answer."""
    client = person.sign_in(Client())
    if body is None:
        answer = client.get(f"/api/v1{path}")
    else:
        headers = {"Idempotency-Key": key} if key else {}
        answer = client.post(f"/api/v1{path}", body, "application/json", headers=headers)
    return answer.status_code, answer.json()


def test_items_are_announced_filed_and_received(announcing: Announcing) -> None:
    people = announcing.people
    body = {"kind": "items", "announced_on": TODAY.isoformat(), "url": URL}
    status, made = call(people.clerk, "/announcements", body, key="a1")
    assert (status, made["version"]) == (200, 1)
    assert call(people.clerk, "/announcements", body, key="a1")[1] == made
    assert call(people.supervisor, "/announcements", body)[0] == 403
    paper = {"name": "盖章件.pdf", "content": base64.b64encode(b"%PDF-1.4\n%%EOF").decode()}
    given = {"announcement_id": made["id"], "kind": "items", "addressee": "justice"}
    status, refused = call(people.clerk, "/filings", given | {"paper": paper | {"content": "?"}})
    assert (status, refused["error"]["field"]) == (422, "file")
    assert call(people.other_clerk, "/filings", given)[0] == 403
    status, filed = call(people.clerk, "/filings", given | {"paper": paper}, key="f1")
    assert (status, filed["state"]["code"]) == (200, "submitted")
    assert call(people.clerk, "/filings", given | {"paper": paper}, key="f1")[1] == filed
    one = f"/filings/{filed['id']}"
    assert call(people.clerk, f"{one}/receive", {})[0] == 403
    assert call(people.supervisor, f"{one}/receive", {})[1]["receipt"].startswith("铜司备")
    waiting = call(people.supervisor, "/filings?state=submitted")[1]
    assert filed["id"] not in [each["id"] for each in waiting["filings"]]
    assert filed["id"] in [each["id"] for each in call(people.head, "/filings")[1]["filings"]]
    assert filed["id"] not in [each["id"] for each in call(people.other_clerk, "/filings")[1]["filings"]]
    assert Filing.objects.filter(announcement=made["id"]).count() == 1


def test_a_filing_is_returned_and_an_announcement_withdrawn(announcing: Announcing) -> None:
    people = announcing.people
    body = {"kind": "items", "announced_on": TODAY.isoformat(), "url": URL}
    made = call(people.clerk, "/announcements", body)[1]
    given = {"announcement_id": made["id"], "kind": "scope", "addressee": "justice"}
    filed = call(people.clerk, "/filings", given)[1]
    returned = call(people.lead, f"/filings/{filed['id']}/return", {"reason": "缺盖章件"})[1]
    assert returned["returned_reason"] == "缺盖章件"
    withdraw = f"/announcements/{made['id']}/withdraw"
    assert call(people.other_clerk, withdraw, {"reason": "误"})[0] == 403
    assert call(people.clerk, withdraw, {"reason": "网址有误"})[0] == 200
    assert Announcement.objects.get(pk=made["id"]).withdraw_reason == "网址有误"


def test_the_receipt_from_above_is_entered(announcing: Announcing) -> None:
    people = announcing.people
    announcement = Announcement.objects.get(plan=announcing.plan())
    announcement.filings.all().delete()
    given = {"announcement_id": announcement.pk, "kind": "plan", "addressee": "superior"}
    filed = call(people.clerk, "/filings", given)[1]
    receipt = {"number": "徐应急备〔2026〕7号", "received_on": TODAY.isoformat()}
    done = call(people.clerk, f"/filings/{filed['id']}/superior-receipt", receipt)[1]
    assert (done["state"]["code"], done["receipt"]) == ("received", "徐应急备〔2026〕7号")


def test_lamps_versions_and_one_filing_are_read(announcing: Announcing) -> None:
    people = announcing.people
    body = {"kind": "items", "announced_on": TODAY.isoformat(), "url": URL}
    made = call(people.clerk, "/announcements", body)[1]
    versions = call(people.other_clerk, "/announcement-versions?kind=items")[1]
    assert made in [{key: each[key] for key in made} for each in versions["versions"]]
    assert call(people.clerk, f"/announcements/{made['id']}")[1] == made
    given = {"announcement_id": made["id"], "kind": "items", "addressee": "justice"}
    filed = call(people.clerk, "/filings", given)[1]
    assert call(people.supervisor, f"/filings/{filed['id']}")[1] == filed
    assert call(people.other_clerk, f"/filings/{filed['id']}")[0] == 403
    lamp = next(each for each in call(people.lead, "/lamps")[1]["lamps"] if each["line"] == "应急")
    assert lamp["announced_items"].startswith("齐全：")
    assert call(people.lead, "/lamps?colour=bogus")[0] == 422


@pytest.mark.parametrize("query", ["state=lost", "sort=paper", "kind=items&is_late=perhaps"])
def test_a_filter_that_is_none_is_named(announcing: Announcing, query: str) -> None:
    status, answer = call(announcing.people.lead, f"/filings?{query}")
    assert status == 422
    assert answer["error"]["message"]
