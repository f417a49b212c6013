"""The pages of circulars: who sees what, the board, its filter and export, forms that keep what was typed."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from jingwei.notices.models import Circular, Reminder
from jingwei.notices.operations import Upload
from jingwei.notices.terms import CircularState, RecipientState, Wanted
from jingwei.platform.calendar import local_date
from jingwei.portal.queries.workbench import count_todo, list_todo
from tests.notices.sending import SHEET, Sending, many_subjects, zeros
from tests.people import Person, district

NOW = timezone.now()
TODAY = local_date(NOW)
LIST = reverse("circular_list")


@pytest.fixture
def sending(db: None) -> Sending:
    """Pages ask the clock themselves, so their district lives today."""
    return Sending(district(TODAY))


def issued(sending: Sending, **changes: Any) -> Circular:
    """A circular that is due today."""
    return sending.issued(**{"now": NOW, "due_on": TODAY} | changes)


def at(name: str, *ids: object) -> str:
    """The address of a circular's page or act."""
    return reverse(f"circular_{name}", args=ids)


def page(client: Client, person: Person, address: str) -> str:
    """What somebody sees at an address."""
    answer = person.sign_in(client).get(address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_a_department_sees_what_came_and_the_bureau_what_went_out(sending: Sending, client: Client) -> None:
    draft = sending.draft(now=NOW, due_on=TODAY, title="关于起草中的通知")
    circular = issued(sending, subject_ids=[sending.people.subject.pk])
    text = page(client, sending.people.supervisor, LIST)
    assert circular.number in text
    assert draft.title in text
    assert '0<span class="jw-of"> / 1</span>' in text
    text = page(client, sending.people.clerk, LIST)
    assert circular.number in text
    assert draft.title not in text
    assert "还没有收到通知" in page(client, sending.people.other_clerk, LIST)


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=编制", True),
        ("q=〔" + str(TODAY.year) + "〕1号", True),
        ("q=没有", False),
        ("standing=sent", True),
        ("standing=waiting", False),
        ("standing=done", False),
        ("standing=overdue", False),
        ("purpose=general", True),
        ("purpose=monthly", False),
        ("standing=bogus", True),
        ("sort=due&page=99", True),
    ],
)
def test_the_filter_narrows_a_departments_list(
    sending: Sending, client: Client, query: str, is_found: bool
) -> None:
    circular = issued(sending)
    assert (circular.number in page(client, sending.people.clerk, f"{LIST}?{query}")) == is_found


def test_a_department_reads_receives_and_answers(sending: Sending, client: Client) -> None:
    circular = issued(sending, attachments=[Upload("名单.pdf", b"%PDF-1.7 x")])
    clerk = sending.people.clerk
    text = page(client, clerk, at("detail", circular.pk))
    assert "各单位在编在岗的执法人员" in text
    assert "名单.pdf" in text
    assert client.post(at("receive", circular.pk)).status_code == 302
    assert sending.recipient(circular).state == RecipientState.RECEIVED
    refused = client.post(at("answer", circular.pk), {"text": " "})
    assert refused.status_code == 422
    assert "没有写回复内容" in refused.content.decode()
    file = SimpleUploadedFile("说明.pdf", b"%PDF-1.7 y")
    assert client.post(at("answer", circular.pk), {"text": "无出入", "file": file}).status_code == 302
    answered = sending.recipient(circular)
    assert (answered.text, answered.state) == ("无出入", RecipientState.ANSWERED)
    assert "无出入" in page(client, clerk, at("detail", circular.pk))
    assert page(client, clerk, at("file", circular.pk, answered.file_id)) == "%PDF-1.7 y"
    foreign = sending.people.other_clerk.sign_in(client).get(at("file", circular.pk, answered.file_id))
    assert foreign.status_code == 404


def test_a_return_in_numbers_is_asked_field_by_field(sending: Sending, client: Client) -> None:
    circular = sending.monthly(now=NOW)
    address = at("answer", circular.pk)
    sending.people.clerk.sign_in(client)
    refused = client.post(address, {"inspections": "-1", "visits": "2"})
    assert refused.status_code == 422
    assert "不能小于 0" in refused.content.decode()
    assert "没有填写；没有的填 0" in refused.content.decode()
    assert client.post(address, zeros(inspections=12)).status_code == 302
    assert "涉企行政检查" in page(client, sending.people.supervisor, at("detail", circular.pk))


def test_the_bureau_drafts_by_kind_by_line_and_one_by_one(sending: Sending, client: Client) -> None:
    people = sending.people
    extra = many_subjects(people, 3)
    people.supervisor.sign_in(client)
    said = {
        "title": "关于报送自查情况的通知",
        "kind": "circular",
        "body": "请自查。",
        "purpose": "self_check",
        "wanted": "text",
        "due_on": TODAY.isoformat(),
    }
    scopes: list[tuple[dict[str, Any], int]] = [
        ({"scope": "all"}, 5),
        ({"scope": "kind", "kinds": ["organ"]}, 5),
        ({"scope": "line", "lines": ["示例"]}, 3),
        ({"scope": "picked", "pick": [extra[0][0].pk, people.subject.pk]}, 2),
    ]
    for scope, count in scopes:
        answer = client.post(at("new"), said | scope)
        assert answer.status_code == 302, answer.content.decode()
        assert Circular.objects.latest("id").recipients.count() == count
    assert "没有选收文单位" in client.post(at("new"), said | {"scope": "kind"}).content.decode()
    unclear = client.post(at("new"), said | {"scope": "all", "pick": [people.subject.pk]})
    assert "勾选了 1 项单位，范围却是“全部检查主体”" in unclear.content.decode()
    circular = Circular.objects.latest("id")
    text = page(client, people.supervisor, at("change", circular.pk))
    assert text.count('name="pick"') == 5
    assert text.count("checked") >= 3
    changed = client.post(at("change", circular.pk), said | {"scope": "all", "title": "关于自查的通知"})
    assert changed.status_code == 302
    circular.refresh_from_db()
    assert (circular.title, circular.recipients.count()) == ("关于自查的通知", 5)


def test_a_revoked_subject_that_was_still_ticked_is_named(sending: Sending, client: Client) -> None:
    people = sending.people
    people.other_subject.revoked_on = TODAY
    people.other_subject.save()
    said = {"title": "关于自查的通知", "kind": "circular", "body": "请自查。", "purpose": "general"}
    said |= {"wanted": "receipt", "scope": "picked", "pick": str(people.other_subject.pk)}
    answer = people.supervisor.sign_in(client).post(at("new"), said)
    assert answer.status_code == 422
    assert f"铜山区市场监督管理局（{TODAY} 已撤销）" in answer.content.decode()
    assert 'value="关于自查的通知"' in answer.content.decode()


def test_the_lead_issues_from_the_page_and_the_supervisor_does_not(sending: Sending, client: Client) -> None:
    draft = sending.draft(now=NOW, due_on=TODAY)
    address = at("issue", draft.pk)
    assert address not in page(client, sending.people.supervisor, at("detail", draft.pk))
    assert client.post(address).status_code == 403
    assert address in page(client, sending.people.lead, at("detail", draft.pk))
    assert client.post(address).status_code == 302
    draft.refresh_from_db()
    assert draft.state == CircularState.ISSUED


def test_the_board_is_filtered_and_reminded_from(sending: Sending, client: Client) -> None:
    circular = issued(sending)
    sending.answer(circular, now=NOW)
    supervisor, address = sending.people.supervisor, at("detail", circular.pk)
    text = page(client, supervisor, address)
    assert "铜山区应急管理局" in text
    assert "催办全部 1 家" in text
    assert "铜山区应急管理局" not in page(client, supervisor, f"{address}?standing=due_soon")
    assert "铜山区应急管理局" in page(client, supervisor, f"{address}?standing=done&q=应急&kind=organ")
    assert client.post(at("remind", circular.pk), {"pick": ["9" * 20, "x"]}).status_code == 409
    lacking = sending.recipient(circular, sending.people.other_subject)
    assert client.post(at("remind", circular.pk), {"pick": [lacking.pk]}).status_code == 302
    assert Reminder.objects.get().recipient == lacking
    again = client.post(at("remind", circular.pk), {"everybody": "1"})
    assert (again.status_code, "今天已经催办过" in again.content.decode()) == (409, True)
    assert "请尽快办理" in page(client, sending.people.other_clerk, address)


def test_the_board_goes_out_as_a_spreadsheet(sending: Sending, client: Client) -> None:
    circular = issued(sending)
    sending.answer(circular, now=NOW, text="=1+1")
    sending.people.supervisor.sign_in(client)
    answer = client.get(f"{at('export', circular.pk)}?standing=done")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    found = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [(row["单位"], row["回复内容"], row["回复人"]) for row in found] == [
        ("铜山区应急管理局", "=1+1", "袁知")
    ]


def test_an_answer_is_looked_at_and_sent_back(sending: Sending, client: Client) -> None:
    circular = issued(sending, wanted=Wanted.SHEET)
    answered = sending.answer(circular, now=NOW, file=SHEET)
    supervisor = sending.people.supervisor
    assert SHEET.name in page(client, supervisor, at("recipient", circular.pk, answered.pk))
    address = at("send_back", circular.pk, answered.pk)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "缺两人"}).status_code == 302
    assert client.post(address, {"reason": "缺两人"}).status_code == 409
    assert "退回重报：缺两人" in page(client, sending.people.clerk, at("detail", circular.pk))
    assert (
        sending.people.clerk.sign_in(client).get(at("recipient", circular.pk, answered.pk)).status_code == 403
    )


def test_the_circular_is_an_official_paper(sending: Sending, client: Client) -> None:
    circular = issued(sending)
    sending.people.clerk.sign_in(client)
    assert client.get(at("paper", circular.pk)).content.startswith(b"%PDF")
    assert client.get(f"{at('paper', circular.pk)}?format=docx").content.startswith(b"PK")


def test_closing_withdrawing_and_reporting_are_done_from_the_page(sending: Sending, client: Client) -> None:
    circular, wrong = issued(sending), issued(sending)
    sending.people.lead.sign_in(client)
    assert client.post(at("withdraw", wrong.pk), {"withdraw-reason": ""}).status_code == 422
    assert client.post(at("withdraw", wrong.pk), {"withdraw-reason": "有误"}).status_code == 302
    assert client.post(at("close", circular.pk)).status_code == 302
    answer = client.post(at("result", circular.pk))
    result = Circular.objects.get(parent=circular)
    assert answer["Location"] == at("detail", result.pk)
    assert "附表：各单位办理情况 2 家" in page(client, sending.people.lead, at("detail", result.pk))
    assert client.post(at("result", circular.pk)).status_code == 409


def test_the_months_return_is_asked_for_from_the_list(sending: Sending, client: Client) -> None:
    sending.people.lead.sign_in(client)
    month = f"{TODAY:%Y-%m}"
    assert client.post(at("month"), {"period": "十月"}).status_code == 422
    for _ in range(2):
        assert client.post(at("month"), {"period": month}).status_code == 302
    assert Circular.objects.get().period == month
    assert client.post(at("month"), {"period": "2099-12"}).status_code == 422


def test_what_waits_stands_on_the_workbench(sending: Sending) -> None:
    people = sending.people
    before = count_todo(people.clerk.member, now=NOW)
    circular = issued(sending)
    assert count_todo(people.clerk.member, now=NOW) == before + 1
    todo = list_todo(people.clerk.member, now=NOW)[0]
    assert (todo.title, todo.verb, todo.left) == (circular.title, "签收", 0)
    sending.answer(circular, now=NOW)
    assert count_todo(people.clerk.member, now=NOW) == before
    late = [
        row for row in list_todo(people.supervisor.member, now=NOW + timedelta(days=7)) if row.verb == "催办"
    ]
    assert [(row.detail, row.colour) for row in late] == [(f"{circular.number}　1 家未办", "red")]


def test_the_lists_cost_the_same_however_long_they_are(
    sending: Sending, client: Client, django_assert_max_num_queries: Any
) -> None:
    many = [subject.pk for subject, _ in many_subjects(sending.people, 20)]
    for _ in range(4):
        circular = issued(sending, subject_ids=many)
    sending.people.supervisor.sign_in(client)
    with django_assert_max_num_queries(12):
        client.get(LIST)
    with django_assert_max_num_queries(16):
        client.get(at("detail", circular.pk))
