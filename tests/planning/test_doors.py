"""The declared doors of planning: sorting, bad filters, files, acts and forms by program as by page."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from jingwei.planning.models import Cap, ClassFile, DepartmentGrade, EnterpriseClass, QuietPeriod, Relief
from jingwei.planning.operations import Span, grade_enterprise, set_quiet_period
from jingwei.platform.calendar import add_months, local_date
from jingwei.registry.models import Enterprise
from jingwei.registry.terms import CreditClass
from tests.people import District, Person, district

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = local_date(NOW)


@pytest.fixture
def people() -> District:
    return district(TODAY)


def call(person: Person, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    client, address = person.sign_in(Client()), f"/api/v1{path}"
    answer = client.get(address) if body is None else client.post(address, body, "application/json")
    return answer.status_code, answer.json()


def shown(person: Person, name: str, query: str = "", **ids: int) -> str:
    return person.sign_in(Client()).get(f"{reverse(name, kwargs=ids)}{query}").content.decode()


def rows_of_file(person: Person, name: str, query: str = "") -> list[list[Any]]:
    content = person.sign_in(Client()).get(f"{reverse(name)}{query}").content
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def steps_in_red(text: str) -> list[str]:
    return [part[: part.index("</li>")] for part in text.split('<li class="is-red">')[1:]]


def grade(people: District, enterprise: Enterprise, credit_class: CreditClass) -> DepartmentGrade:
    return grade_enterprise(
        subject_id=people.subject.pk,
        enterprise_id=enterprise.pk,
        credit_class=credit_class,
        criteria="分级标准（2026）",
        reason="涉爆粉尘",
        valid_from=TODAY,
        actor=people.clerk.member,
        now=NOW,
    )


def keep_quiet(people: District, days: int = 1, length: int = 4) -> QuietPeriod:
    first = TODAY + timedelta(days=days)
    (period,) = set_quiet_period(
        spans=[Span(first, first + timedelta(days=length))],
        reason="全国两会期间",
        actor=people.lead.member,
        now=NOW,
    )
    return period


def low_for_months(enterprise: Enterprise) -> None:
    """Let an enterprise have been of class A long enough for relief."""
    month = TODAY.replace(day=1)
    EnterpriseClass.objects.bulk_create(
        EnterpriseClass(enterprise=enterprise, month=add_months(month, -back), credit_class="A")
        for back in range(7)
    )
    ClassFile.objects.create(month=month, source="测试", rows=1, changed=0, imported_at=NOW)
    Enterprise.objects.filter(pk=enterprise.pk).update(credit_class=CreditClass.A, class_month=month)


def test_caps_sort_by_their_day_and_a_bad_filter_is_named(people: District) -> None:
    for visits, back in ((3, 90), (8, 30)):
        Cap.objects.create(
            subject=people.subject, visits=visits, valid_from=TODAY - timedelta(days=back), source="甲"
        )
    up = shown(people.clerk, "cap_list", "?sort=valid_from")
    assert up.index("3 次") < up.index("8 次")
    down = shown(people.clerk, "cap_list", "?sort=-valid_from&state=standing")
    assert down.index("8 次") < down.index("3 次")
    text = shown(people.clerk, "cap_list", "?state=bogus&sort=source")
    assert "条件“效力”" in text
    assert "不能按“source”排序" in text
    assert "8 次" in text


def test_caps_are_read_by_programs_as_they_are_on_the_page(people: District) -> None:
    Cap.objects.create(
        subject=people.subject, item=people.item, credit_class="B", visits=5, valid_from=TODAY, source="甲"
    )
    status, told = call(people.officer, "/caps?state=standing&credit_class=B")
    assert (status, told["count"]) == (200, 1)
    (cap,) = told["caps"]
    assert (cap["holder"], cap["item_code"], cap["visits"]) == (people.subject.name, people.item.code, 5)
    assert cap["credit_class"] == {"code": "B", "label": CreditClass.B.label}
    assert cap["last_on"] is None
    assert call(people.officer, "/caps?state=bogus")[1]["error"]["field"] == "state"
    assert call(people.contact, "/caps")[0] == 403


def test_whoever_may_import_caps_is_led_there(people: District) -> None:
    address = reverse("import_new", args=["caps"])
    assert address in shown(people.clerk, "cap_list")
    assert address not in shown(people.officer, "cap_list")


def test_quiet_periods_of_a_year_sort_filter_and_go_out(people: District) -> None:
    first, second = keep_quiet(people), keep_quiet(people, days=20)
    year = first.first_on.year
    up = shown(people.clerk, "quiet_list", f"?year={year}&sort=first_on")
    rows = up[up.index("各段") :]
    assert rows.index(f"{first.first_on} 至") < (rows + f"{second.first_on} 至").index(
        f"{second.first_on} 至"
    )
    assert "条件“年度”" in shown(people.clerk, "quiet_list", "?year=abc")
    answer = people.clerk.sign_in(Client()).get(f"{reverse('quiet_export')}?year={year}")
    assert f"{year}" in answer["Content-Disposition"]
    assert call(people.clerk, "/quiet-periods?year=1999")[1]["count"] == 0
    assert call(people.clerk, "/quiet-periods?year=never")[1]["error"]["field"] == "year"
    assert call(people.clerk, f"/quiet-periods?year={year}")[1]["periods"][0]["id"] == first.pk


def test_one_quiet_period_is_read_by_programs(people: District) -> None:
    period = keep_quiet(people)
    status, told = call(people.officer, f"/quiet-periods/{period.pk}")
    assert (status, told["days"], told["enterprise"], told["lifted_on"]) == (200, 5, "", None)
    assert call(people.officer, f"/quiet-periods/{period.pk}/lift", {"reason": "不"})[0] == 403
    assert (
        call(people.lead, f"/quiet-periods/{period.pk}/lift", {"reason": ""})[1]["error"]["field"] == "reason"
    )
    assert call(people.lead, "/quiet-periods/999999")[0] == 422


def test_a_refused_lifting_is_red_and_keeps_what_was_typed(people: District) -> None:
    period = keep_quiet(people)
    client = people.supervisor.sign_in(Client())
    refused = client.post(reverse("quiet_lift", args=[period.pk]), {"reason": "提前结束了"})
    assert refused.status_code == 403
    assert "提前结束了" in refused.content.decode()
    (red,) = steps_in_red(shown(people.supervisor, "quiet_detail", period_id=period.pk))
    assert "取消" in red


def test_grades_sort_by_enterprise_and_only_the_bureau_chooses_a_department(people: District) -> None:
    grade(people, people.enterprise, CreditClass.D)
    grade(people, people.other_enterprise, CreditClass.B)
    names = [people.enterprise.name, people.other_enterprise.name]
    up = shown(people.clerk, "grade_list", "?sort=enterprise")
    down = shown(people.clerk, "grade_list", "?sort=-enterprise")
    assert sorted(names, key=up.index) == sorted(names, key=down.index, reverse=True)
    assert 'name="subject"' in shown(people.lead, "grade_list")
    assert 'name="subject"' not in up
    assert "已按不限处理" in shown(people.clerk, "grade_list", "?credit_class=Z")
    assert [row[4] for row in rows_of_file(people.clerk, "grade_list_export", "?credit_class=D")][1:] == [
        CreditClass.D.label
    ]


def test_a_grade_is_entered_and_ended_by_program_with_every_wrong_field_named(people: District) -> None:
    given = {"credit_class": "Z", "criteria": "", "reason": "涉爆粉尘", "valid_from": f"{TODAY}"}
    status, refused = call(people.clerk, "/grades", given | {"enterprise_id": people.enterprise.pk})
    assert status == 422
    assert "分级：" in refused["error"]["message"]
    assert "分级标准：" in refused["error"]["message"]
    given |= {"credit_class": "C", "criteria": "分级标准（2026）", "score": "61.5"}
    assert (
        call(people.clerk, "/grades", given | {"enterprise_id": 999_999})[1]["error"]["field"]
        == "enterprise_id"
    )
    assert call(people.officer, "/grades", given | {"enterprise_id": people.enterprise.pk})[0] == 403
    status, made = call(people.clerk, "/grades", given | {"enterprise_id": people.enterprise.pk})
    assert (status, made["subject"], made["score"]) == (200, people.subject.code, "61.5")
    assert call(people.clerk, "/grades/999999/end", {"reason": "误"})[1]["error"]["kind"] == "mistake"
    ended = call(people.head, f"/grades/{made['id']}/end", {"reason": "整改完成"})[1]
    assert ended["valid_until"] == f"{TODAY}"


def test_a_refused_end_of_a_grade_stands_on_the_enterprises_page(people: District) -> None:
    own = grade(people, people.enterprise, CreditClass.C)
    refused = people.other_clerk.sign_in(Client()).post(
        reverse("grade_end", args=[own.pk]), {"end-reason": "误"}
    )
    text = refused.content.decode()
    assert refused.status_code == 403
    assert people.enterprise.name in text
    assert "逐月分类" in text
    assert DepartmentGrade.objects.get().valid_until is None
    page = shown(people.clerk, "class_enterprise", enterprise_id=people.enterprise.pk)
    assert reverse("grade_end", args=[own.pk]) in page
    other = shown(people.other_clerk, "class_enterprise", enterprise_id=people.enterprise.pk)
    assert reverse("grade_end", args=[own.pk]) not in other


def test_relief_is_entered_and_left_by_program_and_a_refusal_is_red(people: District) -> None:
    body = {"enterprise_id": people.enterprise.pk, "ground": "连续低风险"}
    status, refused = call(people.head, "/reliefs", body)
    assert (status, refused["error"]["findings"][0]["rule"]) == (422, "R-RSK-03c")
    (red,) = steps_in_red(shown(people.head, "class_enterprise", enterprise_id=people.enterprise.pk))
    assert "纳入低风险减免" in red
    low_for_months(people.enterprise)
    assert call(people.clerk, "/reliefs", body)[0] == 403
    made = call(people.head, "/reliefs", body)[1]
    assert (made["entered_on"], made["exit"]) == (f"{TODAY}", None)
    assert call(people.officer, "/reliefs?state=standing")[1]["count"] == 1
    left = call(people.clerk, f"/reliefs/{made['id']}/leave", {"exit": "complained", "note": "举报查实"})[1]
    assert left["exit"]["code"] == "complained"
    assert Relief.objects.get().left_on == TODAY
    assert call(people.officer, "/reliefs?state=standing")[1]["count"] == 0


def test_enterprises_with_their_class_are_read_by_programs(people: District) -> None:
    grade(people, people.enterprise, CreditClass.D)
    told = call(people.clerk, f"/class-enterprises?q={people.enterprise.credit_code}")[1]
    (row,) = told["enterprises"]
    assert (row["id"], row["grade"]["code"], row["applied"]["code"]) == (people.enterprise.pk, "D", "D")
    assert call(people.lead, "/class-enterprises?state=graded")[1]["count"] == 0
    assert "sort=grade" in shown(people.clerk, "class_enterprises")
    assert "sort=grade" not in shown(people.lead, "class_enterprises")


def test_a_saved_table_is_listed_with_its_effect_and_goes_out(people: District) -> None:
    rows = {each: {"ratio": 10 * n, "visits": n, "every": None} for n, each in enumerate("ABCD", 1)}
    body = {"document": "铜政办发〔2026〕5号", "rows": rows}
    assert call(people.clerk, "/class-tables", body | {"valid_from": f"{TODAY}"})[0] == 403
    for day in (TODAY, TODAY + timedelta(days=40)):
        assert call(people.lead, "/class-tables", body | {"valid_from": f"{day}"})[0] == 200
    text = shown(people.clerk, "class_tables")
    assert "现行" in text
    assert "尚未施行" in text
    assert [row[-1] for row in rows_of_file(people.clerk, "class_table_export")][1:] == ["尚未施行", "现行"]
    told = call(people.clerk, "/class-tables")[1]["tables"]
    assert [each["rows"]["B"]["visits"] for each in told] == [2, 2]
