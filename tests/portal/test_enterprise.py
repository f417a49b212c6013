"""The enterprise's pages: its own visits, who came, the papers, the count against the cap, and the rating."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from jingwei.inspections.models import Inspection, Rating
from jingwei.inspections.queries import rating_token
from jingwei.inspections.terms import Outcome, RatedAspect
from jingwei.platform.models import AuditEvent, KeptAnswer
from tests.inspections.walking import Walk, cap
from tests.people import NOW, Person, district

pytestmark = pytest.mark.django_db
FIVE_STARS = {aspect.value: "5" for aspect in RatedAspect}


@pytest.fixture
def walk() -> Walk:
    return Walk(district())


def concluded(walk: Walk) -> Inspection:
    """An inspection walked to its end, with one problem told."""
    task = walk.signed()
    walk.tell(task, outcome=Outcome.CORRECTED_ON_SPOT, problems="灭火器压力不足")
    walk.leave(task)
    return Inspection.objects.select_related("visit").get(pk=task.pk)


def home(person: Person) -> HttpResponse:
    """The enterprise's first page as somebody sees it."""
    return person.sign_in(Client()).get(reverse("enterprise_home"))  # type: ignore[return-value]


def rate(person: Person, task: Inspection, **fields: str) -> HttpResponse:
    """Send a rating."""
    assert task.visit is not None
    address = reverse("enterprise_rate", args=[rating_token(task.visit)])
    return person.sign_in(Client()).post(address, fields)  # type: ignore[return-value]


def test_the_contact_sees_who_came_and_what_came_of_it(walk: Walk) -> None:
    task = concluded(walk)
    page = home(walk.people.contact).content.decode()
    for words in ("铜山区应急管理局", "陆远", "沈青", "当场改正", "灭火器压力不足"):
        assert words in page
    assert reverse("verify_officer", args=["10320312001"]) in page
    assert reverse("inspection_notice_pdf", args=[task.pk]) in page
    assert reverse("inspection_record_pdf", args=[task.pk]) in page
    assert reverse("site_code", args=[walk.people.site.pk]) in page
    assert "匿名评价这次检查" in page


def test_another_enterprise_sees_nothing_of_it_and_staff_have_no_such_page(walk: Walk) -> None:
    task = concluded(walk)
    page = home(walk.people.other_contact).content.decode()
    assert "还没有检查记录" in page
    assert "灭火器压力不足" not in page
    assert rate(walk.people.other_contact, task, **FIVE_STARS).status_code == 403
    assert home(walk.people.head).status_code == 403


def test_the_year_is_counted_by_department_against_the_cap(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    cap(walk.people.subject, 1)
    concluded(walk)
    page = " ".join(home(walk.people.contact).content.decode().split())
    assert "1 / 1" in page
    assert "已满" in page
    assert "三个数为什么不同" in page


def test_a_visit_is_rated_once_and_nothing_leads_back_to_who_rated(walk: Walk) -> None:
    task = concluded(walk)
    contact = walk.people.contact
    assert rate(contact, task, **{**FIVE_STARS, "manners": ""}).status_code == 422
    assert rate(contact, task, **{**FIVE_STARS, "manners": "6"}).status_code == 422
    assert not Rating.objects.exists()

    answer = rate(contact, task, **FIVE_STARS, took_gifts="on", comment="很专业", idempotency_key="k-1")
    assert answer["Location"] == reverse("enterprise_home")
    rating = Rating.objects.get()
    assert rating.stars == dict.fromkeys((aspect.value for aspect in RatedAspect), 5)
    assert (rating.took_gifts, rating.took_treats, rating.comment) == (True, False, "很专业")
    event = AuditEvent.objects.get(action="inspections.visit.rated", outcome="done")
    assert event.account_id is None
    assert not KeptAnswer.objects.exists()

    assert rate(contact, task, **FIVE_STARS).status_code == 409
    assert Rating.objects.count() == 1
    page = home(contact).content.decode()
    assert "已评价" in page
    assert "匿名评价这次检查" not in page


def test_a_token_that_is_none_is_answered_in_chinese(walk: Walk) -> None:
    client = walk.people.contact.sign_in(Client())
    answer = client.get(reverse("enterprise_rate", args=["forged"]))
    assert answer.status_code == 422
    assert "评价链接无效" in answer.content.decode()


def test_a_visit_that_has_not_ended_cannot_be_rated(walk: Walk) -> None:
    task = walk.approved()
    walk.enter(task)
    task.refresh_from_db()
    assert rate(walk.people.contact, task, **FIVE_STARS).status_code == 409


def test_the_number_of_statements_does_not_grow_with_the_visits(
    walk: Walk, django_assert_max_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    client = walk.people.contact.sign_in(Client())
    for _ in range(3):
        concluded(walk)
    with django_assert_max_num_queries(20):
        client.get(reverse("enterprise_home"))
