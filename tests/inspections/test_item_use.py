"""How often items are inspected, shown beside the item, and those that nobody has inspected for years."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jingwei.inspections.item_use import count_by_year, judge_item_use, list_unused_items
from jingwei.planning.models import Cap
from jingwei.platform.calendar import local_date
from jingwei.registry.models import Item
from jingwei.rulebook import Pass, Warn
from tests.inspections.walking import Walk
from tests.people import BEGAN, TODAY

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def old(walk: Walk) -> Walk:
    """The district whose items were published long ago."""
    Item.objects.exclude(published_on=None).update(published_on=LONG_AGO)
    return walk


def test_an_item_nobody_inspected_for_five_years_is_proposed_for_cancellation(old: Walk) -> None:
    old.signed()
    unused = list_unused_items(old.people.supervisor.member, on=TODAY)
    assert [each.item for each in unused] == [old.people.other_item]
    assert isinstance(unused[0].finding.verdict, Warn)


def test_a_department_is_shown_its_own_alone(old: Walk) -> None:
    assert list_unused_items(old.people.other_clerk.member, on=TODAY)
    assert [each.item for each in list_unused_items(old.people.clerk.member, on=TODAY)] == old.people.items


def test_an_inspection_of_five_years_ago_to_the_day_still_counts(old: Walk) -> None:
    task = old.signed()
    item = old.people.item
    later = date(task.performed_on.year + 5, task.performed_on.month, task.performed_on.day)  # type: ignore[union-attr]
    judged = judge_item_use(Item.objects.get(pk=item.pk), on=later)
    assert judged is not None
    assert isinstance(judged.verdict, Pass)
    judged = judge_item_use(Item.objects.get(pk=item.pk), on=later + timedelta(days=1))
    assert judged is not None
    assert isinstance(judged.verdict, Warn)


def test_the_page_of_an_item_is_given_caps_and_years(old: Walk, client: Client) -> None:
    Cap.objects.create(
        subject=old.people.subject, item=old.people.item, visits=2, valid_from=BEGAN, source="公告〔2025〕1号"
    )
    old.signed()
    old.people.clerk.sign_in(client)
    detail = client.get(reverse("item_detail", args=[old.people.item.pk])).content.decode()
    use = reverse("item_use", args=[old.people.item.pk])
    assert f'hx-get="{use}"' in detail
    text = client.get(use).content.decode()
    assert "公告〔2025〕1号" in text
    assert "2026 年" in text
    assert count_by_year(old.people.item) == [(2026, 1)]


def test_the_list_of_unused_items_is_a_page(old: Walk, client: Client) -> None:
    text = old.people.clerk.sign_in(client).get(reverse("item_unused")).content.decode()
    assert old.people.item.name in text
    Item.objects.update(published_on=local_date(timezone.now()))
    assert "没有长期未实施的事项" in client.get(reverse("item_unused")).content.decode()
