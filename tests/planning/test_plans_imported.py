"""Lines of a plan from a sheet: as departments write it, each bad row back with its reasons."""

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from jingwei.planning import operations
from jingwei.planning.doors.plan_lines import LINES
from jingwei.planning.imports import PlanImporter
from jingwei.planning.models import AnnualPlan, Cap
from jingwei.planning.terms import AmendmentReason, PlanActivity
from jingwei.platform.errors import Mistake, NotAllowed
from jingwei.platform.models import AuditEvent, Event
from jingwei.platform.operations.imports import import_file
from jingwei.platform.spreadsheets.lists import write_list
from jingwei.platform.terms import ImportState
from jingwei.registry.terms import InspectionMethod
from jingwei.web.doors import Viewer
from tests.people import NOW, District, district
from tests.planning.planned import YEAR, add, approve, draft, submit
from tests.sheets import import_rows, reasons

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> District:
    """The cast of the tests."""
    return district()


@pytest.fixture
def plan(people: District) -> AnnualPlan:
    """A plan in hand."""
    return draft(people)


def row(**changes: str) -> dict[str, str]:
    """One line as a department sends it."""
    return {
        "任务名称": "工贸企业安全生产检查",
        "检查类型": "日常检查",
        "检查事项": "T001",
        "检查方式": "现场",
        "任务日期自": "2027-06-01",
        "任务日期至": "2027-09-30",
        "检查对象": "规模以上工贸企业",
        "检查对象基数": "240户",
        "检查户数": "60",
        "A类抽查比例": "5%",
        "B类抽查比例": "20",
        "C类抽查比例": "0.5",
        "D类抽查比例": "100",
        "每户频次上限": "1次",
        "联合部门": "市场监管局",
    } | changes


def bring(people: District, *rows: dict[str, str], **how: Any) -> Any:
    """Import rows as the subject's clerk."""
    return import_rows(PlanImporter(), *rows, **({"actor": people.clerk.member} | how))


def test_a_row_becomes_a_line_at_the_end_of_the_plan_in_hand(people: District, plan: AnnualPlan) -> None:
    add(people, plan)
    outcome = bring(people, row(任务名称="工贸企业夏季检查"))
    assert (outcome.imported, outcome.rejected) == (1, 0), reasons(outcome)
    line = plan.lines.get(name="工贸企业夏季检查")
    assert (line.position, line.item, line.method) == (2, people.item, InspectionMethod.ON_SITE)
    assert (line.base, line.quantity, line.visits) == (240, 60, 1)
    assert line.ratios == {"A": 5, "B": 20, "C": 50, "D": 100}
    assert (line.first_on, line.last_on) == (date(YEAR, 6, 1), date(YEAR, 9, 30))
    assert list(line.partners.all()) == [people.other_subject]
    said = AuditEvent.objects.get(action="planning.plan.imported")
    assert said.target_id == plan.pk
    assert said.sentence.endswith("向应急管理局2027年度行政检查计划导入1项")


def sheet_as_departments_write_it() -> bytes:
    """Write title rows, merged cells, full-width digits, blanks at the end, dates as text and as dates, a foot."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet("计划表")
        page.merge_range(0, 0, 0, 13, "铜山区应急管理局2027年度行政检查计划表")
        page.write_string(1, 0, "填报单位（盖章）：")
        page.write_row(
            2,
            0,
            [
                "序号",
                "任务名称",
                "制定任务依据",
                "检查类型",
                "检查地域",
                "检查事项名称",
                "检查方式 ",
                "任务开始日期",
                "任务结束日期",
                "检查对象",
                "检查对象基数（户）",
                "计划检查户数",
                "检查频次上限",
                "备  注",
            ],
        )
        item = "对危险作业安全管理情况的检查"
        page.write_row(
            3,
            0,
            [
                1,
                "危险作业检查　",
                "安全生产法",
                "日常检查",
                "全区",
                f"{item} ",
                "现场检查",
                "２０２７年３月１日",
                "2027.5.31",
                "危险化学品企业",
                "１２０",
                "３０户",
                "每年不超过1次",
                None,
            ],
        )
        page.write_row(4, 0, [2, "案卷评查", None, "其他执法工作", None, None, "书面检查"])
        page.write_datetime(4, 7, date(2027, 11, 1))
        page.write_datetime(4, 8, date(2027, 11, 30))
        page.write_row(4, 9, ["本局执法案卷", None, None, None, "与司法局同步"])
        page.write_row(6, 0, ["填表人：", None, None, None, None])
    return content.getvalue()


def test_a_sheet_as_departments_write_it_is_read(people: District, plan: AnnualPlan) -> None:
    run = import_file(
        kind="plans",
        name="2027计划.xlsx",
        content=sheet_as_departments_write_it(),
        actor=people.clerk.member,
        now=NOW,
    )
    assert (run.state, run.imported) == (ImportState.DONE, 2), run.preview
    line, other = plan.lines.order_by("position")
    assert (line.name, line.item, line.base, line.quantity) == ("危险作业检查", people.second_item, 120, 30)
    assert (line.first_on, line.last_on, line.visits) == (date(2027, 3, 1), date(2027, 5, 31), 1)
    assert (other.name, other.activity, other.item) == ("案卷评查", PlanActivity.OTHER, None)
    assert (other.first_on, other.remark) == (date(2027, 11, 1), "与司法局同步")


def test_full_width_digits_text_dates_and_trailing_blanks_are_read(
    people: District, plan: AnnualPlan
) -> None:
    written = row(
        任务名称="　危险作业检查 ",
        检查事项="对危险作业安全管理情况的检查 ",
        任务日期自="２０２７年３月１日",
        任务日期至="2027.5.31",
        检查对象基数="１２０户",
        检查户数="３０",
        联合部门="无",
    )
    outcome = bring(people, written)
    assert outcome.imported == 1, reasons(outcome)
    line = plan.lines.get()
    assert (line.name, line.item, line.base, line.quantity) == ("危险作业检查", people.second_item, 120, 30)
    assert (line.first_on, line.last_on) == (date(2027, 3, 1), date(2027, 5, 31))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"检查事项": "X999"}, "列“检查事项”的值“X999”不在事项库"),
        ({"检查事项": ""}, "列“检查事项”没有填写"),
        ({"检查事项": "对营业执照使用情况的检查"}, "是市场监管局的事项"),
        ({"检查事项": "对安全培训机构的检查"}, "还没有公布"),
        (
            {"任务日期至": "2027-05-31"},
            "列“任务日期至”的值“2027-05-31”截止日期 2027-05-31 早于起始日期 2027-06-01",
        ),
        ({"任务日期自": "2026-12-31"}, "不全在 2027 年内"),
        ({"任务日期自": "二〇二七年六月"}, "不是日期"),
        (
            {"A类抽查比例": "30"},
            "不合规定（R-RSK-02b）：“工贸企业安全生产检查”的抽查比例A 类 30% 高于 B 类 20%",
        ),
        ({"D类抽查比例": "120%"}, "不在 0 至 100 之间"),
        ({"D类抽查比例": "1"}, "看不出是 1% 还是 100%"),
        ({"D类抽查比例": "全部"}, "不是百分比"),
        ({"A类抽查比例": "2.5%"}, "不是整数百分比"),
        ({"检查户数": "241"}, "检查户数 241 多于对象基数 240"),
        ({"每户频次上限": "每年不超过3次"}, "每户每年 3 次，超过公布的上限"),
        ({"每户频次上限": "每季一次"}, "不是整数"),
        ({"每户频次上限": "3"}, "不合规定（R-FRQ-01b）"),
        ({"检查类型": "专项检查"}, "不列入年度计划"),
        ({"检查类型": "随便看看"}, "不在可选项中"),
        ({"检查方式": "电话"}, "不在可选项中"),
        ({"联合部门": "市场监管局、不存在局"}, "中的“不存在局”不是名录中的检查主体"),
        ({"联合部门": "应急管理局"}, "联合单位中有本单位"),
        ({"实施主体": "不存在局"}, "不是名录中的检查主体"),
        ({"实施主体": "市场监管局"}, "不是本单位"),
        ({"检查对象": ""}, "列“检查对象”没有填写"),
    ],
)
def test_a_bad_row_comes_back_with_its_reason(
    people: District, plan: AnnualPlan, changes: dict[str, str], said: str
) -> None:
    Cap.objects.create(subject=people.subject, visits=2, valid_from=date(YEAR, 1, 1), source="公告")
    outcome = bring(people, row(**changes))
    assert (outcome.imported, outcome.rejected) == (0, 1)
    assert said in reasons(outcome)[0]
    assert not plan.lines.exists()


def test_a_row_says_all_that_is_wrong_with_it_at_once(people: District, plan: AnnualPlan) -> None:
    outcome = bring(people, row(检查事项="X999", 检查户数="500", A类抽查比例="90"))
    said = reasons(outcome)[0]
    assert "不在事项库" in said
    assert "多于对象基数" in said
    assert "R-RSK-02b" in said


def test_without_a_plan_in_hand_nothing_is_taken(people: District) -> None:
    assert "应急管理局没有拟订中的 2027 年度计划" in reasons(bring(people, row()))[0]
    plan = draft(people)
    add(people, plan)
    submit(people, plan)
    assert "待审批，不能修改" in reasons(bring(people, row()))[0]
    approve(people, plan)
    assert "没有拟订中的 2027 年度计划" in reasons(bring(people, row()))[0]


def test_the_same_row_twice_and_the_same_file_twice_come_back(people: District, plan: AnnualPlan) -> None:
    outcome = bring(people, row(), row())
    assert (outcome.imported, outcome.rejected) == (1, 1)
    assert "计划中已有同样的一项" in reasons(outcome)[0]
    assert bring(people, row()).imported == 0


def test_of_several_plans_in_hand_the_window_says_which(people: District, plan: AnnualPlan) -> None:
    standing = AnnualPlan.objects.get(subject=people.subject, year=2026)
    amendment = operations.amend_plan(
        plan_id=standing.pk,
        reason=AmendmentReason.ORDER,
        note="苏安办〔2026〕9号",
        actor=people.clerk.member,
        now=NOW,
    )
    outcome = bring(people, row(), row(任务日期自="2026-06-01", 任务日期至="2026-09-30"))
    assert outcome.imported == 2, reasons(outcome)
    assert plan.lines.count() == 1
    assert amendment.lines.count() == 3


def test_words_that_smell_of_targets_are_taken_in_and_told(people: District, plan: AnnualPlan) -> None:
    assert bring(people, row(备注="全年罚没收入目标 100 万")).imported == 1
    event = Event.objects.get(name="planning.finding.raised")
    assert (event.payload["finding"]["rule"], event.payload["act_id"]) == ("R-FRQ-11", plan.pk)


def test_the_exported_lines_can_be_imported_again(people: District, plan: AnnualPlan) -> None:
    bring(people, row(), row(任务名称="危险作业检查", 检查事项="T002", 联合部门=""))
    viewer = Viewer(people.clerk.member, NOW)
    lines = [[each.cell(line, viewer) for each in LINES.columns] for line in plan.lines.order_by("position")]
    exported = write_list("年度计划事项", [each.label for each in LINES.columns], lines)
    before = [
        (each.name, each.item_id, each.ratios, each.quantity) for each in plan.lines.order_by("position")
    ]
    plan.lines.all().delete()
    run = import_file(kind="plans", name="导出.xlsx", content=exported, actor=people.clerk.member, now=NOW)
    assert run.imported == 2, run.preview
    after = [
        (each.name, each.item_id, each.ratios, each.quantity) for each in plan.lines.order_by("position")
    ]
    assert after == before


def test_a_plan_put_before_the_head_between_check_and_writing_takes_nothing(
    people: District, plan: AnnualPlan
) -> None:
    add(people, plan, name="已有的一项")
    importer = PlanImporter()
    submit(people, plan)
    with pytest.raises(Mistake, match="不能再导入"):
        import_rows(importer, row(), actor=people.clerk.member)
    assert plan.lines.count() == 1


def test_the_bureau_imports_for_a_department_it_names(people: District, plan: AnnualPlan) -> None:
    supervisor = people.supervisor.member
    assert "写明是哪个检查主体的计划" in reasons(bring(people, row(), actor=supervisor))[0]
    assert bring(people, row(实施主体="应急管理局"), actor=supervisor).imported == 1
    assert plan.lines.count() == 1


def test_a_dry_run_writes_nothing_and_officers_and_enterprises_import_nothing(
    people: District, plan: AnnualPlan
) -> None:
    assert bring(people, row(), is_dry_run=True).imported == 1
    assert not plan.lines.exists()
    for person in (people.officer, people.contact):
        with pytest.raises(NotAllowed):
            PlanImporter().access(person.member)
