"""Lists without end are paged by time: back and forth, through rows of one moment, past rows that have gone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from jingwei.platform.actors import NOBODY
from jingwei.platform.models import KeptAnswer
from jingwei.web.doors import Listing, Text
from jingwei.web.doors.stretch import stretch_of

START = datetime(2026, 3, 2, 1, tzinfo=UTC)
ROWS, PER_PAGE = 23, 5
ANSWERS = Listing(
    "answer",
    "答复",
    rows=lambda actor: KeptAnswer.objects.all(),
    columns=(Text("键", "key"),),
    endless="kept_at",
)


@pytest.fixture
def rows(db: None) -> list[int]:
    """The ids of rows, newest first; seven share each moment."""
    made = [
        KeptAnswer.objects.create(key=str(n), account_id=1, path="/", kept_at=START + timedelta(hours=n // 7))
        for n in range(ROWS)
    ]
    return [row.pk for row in reversed(made)]


def page(query: str) -> Any:
    return stretch_of(KeptAnswer.objects.all(), "kept_at", QueryDict(query), PER_PAGE)


def test_older_and_older_leads_through_all_and_newer_leads_back(rows: list[int]) -> None:
    seen, pages = [], [page("q=a")]
    while pages[-1].older:
        assert "q=a" in pages[-1].older
        pages.append(page(pages[-1].older))
    seen = [row.pk for each in pages for row in each.object_list]
    assert seen == rows
    back = page(pages[-1].newer)
    assert [row.pk for row in back.object_list] == [row.pk for row in pages[-2].object_list]
    while back.newer:
        back = page(back.newer)
    assert [row.pk for row in back.object_list] == rows[:PER_PAGE]


def test_a_row_that_no_longer_fits_the_filter_still_marks_its_page(rows: list[int]) -> None:
    KeptAnswer.objects.filter(pk=rows[4]).update(path="/elsewhere/")
    found = KeptAnswer.objects.filter(path="/")
    older = stretch_of(found, "kept_at", QueryDict(f"older_than={rows[4]}"), PER_PAGE)
    assert [row.pk for row in older.object_list] == rows[5:10]


@pytest.mark.parametrize("asked", ["older_than=x", "newer_than=99999999", "older_than=٣", "older_than="])
def test_a_mark_that_is_none_gives_the_newest_page_and_is_named(rows: list[int], asked: str) -> None:
    assert [row.pk for row in page(asked).object_list] == rows[:PER_PAGE]
    assert shown(f"?{asked}").mistakes == ["翻页所依据的记录不存在"]


def test_it_cannot_be_sorted_otherwise(rows: list[int]) -> None:
    assert shown("?sort=key").mistakes == ["不能按“key”排序"]


def test_what_is_counted_ends_at_ten_thousand(db: None) -> None:
    KeptAnswer.objects.bulk_create(
        (KeptAnswer(key=str(n), account_id=1, path="/", kept_at=START) for n in range(10_002)),
        batch_size=1000,
    )
    assert (shown("").count, shown("").status) == (10_001, "共 10000+ 件")


def shown(query: str) -> Any:
    request = RequestFactory().get(f"/answers/{query}")
    request.actor, request.now = NOBODY, START  # type: ignore[attr-defined]
    return ANSWERS.shown(request)  # type: ignore[arg-type]
