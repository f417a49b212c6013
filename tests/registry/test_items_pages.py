"""检查事项库 in pages: who sees what, how the list narrows, what one item shows and what may be done from there."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from jingwei.platform.calendar import local_date
from jingwei.registry.models import Basis, Item, ItemVersion, StandardConflict
from jingwei.registry.terms import Field, ItemStatus
from tests.people import District, district, make_item

pytestmark = pytest.mark.django_db
LIST, EXPORT, NEW = reverse("item_list"), reverse("item_export"), reverse("item_new")
ELEMENTS = {
    "name": "对重大危险源的检查",
    "field": "emergency",
    "object_scope": "危险化学品企业",
    "level": "district",
    "methods": ["on_site"],
    "frequency": "每年不超过2次",
}


@pytest.fixture
def cast() -> District:
    return district(local_date(timezone.now()))


def page_of(client: Client, item: Item) -> str:
    return client.get(reverse("item_detail", args=[item.pk])).content.decode()


def test_a_department_sees_its_own_items_and_what_others_have_published(
    cast: District, client: Client
) -> None:
    hidden = make_item(cast.other_subject, "对广告的检查", Field.MARKET, status=ItemStatus.UNPUBLISHED)
    text = cast.clerk.sign_in(client).get(LIST).content.decode()
    assert cast.unpublished_item.name in text
    assert cast.other_item.name in text
    assert hidden.name not in text
    assert client.get(reverse("item_detail", args=[hidden.pk])).status_code == 403
    assert hidden.name in cast.supervisor.sign_in(client).get(LIST).content.decode()


@pytest.mark.parametrize("who", ["contact", "system", "security", "audit"])
def test_enterprises_and_administrators_have_no_part_in_it(cast: District, client: Client, who: str) -> None:
    assert getattr(cast, who).sign_in(client).get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=危险作业", True),
        ("q=T002", True),
        ("q=安全生产法", True),
        ("q=没有这项", False),
        ("status=published", True),
        ("status=withdrawn", False),
        ("field=emergency", True),
        ("field=market", False),
        ("level=district", True),
        ("level=town", False),
        ("subject=0", True),
    ],
)
def test_the_filter_narrows_the_list(cast: District, client: Client, query: str, is_found: bool) -> None:
    text = cast.clerk.sign_in(client).get(f"{LIST}?{query}").content.decode()
    assert (cast.second_item.name in text) == is_found


def test_an_item_that_waits_for_its_article_says_so_in_the_list(cast: District, client: Client) -> None:
    Basis.objects.filter(item=cast.unpublished_item).update(article="")
    Item.objects.filter(pk=cast.unpublished_item.pk).update(status=ItemStatus.PENDING_BASIS)
    text = cast.clerk.sign_in(client).get(LIST).content.decode()
    assert "《中华人民共和国安全生产法》还没有查到条款，补登后才能公布" in text


def test_the_list_costs_the_same_however_long_it_is(
    cast: District, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    cast.clerk.sign_in(client)
    for number in range(15):
        make_item(cast.subject, f"第{number}项检查", Field.EMERGENCY)
    with django_assert_max_num_queries(16):
        client.get(LIST)


def test_the_file_holds_the_filtered_list_with_its_elements(cast: District, client: Client) -> None:
    answer = cast.clerk.sign_in(client).get(f"{EXPORT}?q=危险作业")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert sheet[0][:3] == ["编码", "名称", "主体"]
    assert [row[1] for row in sheet[1:]] == [cast.second_item.name]


def test_a_clerk_enters_an_item_and_its_standard_and_the_lead_publishes_it(
    cast: District, client: Client
) -> None:
    cast.clerk.sign_in(client)
    given = {
        "code": "T900",
        **ELEMENTS,
        "basis_level": "law",
        "title": "《安全生产法》",
        "article": "第四十条",
    }
    answer = client.post(NEW, given)
    item = Item.objects.get(code="T900")
    assert answer["Location"] == reverse("item_detail", args=[item.pk])
    assert str(item.bases.get()) == "《安全生产法》第四十条"
    day = local_date(timezone.now()).isoformat()
    points = {"version": "2026版", "valid_from": day, "points": "登记建档\n\n 定期检测 \n"}
    assert client.post(reverse("standard_new", args=[item.pk]), points).status_code == 302
    assert [point.text for point in item.standards.get().points.order_by("position")] == [
        "登记建档",
        "定期检测",
    ]
    publish = reverse("item_publish", args=[item.pk])
    assert client.post(publish, {"publish-published_on": day}).status_code == 403
    cast.lead.sign_in(client)
    assert client.post(publish, {"publish-published_on": day}).status_code == 302
    item.refresh_from_db()
    assert item.status == ItemStatus.PUBLISHED


def test_a_refused_publication_names_its_reasons_on_the_page(cast: District, client: Client) -> None:
    Item.objects.filter(pk=cast.unpublished_item.pk).update(level="")
    cast.unpublished_item.standards.all().update(valid_until="2025-02-01")
    day = local_date(timezone.now()).isoformat()
    answer = cast.lead.sign_in(client).post(
        reverse("item_publish", args=[cast.unpublished_item.pk]), {"publish-published_on": day}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "R-PUB-04" in text
    assert "R-PUB-06" in text


def test_the_lead_publishes_a_change_and_both_versions_stand_side_by_side(
    cast: District, client: Client
) -> None:
    cast.lead.sign_in(client)
    day = local_date(timezone.now()).isoformat()
    given = {**ELEMENTS, "name": cast.item.name, "reason": "压减频次", "valid_from": day}
    answer = client.post(reverse("item_edit", args=[cast.item.pk]), given)
    assert answer["Location"] == reverse("item_detail", args=[cast.item.pk])
    text = page_of(client, cast.item)
    assert "第 1 版" in text
    assert "第 2 版" in text
    assert "<b>每年不超过2次</b>" in text


def test_a_department_revises_what_is_not_published_and_nothing_else(cast: District, client: Client) -> None:
    cast.clerk.sign_in(client)
    assert client.post(reverse("item_edit", args=[cast.unpublished_item.pk]), ELEMENTS).status_code == 302
    assert client.get(reverse("item_edit", args=[cast.item.pk])).status_code == 403
    assert client.get(reverse("item_edit", args=[cast.other_item.pk])).status_code == 403


def test_an_ended_basis_is_entered_from_the_page_and_the_item_says_why_it_waits(
    cast: District, client: Client
) -> None:
    cast.clerk.sign_in(client)
    given = {
        "end-basis_id": str(cast.item.bases.get().pk),
        "end-ended_on": "2026-01-01",
        "end-document": "某部令第9号",
    }
    assert client.post(reverse("item_end_basis", args=[cast.item.pk]), given).status_code == 302
    text = page_of(client, cast.item)
    assert "待调整" in text
    assert "补登现行依据并重新公布后恢复" in text
    again = client.post(reverse("item_end_basis", args=[cast.item.pk]), given)
    assert again.status_code == 422
    amended = {"amend-basis_level": "law", "amend-title": "安全生产法（修正）", "amend-article": "第六十六条"}
    assert client.post(reverse("item_amend_basis", args=[cast.item.pk]), amended).status_code == 302
    assert cast.item.bases.count() == 2


def test_the_lead_withdraws_an_item_with_a_reason(cast: District, client: Client) -> None:
    cast.lead.sign_in(client)
    address = reverse("item_withdraw", args=[cast.item.pk])
    assert client.post(address, {"withdraw-reason": ""}).status_code == 422
    assert client.post(address, {"withdraw-reason": "五年未实施"}).status_code == 302
    assert client.post(address, {"withdraw-reason": "再次"}).status_code == 409


def test_a_conflict_of_standards_is_raised_escalated_and_settled_in_pages(
    cast: District, client: Client
) -> None:
    cast.clerk.sign_in(client)
    other = cast.other_item.standards.get()
    given = {"other_id": str(other.pk), "matter": "疏散通道宽度要求不一"}
    assert client.post(reverse("conflict_new", args=[cast.item.pk]), given).status_code == 302
    conflict = StandardConflict.objects.get()
    assert conflict.matter in client.get(reverse("conflict_list")).content.decode()
    assert conflict.matter in page_of(client, cast.item)
    cast.supervisor.sign_in(client)
    escalate = reverse("conflict_escalate", args=[conflict.pk])
    assert client.post(escalate, {}).status_code == 422
    reason = {f"escalate-{conflict.pk}-reason": "意见不一"}
    assert client.post(escalate, reason).status_code == 302
    assert client.post(escalate, reason).status_code == 409
    outcome = {f"settle-{conflict.pk}-outcome": "从严", f"settle-{conflict.pk}-settled_on": "2026-03-10"}
    assert client.post(reverse("conflict_settle", args=[conflict.pk]), outcome).status_code == 302
    conflict.refresh_from_db()
    assert conflict.outcome == "从严"


def test_programs_enter_an_item_and_read_it_as_the_library_shows_it(cast: District, client: Client) -> None:
    cast.clerk.sign_in(client)
    given = {"code": "T900", **ELEMENTS, "basis_level": "law", "title": "某法", "article": "第一条"}
    answer = client.post("/api/v1/items", given, content_type="application/json")
    assert answer.status_code == 200
    made = Item.objects.get(code="T900")
    assert (answer.json()["id"], answer.json()["name"]) == (made.pk, ELEMENTS["name"])
    listed = client.get("/api/v1/items?q=T900").json()
    assert (listed["count"], listed["items"][0]["bases"]) == (1, "某法")
    answer = client.post("/api/v1/items", {**given, "level": "nowhere"}, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["error"]["kind"] == "mistake"


def test_programs_are_refused_a_publication_for_the_reasons_of_the_page(
    cast: District, client: Client
) -> None:
    Item.objects.filter(pk=cast.unpublished_item.pk).update(level="")
    cast.unpublished_item.standards.all().update(valid_until="2025-02-01")
    address = f"/api/v1/items/{cast.unpublished_item.pk}/publish"
    given = {"published_on": local_date(timezone.now()).isoformat()}
    assert cast.clerk.sign_in(client).post(address, given, content_type="application/json").status_code == 403
    answer = cast.lead.sign_in(client).post(address, given, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["error"]["kind"] == "refused"
    assert "R-PUB-04" in answer.content.decode()
    assert "R-PUB-06" in answer.content.decode()


def test_what_was_typed_about_a_conflict_stays_in_its_row(cast: District, client: Client) -> None:
    cast.clerk.sign_in(client)
    other = cast.other_item.standards.get()
    given = {"other_id": str(other.pk), "matter": "疏散通道宽度要求不一"}
    client.post(reverse("conflict_new", args=[cast.item.pk]), given)
    conflict = StandardConflict.objects.get()
    typed = {f"settle-{conflict.pk}-outcome": "从严执行", f"settle-{conflict.pk}-settled_on": "某日"}
    answer = cast.supervisor.sign_in(client).post(reverse("conflict_settle", args=[conflict.pk]), typed)
    assert answer.status_code == 422
    assert "从严执行" in answer.content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"name": "", "code": "T900"},
        {"code": "T001"},
        {"level": "nowhere"},
        {"methods": "by_magic"},
        {"name": "长" * 161},
    ],
)
def test_a_form_that_is_wrong_comes_back_and_nothing_is_entered(
    cast: District, client: Client, given: dict[str, str]
) -> None:
    before = Item.objects.count()
    whole = {"code": "T900", **ELEMENTS, "basis_level": "law", "title": "某法", "article": "第一条"}
    answer = cast.clerk.sign_in(client).post(NEW, {**whole, **given} if given else {})
    assert answer.status_code == 422
    assert Item.objects.count() == before


def test_a_point_that_is_too_long_is_named_by_its_line(cast: District, client: Client) -> None:
    given = {"version": "2", "valid_from": "2026-03-10", "points": f"短\n{'长' * 201}"}
    answer = cast.clerk.sign_in(client).post(reverse("standard_new", args=[cast.item.pk]), given)
    assert "第 2 条有 201 字" in answer.content.decode()


def test_versions_of_long_ago_stay_readable(cast: District, client: Client) -> None:
    begun = cast.item.published_on or local_date(timezone.now())
    ItemVersion.objects.create(
        item=cast.item,
        number=1,
        valid_from=begun,
        valid_until=begun + timedelta(days=9),
        content={"name": "旧名"},
    )
    assert "旧名" in page_of(cast.clerk.sign_in(client), cast.item)
