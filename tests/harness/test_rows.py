"""The district that is copied in is the one that was made."""

import pytest
from django.db import transaction

from jingwei.registry.models import Region, Site, Subject
from tests.people import District, district

pytestmark = pytest.mark.django_db


def thrown_away() -> District:
    with transaction.atomic():
        people = district()
        transaction.set_rollback(True)
    assert not Site.objects.exists()
    return people


def test_a_district_that_was_made_before_comes_back_row_for_row() -> None:
    first = thrown_away()
    again = district()
    assert again.site.pk == first.site.pk
    assert again.site is not first.site
    assert Site.objects.get(pk=again.site.pk).enterprise == again.enterprise
    assert set(Subject.objects.all()) == {again.subject, again.other_subject}
    assert Region.objects.create(code="320313", name="鼓楼区").pk > again.other_region.pk


def test_where_other_rows_stand_a_district_is_made_beside_them() -> None:
    first = thrown_away()
    Region.objects.create(code="320313", name="鼓楼区")
    assert district().site.pk > first.site.pk
    assert Site.objects.count() == 2
