"""频次上限 as a page: the own ones first, what narrows the list, a file that can be imported again, who sees it."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from jingwei.planning.models import Cap
from jingwei.platform.calendar import local_date
from jingwei.registry.terms import CreditClass
from tests.people import District, district

pytestmark = pytest.mark.django_db
TODAY = local_date(timezone.now())
LIST, EXPORT = reverse("cap_list"), reverse("cap_list_export")


@pytest.fixture
def cast() -> District:
    """A district with one cap of each of two subjects, and one that has ended."""
    people = district(TODAY)
    since = TODAY - timedelta(days=60)
    common = {"valid_from": since, "source": "铜司发〔2026〕8号"}
    Cap.objects.create(subject=people.other_subject, visits=7, **common)
    Cap.objects.create(
        subject=people.subject, item=people.item, credit_class=CreditClass.B, visits=5, **common
    )
    Cap.objects.create(subject=people.subject, visits=9, valid_until=TODAY - timedelta(days=9), **common)
    return people


def shown(client: Client, **query: str) -> str:
    """The list as text."""
    return client.get(LIST, query).content.decode()


def test_the_own_caps_come_first_with_what_they_hold_for(cast: District, client: Client) -> None:
    text = shown(cast.clerk.sign_in(client))
    assert text.index("5 次") < text.index("7 次")
    assert f"至 {TODAY - timedelta(days=10)}" in text
    assert cast.item.name in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "standing"}, {"5 次", "7 次"}),
        ({"state": "over"}, {"9 次"}),
        ({"state": "coming"}, set()),
        ({"credit_class": "B"}, {"5 次"}),
        ({"q": "市场监督"}, {"7 次"}),
        ({"q": "没有这个"}, set()),
    ],
)
def test_the_list_narrows(cast: District, client: Client, query: dict[str, str], found: set[str]) -> None:
    text = shown(cast.supervisor.sign_in(client), **query)
    assert {each for each in ("5 次", "7 次", "9 次") if each in text} == found


def test_the_file_has_the_columns_of_the_import(cast: District, client: Client) -> None:
    answer = cast.head.sign_in(client).get(EXPORT, {"state": "over"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["主体或条线", "事项编码", "检查事项", "分类", "每年次数", "自", "至", "公布文件"]
    assert rows[1][6] == TODAY - timedelta(days=10)


def test_enterprises_and_administrators_have_no_part_in_it(cast: District, client: Client) -> None:
    for who in (cast.contact, cast.system, cast.audit):
        assert who.sign_in(client).get(LIST).status_code == 403
