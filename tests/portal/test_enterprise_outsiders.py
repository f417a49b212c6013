"""An enterprise tells of officials of another district who inspected it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jingwei.inspections.models import OutsideInspection
from jingwei.platform.calendar import local_date
from tests.inspections.walking import clues
from tests.people import District, district

pytestmark = pytest.mark.django_db
PAGE = "/enterprise/outsiders/"


@pytest.fixture
def people() -> District:
    return district(local_date(timezone.now()))


def told(**changes: Any) -> dict[str, Any]:
    return {
        "organ": "宿州市公安局",
        "performed_on": local_date(timezone.now()),
        "matter": "查看账册",
        "officers": "周屿 16340000001\n石岸",
    } | changes


def test_the_contact_registers_who_came_and_finds_it_again(client: Client, people: District) -> None:
    people.contact.sign_in(client)
    assert "没有登记过" in client.get(PAGE).content.decode()
    answer = client.post(PAGE, told(), follow=True).content.decode()
    assert "没有登记过协助函，已告知区司法局核实" in answer
    assert "宿州市公安局" in answer
    outside = OutsideInspection.objects.get()
    assert outside.enterprise == people.enterprise
    assert outside.officers == [{"name": "周屿", "number": "16340000001"}, {"name": "石岸", "number": ""}]
    assert clues() == ["R-PRO-09b"]
    again = client.post(PAGE, told())
    assert (again.status_code, "已经登记" in again.content.decode()) == (409, True)
    people.other_contact.sign_in(client)
    assert "宿州市公安局" not in client.get(PAGE).content.decode()


def test_what_is_missing_or_to_come_is_said(client: Client, people: District) -> None:
    people.contact.sign_in(client)
    assert client.post(PAGE, told(organ="")).status_code == 422
    tomorrow = local_date(timezone.now()) + timedelta(days=1)
    late = client.post(PAGE, told(performed_on=tomorrow))
    assert (late.status_code, "晚于今天" in late.content.decode()) == (422, True)
    assert not OutsideInspection.objects.exists()


def test_the_page_is_for_enterprises_alone(client: Client, people: District) -> None:
    assert client.get(PAGE).status_code == 302
    people.clerk.sign_in(client)
    assert client.get(PAGE).status_code == 403
