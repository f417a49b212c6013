"""分级分类 in pages: what each page shows, how the lists narrow, what may be done from an enterprise's page."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from jingwei.planning.imports import ClassImporter
from jingwei.planning.models import ClassFile, ClassTable, DepartmentGrade, EnterpriseClass, Relief
from jingwei.platform.calendar import add_months, local_date
from jingwei.registry.models import Enterprise
from jingwei.registry.terms import CreditClass
from tests.people import District, district
from tests.sheets import import_rows

pytestmark = pytest.mark.django_db
OVERVIEW, ENTERPRISES = reverse("class_overview"), reverse("class_enterprises")
GRADES, TABLES, NEW_TABLE = reverse("grade_list"), reverse("class_tables"), reverse("class_table_new")
RELIEFS = reverse("relief_list")


@pytest.fixture
def cast() -> District:
    """The cast of today, before any file was imported."""
    people = district(local_date(timezone.now()))
    Enterprise.objects.update(class_month=None)
    return people


def this_month() -> date:
    """The first of the month in which the test runs."""
    return local_date(timezone.now()).replace(day=1)


def take(month: date, first: str, second: str) -> None:
    """Import the month's classes of the two enterprises, on a day of that month."""
    rows = [
        {"统一社会信用代码": code, "分类": each, "月份": f"{month:%Y-%m}"}
        for code, each in (("91320312DEM000014U", first), ("91320312DEM000022N", second))
    ]
    at = timezone.now().replace(year=month.year, month=month.month, day=15)
    assert import_rows(ClassImporter(), *rows, now=at).imported == 2


def text_of(client: Client, url: str, **query: str) -> str:
    """The page as text."""
    return client.get(url, query).content.decode()


def page_of(enterprise: Enterprise) -> str:
    """The address of an enterprise's classes."""
    return reverse("class_enterprise", args=[enterprise.pk])


def test_the_overview_counts_and_compares_with_the_month_before(cast: District, client: Client) -> None:
    take(add_months(this_month(), -1), "A", "D")
    take(this_month(), "C", "D")
    text = text_of(cast.clerk.sign_in(client), OVERVIEW)
    assert "当月" in text
    assert "风险上调 1 家　下调 0 家　上月没有分类 0 家" in text
    assert "本月未导入" not in text
    assert cast.region.name in text
    assert f'href="{ENTERPRISES}?before=A&amp;credit_class=C">1</a>' in text
    assert f'href="{ENTERPRISES}?region={cast.region.pk}"' in text


def test_the_overview_says_when_a_month_is_missing(cast: District, client: Client) -> None:
    text = text_of(cast.supervisor.sign_in(client), OVERVIEW)
    assert "还没有导入" in text
    assert "向市场监管部门取本月的分类文件" in text
    take(add_months(this_month(), -1), "A", "B")
    text = text_of(client, OVERVIEW)
    assert "本月未导入" in text
    assert "2 家</a>的分类不是" in text


@pytest.mark.parametrize("url", [OVERVIEW, ENTERPRISES, GRADES, TABLES, RELIEFS])
def test_enterprises_and_administrators_have_no_part_in_it(cast: District, client: Client, url: str) -> None:
    for who in (cast.contact, cast.system, cast.audit):
        assert who.sign_in(client).get(url).status_code == 403


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"q": "星禾"}, True),
        ({"q": "云汀"}, False),
        ({"credit_class": "C"}, True),
        ({"credit_class": "A"}, False),
        ({"state": "changed"}, True),
        ({"before": "A", "credit_class": "C"}, True),
        ({"before": "B"}, False),
        ({"state": "stale"}, False),
        ({"state": "graded"}, False),
        ({"state": "relief"}, False),
    ],
)
def test_the_list_of_enterprises_narrows(
    cast: District, client: Client, query: dict[str, str], is_found: bool
) -> None:
    take(add_months(this_month(), -1), "A", "D")
    take(this_month(), "C", "D")
    text = text_of(cast.clerk.sign_in(client), ENTERPRISES, **query)
    assert (cast.enterprise.name in text) is is_found


def test_a_list_costs_the_same_however_many_rows_it_has(
    cast: District, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    take(this_month(), "C", "D")
    cast.clerk.sign_in(client)
    with django_assert_max_num_queries(14):
        client.get(ENTERPRISES)


def test_the_file_of_a_list_holds_what_the_filter_found(cast: District, client: Client) -> None:
    take(this_month(), "C", "D")
    answer = cast.clerk.sign_in(client).get(reverse("class_enterprises_export"), {"credit_class": "C"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows if cast.enterprise.name in row] == [cast.enterprise.name]
    assert not [row for row in rows if cast.other_enterprise.name in row]


GRADE = {
    "grade-credit_class": "D",
    "grade-criteria": "安全生产风险分级标准（2026）",
    "grade-score": "41.5",
    "grade-reason": "涉爆粉尘",
}


def test_a_clerk_grades_an_enterprise_and_ends_the_grade(cast: District, client: Client) -> None:
    today = local_date(timezone.now())
    cast.clerk.sign_in(client)
    url = reverse("grade_new", args=[cast.enterprise.pk])
    text = client.post(url, GRADE | {"grade-valid_from": f"{today}"}, follow=True).content.decode()
    made = DepartmentGrade.objects.get()
    assert "已登记" in text
    assert "涉爆粉尘" in text
    assert "两者从严" in text
    assert "涉爆粉尘" in text_of(client, GRADES)
    assert "涉爆粉尘" not in text_of(cast.other_clerk.sign_in(Client()), GRADES)
    exported = client.get(reverse("grade_list_export")).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(exported)).get_sheet_by_index(0).to_python()
    assert any("涉爆粉尘" in row and 41.5 in row for row in rows)
    end = reverse("grade_end", args=[made.pk])
    assert client.post(end, {"end-reason": ""}).status_code == 422
    assert "已终止" in client.post(end, {"end-reason": "隐患已消除"}, follow=True).content.decode()


def test_a_form_left_empty_comes_back_and_a_day_too_early_says_why(cast: District, client: Client) -> None:
    today = local_date(timezone.now())
    cast.clerk.sign_in(client)
    url = reverse("grade_new", args=[cast.enterprise.pk])
    assert client.post(url, {}).status_code == 422
    client.post(url, GRADE | {"grade-valid_from": f"{today}"})
    answer = client.post(url, GRADE | {"grade-valid_from": f"{today - timedelta(days=1)}"})
    assert answer.status_code == 422
    assert "早于现有分级的起始日期" in answer.content.decode()
    assert cast.officer.sign_in(client).post(url, GRADE).status_code == 403


def test_relief_is_refused_with_the_rule_and_granted_when_the_months_are_there(
    cast: District, client: Client
) -> None:
    cast.supervisor.sign_in(client)
    url = reverse("relief_enter", args=[cast.enterprise.pk])
    answer = client.post(url, {"relief-ground": "连续低风险"})
    assert answer.status_code == 422
    assert "R-RSK-03c" in answer.content.decode()
    EnterpriseClass.objects.bulk_create(
        EnterpriseClass(enterprise=cast.enterprise, month=add_months(this_month(), -back), credit_class="A")
        for back in range(7)
    )
    ClassFile.objects.create(month=this_month(), source="测试", rows=1, changed=0, imported_at=timezone.now())
    Enterprise.objects.filter(pk=cast.enterprise.pk).update(
        credit_class=CreditClass.A, class_month=this_month()
    )
    assert (
        "已纳入低风险减免" in client.post(url, {"relief-ground": "连续低风险"}, follow=True).content.decode()
    )
    assert "减免中" in text_of(client, RELIEFS)
    assert client.get(reverse("relief_list_export")).status_code == 200
    leave = reverse("relief_leave", args=[Relief.objects.get().pk])
    given = {"leave-exit": "complained", "leave-note": "举报查实"}
    assert "已移出" in cast.clerk.sign_in(client).post(leave, given, follow=True).content.decode()
    text = text_of(client, RELIEFS, state="left")
    assert "举报查实" in text
    assert "被投诉举报查实" in text


def table(**changes: str) -> dict[str, Any]:
    """A table as the form sends it."""
    return {
        "valid_from": f"{local_date(timezone.now())}",
        "document": "铜司发〔2026〕8号",
        "ratio_A": "5", "visits_A": "1", "every_A": "",
        "ratio_B": "20", "visits_B": "1", "every_B": "",
        "ratio_C": "60", "visits_C": "2", "every_C": "12",
        "ratio_D": "100", "visits_D": "", "every_D": "6",
    } | changes  # fmt: skip


def test_until_a_table_is_saved_another_countys_stands_and_says_so(cast: District, client: Client) -> None:
    text = text_of(cast.clerk.sign_in(client), TABLES)
    assert "不是本区规定" in text
    assert "60%" in text


def test_the_bureau_saves_the_districts_table_and_a_head_the_own(cast: District, client: Client) -> None:
    cast.supervisor.sign_in(client)
    assert "已保存" in client.post(NEW_TABLE, table(), follow=True).content.decode()
    cast.head.sign_in(client)
    assert client.post(NEW_TABLE, table(ratio_C="61")).status_code == 302
    assert [each.subject for each in ClassTable.objects.order_by("pk")] == [None, cast.subject]
    text = text_of(client, TABLES)
    assert "61%" in text
    assert "不是本区规定" not in text
    assert cast.clerk.sign_in(client).get(NEW_TABLE).status_code == 403


def test_a_table_that_is_not_monotone_comes_back_with_the_rule_and_its_picture(
    cast: District, client: Client
) -> None:
    answer = cast.supervisor.sign_in(client).post(NEW_TABLE, table(ratio_C="19"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "R-RSK-02a" in text
    assert "抽查比例 C 类低于 B 类（19%，20%）" in text
    assert 'class="base"' in text
    assert not ClassTable.objects.exists()


def test_a_number_that_is_none_is_said_beside_its_class(cast: District, client: Client) -> None:
    answer = cast.supervisor.sign_in(client).post(NEW_TABLE, table(ratio_A="", visits_B="两次"))
    assert answer.status_code == 422
    assert "A 类抽查比例：" in answer.content.decode()
    assert "B 类每年次数：" in answer.content.decode()


def test_a_page_of_no_enterprise_is_not_found(cast: District, client: Client) -> None:
    cast.clerk.sign_in(client)
    assert client.get(reverse("class_enterprise", args=[999_999_999])).status_code == 404
    assert client.post(reverse("grade_end", args=[999_999_999])).status_code == 404
    assert client.post(reverse("relief_leave", args=[999_999_999])).status_code == 404


def test_an_enterprises_page_shows_its_months_and_flags_a_stale_one(cast: District, client: Client) -> None:
    take(add_months(this_month(), -1), "D", "B")
    text = text_of(cast.officer.sign_in(client), page_of(cast.enterprise))
    assert "逐月分类" in text
    assert "还没有导入" in text
    assert "登记部门分级" not in text
