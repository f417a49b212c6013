"""The JSON interface: a department's own system reads what came, receives it and answers, each act once a key."""

import base64
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jingwei.notices.operations import open_monthly_return
from jingwei.notices.terms import Wanted
from jingwei.platform.calendar import local_date
from tests.notices.sending import SHEET, Sending, zeros
from tests.people import Person, district

pytestmark = pytest.mark.django_db
NOW = timezone.now()
PATH = "/api/v1/circulars"


@pytest.fixture
def sending() -> Sending:
    """The interface asks the clock itself, so its district lives today."""
    return Sending(district(local_date(NOW)))


def call(person: Person, path: str, body: dict[str, Any] | None = None, *, key: str = "") -> tuple[int, Any]:
    """Post a body, or read when there is none; return status and answer."""
    client = person.sign_in(Client())
    if body is None:
        answer = client.get(f"{PATH}{path}")
    else:
        headers = {"Idempotency-Key": key} if key else {}
        answer = client.post(f"{PATH}{path}", body, "application/json", headers=headers)
    return answer.status_code, answer.json()


def test_a_department_reads_receives_and_answers_in_numbers(sending: Sending) -> None:
    clerk, month = sending.people.clerk, f"{local_date(NOW):%Y-%m}"
    circular = open_monthly_return(period=month, actor=sending.people.lead.member, now=NOW)
    status, listed = call(clerk, "")
    assert (status, listed["count"]) == (200, 1)
    assert listed["circulars"][0]["wanted"] == {"code": "numbers", "label": "填数字"}
    _, read = call(clerk, f"/{circular.pk}")
    assert [field["code"] for field in read["fields"]] == list(zeros())
    assert read["receipt"]["state"]["code"] == "sent"
    assert call(clerk, f"/{circular.pk}/receive", {}, key="r1")[1]["state"]["code"] == "received"
    status, answered = call(clerk, f"/{circular.pk}/answer", {"numbers": zeros(inspections=3)}, key="a1")
    assert (status, answered["numbers"]["inspections"], answered["is_late"]) == (200, 3, False)


def test_the_same_key_answers_once(sending: Sending) -> None:
    circular = sending.issued(now=NOW, due_on=local_date(NOW))
    path, body = f"/{circular.pk}/answer", {"text": "已办"}
    first = call(sending.people.clerk, path, body, key="once")
    assert call(sending.people.clerk, path, body, key="once") == first
    status, refused = call(sending.people.clerk, path, {"text": "改口"}, key="once")
    assert (status, refused["error"]["field"]) == (422, "idempotency_key")
    assert sending.recipient(circular).text == "已办"


def test_a_sheet_comes_as_base64(sending: Sending) -> None:
    circular = sending.issued(now=NOW, due_on=local_date(NOW), wanted=Wanted.SHEET)
    path = f"/{circular.pk}/answer"
    body = {"file": {"name": SHEET.name, "content": base64.b64encode(SHEET.content).decode()}}
    assert call(sending.people.clerk, path, body)[1]["file"] == SHEET.name
    body["file"]["content"] = "不是编码"
    status, refused = call(sending.people.clerk, path, body)
    assert (status, refused["error"]["message"]) == (422, "文件不是 base64")


def test_a_stranger_and_a_deaf_circular_answer_with_the_error_envelope(sending: Sending) -> None:
    circular = sending.issued(now=NOW, due_on=local_date(NOW), subject_ids=[sending.people.subject.pk])
    status, refused = call(sending.people.other_clerk, f"/{circular.pk}")
    assert (status, refused["error"]["kind"]) == (403, "not_allowed")
    status, refused = call(sending.people.other_clerk, f"/{circular.pk}/receive", {})
    assert (status, refused["error"]["kind"]) == (403, "not_allowed")
    sending.close(circular, now=NOW)
    status, refused = call(sending.people.clerk, f"/{circular.pk}/answer", {"text": "已办"})
    assert (status, refused["error"]["kind"]) == (409, "conflict")
