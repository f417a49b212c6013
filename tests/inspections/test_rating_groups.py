"""What a department may know of its ratings: groups of five, of quarters that are over, and never who."""

import json
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import python_calamine
from django.test import Client
from django.urls import reverse

from jingwei.inspections.models import Rating
from jingwei.inspections.queries import list_comments, list_rating_groups
from jingwei.inspections.terms import RatedAspect
from jingwei.platform.errors import NotAllowed
from jingwei.registry.models import Subject
from tests.inspections.walking import Walk
from tests.people import TODAY

BEFORE, RUNNING = "2025Q4", "2026Q1"


def rate(subject: Subject, count: int, quarter: str = BEFORE, *, stars: int = 4, comment: str = "") -> None:
    """Some enterprises rated the subject."""
    Rating.objects.bulk_create(
        Rating(
            subject=subject,
            quarter=quarter,
            stars=dict.fromkeys((aspect.value for aspect in RatedAspect), stars),
            took_gifts=number == 0,
            took_treats=False,
            passed_on_costs=False,
            forced_services=False,
            comment=comment and f"{comment}{number}",
        )
        for number in range(count)
    )


@pytest.mark.parametrize(("count", "is_shown"), [(4, False), (5, True)])
def test_four_are_not_shown_and_five_are(walk: Walk, count: int, is_shown: bool) -> None:
    rate(walk.people.subject, count)
    for person in (walk.people.clerk, walk.people.head, walk.people.supervisor):
        (group,) = list_rating_groups(person.member, on=TODAY)
        assert (group.why_hidden == "") is is_shown
        assert group.ratings == (5 if is_shown else 0)
        assert (group.mean, bool(group.stars)) == ((4.0, True) if is_shown else (0, False))


def test_a_quarter_that_runs_is_the_bureaus_alone_to_see(walk: Walk) -> None:
    rate(walk.people.subject, 9, RUNNING)
    (own,) = list_rating_groups(walk.people.head.member, on=TODAY)
    assert "没有结束" in own.why_hidden
    (seen,) = list_rating_groups(walk.people.supervisor.member, on=TODAY)
    assert seen.ratings == 9
    (after,) = list_rating_groups(walk.people.head.member, on=date(2026, 4, 1))
    assert after.ratings == 9


def test_a_department_sees_its_own_alone_and_others_nothing(walk: Walk) -> None:
    rate(walk.people.subject, 6)
    rate(walk.people.other_subject, 7)
    assert [each.ratings for each in list_rating_groups(walk.people.head.member, on=TODAY)] == [6]
    assert {each.ratings for each in list_rating_groups(walk.people.lead.member, on=TODAY)} == {6, 7}
    for person in (walk.people.contact, walk.people.system, walk.people.audit):
        with pytest.raises(NotAllowed):
            list_rating_groups(person.member, on=TODAY)


def test_words_are_the_bureaus_and_of_shown_groups_only(walk: Walk) -> None:
    rate(walk.people.subject, 5, comment="很专业")
    rate(walk.people.other_subject, 4, comment="太频繁")
    given: dict[str, Any] = {"quarter": BEFORE, "on": TODAY}
    bureau = walk.people.supervisor.member
    assert len(list_comments(bureau, subject_id=walk.people.subject.pk, **given)) == 5
    assert list_comments(bureau, subject_id=walk.people.other_subject.pk, **given) == []
    with pytest.raises(NotAllowed):
        list_comments(walk.people.head.member, subject_id=walk.people.subject.pk, **given)


def test_no_answer_to_a_department_holds_a_small_group_or_a_word(walk: Walk) -> None:
    rate(walk.people.subject, 4, "2025Q3", stars=1, comment="机密")
    rate(walk.people.subject, 5, stars=3, comment="机密")
    client = walk.people.head.sign_in(Client())
    page = client.get(reverse("rating_groups")).content.decode()
    assert "2025 年四季度" in page
    assert "不足 5 份" in page
    assert "机密" not in page
    assert "1.0" not in page
    answer = client.get("/api/v1/ratings/groups").json()
    assert [group["quarter"] for group in answer["groups"]] == [BEFORE]
    assert "机密" not in json.dumps(answer, ensure_ascii=False)
    book = python_calamine.load_workbook(BytesIO(client.get(reverse("rating_export")).content))
    cells = {cell for row in book.get_sheet_by_index(0).to_python() for cell in row}
    assert BEFORE in cells
    assert "2025Q3" not in cells
    comments = reverse("rating_comments", args=[walk.people.subject.pk, BEFORE])
    assert client.get(comments).status_code == 403


def test_the_bureau_looks_quarter_by_quarter_and_reads_the_words(walk: Walk) -> None:
    rate(walk.people.subject, 5, "2025Q3", comment="很专业")
    rate(walk.people.other_subject, 6)
    client = walk.people.supervisor.sign_in(Client())
    page = client.get(reverse("rating_groups")).content.decode()
    assert "市场监管局" in page
    assert "接受馈赠、报酬 1 份" in page
    page = client.get(reverse("rating_groups"), {"quarter": "2025Q3"}).content.decode()
    assert reverse("rating_comments", args=[walk.people.subject.pk, "2025Q3"]) in page
    comments = reverse("rating_comments", args=[walk.people.subject.pk, "2025Q3"])
    assert "很专业0" in client.get(comments).content.decode()
    assert client.get(reverse("rating_comments", args=[walk.people.subject.pk, "xx"])).status_code == 404


def test_where_nobody_rated_the_page_says_so(walk: Walk) -> None:
    page = walk.people.clerk.sign_in(Client()).get(reverse("rating_groups")).content.decode()
    assert "还没有可以显示的评价" in page
