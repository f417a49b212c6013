"""The month's file of classes: only of this month or the last, history kept, twelve thousand rows at once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jingwei.planning.imports import ClassImporter
from jingwei.planning.models import Cap, CapLedger, ClassFile, EnterpriseClass, Relief
from jingwei.planning.operations import lock_ledger
from jingwei.planning.terms import ReliefExit
from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import AuditEvent, ImportRun
from jingwei.platform.operations import confirm_import, import_sheet, preview_sheet, receive_sheet
from jingwei.registry.models import Enterprise
from jingwei.registry.terms import CreditClass, EnterpriseKind
from tests.people import BEGAN, NOW, TODAY, District, district
from tests.sheets import import_rows, reasons

pytestmark = pytest.mark.django_db
THIS, LAST = date(2026, 3, 1), date(2026, 2, 1)


@pytest.fixture
def people() -> District:
    """The cast of the tests, before any file was imported."""
    people = district()
    Enterprise.objects.update(class_month=None)
    return people


def row(**changes: str) -> dict[str, str]:
    """One enterprise in this month's file."""
    return {
        "统一社会信用代码": "91320312DEM000014U",
        "企业名称": "徐州星禾示例机械有限公司",
        "分类": "C",
        "月份": "2026-03",
    } | changes


def take(*rows: dict[str, str], **how: Any) -> Any:
    """Import a file of classes."""
    return import_rows(ClassImporter(), *rows, **how)


def standing(people: District) -> tuple[str, date | None]:
    """The class of the first enterprise as it stands, and its month."""
    found = Enterprise.objects.get(pk=people.enterprise.pk)
    return found.credit_class, found.class_month


def test_a_row_sets_the_class_keeps_the_month_and_says_who_rose(people: District) -> None:
    other = row(统一社会信用代码="91320312DEM000022N", 分类="A类")
    outcome = take(row(), other, actor=people.supervisor.member)
    assert outcome.imported == 2, reasons(outcome)
    assert standing(people) == ("C", THIS)
    assert EnterpriseClass.objects.get(enterprise=people.enterprise).credit_class == CreditClass.C
    file = ClassFile.objects.get()
    assert (file.month, file.rows, file.changed, file.imported_by) == (
        THIS,
        2,
        2,
        people.supervisor.account,
    )
    assert outcome.preview["summary"] == [
        "2026-03 分类 2 家：风险上调 1 家，下调 1 家，首次分类 0 家，不变 0 家"
    ]
    assert AuditEvent.objects.get(action="planning.classes.imported").sentence.endswith(
        "导入2026-03信用风险分类2家，变动2家"
    )


@pytest.mark.parametrize(
    "written",
    ["2026-03", "2026年3月", "202603", "２０２６年０３月份", "2026/3/1", "2026.03", "2026-03-31 "],
)
def test_a_month_may_be_written_as_departments_do(people: District, written: str) -> None:
    assert take(row(月份=written)).imported == 1
    assert standing(people)[1] == THIS


@pytest.mark.parametrize(
    ("written", "read"), [("a类", "A"), ("D 级", "D"), ("B类（一般）", "B"), ("Ｃ", "C")]
)
def test_a_class_may_be_written_as_departments_do(people: District, written: str, read: str) -> None:
    assert take(row(分类=written)).imported == 1
    assert standing(people)[0] == read


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"统一社会信用代码": "91320312DEM000030H"}, "没有登记的企业；先导入企业，或删除本行"),
        ({"分类": "E"}, "列“分类”的值“E”不是 A、B、C、D 中的一类"),
        ({"分类": "未分类"}, "没有分类的企业不列入，删除本行"),
        ({"分类": ""}, "列“分类”没有填写"),
        ({"月份": "三月"}, "不是月份；写成 2026-11 或 2026年11月"),
        ({"月份": "2026-13"}, "不是月份"),
        ({"月份": "2026-04"}, "晚于本月（2026-03）；核对月份，到该月再导入"),
        ({"月份": "2026-01"}, "早于上月（2026-02）"),
        ({"月份": "2025-03"}, "早于上月（2026-02）"),
    ],
)
def test_a_bad_row_comes_back_with_its_reason(people: District, changes: dict[str, str], said: str) -> None:
    outcome = take(row(**changes))
    assert (outcome.imported, outcome.rejected) == (0, 1)
    assert said in reasons(outcome)[0]
    assert standing(people) == ("B", None)
    assert not ClassFile.objects.exists()


@pytest.mark.parametrize(
    ("at", "month", "is_taken"),
    [
        (datetime(2026, 2, 28, 15, 59, tzinfo=UTC), "2026-03", False),  # 23:59 on the last of February
        (datetime(2026, 2, 28, 16, 0, tzinfo=UTC), "2026-03", True),  # March has begun in Xuzhou
        (datetime(2026, 3, 31, 15, 59, tzinfo=UTC), "2026-02", True),
        (datetime(2026, 3, 31, 16, 0, tzinfo=UTC), "2026-02", False),
        (datetime(2026, 1, 1, 1, 0, tzinfo=UTC), "2025-12", True),
    ],
)
def test_this_month_and_the_last_are_those_of_the_local_calendar(
    people: District, at: datetime, month: str, is_taken: bool
) -> None:
    assert take(row(月份=month), now=at).imported == int(is_taken)


def test_one_file_holds_one_month(people: District) -> None:
    outcome = take(row(), row(统一社会信用代码="91320312DEM000022N", 月份="2026-02"))
    assert (outcome.imported, outcome.rejected) == (1, 1)
    assert "与第 2 行的 2026-03 不是同一个月；按月拆成两份文件导入" in reasons(outcome)[0]


def test_a_month_is_not_imported_again_under_a_newer_one(people: District) -> None:
    take(row(月份="2026-02", 分类="B"))
    take(row(分类="C"))
    outcome = take(row(月份="2026-02", 分类="D"))
    assert outcome.rejected == 1
    assert (
        "已经导入过，而且已有 2026-03 的分类；核对月份；要更正的，导入更正后的 2026-03 文件"
        in reasons(outcome)[0]
    )
    assert standing(people) == ("C", THIS)


def test_the_newest_month_may_be_corrected_by_importing_it_again(people: District) -> None:
    take(row(分类="D"))
    assert take(row(分类="B")).imported == 1
    assert standing(people) == ("B", THIS)
    assert [each.credit_class for each in EnterpriseClass.objects.all()] == ["B"]
    assert ClassFile.objects.count() == 2


def test_a_month_left_out_fills_the_history_and_leaves_the_class_alone(people: District) -> None:
    take(row(分类="C"))
    outcome = take(row(分类="A", 月份="2026-02"))
    assert outcome.imported == 1
    assert "只补历史" in outcome.preview["summary"][1]
    assert standing(people) == ("C", THIS)
    assert EnterpriseClass.objects.count() == 2
    assert ClassFile.objects.get(month=LAST).changed == 0


def test_a_preview_says_what_would_change_and_changes_nothing(people: District) -> None:
    outcome = take(row(), is_dry_run=True)
    assert "风险上调 1 家" in outcome.preview["summary"][0]
    assert standing(people) == ("B", None)
    assert not EnterpriseClass.objects.exists()
    assert not ClassFile.objects.exists()


def test_one_bad_row_stops_a_file_that_is_to_go_in_whole(people: District) -> None:
    take(row(), row(统一社会信用代码="91320312DEM000030H"), is_all_or_nothing=True)
    assert standing(people) == ("B", None)
    assert not ClassFile.objects.exists()


def test_an_enterprise_whose_class_rises_leaves_the_relief(people: District) -> None:
    Enterprise.objects.update(credit_class=CreditClass.A)
    for each in (people.enterprise, people.other_enterprise):
        Relief.objects.create(enterprise=each, entered_on=BEGAN, ground="测试")
    stays = row(统一社会信用代码="91320312DEM000022N", 分类="A")
    outcome = take(row(分类="B"), stays, actor=people.supervisor.member)
    assert outcome.preview["summary"][1] == "1 家因分类上调移出低风险减免"
    left = Relief.objects.get(enterprise=people.enterprise)
    assert (left.left_on, left.exit, left.exit_note) == (
        TODAY,
        ReliefExit.CLASS_CHANGED,
        "2026-03 分类为 B 类（一般）",
    )
    assert list(Relief.objects.in_force(TODAY)) == [Relief.objects.get(enterprise=people.other_enterprise)]
    assert AuditEvent.objects.filter(action="planning.relief.left", target_id=people.enterprise.pk).exists()


def test_a_new_class_never_leaves_less_granted_than_used(people: District) -> None:
    for each, visits in ((CreditClass.B, 4), (CreditClass.A, 1), (CreditClass.D, 6)):
        Cap.objects.create(
            subject=people.subject, credit_class=each, visits=visits, valid_from=BEGAN, source="测试"
        )
    (held,) = lock_ledger(subject=people.subject, enterprise=people.enterprise, items=[], on=TODAY)
    CapLedger.objects.filter(pk=held.pk).update(used=3)
    for written, granted in (("A", 3), ("D", 6), ("B", 4)):
        take(row(分类=written))
        now_stands = Enterprise.objects.get(pk=people.enterprise.pk)
        (held,) = lock_ledger(subject=people.subject, enterprise=now_stands, items=[], on=TODAY)
        assert (held.used, held.granted) == (3, granted)


def test_only_the_bureau_imports_classes(people: District) -> None:
    for somebody in (people.clerk, people.head, people.contact, people.system):
        with pytest.raises(NotAllowed):
            ClassImporter().access(somebody.member)
    ClassImporter().access(people.supervisor.member)


def test_a_file_goes_its_whole_way_by_preview_and_confirmation(people: District) -> None:
    content = "统一社会信用代码,企业名称,分类,月份\n91320312DEM000014U,星禾,D,2026-03\n".encode()
    actor = people.supervisor.member
    run = receive_sheet(kind="classes", name="三月.csv", content=content, acting={}, actor=actor, now=NOW)
    preview_sheet(importrun_id=run.pk, actor=actor, now=NOW)
    assert "风险上调 1 家" in ImportRun.objects.get().preview["summary"][0]
    confirm_import(importrun_id=run.pk, actor=actor, now=NOW)
    import_sheet(importrun_id=run.pk, actor=actor, now=NOW)
    file = ClassFile.objects.get()
    assert (file.source, file.file_id) == ("三月.csv", run.file_id)
    assert standing(people) == ("D", THIS)


def test_twelve_thousand_rows_take_a_few_statements_a_thousand(people: District) -> None:
    Enterprise.objects.bulk_create(
        Enterprise(
            credit_code=f"9132{number:014}",
            name=f"示例企业{number}",
            kind=EnterpriseKind.COMPANY,
            credit_class="ABCD"[number % 4],
            region=people.region,
            sort_key=f"sl{number:06}",
        )
        for number in range(12_000)
    )
    rows = [row(统一社会信用代码=f"9132{number:014}", 分类="ABCD"[number % 3]) for number in range(12_000)]
    with CaptureQueriesContext(
        connection,
    ) as said:
        outcome = take(*rows)
    assert outcome.imported == 12_000
    assert len(said) < 60
    assert EnterpriseClass.objects.count() == 12_000
    assert ClassFile.objects.get().changed == 9_000
