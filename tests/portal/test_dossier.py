"""一企一档: the whole district at one enterprise, and how far each reader sees."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jingwei.inspections.models import OutsideInspection, ServiceVisit, Visit
from jingwei.inspections.terms import EntryWay, ServiceKind
from jingwei.planning.models import CapLedger, DepartmentGrade, QuietPeriod
from jingwei.portal.queries import dossier
from jingwei.registry.models import Enterprise
from jingwei.registry.terms import CreditClass, Role
from tests.inspections.walking import Walk, cap
from tests.people import BEGAN, NOW, TODAY, Person, district, make_enterprise, make_person

pytestmark = pytest.mark.django_db
LIST = reverse("dossier_list")


@pytest.fixture
def walk() -> Walk:
    return Walk(district())


def page(client: Client, person: Person, enterprise: Enterprise, query: str = "?year=2026") -> str:
    answer = person.sign_in(client).get(reverse("dossier_detail", args=[enterprise.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def called(walk: Walk, *, on: timedelta = timedelta(days=-9)) -> ServiceVisit:
    """The other department came for a talk."""
    people, at = walk.people, NOW + on
    visit = Visit.objects.create(
        site=people.site,
        enterprise=people.enterprise,
        year=at.year,
        way=EntryWay.SCAN,
        entered_at=at,
        scanned_at=at,
        received_at=at,
        left_at=at + timedelta(minutes=20),
        scanned_by=people.other_officer.roster,
    )
    return ServiceVisit.objects.create(
        visit=visit, subject=people.other_subject, kind=ServiceKind.CALL, purpose="了解用工困难"
    )


def test_the_list_finds_by_name_class_town_and_section(walk: Walk, client: Client) -> None:
    Enterprise.objects.filter(pk=walk.people.enterprise.pk).update(industry="C3311", credit_class="D")
    walk.people.clerk.sign_in(client)
    for query, found, missed in (
        ("q=xzxh", "星禾", "云汀"),
        ("q=91320312DEM000022N", "云汀", "星禾"),
        ("credit_class=D", "星禾", "云汀"),
        ("section=C", "星禾", "云汀"),
        ("section=-", "云汀", "星禾"),
        (f"region={walk.people.region.pk}", "星禾", "没有这家"),
    ):
        text = client.get(f"{LIST}?{query}").content.decode()
        assert found in text, query
        assert f"徐州{missed}" not in text, query


def test_the_list_counts_who_was_entered_and_goes_out_as_a_file(walk: Walk, client: Client) -> None:
    called(walk)
    counted = {each.name: vars(each)["entries"] for each in dossier.list_dossiers(year=2026)}
    assert counted == {"徐州星禾示例机械有限公司": 1, "徐州云汀示例食品有限公司": 0}
    answer = walk.people.clerk.sign_in(client).get(reverse("dossier_export"))
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")


def test_a_district_without_enterprises_says_where_they_come_from(client: Client) -> None:
    lead = make_person("kai", "方岩", Role.SUPERVISION_LEAD)
    assert "还没有企业" in lead.sign_in(client).get(LIST).content.decode()


def test_the_three_counters_stand_by_department_with_what_makes_them_differ(walk: Walk) -> None:
    walk.signed()
    called(walk)
    own, other = dossier.list_departments(walk.people.clerk.member, walk.people.enterprise, on=TODAY)
    assert (own.subject, own.is_own) == (walk.people.subject, True)
    assert (own.counters.visits, own.counters.capped, own.counters.reportable, own.why) == (1, 1, 1, [])
    assert (other.counters.visits, other.counters.capped, other.counters.reportable) == (1, 0, 0)
    assert "入企而不计上限的 1 次：走访 1 次。" in other.why
    assert dossier.count_entries(walk.people.enterprise, year=2026) == 2


def test_a_department_sees_of_the_others_counts_and_dates_alone(walk: Walk, client: Client) -> None:
    task = walk.signed()
    walk.approved(planned_from=NOW + timedelta(days=20), planned_until=NOW + timedelta(days=20, hours=2))
    text = page(client, walk.people.other_clerk, walk.people.enterprise)
    assert "应急管理局" in text
    assert "2026-03-10 09:30" in text
    assert "2026-03-30" in text
    for secret in (task.number, walk.people.item.name, reverse("inspection_detail", args=[task.pk])):
        assert secret not in text
    text = page(client, walk.people.clerk, walk.people.enterprise)
    assert reverse("inspection_detail", args=[task.pk]) in text
    assert walk.people.item.name in text


def test_what_a_talk_was_about_is_for_its_department_and_the_bureau(walk: Walk, client: Client) -> None:
    called(walk)
    assert "了解用工困难" not in page(client, walk.people.clerk, walk.people.enterprise)
    for person in (walk.people.other_clerk, walk.people.supervisor):
        assert "了解用工困难" in page(client, person, walk.people.enterprise)


def test_caps_show_what_is_used_approved_and_left(walk: Walk, client: Client) -> None:
    published = cap(walk.people.subject, 2)
    walk.approved()
    (use,) = dossier.list_cap_uses(walk.people.clerk.member, walk.people.enterprise, on=TODAY)
    assert (use.row.cap, use.row.used, use.row.pending, use.left) == (published, 0, 1, 1)
    called(walk)
    CapLedger.objects.update(used=2, pending=0)
    text = page(client, walk.people.other_clerk, walk.people.enterprise)
    assert "已用完" in text
    assert "测试公布文件" in text


def test_a_cap_of_ones_own_stands_there_before_anybody_came(walk: Walk) -> None:
    cap(walk.people.subject, 3)
    people = walk.people
    (use,) = dossier.list_cap_uses(people.clerk.member, people.enterprise, on=TODAY)
    assert (use.row.used, use.left) == (0, 3)
    assert dossier.list_cap_uses(people.supervisor.member, people.enterprise, on=TODAY) == []


def test_outsiders_are_told_of_as_well(walk: Walk, client: Client) -> None:
    OutsideInspection.objects.create(
        enterprise=walk.people.enterprise,
        organ="苏州市示例区应急管理局",
        matter="危险作业协查",
        performed_on=date(2026, 2, 3),
        told_at=NOW,
    )
    assert "危险作业协查" in page(client, walk.people.supervisor, walk.people.enterprise)
    text = page(client, walk.people.clerk, walk.people.enterprise)
    assert "苏州市示例区应急管理局" in text
    assert "危险作业协查" not in text


def test_class_grade_invitation_and_quiet_days_stand_beside(walk: Walk, client: Client) -> None:
    people = walk.people
    DepartmentGrade.objects.create(
        enterprise=people.enterprise,
        subject=people.subject,
        credit_class=CreditClass.D,
        criteria="安全风险分级标准",
        reason="去年有两起险情",
        valid_from=BEGAN,
        entered_at=NOW,
    )
    invitation = walk.invitation()
    QuietPeriod.objects.create(
        enterprise=people.enterprise,
        first_on=date(2099, 6, 1),
        last_on=date(2099, 6, 9),
        reason="企业年度检修",
        set_at=NOW,
    )
    text = page(client, people.clerk, people.enterprise)
    for words in ("去年有两起险情", "本部门适用", CreditClass.D.label, invitation.number, "企业年度检修"):
        assert words in text, words
    text = page(client, people.other_clerk, people.enterprise)
    assert invitation.number not in text


def test_another_year_is_a_tab_and_an_unknown_one_the_present(walk: Walk, client: Client) -> None:
    called(walk, on=timedelta(days=-300))
    text = page(client, walk.people.clerk, walk.people.enterprise, "?year=2025")
    assert "2025-01-01 至 12-31" in text
    assert "市场监管局" in text
    for odd in ("?year=1800", "?year=x", "?department=x", "?page=99", ""):
        page(client, walk.people.clerk, walk.people.enterprise, odd)


def test_an_enterprise_nobody_came_to_says_so(walk: Walk, client: Client) -> None:
    text = page(client, walk.people.clerk, walk.people.other_enterprise)
    assert "没有部门来过" in text
    assert "没有将要进行的检查" in text


def test_an_enterprise_that_is_none_is_told_so(walk: Walk, client: Client) -> None:
    answer = walk.people.clerk.sign_in(client).get(reverse("dossier_detail", args=[999_999]))
    assert answer.status_code == 403
    assert "没有这家企业" in answer.content.decode()


@pytest.mark.parametrize("who", ["contact", "system", "security", "audit"])
def test_enterprises_and_administrators_have_no_dossiers(walk: Walk, client: Client, who: str) -> None:
    getattr(walk.people, who).sign_in(client)
    for url in (LIST, reverse("dossier_detail", args=[walk.people.enterprise.pk]), reverse("dossier_export")):
        assert client.get(url).status_code == 403


def test_the_page_of_a_task_and_the_search_lead_to_the_dossier(walk: Walk, client: Client) -> None:
    task = walk.signed()
    brief = reverse("dossier_brief", args=[walk.people.enterprise.pk])
    detail = reverse("dossier_detail", args=[walk.people.enterprise.pk])
    walk.people.clerk.sign_in(client)
    assert brief in client.get(reverse("inspection_detail", args=[task.pk])).content.decode()
    assert detail in client.get(brief).content.decode()
    assert detail in client.get(reverse("search"), {"q": "星禾"}).content.decode()


def test_the_list_takes_the_same_statements_however_long(walk: Walk, client: Client) -> None:
    walk.people.clerk.sign_in(client)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for number in range(15):
        make_enterprise(walk.people.region, f"91320312DEM0009{number:02}X", f"徐州多家示例{number}有限公司")
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)


def test_who_came_takes_the_same_statements_however_often(walk: Walk) -> None:
    people = walk.people
    called(walk)
    walk.signed()
    with CaptureQueriesContext(connection) as few:
        dossier.list_came(people.clerk.member, people.enterprise, year=2026)
    for days in range(10, 20):
        called(walk, on=timedelta(days=-days))
    with CaptureQueriesContext(connection) as many:
        assert len(dossier.list_came(people.clerk.member, people.enterprise, year=2026)) == 12
    assert len(many) == len(few)
