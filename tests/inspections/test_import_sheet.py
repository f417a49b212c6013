"""The spreadsheet of inspections: names are looked up, the rules of the day asked, bad rows come back with reasons."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jingwei.inspections.imports import InspectionImporter
from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import Mode
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.errors import NotAllowed
from jingwei.registry.models import Site
from tests.inspections.walking import Walk
from tests.people import NOW, District
from tests.sheets import import_rows, reasons

pytestmark = pytest.mark.django_db


def row(people: District, **changes: str) -> dict[str, str]:
    """One row as a department sends it."""
    return {
        "文号": "铜应急检〔2025〕18号",
        "单位": "应急管理局",
        "统一社会信用代码": people.enterprise.credit_code,
        "场所": "厂区",
        "事项编码": f"{people.item.code}、{people.second_item.code}",
        "检查类别": "日常",
        "检查日期": "2025.6.3",
        "检查人员1 证号": "10320312001",
        "检查人员2 证号": "10320312002",
        "结果": "未发现问题",
        "来源系统": "省安全生产执法系统",
    } | changes


def test_a_row_becomes_an_inspection(walk: Walk) -> None:
    changes = {
        "文号": "铜应急检[2025]18 号",
        "检查类别": "个案检查",
        "不计上限情形": "投诉举报",
        "证据编号": "12345-77",
    }
    outcome = import_rows(InspectionImporter(), row(walk.people, **changes))
    assert (outcome.rows, outcome.imported, outcome.rejected) == (1, 1, 0), reasons(outcome)
    task = Inspection.objects.get()
    assert (task.number, task.performed_on) == ("铜应急检〔2025〕18号", date(2025, 6, 3))
    assert (task.kind, task.exempt, task.mode) == (
        InspectionKind.CASE_BASED,
        ExemptReason.COMPLAINT,
        Mode.ON_SITE,
    )
    assert [line.item for line in task.lines.order_by("id")] == walk.people.items
    assert [member.officer.name for member in task.team.order_by("id")] == ["陆远", "沈青"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"单位": "不存在局"}, "列“检查主体”的值“不存在局”不是名录中的检查主体"),
        ({"统一社会信用代码": "91320312DEM000031A"}, "没有登记的企业或场所"),
        ({"场所": "二厂"}, "不是该企业的场所（有：厂区）"),
        ({"事项编码": "T001、X999"}, "中 X999 不在事项库"),
        ({"检查人员2 证号": "10320312999"}, "列“检查人员2证号”的值“10320312999”没有这本执法证"),
        ({"检查人员2 证号": "10320312001"}, "两名检查人员是同一人"),
        ({"检查人员2 证号": ""}, "列“检查人员2证号”不合规定（R-OFF-01）"),
        ({"检查人员2 证号": "10320312005"}, "R-OFF-01"),
        ({"检查人员2 证号": "10320312004", "检查日期": "2026-03-10"}, "R-OFF-02"),
        ({"事项编码": "T002"}, "列“事项编码”的值“T002”不合规定（R-PUB-02）"),
        ({"检查类别": "专项"}, "R-SUB-10"),
        ({"检查类别": "抽查"}, "不在可选项中"),
        ({"不计上限情形": "媒体曝光"}, "列“证据编号”不合规定（R-FRQ-03）"),
        ({"检查日期": "2026-03-11"}, "晚于今天"),
        ({"检查日期": "1925-06-03"}, "早于 2000-01-01"),
        ({"是否转立案": "是"}, "转立案须填写案号"),
        ({"案号": "铜应急立〔2025〕1号"}, "没有写转立案"),
        ({"文号": ""}, "列“文号”没有填写"),
    ],
)
def test_a_bad_row_comes_back_with_its_reason(walk: Walk, changes: dict[str, str], said: str) -> None:
    people = walk.people
    codes = {"T001": people.item.code, "T002": people.unpublished_item.code}
    if "事项编码" in changes:
        changes = changes | {"事项编码": codes.get(changes["事项编码"], changes["事项编码"])}
        said = said.replace("T002", people.unpublished_item.code)
    outcome = import_rows(InspectionImporter(), row(people, **changes))
    assert (outcome.imported, outcome.rejected) == (0, 1)
    assert said in reasons(outcome)[0]
    assert not Inspection.objects.exists()


def test_a_number_comes_once_in_a_sheet_and_once_in_the_district(walk: Walk) -> None:
    first = import_rows(InspectionImporter(), row(walk.people), row(walk.people))
    assert (first.imported, first.rejected) == (1, 1)
    assert "与第 2 行重复" in reasons(first)[0]
    again = import_rows(InspectionImporter(), row(walk.people))
    assert "已有一件检查" in reasons(again)[0]


def test_the_site_may_stay_open_where_there_is_one(walk: Walk) -> None:
    people = walk.people
    assert import_rows(InspectionImporter(), row(people, 场所="")).imported == 1
    Site.objects.create(enterprise=people.enterprise, name="仓库", address="仓库路", region=people.region)
    second = import_rows(InspectionImporter(), row(people, 场所="", 文号="铜应急检〔2025〕19号"))
    assert "该企业有几个场所" in reasons(second)[0]


def test_a_clerk_imports_no_rows_of_another_subject(walk: Walk) -> None:
    people = walk.people
    outcome = import_rows(InspectionImporter(), row(people), actor=people.other_clerk.member)
    assert "不是本单位" in reasons(outcome)[0]
    with pytest.raises(NotAllowed):
        InspectionImporter().access(people.contact.member)
    assert import_rows(InspectionImporter(), row(people), actor=people.clerk.member).imported == 1


def test_a_dry_run_finds_the_same_and_writes_nothing(walk: Walk) -> None:
    rows = [row(walk.people), row(walk.people, 文号="铜应急检〔2025〕19号", 场所="二厂")]
    outcome = import_rows(InspectionImporter(), *rows, is_dry_run=True)
    assert (outcome.rows, outcome.imported, outcome.rejected) == (2, 1, 1)
    assert not Inspection.objects.exists()


def test_many_rows_take_no_more_statements_than_few(walk: Walk) -> None:
    def statements(first: int, count: int) -> int:
        rows = [row(walk.people, 文号=f"铜应急检〔2025〕{first + each}号") for each in range(count)]
        with CaptureQueriesContext(connection) as asked:
            assert import_rows(InspectionImporter(), *rows, now=NOW).imported == count
        return len(asked)

    assert statements(100, 60) == statements(200, 2)
