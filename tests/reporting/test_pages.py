"""The report's pages: who sees what, that every figure leads to as many rows, and that wrong addresses are told."""

import csv
import io
import json
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from jingwei.inspections.terms import Origin, Stage
from jingwei.planning.terms import ExemptReason
from jingwei.registry.models import Region
from jingwei.reporting.indicators import INDICATORS
from jingwei.reporting.periods import Period
from tests.inspections.walking import Walk
from tests.people import TODAY, make_enterprise
from tests.reporting.past import called, performed
from tests.reporting.test_figures import fill_everything

H1 = "from=2026-01-01&to=2026-06-30"


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return unescape(answer.content.decode())


def rows_said(page: str) -> int:
    """How many rows a list's heading says it has."""
    found = re.search(r"　(\d+) (次|个|人)</p>|　(\d+) (次|个|人)\s", page)
    assert found
    return int(found[1] or found[3])


def test_every_figure_of_the_page_leads_to_as_many_rows(walk: Walk, client: Client) -> None:
    fill_everything(walk.people)
    walk.people.supervisor.sign_in(client)
    page = body(client, f"/statistics/?{H1}")
    for code in (each.code for each in INDICATORS):
        figure = re.search(
            rf"<b>(\d+)</b>(?:(?!<b>\d+</b>).)*?{re.escape(code)}</span>.*?href=\"(/statistics/[^\"]+)\"",
            page,
            re.DOTALL,
        )
        assert figure, code
        assert f"/{code}/" in figure[2]
        assert rows_said(body(client, figure[2])) == int(figure[1]) > 0, code


@pytest.mark.parametrize("by", ["subject", "town", "month"])
def test_every_figure_of_a_breakdown_leads_to_as_many_rows(walk: Walk, client: Client, by: str) -> None:
    people = walk.people
    fill_everything(people)
    _, elsewhere = make_enterprise(people.other_region, "91320311DEM000038E", "徐州另处示例有限公司")
    performed(people, TODAY, subject=people.other_subject, site=elsewhere, enterprise=elsewhere.enterprise)
    joint = performed(people, TODAY, is_scanned=True, is_counted=True)
    performed(people, TODAY, visit=joint.visit, joint_with=joint, subject=people.other_subject)
    performed(
        people, TODAY, visit=joint.visit, joint_with=joint, subject=people.other_subject, is_counted=True
    )
    people.supervisor.sign_in(client)
    page = body(client, f"/statistics/?{H1}&by={by}")
    links = re.findall(r'class="jw-num[^"]*"><a href="([^"]+)">(\d+)</a>', page)
    assert len(links) >= 9
    for address, number in links:
        assert rows_said(body(client, address)) == int(number), address


def test_the_lines_of_a_breakdown_add_up_to_the_figures(walk: Walk, client: Client) -> None:
    """Six visits, one of them joint and one without inspection: seven of the departments, less the one shared."""
    people = walk.people
    for day in (2, 3, 4, 5):
        performed(people, date(2026, 3, day), is_scanned=True, is_counted=True)
    lead = performed(people, date(2026, 4, 1), is_scanned=True, is_counted=True)
    performed(people, date(2026, 4, 1), visit=lead.visit, joint_with=lead, subject=people.other_subject)
    performed(people, date(2026, 4, 1), visit=lead.visit, joint_with=lead, subject=people.other_subject)
    called(people, date(2026, 5, 1), subject=people.other_subject)
    performed(people, date(2026, 5, 2), origin=Origin.IMPORTED, exempt=ExemptReason.INVITED, evidence="1")
    people.supervisor.sign_in(client)
    lines = {"subject": [5, 2], "town": [6], "month": [0, 0, 4, 1, 1, 0]}
    for by, visits in lines.items():
        page = body(client, f"/statistics/?{H1}&by={by}")
        table = page.partition('class="jw-table jw-rank"')[2].partition("</table>")[0]
        above, _, total = table.partition('class="jw-total"')
        for code, number in {"reportable": 8, "visits": 6, "capped": 5, "invited": 1}.items():
            numbers = [int(each) for each in _linked(above, f"inspections.{code}", "2026")]
            [said] = _linked(total, f"inspections.{code}", "2026")
            if code == "visits":
                assert numbers == visits, by
                numbers += [-int(each) for each in _linked(above, "visits.shared", "2026")]
            assert sum(numbers) == int(said) == number, (by, code)
        assert ("联合入企重复计" in table) is (by == "subject")


def _linked(part: str, code: str, year: str) -> list[str]:
    return re.findall(rf'/statistics/{re.escape(code)}/\?from={year}[^"]*">(\d+)</a>', part)


def test_a_site_without_town_has_a_line_of_its_own(walk: Walk, client: Client) -> None:
    town = Region.objects.create(code="320312119", name="茅村镇", parent=walk.people.region)
    _, site = make_enterprise(town, "91320312DEM000049E", "徐州茅村示例有限公司")
    performed(walk.people, TODAY, is_scanned=True)
    performed(walk.people, TODAY, is_scanned=True, site=site, enterprise=site.enterprise)
    walk.people.supervisor.sign_in(client)
    page = body(client, f"/statistics/?{H1}&by=town")
    assert re.findall(r'<td class="jw-nw">([^<]+)</td>', page) == ["茅村镇", "铜山区（未填镇街）"]


def test_the_three_counters_are_explained_to_the_last_one(walk: Walk, client: Client) -> None:
    people = walk.people
    performed(people, TODAY, is_scanned=True, is_counted=True)
    performed(people, TODAY, is_scanned=True, exempt=ExemptReason.COMPLAINT, evidence="1")
    performed(people, TODAY, is_scanned=True, is_counted=True, ended_in_case=True, case_number="1")
    performed(people, TODAY, is_scanned=True, is_counted=True, stage=Stage.ENTERED)
    joint = performed(people, TODAY, is_scanned=True, is_counted=True)
    shared: dict[str, Any] = {"visit": joint.visit, "joint_with": joint, "subject": people.other_subject}
    performed(people, TODAY, is_counted=True, **shared)
    performed(people, TODAY, is_counted=True, **shared)
    called(people, TODAY)
    called(people, TODAY, subject=people.other_subject)
    performed(people, TODAY, origin=Origin.IMPORTED)
    people.supervisor.sign_in(client)
    page = body(client, f"/statistics/?{H1}")
    assert steps_said(page) == [
        ("入企", "7"),
        ("入企而未检查", "− 2"),
        ("联合入企中其他单位的检查", "+ 1"),
        ("同一单位一次入企的另几件检查", "+ 1"),
        ("有不计上限情形的", "− 1"),
        ("计入上限", "6"),
        ("计入上限", "6"),
        ("入企检查而不计上限的", "+ 1"),
        ("外部系统导入的", "+ 1"),
        ("未签署笔录的", "− 1"),
        ("转立案的", "− 1"),
        ("可报统计", "6"),
    ]
    for address, number in re.findall(r'<a href="(/statistics/visits\.[^"]+)">[−+] (\d+)</a>', page):
        assert rows_said(body(client, address)) == int(number), address
    page = body(client, f"/statistics/?{H1}&subject={people.other_subject.pk}")
    assert steps_said(page)[:4] == [
        ("入企", "2"),
        ("入企而未检查", "− 1"),
        ("同一单位一次入企的另几件检查", "+ 1"),
        ("计入上限", "2"),
    ]


def steps_said(page: str) -> list[tuple[str, str]]:
    return re.findall(r"<td>([^<]+)</td>\s*<td class=\"jw-num\">(?:<a [^>]+>)?([^<]+)<", page)[:12]


def test_where_more_is_reported_than_entered_the_page_says_why(walk: Walk, client: Client) -> None:
    people = walk.people
    lead = performed(people, TODAY, is_scanned=True)
    performed(people, TODAY, visit=lead.visit, joint_with=lead, subject=people.other_subject)
    people.supervisor.sign_in(client)
    said = "可报统计 2 次，多于入企 1 次：联合入企计一次，其他单位的检查另计，1 次。"
    assert said in body(client, f"/statistics/?{H1}")
    for _ in range(2):
        performed(people, TODAY, origin=Origin.IMPORTED)
    assert "外部系统导入的检查没有扫码，不计入企，2 次" in body(client, f"/statistics/?{H1}")
    for _ in range(9):
        called(people, TODAY)
    assert "多于入企" not in body(client, f"/statistics/?{H1}").partition('id="groups"')[0]


def test_what_is_no_department_and_no_town_is_told_and_not_left_out(walk: Walk, client: Client) -> None:
    people = walk.people
    performed(people, TODAY)
    people.supervisor.sign_in(client)
    for address in (
        f"/statistics/?{H1}&subject=99999",
        f"/statistics/?{H1}&subject=全部",
        f"/statistics/inspections.reportable/?{H1}&subject=99999",
        f"/statistics/inspections.reportable/export/?{H1}&town=320312999",
    ):
        answer = client.get(address)
        assert answer.status_code == 422, address
        assert "没有这个" in answer.content.decode()


def test_a_search_that_is_too_long_is_told_as_such(walk: Walk, client: Client) -> None:
    walk.people.supervisor.sign_in(client)
    answer = client.get(f"/statistics/inspections.visits/?{H1}&q={'星' * 301}")
    assert answer.status_code == 422
    assert "没有这个" not in answer.content.decode()
    assert "300" in answer.content.decode()


def test_a_list_of_visits_names_who_came_and_what_for(walk: Walk, client: Client) -> None:
    people = walk.people
    lead = performed(people, TODAY, is_scanned=True)
    performed(people, TODAY, visit=lead.visit, joint_with=lead, subject=people.other_subject)
    called(people, TODAY)
    people.supervisor.sign_in(client)
    page = body(client, f"/statistics/inspections.visits/?{H1}")
    assert f"{people.subject.short_name}、{people.other_subject.short_name}" in page
    assert re.search(r">\s*走访\s*</td>", page)
    people.head.sign_in(client)
    assert rows_said(body(client, f"/statistics/inspections.visits/?{H1}")) == 2


def test_the_page_says_that_the_printed_rate_has_no_base(walk: Walk, client: Client) -> None:
    walk.people.supervisor.sign_in(client)
    said = "1237 同比 −27.71%，没有整数基数（1711 得 −27.70%，1712 得 −27.75%）"
    assert said in body(client, "/statistics/?from=2025-01-01&to=2025-06-30")
    assert said in body(client, "/public/statistics/?from=2025-01-01&to=2025-06-30")
    assert said not in body(client, "/statistics/?from=2025-01-01&to=2025-06-29")
    assert said in body(client, f"/statistics/?{H1}&value=1237&change=−27.71")
    assert "基数可以是 1711" in body(client, f"/statistics/?{H1}&value=1237&change=-27.70%")
    assert "写作 -27.71 的形式" in body(client, f"/statistics/?{H1}&value=1237&change=abc")


def test_a_head_sees_the_own_department_alone(walk: Walk, client: Client) -> None:
    people = walk.people
    performed(people, TODAY)
    performed(people, TODAY, subject=people.other_subject)
    people.head.sign_in(client)
    address = f"/statistics/inspections.reportable/?{H1}"
    assert rows_said(body(client, address)) == 1
    assert rows_said(body(client, f"{address}&subject={people.other_subject.pk}")) == 1
    assert "市场监管局" not in body(client, f"/statistics/?{H1}&subject={people.other_subject.pk}&by=subject")
    people.clerk.sign_in(client)
    assert client.get("/statistics/").status_code == 403


def test_the_list_is_narrowed_searched_and_ordered(walk: Walk, client: Client) -> None:
    people = walk.people
    performed(people, TODAY)
    performed(people, TODAY, enterprise=people.other_enterprise, site=people.other_site)
    people.supervisor.sign_in(client)
    address = f"/statistics/inspections.reportable/?{H1}"
    assert rows_said(body(client, f"{address}&q=星禾")) == 1
    assert rows_said(body(client, f"{address}&q=无此企业")) == 0
    assert rows_said(body(client, f"{address}&subject={people.other_subject.pk}")) == 0
    assert rows_said(body(client, f"{address}&town={people.region.code}")) == 2
    assert rows_said(body(client, f"{address}&sort=-column_2")) == 2
    assert client.get(f"/statistics/inspections.reportable/export/?{H1}&q=星禾").content[:2] == b"PK"
    assert client.get("/statistics/no.such/").status_code == 422


def test_a_usual_period_goes_before_the_dates(walk: Walk, client: Client) -> None:
    walk.people.supervisor.sign_in(client)
    answer = client.get(
        "/statistics/", {"usual": "from=2025-01-01&to=2025-12-31", "from": "2026-01-01", "to": "2026-01-02"}
    )
    assert answer["Location"] == "/statistics/?from=2025-01-01&to=2025-12-31"
    page = body(client, answer["Location"])
    assert "2025年全年" in page
    assert "2026-01-31 前公布" in page


@pytest.mark.parametrize("address", ["/statistics/", "/public/statistics/", "/api/v1/statistics"])
@pytest.mark.parametrize(
    "query", ["from=2025-02-30&to=2025-06-30", "from=2025-01-01", "from=2026-01-01&to=2025-01-01"]
)
def test_wrong_dates_are_told_and_not_guessed(walk: Walk, client: Client, address: str, query: str) -> None:
    walk.people.supervisor.sign_in(client)
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 422
    said = answer.json()["error"]["message"] if "api" in address else answer.content.decode()
    assert "日期" in said


def test_the_interface_answers_everybody(walk: Walk, client: Client) -> None:
    for number in range(7):
        performed(walk.people, date(2025, 3, 1 + number))
    performed(walk.people, TODAY)
    answer = client.get(f"/api/v1/statistics?{H1}")
    assert answer.status_code == 200
    told = answer.json()
    assert told["period"] == {"from": "2026-01-01", "to": "2026-06-30"}
    assert set(told["indicators"][0]) == {
        "code", "label", "value", "unit", "base", "change", "definition", "list_url",
    }  # fmt: skip
    assert (told["indicators"][0]["value"], told["indicators"][0]["base"]) == (1, 7)
    assert told["indicators"][0]["change"] == -0.8571
    assert told["indicators"][4]["base"] is None
    assert client.post(f"/api/v1/statistics?{H1}").status_code == 405
    assert client.get("/api/v1/statistics").status_code == 422


def test_the_public_page_needs_no_log_in_and_leads_to_no_list(walk: Walk, client: Client) -> None:
    fill_everything(walk.people)
    page = body(client, f"/public/statistics/?{H1}")
    assert "涉企行政检查" in page
    assert "/statistics/inspections" not in page
    assert "星禾" not in page
    assert body(client, "/public/statistics/")


def test_the_report_is_downloaded_as_data(walk: Walk, client: Client) -> None:
    performed(walk.people, TODAY)
    walk.people.supervisor.sign_in(client)
    address = f"/statistics/export/?{H1}&as="
    lines = list(csv.reader(io.StringIO(client.get(f"{address}csv").content.decode("utf-8-sig"))))
    assert lines[1][:4] == ["inspections.reportable", "涉企行政检查", "1", "次"]
    assert json.loads(client.get(f"{address}json").content)["indicators"][0]["value"] == 1
    assert client.get(f"{address}xlsx").content[:2] == b"PK"
    assert client.get(f"{address}exe").status_code == 422
    assert client.get(f"/public/statistics/?{H1}&as=csv").status_code == 200


def test_the_groups_follow_the_page_by_themselves(walk: Walk, client: Client) -> None:
    performed(walk.people, TODAY)
    walk.people.supervisor.sign_in(client)
    page = body(client, f"/statistics/?{H1}")
    assert "jw-rank" not in page
    address = re.search(r'hx-get="([^"]+)"', page)
    assert address
    part = client.get(f"/statistics/{address[1]}", headers={"HX-Request": "true"}).content.decode()
    assert "jw-rank" in part
    assert "<html" not in part


def test_a_period_of_one_day_is_a_period(walk: Walk) -> None:
    performed(walk.people, TODAY)
    assert INDICATORS[0].value(Period(TODAY, TODAY)) == 1
