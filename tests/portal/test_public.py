"""门户: everybody reads what was announced, and nothing that was not; no log-in, no script."""

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jingwei.disclosure.models import Announcement
from jingwei.inspections.models import Result
from jingwei.planning.models import AnnualPlan
from jingwei.platform.calendar import local_date
from jingwei.portal.queries.open_data import DATASETS
from jingwei.registry.models import Item
from jingwei.registry.terms import ItemStatus, SubjectStatus
from tests.inspections.walking import Walk, cap
from tests.people import District, district

LISTS = [
    "public_home",
    "public_subjects",
    "public_items",
    "public_plans",
    "public_specials",
    "public_caps",
    "public_results",
    "public_data",
    "public_search",
]


@pytest.fixture
def people(db: None) -> District:
    """The district."""
    return district()


def page(client: Client, name: str, *args: object, **query: str) -> str:
    """A page that answers, as text."""
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_a_list_opens_without_log_in_and_without_a_script_of_its_own(
    people: District, client: Client, name: str
) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies


def test_the_front_page_leads_to_everything_that_is_public(people: District, client: Client) -> None:
    shown = page(client, "public_home")
    for name in (*LISTS[1:], "verify_officer", "public_statistics"):
        assert f'"{reverse(name)}"' in shown, name


def test_a_subject_leads_to_its_items_their_bases_and_its_plan(people: District, client: Client) -> None:
    shown = page(client, "public_subject", people.subject.pk)
    assert people.item.name in shown
    assert "《中华人民共和国安全生产法》第六十五条" in shown
    assert "2026年度行政检查计划" in shown
    assert "行政机关" in page(client, "public_subjects")
    item = page(client, "public_item", people.item.pk)
    assert "配备专职安全生产管理人员" in item
    assert "可以检查" in item
    plan = Announcement.objects.get(plan__subject=people.subject, plan__year=2026)
    lines = page(client, "public_plan", plan.pk)
    assert people.second_item.name in lines
    assert "现场检查" in lines


def test_a_cap_says_for_which_items_and_which_enterprises_it_is(people: District, client: Client) -> None:
    cap(people.subject, 1, credit_class="A")
    for shown in (
        page(client, "public_subject", people.subject.pk),
        page(client, "public_item", people.item.pk),
    ):
        assert "<b>全部事项　A 类（低）</b>" in shown


def test_what_was_not_announced_is_not_shown(people: District, client: Client) -> None:
    unpublished = people.unpublished_item
    assert unpublished.name not in page(client, "public_items")
    assert client.get(reverse("public_item", args=[unpublished.pk])).status_code == 422
    people.other_subject.status = SubjectStatus.DRAFT
    people.other_subject.announced_on = None
    people.other_subject.save()
    assert people.other_subject.name not in page(client, "public_subjects")
    assert people.other_item.name not in page(client, "public_items")
    assert client.get(reverse("public_subject", args=[people.other_subject.pk])).status_code == 422


def test_a_plan_that_was_withdrawn_from_the_site_is_not_shown(people: District, client: Client) -> None:
    announcement = Announcement.objects.get(plan__subject=people.subject, plan__year=2026)
    announcement.withdrawn_at = announcement.made_at
    announcement.save()
    assert client.get(reverse("public_plan", args=[announcement.pk])).status_code == 422
    assert announcement.plan is not None
    assert AnnualPlan.objects.filter(pk=announcement.plan.pk).exists()


def test_an_item_whose_basis_has_ended_says_that_it_may_not_be_inspected(
    people: District, client: Client
) -> None:
    basis = people.item.bases.get()
    basis.valid_until = local_date(timezone.now())
    basis.ended_by = "新法"
    basis.save()
    Item.objects.filter(pk=people.item.pk).update(status=ItemStatus.TO_ADJUST)
    shown = page(client, "public_item", people.item.pk)
    assert "不得检查" in shown
    assert "企业有权拒绝" in shown


def test_subjects_are_found_by_name_and_by_initials_items_by_what_they_rest_on(
    people: District, client: Client
) -> None:
    for text in ("应急管理", "yjglj", "安全生产法"):
        shown = page(client, "public_search", q=text)
        assert people.item.name in shown or people.subject.name in shown, text
    assert "没有找到" in page(client, "public_search", q="不存在的单位")
    assert "至少输入两个字" in page(client, "public_search", q="应")


def test_the_number_of_a_card_leads_to_the_check_of_its_holder(people: District, client: Client) -> None:
    number = people.officer.card.number
    answer = client.get(reverse("public_search"), {"q": number})
    assert answer.headers["Location"] == reverse("verify_officer", args=[number])


def test_a_result_is_shown_from_the_day_it_is_public(people: District, client: Client) -> None:
    walk = Walk(people)
    task = walk.signed()
    walk.tell(task)
    assert people.enterprise.name not in page(client, "public_results")
    Result.objects.update(published_on=local_date(timezone.now()))
    shown = page(client, "public_results")
    assert people.enterprise.name in shown
    assert people.officer.roster.name not in shown
    assert people.enterprise.name in page(client, "public_results", q=people.enterprise.credit_code)
    assert "没有公开的检查结果" in page(client, "public_results", q="别的企业")


@pytest.mark.parametrize("name", DATASETS)
def test_every_list_is_data_too_the_same_rows_as_csv_and_as_json(
    people: District, client: Client, name: str
) -> None:
    cap(people.subject, 2)
    dataset = DATASETS[name]
    sheet = client.get(reverse("open_data", args=[name, "csv"])).content
    assert sheet.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(sheet.decode("utf-8-sig")))
    assert head == [title for _, title in dataset.columns]
    data = json.loads(client.get(reverse("open_data", args=[name, "json"])).content)
    assert data["count"] == len(data["items"]) == len(rows)
    assert all(list(item) == [key for key, _ in dataset.columns] for item in data["items"])


def test_a_cell_that_would_be_computed_is_text_in_the_sheet(people: District, client: Client) -> None:
    Item.objects.filter(pk=people.item.pk).update(frequency="=1+1")
    rows = list(
        csv.reader(
            io.StringIO(client.get(reverse("open_data", args=["items", "csv"])).content.decode("utf-8-sig"))
        )
    )
    assert "'=1+1" in {cell for row in rows for cell in row}


def test_data_that_there_is_not_says_so(people: District, client: Client) -> None:
    for name, form in (("nothing", "csv"), ("items", "exe")):
        answer = client.get(reverse("open_data", args=[name, form]))
        assert answer.status_code == 422
        assert "从开放数据页选择" in answer.content.decode()


def test_large_letters_are_kept_in_a_cookie_and_lead_back(people: District, client: Client) -> None:
    came_from = f"http://testserver{reverse('public_items')}"
    answer = client.get(reverse("public_size", args=["large"]), headers={"referer": came_from})
    assert answer.headers["Location"] == came_from
    assert 'class="is-large"' in page(client, "public_items")
    elsewhere = client.get(
        reverse("public_size", args=["normal"]), headers={"referer": "http://evil.example/"}
    )
    assert elsewhere.headers["Location"] == reverse("public_home")
    assert 'class="is-large"' not in page(client, "public_items")
