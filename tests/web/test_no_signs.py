"""Signs that are none, and texts that are too long, are answered 422 in 中文 at every door, and nothing is written."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from jingwei.inspections.models import Inspection, Record
from jingwei.platform.errors import Mistake
from jingwei.platform.lengths import PARAGRAPH
from jingwei.registry.models import Subject
from tests.inspections.walking import Walk
from tests.people import District, district

pytestmark = pytest.mark.django_db
SIGNS = ["\0", "\x01", "\x1b", "\x9f"]


@pytest.fixture
def people() -> District:
    return district()


def post(client: Client, path: str, raw: str) -> tuple[int, dict[str, Any]]:
    """Post a JSON text as it stands, escapes included."""
    answer = client.post(f"/api/v1{path}", raw, "application/json")
    return answer.status_code, answer.json()["error"]


@pytest.mark.parametrize("sign", ["\\ud800", "\\udfff", "\\u0000", "\\u0001", "\\ufffe"])
def test_a_program_reads_which_field_bears_a_sign_that_is_none(people: District, sign: str) -> None:
    task = Walk(people).request()
    client = people.head.sign_in(Client())
    status, error = post(client, f"/inspections/{task.pk}/return", f'{{"reason": "整改{sign}"}}')
    assert (status, error["field"]) == (422, "reason")
    assert any("\u4e00" <= each <= "\u9fff" for each in error["message"])
    assert Inspection.objects.get(pk=task.pk).stage == "submitted"


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("public_search", ()),
        ("public_subjects", ()),
        ("public_items", ()),
        ("public_results", ()),
        ("verify_officer", ()),
    ],
)
def test_an_address_that_bears_such_a_sign_is_answered_in_words(
    people: District, client: Client, name: str, args: tuple[object, ...], sign: str
) -> None:
    for asked in ({"q": f"铜{sign}山"}, {f"铜{sign}": "1"}, {"page": f"1{sign}"}):
        answer = client.get(reverse(name, args=args), asked)
        assert answer.status_code == 422
        assert "看不见的控制字符" in answer.content.decode()


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("name", ["verify_officer", "code_landing", "enterprise_rate"])
def test_a_part_of_the_path_is_looked_at_too(people: District, client: Client, name: str, sign: str) -> None:
    answer = client.get(reverse(name, args=[f"a{sign}b"]))
    assert answer.status_code == 422
    assert "看不见的控制字符" in answer.content.decode()


@pytest.mark.parametrize("bad", ["长" * 100, "铜\x01山", "铜\0山"])
def test_a_form_comes_back_with_the_fault_beside_the_field(people: District, bad: str) -> None:
    client = people.clerk.sign_in(Client())
    answer = client.post(reverse("item_new"), {"code": bad, "name": "对粉尘涉爆企业的检查"})
    assert answer.status_code == 422
    page = answer.content.decode()
    at = page.index('name="code"')
    assert "字" in page[at - 600 : at + 900]
    assert "对粉尘涉爆企业的检查" in page


@pytest.mark.parametrize("bad", ["长" * 81, "铜\x01山", "铜\ud800山"])
def test_the_column_refuses_what_came_by_no_door(people: District, bad: str) -> None:
    people.subject.name = bad
    with pytest.raises(Mistake, match="“名称”"), transaction.atomic():
        people.subject.save()
    assert "长" in bad or raises_in_words(lambda: Subject.objects.filter(name__contains=bad).exists())


def raises_in_words(look: Callable[[], object]) -> bool:
    """Whether looking for it is refused before the database sees it."""
    with pytest.raises(Mistake, match="“名称”"):
        look()
    return True


def test_a_longer_row_of_before_can_be_read_and_changed_elsewhere_but_not_lengthened(
    people: District,
) -> None:
    walk = Walk(people)
    task = walk.approved()
    walk.enter(task)
    walk.serve(task)
    record = walk.start(task)
    long = "查" * (PARAGRAPH + 1)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Record._meta.db_table} SET findings = %s WHERE id = %s", [long, record.pk])
    kept = Record.objects.get(pk=record.pk)
    kept.person_name = "单明"
    kept.save()
    kept.findings = long + "多"
    with pytest.raises(Mistake, match="“检查情况”有 4002 个字，最多 4000 个"), transaction.atomic():
        kept.save()
    assert Record.objects.get(pk=record.pk).findings == long


def test_a_long_code_and_a_long_body_are_refused_at_once(people: District) -> None:
    client = people.officer.sign_in(Client())
    for code in ("x" * 2_000, "查" * 200_000):
        status, error = post(client, "/scan", json.dumps({"code": code}))
        assert (status, error["field"]) == (422, "code")
