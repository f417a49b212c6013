"""安静期 in pages: the year to look at, the list, setting by months, lifting."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from jingwei.planning.doors.quiet import months_shown
from jingwei.planning.models import QuietPeriod
from jingwei.planning.operations import Span, set_quiet_period
from jingwei.platform.calendar import local_date
from tests.people import District, district

pytestmark = pytest.mark.django_db
LIST, EXPORT, NEW = reverse("quiet_list"), reverse("quiet_export"), reverse("quiet_new")


@pytest.fixture
def today() -> date:
    """The present day: pages ask the clock."""
    return local_date(timezone.now())


@pytest.fixture
def people(today: date) -> District:
    """The cast of the tests."""
    return district(today)


def once(today: date, **changes: Any) -> dict[str, Any]:
    """Return what the form sends for one span of days."""
    return {
        "pattern": "once",
        "first_on": (today + timedelta(days=1)).isoformat(),
        "last_on": (today + timedelta(days=5)).isoformat(),
        "reason": "全国两会期间",
        "document": "铜司发〔2026〕5号",
    } | changes


def set_one(people: District, today: date, enterprise_id: int | None = None) -> QuietPeriod:
    """Set one period from tomorrow on."""
    (period,) = set_quiet_period(
        spans=[Span(today + timedelta(days=1), today + timedelta(days=5))],
        reason="全国两会期间",
        enterprise_id=enterprise_id,
        actor=people.lead.member,
        now=timezone.now(),
    )
    return period


def test_the_lead_sets_the_same_days_of_several_months(people: District, client: Client, today: date) -> None:
    people.lead.sign_in(client)
    assert "还没有安静期" in client.get(LIST).content.decode()
    given = {
        "pattern": "monthly",
        "year": str(today.year + 1),
        "months": ["1", "2", "3"],
        "first_day": "1",
        "last_day": "5",
        "reason": "每月 1 日至 5 日为安静期",
    }
    answer = client.post(NEW, given)
    assert answer["Location"] == f"{LIST}?year={today.year + 1}"
    assert QuietPeriod.objects.count() == 3
    text = client.get(answer["Location"]).content.decode()
    assert text.count("jw-day is-quiet") == 16  # fifteen days and the legend
    assert "全区共 15 天" in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"first_on": ""}, "没有填写自"),
        ({"last_on": ""}, "没有填写至"),
        ({"reason": ""}, "必填"),
        ({"enterprise": "没有这家公司"}, "名录中没有“没有这家公司”"),
        ({"pattern": "monthly", "year": ""}, "没有填写年度"),
        ({"pattern": "monthly", "year": "next", "first_day": "1", "last_day": "5"}, "没有选择月份"),
        ({"first_on": "2020-01-01", "last_on": "2020-01-02"}, "已经过去"),
        ({"last_on": "2020-01-02"}, "早于开始的"),
    ],
)
def test_what_is_wrong_is_said_on_the_form(
    people: District, client: Client, today: date, changes: dict[str, Any], said: str
) -> None:
    if changes.get("year") == "next":
        changes = changes | {"year": str(today.year + 1)}
    answer = people.lead.sign_in(client).post(NEW, once(today, **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not QuietPeriod.objects.exists()


def test_a_supervisor_sets_only_an_enterprises_own(people: District, client: Client, today: date) -> None:
    people.supervisor.sign_in(client)
    assert client.post(NEW, once(today)).status_code == 422
    assert client.post(NEW, once(today, enterprise=people.enterprise.name)).status_code == 302
    assert QuietPeriod.objects.get().enterprise == people.enterprise
    listed = client.get(LIST).content.decode()
    assert people.enterprise.name in listed
    assert "is-own" not in listed
    searched = client.get(f"{LIST}?year={(today + timedelta(days=1)).year}&q=星禾").content.decode()
    assert "jw-day is-own" in searched


def test_an_overlap_is_named_with_the_period_it_meets(people: District, client: Client, today: date) -> None:
    period = set_one(people, today)
    answer = people.lead.sign_in(client).post(NEW, once(today))
    assert answer.status_code == 409
    assert f"{period}重叠" in answer.content.decode()


def test_a_period_is_lifted_from_its_page(people: District, client: Client, today: date) -> None:
    period = set_one(people, today)
    page, lift = reverse("quiet_detail", args=[period.pk]), reverse("quiet_lift", args=[period.pk])
    assert "取消安静期" not in people.clerk.sign_in(client).get(page).content.decode()
    assert client.post(lift, {"reason": "不"}).status_code == 403
    assert "取消安静期" not in people.supervisor.sign_in(client).get(page).content.decode()
    assert client.post(lift, {"reason": "不"}).status_code == 403
    people.lead.sign_in(client)
    assert client.post(lift, {"reason": ""}).status_code == 422
    assert client.post(lift, {"reason": "会期提前结束"}).status_code == 302
    text = client.get(page).content.decode()
    assert "会期提前结束" in text
    assert "已取消" in text
    assert client.post(lift, {"reason": "再次"}).status_code == 409
    listed = client.get(f"{LIST}?year={period.first_on.year}&state=lifted").content.decode()
    assert page in listed
    assert page not in client.get(f"{LIST}?year={period.first_on.year}&state=standing").content.decode()


def test_the_file_holds_what_the_list_shows(people: District, client: Client, today: date) -> None:
    period = set_one(people, today, people.enterprise.pk)
    content = people.clerk.sign_in(client).get(f"{EXPORT}?year={period.first_on.year}").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert any(people.enterprise.credit_code in row for row in sheet.to_python())


def test_an_address_that_makes_no_sense_is_answered_kindly(people: District, client: Client) -> None:
    people.clerk.sign_in(client)
    assert client.get(f"{LIST}?year=abc").status_code == 200
    assert client.get(reverse("quiet_detail", args=[999])).status_code == 422
    assert people.contact.sign_in(client).get(LIST).status_code == 403


def test_a_year_has_twelve_months_and_a_period_across_new_year_is_cut() -> None:
    period = QuietPeriod(first_on=date(2026, 12, 30), last_on=date(2027, 1, 2), reason="元旦")
    months = months_shown([period], 2027, date(2027, 1, 1))
    assert [month["count"] for month in months] == [2] + [0] * 11
    days = [day for week in months[0]["weeks"] for day in week if day]
    assert len(days) == 31
    assert [day["number"] for day in days if day["is_quiet"]] == [1, 2]
    assert [day["number"] for day in days if day["is_today"]] == [1]
