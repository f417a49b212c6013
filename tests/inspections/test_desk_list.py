"""The list of tasks: what is in it, how it is narrowed, taken out, and approved from."""

import io

import pytest
import python_calamine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from jingwei.inspections.terms import Stage
from jingwei.planning.terms import InspectionKind
from jingwei.registry.models import Enterprise
from tests.inspections.walking import Walk, cap, fresh

LIST, EXPORT = reverse("inspection_list"), reverse("inspection_export")


def test_a_department_sees_its_own_tasks_and_the_bureau_all(walk: Walk, client: Client) -> None:
    task = walk.request()
    assert task.number in walk.people.clerk.sign_in(client).get(LIST).content.decode()
    assert task.number not in walk.people.other_clerk.sign_in(client).get(LIST).content.decode()
    text = walk.people.supervisor.sign_in(client).get(LIST).content.decode()
    assert task.number in text
    assert "检查主体" in text


def test_an_empty_list_says_what_to_do_next(walk: Walk, client: Client) -> None:
    text = walk.people.clerk.sign_in(client).get(LIST).content.decode()
    assert "还没有检查任务" in text
    assert reverse("inspection_new") in text


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=星禾", True),
        ("q=91320312DEM000014U", True),
        ("q=xzxh", True),
        ("q=〔2026〕1号", True),
        ("q=没有这家", False),
        ("stage=submitted", True),
        ("stage=approved", False),
        ("kind=routine", True),
        ("kind=special", False),
        ("planned_after=2026-03-10&planned_before=2026-03-10", True),
        ("planned_after=2026-03-11", False),
        ("planned_before=2026-03-09", False),
        ("planned_after=nonsense", True),
    ],
)
def test_the_filter_narrows_the_list(walk: Walk, client: Client, query: str, is_found: bool) -> None:
    task = walk.request()
    text = walk.people.clerk.sign_in(client).get(f"{LIST}?{query}").content.decode()
    assert (task.number in text) == is_found


def test_the_list_costs_the_same_however_long_it_is(
    walk: Walk, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    walk.people.head.sign_in(client)
    for _ in range(6):
        walk.request()
    with django_assert_max_num_queries(10):
        assert client.get(LIST).status_code == 200


def test_a_condition_out_of_the_way_is_in_sight_while_it_narrows(walk: Walk, client: Client) -> None:
    client = walk.people.head.sign_in(client)
    folded = "更多条件"
    assert client.get(LIST).content.decode().index(folded) < client.get(LIST).content.decode().index(
        'name="reach"'
    )
    text = client.get(LIST, {"reach": "done"}).content.decode()
    assert text.index('name="reach"') < text.index(folded) < text.index('name="origin"')


def test_the_export_holds_what_the_filter_found_and_no_formula(walk: Walk, client: Client) -> None:
    Enterprise.objects.filter(pk=walk.people.enterprise.pk).update(name="=1+1")
    task = walk.request()
    answer = walk.people.clerk.sign_in(client).get(f"{EXPORT}?stage=submitted")
    book = python_calamine.load_workbook(io.BytesIO(answer.content))
    titles, *rows = book.get_sheet_by_index(0).to_python()
    found = [dict(zip(map(str, titles), row, strict=True)) for row in rows]
    assert [row["文号"] for row in found] == [task.number]
    # Text: of a formula calamine would give the value, and none was computed.
    assert found[0]["企业"] == "=1+1"
    assert found[0]["拟检时间自"] == "2026-03-10 09:30"


def test_the_head_approves_several_after_being_asked(walk: Walk, client: Client) -> None:
    first, second = walk.request(), walk.request(kind=InspectionKind.CASE_BASED, evidence="12345-1")
    cap(walk.people.subject, 0)
    walk.people.head.sign_in(client)
    url = reverse("inspection_approve_many")
    text = client.post(url, {"pick": [first.pk, second.pk]}).content.decode()
    assert "批准 2 件检查？" in text
    assert fresh(first).stage == Stage.SUBMITTED
    text = client.post(url, {"pick": [first.pk, second.pk], "is_confirmed": "1"}).content.decode()
    assert "批准 1 件，未批准 1 件" in text
    assert "R-FRQ-01" in text
    assert (fresh(first).stage, fresh(second).stage) == (Stage.SUBMITTED, Stage.APPROVED)


def test_picking_nothing_leads_back_and_a_clerk_may_not_pick(walk: Walk, client: Client) -> None:
    url = reverse("inspection_approve_many")
    assert walk.people.head.sign_in(client).post(url)["Location"] == LIST
    assert client.post(url, {"pick": ["9" * 20, "²", "-1"], "is_confirmed": "1"})["Location"] == LIST
    assert walk.people.clerk.sign_in(client).post(url, {"pick": [1]}).status_code == 403


@pytest.mark.parametrize(
    "query", ["page=999", "page=abc&sort=xx", "sort=-enterprise", "sort=planned_from", "stage=bogus"]
)
def test_an_odd_address_still_opens_the_list(walk: Walk, client: Client, query: str) -> None:
    walk.request()
    assert walk.people.head.sign_in(client).get(f"{LIST}?{query}").status_code == 200
