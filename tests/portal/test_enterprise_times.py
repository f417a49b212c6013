"""The enterprise's pages on coming visits: what it is told, its week of slots, and its answer; without JavaScript."""

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.inspections.models import Booking
from jingwei.planning.models import Slot
from jingwei.planning.terms import InspectionKind
from tests.inspections.walking import Walk
from tests.people import NOW, Person, district

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Walk:
    return Walk(district())


def home(person: Person) -> str:
    """The enterprise's first page."""
    return person.sign_in(Client()).get(reverse("enterprise_home")).content.decode()


def test_a_routine_visit_stands_there_with_time_people_and_items(walk: Walk) -> None:
    assert "没有已告知的检查" in home(walk.people.contact)
    walk.approved(materials="台账")
    page = " ".join(home(walk.people.contact).split())
    for words in ("2026-03-10 09:30", "11:30", "陆远", "10320312001", "已告知", "请准备：台账", "确认时间"):
        assert words in page
    assert walk.people.item.name in page
    assert "检查通知书" not in page
    assert "陆远" not in home(walk.people.other_contact)


def test_what_looks_into_a_complaint_is_told_after_its_notice(walk: Walk) -> None:
    task = walk.approved(kind=InspectionKind.CASE_BASED, evidence="12345-1")
    assert "没有已告知的检查" in home(walk.people.contact)
    walk.serve(task, now=NOW)
    page = home(walk.people.contact)
    assert "检查通知书" in page
    assert "确认时间" not in page


def test_the_time_is_confirmed_or_asked_to_be_moved(walk: Walk) -> None:
    task = walk.approved()
    client = walk.people.contact.sign_in(Client())
    answer = client.post(reverse("enterprise_confirm", args=[task.pk]), follow=True)
    assert "已确认，检查单位看得到" in answer.content.decode()
    assert "企业已确认" in answer.content.decode()
    answer = client.post(reverse("enterprise_other_time", args=[task.pk]), {"words": "周四上午"}, follow=True)
    assert "希望的时间：周四上午" in answer.content.decode()
    assert Booking.objects.get().words == "周四上午"
    assert client.post(reverse("enterprise_other_time", args=[task.pk]), {"words": ""}).status_code == 422
    desk = walk.people.clerk.sign_in(Client()).get(reverse("inspection_detail", args=[task.pk]))
    assert "企业希望：周四上午" in desk.content.decode()
    assert "inspections.booking" not in desk.content.decode()


def test_another_enterprise_and_staff_cannot_answer(walk: Walk) -> None:
    task = walk.approved()
    address = reverse("enterprise_confirm", args=[task.pk])
    assert walk.people.other_contact.sign_in(Client()).post(address).status_code == 422
    assert walk.people.clerk.sign_in(Client()).post(address).status_code == 403


def test_a_slot_is_offered_shown_to_the_clerk_and_withdrawn(walk: Walk) -> None:
    client, site = walk.people.contact.sign_in(Client()), walk.people.site
    fields = {"site": site.pk, "weekday": "2", "opens": "09:00", "closes": "12:00", "note": "安全员在岗"}
    page = client.post(reverse("enterprise_slots"), fields, follow=True).content.decode()
    assert "已提供可约时段：星期二 09:00—12:00" in page
    walk.approved()
    assert "在本企业可约时段“星期二 09:00—12:00”内" in home(walk.people.contact)
    fragment = walk.people.clerk.sign_in(Client()).get(reverse("site_slots", args=[site.pk]))
    assert "09:00—12:00" in fragment.content.decode()
    slot = Slot.objects.get()
    page = client.post(reverse("enterprise_slot_withdraw", args=[slot.pk]), follow=True).content.decode()
    assert "已撤下" in page
    fragment = walk.people.clerk.sign_in(Client()).get(reverse("site_slots", args=[site.pk]))
    assert "企业没有提供可约时段" in fragment.content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"closes": "08:00"}, "结束不晚于开始"),
        ({"opens": "10:00"}, "重叠"),
        ({"opens": ""}, "必填"),
        ({"weekday": "8"}, "8"),
    ],
)
def test_a_slot_that_cannot_be_is_told_on_the_form(walk: Walk, change: dict[str, str], words: str) -> None:
    client = walk.people.contact.sign_in(Client())
    fields = {"site": walk.people.site.pk, "weekday": "2", "opens": "09:00", "closes": "12:00"}
    client.post(reverse("enterprise_slots"), fields)
    answer = client.post(reverse("enterprise_slots"), {**fields, **change})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Slot.objects.count() == 1


def test_a_site_of_another_enterprise_cannot_be_chosen(walk: Walk) -> None:
    client = walk.people.contact.sign_in(Client())
    fields = {"site": walk.people.other_site.pk, "weekday": "2", "opens": "09:00", "closes": "12:00"}
    assert client.post(reverse("enterprise_slots"), fields).status_code == 422
    assert not Slot.objects.exists()
