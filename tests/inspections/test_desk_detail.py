"""The page of one task: what it shows to whom, and the acts that stand on it."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.inspections import operations
from jingwei.inspections.jobs import archive_record
from jingwei.inspections.models import Inspection, Record
from jingwei.inspections.terms import Stage
from jingwei.platform.models import AuditEvent
from jingwei.platform.terms import AuditOutcome
from tests.inspections.walking import STARTED_AT, Walk, cap, fresh, log, picture
from tests.people import Person


def page(client: Client, person: Person, task: Inspection, name: str = "inspection_detail") -> str:
    """The page as the person sees it."""
    answer = person.sign_in(client).get(reverse(name, args=[task.pk]))
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_the_page_shows_the_request_in_the_order_of_the_paper(walk: Walk, client: Client) -> None:
    text = page(client, walk.people.clerk, walk.request())
    labels = re.findall(r"<dt>(.+?)</dt>", text)
    start = labels.index("检查主体")
    assert labels[start : start + 6] == [
        "检查主体",
        "检查类别",
        "任务来源",
        "拟检时间",
        "被检查企业",
        "信用风险",
    ]
    assert "陆远（执法证号 10320312001）" in text
    assert "《中华人民共和国安全生产法》第六十五条" in text


def test_the_head_sees_what_the_rules_would_say_before_deciding(walk: Walk, client: Client) -> None:
    task = walk.request()
    assert "门禁结论：可以放行" in page(client, walk.people.head, task)
    assert "门禁结论" not in page(client, walk.people.clerk, task)


def test_the_head_approves_with_an_opinion(walk: Walk, client: Client) -> None:
    task = walk.request()
    walk.people.head.sign_in(client)
    answer = client.post(
        reverse("inspection_approve", args=[task.pk]), {"opinion": "同意，注意安全"}, follow=True
    )
    assert answer.redirect_chain == [(reverse("inspection_detail", args=[task.pk]), 302)]
    assert "已批准，检查通知书已制发。" in answer.content.decode()
    assert (fresh(task).stage, fresh(task).opinion) == (Stage.APPROVED, "同意，注意安全")


def test_a_refused_approval_shows_every_reason_and_keeps_what_was_typed(walk: Walk, client: Client) -> None:
    cap(walk.people.subject, 0)
    task = walk.request()
    card = walk.people.second.card
    card.status = "suspended"
    card.save()
    walk.people.head.sign_in(client)
    answer = client.post(reverse("inspection_approve", args=[task.pk]), {"opinion": "同意办理"})
    text = answer.content.decode()
    assert answer.status_code == 422
    for rule in ("R-FRQ-01", "R-OFF-01", "R-OFF-02"):
        assert f'href="/rules/{rule}/"' in text
    assert "同意办理" in text
    assert fresh(task).stage == Stage.SUBMITTED
    assert log(task)[-1].outcome == AuditOutcome.REFUSED


def test_the_head_sets_a_full_cap_aside_with_a_reason(walk: Walk, client: Client) -> None:
    cap(walk.people.subject, 0)
    task = walk.request()
    walk.people.head.sign_in(client)
    url = reverse("inspection_approve", args=[task.pk])
    assert 'value="R-FRQ-01"' in page(client, walk.people.head, task)
    answer = client.post(url, {"overridden": ["R-FRQ-01"]})
    assert answer.status_code == 422
    assert "放行须写明理由" in answer.content.decode()
    answer = client.post(url, {"overridden": ["R-FRQ-01"], "override_reason": "重大隐患须立即核查"})
    assert answer.status_code == 302
    assert fresh(task).overridden == ["R-FRQ-01"]


def test_the_refused_attempt_stays_on_the_page_as_a_red_square(walk: Walk, client: Client) -> None:
    cap(walk.people.subject, 0)
    task = walk.request()
    walk.people.head.sign_in(client).post(reverse("inspection_approve", args=[task.pk]))
    text = page(client, walk.people.clerk, task)
    attempt = AuditEvent.objects.get(outcome=AuditOutcome.REFUSED)
    assert 'class="is-red"' in text
    assert f"日志 {attempt.pk} 号" in text
    assert "门禁结论：不予放行" in text


@pytest.mark.parametrize(
    ("name", "prefix", "who", "stage"),
    [
        ("inspection_return", "return", "head", Stage.RETURNED),
        ("inspection_withdraw", "withdraw", "clerk", Stage.WITHDRAWN),
    ],
)
def test_an_act_with_a_reason_wants_the_reason(
    walk: Walk, client: Client, name: str, prefix: str, who: str, stage: Stage
) -> None:
    task = walk.request()
    getattr(walk.people, who).sign_in(client)
    url = reverse(name, args=[task.pk])
    answer = client.post(url)
    assert answer.status_code == 422
    assert "须写明理由" in answer.content.decode()
    assert client.post(url, {f"{prefix}-reason": "时间不合适"}).status_code == 302
    assert fresh(task).stage == stage


def test_the_head_voids_a_wrong_scan(walk: Walk, client: Client) -> None:
    task = walk.approved()
    walk.enter(task)
    walk.people.head.sign_in(client)
    answer = client.post(reverse("inspection_void_visit", args=[task.pk]), {"void-reason": "扫错企业"})
    assert answer.status_code == 302
    assert fresh(task).stage == Stage.APPROVED


def test_the_head_has_a_record_corrected_and_both_stand_on_the_page(walk: Walk, client: Client) -> None:
    task = walk.signed()
    walk.people.head.sign_in(client)
    answer = client.post(reverse("inspection_correct_record", args=[task.pk]), {"correct-reason": "职务写错"})
    assert answer.status_code == 302
    text = page(client, walk.people.clerk, task)
    assert "现场检查笔录（更正）" in text
    assert "作废：职务写错" in text


def test_the_clerk_tells_the_result(walk: Walk, client: Client) -> None:
    task = walk.signed()
    walk.people.clerk.sign_in(client)
    url = reverse("inspection_tell_result", args=[task.pk])
    answer = client.post(url, {"tell-outcome": "correction_ordered", "tell-problems": "台账不全"})
    assert answer.status_code == 422
    assert "责令限期改正须写明要求和期限" in answer.content.decode()
    assert client.post(url, {"tell-outcome": "no_problem"}).status_code == 302
    assert fresh(task).stage == Stage.CONCLUDED


def test_another_department_sees_nothing_of_the_task(walk: Walk, client: Client) -> None:
    task = walk.request()
    for name in (
        "inspection_detail",
        "inspection_form_print",
        "inspection_notice_pdf",
        "inspection_record_pdf",
    ):
        assert walk.people.other_clerk.sign_in(client).get(reverse(name, args=[task.pk])).status_code == 403
    assert (
        walk.people.system.sign_in(client).get(reverse("inspection_detail", args=[task.pk])).status_code
        == 403
    )


def test_the_bureau_reads_and_does_nothing(walk: Walk, client: Client) -> None:
    text = page(client, walk.people.supervisor, walk.request())
    assert 'method="post" action="/inspections/' not in text


def test_the_page_costs_the_same_however_much_happened(
    walk: Walk, client: Client, django_assert_max_num_queries: object
) -> None:
    task = walk.signed()
    walk.people.clerk.sign_in(client)
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        assert client.get(reverse("inspection_detail", args=[task.pk])).status_code == 200


def test_a_picture_is_shown_to_those_who_may_see_the_task(walk: Walk, client: Client) -> None:
    task = walk.approved()
    walk.enter(task)
    walk.start(task)
    photo = operations.add_photo(
        inspection_id=task.pk,
        content=picture("red"),
        name="现场.png",
        actor=walk.people.officer.member,
        now=STARTED_AT + timedelta(minutes=1),
    )
    url = reverse("inspection_photo", args=[photo.file_id])
    answer = walk.people.clerk.sign_in(client).get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert walk.people.contact.sign_in(client).get(url).status_code == 200
    assert walk.people.other_clerk.sign_in(client).get(url).status_code == 404
    assert walk.people.other_contact.sign_in(client).get(url).status_code == 404
    assert walk.people.system.sign_in(client).get(url).status_code == 403


def test_a_signed_record_is_archived_once(walk: Walk) -> None:
    task = walk.signed()
    record = Record.objects.get(inspection=task)
    archive_record(record_id=record.pk)
    record.refresh_from_db()
    paper = record.paper_id
    assert record.paper is not None
    assert record.paper.media_type == "application/pdf"
    archive_record(record_id=record.pk)
    record.refresh_from_db()
    assert record.paper_id == paper


def test_the_enterprise_reads_the_notice_once_it_was_served(walk: Walk, client: Client) -> None:
    task = walk.approved()
    walk.people.contact.sign_in(client)
    url = reverse("inspection_notice_pdf", args=[task.pk])
    assert client.get(url).status_code == 403
    walk.enter(task)
    walk.serve(task)
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def test_each_paper_of_a_task_is_there_to_edit_as_well(walk: Walk, client: Client) -> None:
    task = walk.signed()
    client.force_login(walk.people.clerk.account)
    for name in ("inspection_form_print", "inspection_notice_pdf", "inspection_record_pdf"):
        answer = client.get(reverse(name, args=[task.pk]), {"format": "docx"})
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert task.enterprise.name in archive.read("word/document.xml").decode()
        assert ".docx" in answer["Content-Disposition"]
