"""专项检查 in pages: drawn up, submitted, decided, reported and printed by those whose turn it is."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from jingwei.planning.models import SpecialPlan
from jingwei.planning.operations import approve_special, draft_special, register_order, submit_special
from jingwei.planning.terms import ApproverLevel, SpecialOrigin, SpecialStage
from jingwei.platform.calendar import local_date
from tests.people import District, Person, district
from tests.planning.specials import confirmer, form

pytestmark = pytest.mark.django_db
LIST, EXPORT, NEW = reverse("special_list"), reverse("special_export"), reverse("special_new")


@pytest.fixture
def today() -> date:
    """The present day: pages ask the clock."""
    return local_date(timezone.now())


@pytest.fixture
def people(today: date) -> District:
    """The cast of the tests."""
    return district(today)


@pytest.fixture
def government(people: District) -> Person:
    """Who acts for the district's government."""
    return confirmer()


def fields(people: District, today: date, **changes: Any) -> dict[str, Any]:
    """Return what the form sends for a special inspection that every rule lets pass."""
    return {
        "name": "有限空间作业专项检查",
        "origin": "own",
        "assessment": "一季度发生两起险情，个案检查不能解决。",
        "assessed_on": today.isoformat(),
        "basis": "《安全生产法》第六十五条",
        "regions": ["320312"],
        "contents": "有限空间作业审批、监护和现场管理。",
        "item_ids": [people.item.pk],
        "object_scope": "涉及有限空间作业的企业",
        "industries": "C26、g59",
        "base": "120",
        "quantity": "40",
        "first_on": (today + timedelta(days=10)).isoformat(),
        "last_on": (today + timedelta(days=40)).isoformat(),
    } | changes


def drafted(people: District, today: date, **changes: Any) -> SpecialPlan:
    """Draw one up as of now."""
    dates = {
        "assessed_on": today,
        "first_on": today + timedelta(days=10),
        "last_on": today + timedelta(days=40),
    }
    draft = form(people, **(dates | changes))
    return draft_special(
        subject_id=people.subject.pk, draft=draft, actor=people.clerk.member, now=timezone.now()
    )


def submitted(people: District, today: date, **changes: Any) -> SpecialPlan:
    """Draw one up and submit it."""
    special = drafted(people, today, **changes)
    return submit_special(special_id=special.pk, actor=people.head.member, now=timezone.now())


def page(client: Client, special: SpecialPlan) -> str:
    """Return its page."""
    answer = client.get(reverse("special_detail", args=[special.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_department_walks_from_the_empty_list_to_an_approved_plan(
    people: District, government: Person, client: Client, today: date
) -> None:
    people.clerk.sign_in(client)
    assert "还没有专项检查" in client.get(LIST).content.decode()
    answer = client.post(NEW, fields(people, today))
    special = SpecialPlan.objects.get()
    assert answer["Location"] == reverse("special_detail", args=[special.pk])
    assert (special.industries, special.regions) == (["C26", "G59"], ["320312"])
    assert "可以放行" in page(client, special)
    people.head.sign_in(client)
    assert client.post(reverse("special_submit", args=[special.pk])).status_code == 302
    government.sign_in(client)
    assert "登记批准" in page(client, special)
    given = {
        "approve-approver": "government",
        "approve-number": "铜政办函〔2026〕3号",
        "approve-approved_on": today.isoformat(),
        "approve-opinion": "同意。",
    }
    client.post(reverse("special_approve", args=[special.pk]), given)
    special.refresh_from_db()
    assert special.stage == SpecialStage.APPROVED
    text = people.supervisor.sign_in(client).get(LIST).content.decode()
    assert special.name in text
    assert "铜政办函〔2026〕3号" in text


def test_the_form_is_changed_and_keeps_what_stood_in_it(
    people: District, client: Client, today: date
) -> None:
    special = drafted(people, today, enterprise_ids=[people.enterprise.pk])
    url = reverse("special_change", args=[special.pk])
    shown = people.clerk.sign_in(client).get(url)
    text = shown.content.decode()
    assert people.enterprise.credit_code in text
    assert "有限空间作业审批、监护和现场管理。" in text
    joint = {"joint_item_ids": people.other_item.code, "partner_ids": [people.other_subject.pk]}
    assert client.post(url, fields(people, today, **joint)).status_code == 302
    assert set(special.items.all()) == {people.item, people.other_item}
    assert list(special.partners.all()) == [people.other_subject]
    assert not special.enterprises.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "这个字段是必填项"),
        ({"joint_item_ids": "X001、X002"}, "事项库中没有编码 X001、X002"),
        ({"enterprises": "91320312DEM000014U\n91320312MA1XXXXXXX"}, "名录中没有第 2 个 91320312MA1XXXXXXX"),
        ({"industries": "Z99"}, "行业代码 Z99 不在"),
        ({"quantity": "121"}, "多于对象基数 120 户"),
        ({"last_on": "2026-01-01"}, "早于开始的"),
        ({"regions": ["990000"]}, "990000"),
    ],
)
def test_what_is_wrong_stands_above_the_form_as_it_was_filled_in(
    people: District, client: Client, today: date, changes: dict[str, Any], said: str
) -> None:
    answer = people.clerk.sign_in(client).post(NEW, fields(people, today, **changes))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "有限空间作业审批、监护和现场管理。" in text
    assert not SpecialPlan.objects.exists()


def test_what_the_rules_say_is_shown_before_and_after_the_attempt(
    people: District, client: Client, today: date
) -> None:
    special = drafted(people, today, assessment="")
    people.head.sign_in(client)
    assert "没有必要性评估" in page(client, special)
    answer = client.post(reverse("special_submit", args=[special.pk]))
    assert answer.status_code == 422
    assert "R-SPC-04a" in answer.content.decode()
    assert "被拒绝" in page(client, special)


def test_beyond_the_quota_the_confirmer_is_asked_for_a_reason(
    people: District, government: Person, client: Client, today: date
) -> None:
    for n in (1, 2):
        special = submitted(people, today, name=f"第{n}次专项检查")
        approve_special(
            special_id=special.pk,
            approver=ApproverLevel.GOVERNMENT,
            number=f"铜政办函〔2026〕{n}号",
            actor=government.member,
            now=timezone.now(),
        )
    third = submitted(people, today, name="第3次专项检查")
    government.sign_in(client)
    assert "超年度数量的理由" in page(client, third)
    url = reverse("special_approve", args=[third.pk])
    given = {
        "approve-approver": "government",
        "approve-number": "铜政办函〔2026〕3号",
        "approve-approved_on": today.isoformat(),
    }
    answer = client.post(url, given)
    assert answer.status_code == 422
    assert "已批准 2 项" in answer.content.decode()
    assert client.post(url, given | {"approve-override_reason": "汛期新隐患"}).status_code == 302
    listed = client.get(f"{LIST}?year={third.year}").content.decode()
    assert "3 / 2" in listed


def test_it_is_returned_with_a_reason_and_the_clerk_reads_it(
    people: District, government: Person, client: Client, today: date
) -> None:
    special = submitted(people, today)
    url = reverse("special_return", args=[special.pk])
    assert government.sign_in(client).post(url, {"return-reason": ""}).status_code == 422
    assert client.post(url, {"return-reason": "户数过多"}).status_code == 302
    assert "区政府退回：户数过多" in page(people.clerk.sign_in(client), special)


def test_what_was_ordered_is_registered_and_reported_when_it_is_over(
    people: District, client: Client, today: date
) -> None:
    ended = {"first_on": today - timedelta(days=90), "last_on": today - timedelta(days=60)}
    special = drafted(people, today, origin=SpecialOrigin.SUPERIOR, order_number="徐安办〔2026〕8号", **ended)
    people.head.sign_in(client)
    assert "登记上级部署的" in page(client, special)
    assert client.post(reverse("special_register", args=[special.pk])).status_code == 302
    text = page(client, special)
    assert "至今没有报告" in text
    assert "逾期未报告" in client.get(f"{LIST}?stage=unreported").content.decode()
    url = reverse("special_report", args=[special.pk])
    assert client.post(url, {"report-report": "", "report-reported_on": today}).status_code == 422
    client.post(url, {"report-report": "检查 38 户。", "report-reported_on": today.isoformat()})
    text = page(client, special)
    assert "检查 38 户。" in text
    assert "才报告" in text
    assert special.name not in client.get(f"{LIST}?stage=unreported").content.decode()


def test_a_draft_is_given_up_from_its_page(people: District, client: Client, today: date) -> None:
    special = drafted(people, today)
    answer = people.clerk.sign_in(client).post(reverse("special_discard", args=[special.pk]))
    assert answer["Location"] == LIST
    assert not SpecialPlan.objects.exists()


def test_the_paper_and_the_file_say_what_the_page_says(people: District, client: Client, today: date) -> None:
    special = drafted(people, today, enterprise_ids=[people.enterprise.pk])
    people.clerk.sign_in(client)
    url = reverse("special_paper", args=[special.pk])
    assert client.get(url).content.startswith(b"%PDF")
    assert client.get(f"{url}?format=docx").content.startswith(b"PK")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(client.get(EXPORT).content)).get_sheet_by_index(0)
    rows = [[str(cell) for cell in row] for row in sheet.to_python()]
    assert any(special.name in row and people.item.name in row for row in rows)


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=有限空间", True),
        ("q=没有这项", False),
        ("stage=draft", True),
        ("stage=approved", False),
        ("origin=own", True),
        ("origin=superior", False),
        ("year=1999", True),  # no such year is offered: the bar says so and narrows nothing
        ("subject=0", True),
    ],
)
def test_the_filter_narrows_the_list(
    people: District, client: Client, today: date, query: str, is_found: bool
) -> None:
    special = drafted(people, today)
    text = people.clerk.sign_in(client).get(f"{LIST}?{query}").content.decode()
    assert (reverse("special_detail", args=[special.pk]) in text) == is_found


def test_strangers_neither_see_nor_act(
    people: District, government: Person, client: Client, today: date
) -> None:
    special = drafted(people, today)
    for stranger in (people.contact, people.system, people.audit):
        assert stranger.sign_in(client).get(LIST).status_code == 403
    people.other_clerk.sign_in(client)
    assert special.name not in client.get(LIST).content.decode()
    for name in ("detail", "change", "paper"):
        assert client.get(reverse(f"special_{name}", args=[special.pk])).status_code == 403
    assert client.post(reverse("special_discard", args=[special.pk])).status_code == 403
    assert government.sign_in(client).get(NEW).status_code == 403
    submit_special(special_id=special.pk, actor=people.head.member, now=timezone.now())
    assert people.clerk.sign_in(client).get(reverse("special_change", args=[special.pk])).status_code == 409


def test_the_list_asks_no_more_of_the_database_when_it_is_longer(
    people: District, client: Client, today: date, django_assert_max_num_queries: Any
) -> None:
    for n in range(8):
        special = drafted(
            people, today, name=f"部署之{n}", origin=SpecialOrigin.SUPERIOR, order_number=f"{n}号"
        )
        register_order(special_id=special.pk, actor=people.head.member, now=timezone.now())
    people.supervisor.sign_in(client)
    with django_assert_max_num_queries(40):
        client.get(LIST)
