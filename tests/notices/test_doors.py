"""Declared doors, tried on circulars: sorting, bad filters, files, acts and forms by program as by page."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from jingwei.notices.models import Circular
from jingwei.notices.terms import CircularState, RecipientState
from jingwei.platform.calendar import local_date
from tests.notices.sending import Sending, zeros
from tests.people import Person, district

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = local_date(NOW)
LIST = reverse("circular_list")
DRAFT = {"title": "关于自查的通知", "kind": "circular", "body": "请自查。", "purpose": "general"}


@pytest.fixture
def sending() -> Sending:
    return Sending(district(TODAY))


def call(person: Person, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    client, address = person.sign_in(Client()), f"/api/v1/circulars{path}"
    answer = client.get(address) if body is None else client.post(address, body, "application/json")
    return answer.status_code, answer.json()


def test_a_list_sorts_by_a_column_both_ways_and_keeps_its_filter(sending: Sending, client: Client) -> None:
    first, second = (
        sending.issued(now=NOW, due_on=TODAY, title=f"关于{each}的通知") for each in ("甲", "乙")
    )
    sending.people.supervisor.sign_in(client)
    up = client.get(f"{LIST}?state=issued&sort=title").content.decode()
    down = client.get(f"{LIST}?state=issued&sort=-title").content.decode()
    assert (up.index(first.title) < up.index(second.title)) != (
        down.index(first.title) < down.index(second.title)
    )
    assert 'aria-sort="ascending"' in up
    assert 'href="?state=issued&amp;sort=-title"' in up


def test_a_filter_that_cannot_be_is_named_and_passed_over_on_the_page(
    sending: Sending, client: Client
) -> None:
    circular = sending.issued(now=NOW, due_on=TODAY)
    text = (
        sending.people.supervisor.sign_in(client)
        .get(f"{LIST}?state=bogus&sort=nothing&page=99")
        .content.decode()
    )
    assert circular.number in text
    assert "条件“状态”" in text
    assert "不能按“nothing”排序" in text


def test_a_program_is_told_what_cannot_be_and_gets_nothing(sending: Sending) -> None:
    lead = sending.people.lead
    status, refused = call(lead, "?state=bogus")
    assert (status, refused["error"]["kind"], refused["error"]["field"]) == (422, "mistake", "state")
    assert call(lead, "?sort=nothing")[1]["error"]["field"] == "sort"
    assert call(lead, "?state=closed")[1]["count"] == 0
    assert call(sending.people.contact, "")[1]["error"]["kind"] == "not_allowed"


def test_the_list_goes_out_as_it_is_filtered(sending: Sending, client: Client) -> None:
    sending.issued(now=NOW, due_on=TODAY, title="关于甲的通知")
    sending.draft(now=NOW, due_on=TODAY, title="关于乙的通知")
    answer = sending.people.supervisor.sign_in(client).get(f"{reverse('circulars_export')}?state=draft")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["通知", "关于乙的通知"]


def test_a_circular_is_drafted_issued_and_closed_by_program(sending: Sending) -> None:
    people = sending.people
    asked = DRAFT | {"wanted": "receipt", "scope": "picked", "pick": [str(people.subject.pk)]}
    status, drafted = call(people.lead, "", asked)
    assert (status, drafted["state"]["code"], drafted["title"]) == (200, "draft", DRAFT["title"])
    path = f"/{drafted['id']}"
    assert call(people.supervisor, f"{path}/issue", {})[0] == 403
    assert call(people.lead, f"{path}/issue", {})[1]["state"]["code"] == "issued"
    assert call(people.clerk, f"{path}/receive", {})[1]["state"]["code"] == "received"
    assert call(people.lead, f"{path}/close", {})[1]["state"]["code"] == "closed"
    assert call(people.lead, f"{path}/close", {})[1]["error"]["kind"] == "conflict"
    assert Circular.objects.get().state == CircularState.CLOSED


def test_the_form_that_reads_a_body_names_every_field_that_is_wrong(sending: Sending) -> None:
    asked = DRAFT | {"kind": "poem", "wanted": "receipt", "scope": "nobody"}
    status, refused = call(sending.people.lead, "", asked)
    assert status == 422
    assert "文种：" in refused["error"]["message"]
    assert "发送范围：" in refused["error"]["message"]
    status, refused = call(
        sending.people.lead, "", DRAFT | {"wanted": "receipt", "scope": "all", "sender": "x"}
    )
    assert (status, refused["error"]["field"]) == (422, "sender")
    assert not Circular.objects.exists()


def test_an_answer_is_sent_back_by_program_and_its_page_leads_back(sending: Sending, client: Client) -> None:
    circular = sending.issued(now=NOW, due_on=TODAY)
    answered = sending.answer(circular, now=NOW)
    path = f"/{circular.pk}/recipients/{answered.pk}/send-back"
    assert call(sending.people.lead, path, {"reason": " "})[1]["error"]["field"] == "reason"
    assert call(sending.people.lead, path, {"reason": "缺两人"})[0] == 200
    assert sending.recipient(circular).state == RecipientState.SENT_BACK


def test_a_refused_attempt_is_red_on_the_timeline(sending: Sending, client: Client) -> None:
    circular = sending.issued(now=NOW, due_on=TODAY)
    client = sending.people.supervisor.sign_in(client)
    address = reverse("circular_withdraw", args=[circular.pk])
    refused = client.post(address, {"withdraw-reason": "有误"})
    assert refused.status_code == 403
    text = client.get(reverse("circular_detail", args=[circular.pk])).content.decode()
    step = text[text.index('<li class="is-red">') :]
    assert "撤回通知" in step[: step.index("</li>")]


def test_the_numbers_of_an_answer_are_shown_and_go_out(sending: Sending, client: Client) -> None:
    circular = sending.monthly()
    sending.answer(circular, numbers=zeros(inspections=7))
    text = sending.people.clerk.sign_in(client).get(f"{LIST}{circular.pk}/").content.decode()
    assert "7 次" in text
    answer = sending.people.lead.sign_in(client).get(f"{LIST}{circular.pk}/export/")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    number = rows[0].index("涉企行政检查（次）")
    assert [row[number] for row in rows[1:] if row[0] == sending.people.subject.name] == [7]


def test_what_is_marked_is_sent_to_the_act_of_its_own_circular(sending: Sending, client: Client) -> None:
    circular = sending.issued(now=NOW, due_on=TODAY)
    text = sending.people.lead.sign_in(client).get(f"{LIST}{circular.pk}/").content.decode()
    address = reverse("circular_remind", args=[circular.pk])
    assert f'<form method="post" action="{address}" data-batch>' in text


def test_what_was_typed_stays_when_an_act_is_refused(sending: Sending, client: Client) -> None:
    circular = sending.issued(now=NOW, due_on=TODAY)
    client = sending.people.supervisor.sign_in(client)
    refused = client.post(reverse("circular_withdraw", args=[circular.pk]), {"withdraw-reason": "发错了单位"})
    assert "发错了单位" in refused.content.decode()
    assert '<details class="jw-fold" open>' in refused.content.decode()


def test_chosen_columns_and_named_filters_are_kept_for_the_account_alone(
    sending: Sending, client: Client
) -> None:
    circular = sending.issued(now=NOW, due_on=TODAY)
    sending.people.supervisor.sign_in(client)
    address, back = reverse("list_kept", args=["circular"]), f"{LIST}?state=issued"
    assert client.post(address, {"back": back, "columns": ["state"]}).headers["Location"] == back
    assert (
        client.post(address, {"back": back, "name": "进行中的", "query": "state=issued"}).status_code == 302
    )
    text = client.get(LIST).content.decode()
    head = text[text.index("<thead") : text.index("</thead>")]
    assert ("通知" in head, "状态" in head, "用途" in head) == (True, True, False)
    assert ">进行中的</a>" in text
    assert circular.number in client.get(f"{LIST}?state=issued").content.decode()
    other = sending.people.lead.sign_in(Client()).get(LIST).content.decode()
    assert "进行中的</a>" not in other
    assert "用途" in other[other.index("<thead") :]
    client.post(address, {"back": "https://elsewhere.example/", "forget": "进行中的"})
    client.post(address, {"back": back})
    text = client.get(LIST).content.decode()
    assert "进行中的</a>" not in text
    assert "用途" in text[text.index("<thead") :]


def test_what_cannot_be_kept_is_said(sending: Sending, client: Client) -> None:
    sending.people.supervisor.sign_in(client)
    address = reverse("list_kept", args=["circular"])
    refused = client.post(address, {"back": LIST, "name": " ", "query": "state=issued"})
    assert (refused.status_code, "没有写名称" in refused.content.decode()) == (422, True)
    assert client.post(address, {"back": LIST, "name": "字" * 41}).status_code == 422
    assert client.post(address, {"back": "//elsewhere.example", "columns": ["x"]}).headers["Location"] == "/"
