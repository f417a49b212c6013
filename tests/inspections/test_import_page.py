"""An imported inspection on the pages: marked as such, with its log, and voided by those who may."""

import io
from datetime import date

import pytest
import python_calamine
from django.test import Client
from django.urls import reverse

from jingwei.inspections.models import Inspection
from jingwei.inspections.queries import list_tasks_of_officer
from jingwei.inspections.terms import Stage
from jingwei.platform.actors import SYSTEM
from tests.inspections.test_import_inspections import take_in
from tests.inspections.walking import Walk, fresh
from tests.people import TODAY, Person

pytestmark = pytest.mark.django_db


def page(client: Client, person: Person, task: Inspection) -> str:
    """The page as the person sees it."""
    answer = person.sign_in(client).get(reverse("inspection_detail", args=[task.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_its_page_says_where_it_comes_from_and_has_no_paper_of_ours(walk: Walk, client: Client) -> None:
    task = take_in(walk)
    text = page(client, walk.people.clerk, task)
    for said in (
        "外部导入",
        "省安全生产执法系统",
        "实施日期",
        "2025-06-03",
        "见原系统",
        "导入检查",
    ):
        assert said in text
    assert "拟检时间" not in text
    assert "审批表" not in text
    form = client.get(reverse("inspection_form_print", args=[task.pk]))
    assert form.status_code == 409


def test_one_imported_by_a_person_names_them(walk: Walk, client: Client) -> None:
    task = take_in(walk, by=walk.people.clerk.member, outcome=None, source_system="")
    assert "袁知" in page(client, walk.people.head, task)


def test_the_head_and_the_bureau_are_offered_to_void_it_and_nobody_else(walk: Walk, client: Client) -> None:
    people, task = walk.people, take_in(walk)
    for person, is_offered in ((people.head, True), (people.supervisor, True), (people.clerk, False)):
        assert ("作废导入的检查" in page(client, person, task)) == is_offered
    url = reverse("inspection_void_import", args=[task.pk])
    assert people.clerk.sign_in(client).post(url, {"void_import-reason": "错"}).status_code == 403
    answer = people.head.sign_in(client).post(url, {"void_import-reason": ""})
    assert "须写明理由" in answer.content.decode()
    answer = client.post(url, {"void_import-reason": "报错企业"}, follow=True)
    assert "已作废，不再计入统计" in answer.content.decode()
    assert fresh(task).stage == Stage.WITHDRAWN
    assert "作废导入的检查" not in page(client, people.head, task)


def test_it_is_voided_through_the_interface_as_well(walk: Walk, client: Client) -> None:
    task = take_in(walk)
    walk.people.head.sign_in(client)
    answer = client.post(
        f"/api/v1/inspections/{task.pk}/void-import", {"reason": "重复"}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["stage"]["code"]) == (200, "withdrawn")


def test_the_list_shows_it_under_its_source(walk: Walk, client: Client) -> None:
    imported, asked = take_in(walk), walk.request()
    address = reverse("inspection_list")
    text = walk.people.clerk.sign_in(client).get(f"{address}?origin=imported").content.decode()
    assert imported.number in text
    assert "2025-06-03　导入" in text
    assert asked.number not in text
    answer = client.get(reverse("inspection_export"), {"origin": "imported"})
    _, row = python_calamine.load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert row[-2:] == [date(2025, 6, 3), "省安全生产执法系统"]


def test_it_is_no_task_on_an_officers_phone(walk: Walk) -> None:
    take_in(walk, by=SYSTEM, performed_on=TODAY)
    assert not list_tasks_of_officer(walk.people.officer.member, day=TODAY)
