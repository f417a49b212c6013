"""Scans of the province's and the nation's platform: imported as sent, matched, and entered by without a second scan."""

from datetime import timedelta
from typing import Any

import pytest

from jingwei.inspections import operations
from jingwei.inspections.imports import ScanImporter
from jingwei.inspections.models import ExternalScan, Visit
from jingwei.inspections.operations import ScanRecord
from jingwei.inspections.terms import EntryWay, ScanSystem, Stage
from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import DatedNumber
from tests.inspections.walking import (
    STARTED_AT,
    Walk,
    after,
    cap,
    clues,
    fresh,
    ledger_of,
    log,
    refused,
    rejected,
)
from tests.people import NOW, TODAY, District
from tests.sheets import import_rows, reasons

pytestmark = pytest.mark.django_db


def row(people: District, **changes: str) -> dict[str, str]:
    """One row as the province sends it: scanned at half past nine."""
    return {
        "平台": "省平台",
        "流水号": "SJ20260310-0001",
        "社会信用代码": people.enterprise.credit_code,
        "执法主体": "应急管理局",
        "证号": "10320312001",
        "扫码时间": "2026/3/10 9:30",
        "离开时间": "2026年3月10日10时40分",
    } | changes


def scanned(walk: Walk, **changes: Any) -> ExternalScan:
    """A record of the province, a minute before now, taken in by the clerk."""
    people = walk.people
    usual: dict[str, Any] = {
        "system": ScanSystem.PROVINCE,
        "number": "SJ1",
        "enterprise_id": people.enterprise.pk,
        "subject_id": people.subject.pk,
        "officer_id": people.officer.roster.pk,
        "scanned_at": NOW,
    }
    kept = operations.import_scans(
        scans=[ScanRecord(**usual | changes)], actor=people.clerk.member, now=after(1)
    )
    return kept[0]


def let_the_province_count(walk: Walk) -> None:
    DatedNumber.objects.create(
        rule="R-SCAN-13",
        name="scan_system_of_record",
        value=2,
        valid_from=TODAY,
        source="测试文件",
        entered_by=walk.people.lead.account,
        entered_at=NOW,
        approved_by=walk.people.supervisor.account,
        approved_at=NOW,
    )


def test_a_sheet_as_sent_is_matched_to_our_visit(walk: Walk) -> None:
    task = walk.approved()
    visit = walk.enter(task, now=after(20))
    later = NOW + timedelta(hours=3)
    outcome = import_rows(ScanImporter(), row(walk.people), now=later)
    assert (outcome.imported, outcome.rejected) == (1, 0), reasons(outcome)
    scan = ExternalScan.objects.get()
    assert (scan.visit, scan.system, scan.scanned_at) == (visit, ScanSystem.PROVINCE, NOW)
    assert scan.left_at == NOW + timedelta(minutes=70)
    assert visit.system == ScanSystem.OURS


def test_a_scan_too_far_in_time_or_at_another_place_is_kept_for_itself(walk: Walk) -> None:
    walk.enter(walk.approved())
    for number, changes in enumerate(
        ({"扫码时间": "2026-03-10 07:29"}, {"社会信用代码": walk.people.other_enterprise.credit_code}), 1
    ):
        changes |= {"流水号": f"SJ{number}"}
        import_rows(ScanImporter(), row(walk.people, **changes), now=after(300))
    assert [scan.visit for scan in ExternalScan.objects.all()] == [None, None]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"平台": "本平台"}, "本平台的扫码不用导入"),
        ({"社会信用代码": "91320312DEM000031A"}, "没有登记的企业"),
        ({"执法主体": "不存在局"}, "不是名录中的检查主体"),
        ({"证号": "10320312999"}, "没有这本执法证"),
        ({"扫码时间": "上午九点"}, "不是时间"),
        ({"扫码时间": "2026-02-30 09:00"}, "不是时间"),
        ({"扫码时间": "2026-03-11 09:00", "离开时间": ""}, "晚于今天"),
        ({"扫码时间": "2026-03-10 23:00", "离开时间": ""}, "晚于现在"),
        ({"离开时间": "2026-03-10 09:00"}, "早于扫码时间"),
        ({"流水号": ""}, "没有填写"),
    ],
)
def test_a_bad_row_comes_back_with_its_reason(walk: Walk, changes: dict[str, str], said: str) -> None:
    outcome = import_rows(ScanImporter(), row(walk.people, **changes), now=after(120))
    assert (outcome.imported, outcome.rejected) == (0, 1)
    assert said in reasons(outcome)[0]


def test_a_record_comes_once(walk: Walk) -> None:
    outcome = import_rows(ScanImporter(), row(walk.people), row(walk.people), now=after(120))
    assert (outcome.imported, outcome.rejected) == (1, 1)
    again = import_rows(ScanImporter(), row(walk.people), now=after(120))
    assert "已经导入" in reasons(again)[0]
    nation = import_rows(ScanImporter(), row(walk.people, 平台="国家平台"), now=after(120))
    assert nation.imported == 1


def test_a_clerk_imports_no_rows_of_another_subject(walk: Walk) -> None:
    people = walk.people
    outcome = import_rows(ScanImporter(), row(people), actor=people.other_clerk.member, now=after(120))
    assert "不是本单位" in reasons(outcome)[0]
    with pytest.raises(NotAllowed):
        ScanImporter().access(people.officer.member)
    with rejected("本平台的扫码不用导入"):
        scanned(walk, system=ScanSystem.OURS)
    with rejected("先后不对"):
        scanned(walk, scanned_at=after(5))


def test_a_task_is_entered_by_the_provinces_record_and_walks_on(walk: Walk) -> None:
    published = cap(walk.people.subject, 1)
    task = walk.approved()
    scan = scanned(walk)
    visit = operations.enter_by_external_scan(
        inspection_id=task.pk, scan_id=scan.pk, actor=walk.people.second.member, now=after(2)
    )
    assert (visit.way, visit.system, visit.scanned_at) == (EntryWay.OTHER_SYSTEM, ScanSystem.PROVINCE, NOW)
    assert visit.scanned_by == walk.people.officer.roster
    assert ledger_of(published, walk.people.enterprise).used == 1
    scan.refresh_from_db()
    assert scan.visit == visit
    walk.serve(task)
    walk.start(task, now=STARTED_AT)
    walk.fill(task)
    walk.sign(task)
    assert fresh(task).stage == Stage.RECORDED
    with rejected("已经对上一次入企"):
        operations.enter_by_external_scan(
            inspection_id=walk.request().pk, scan_id=scan.pk, actor=walk.people.officer.member, now=after(90)
        )


def test_a_record_by_which_the_wrong_task_was_entered_opens_the_right_one(walk: Walk) -> None:
    people = walk.people
    wrong, right = walk.approved(), walk.approved()
    scan = scanned(walk)
    enter: dict[str, Any] = {"scan_id": scan.pk, "actor": people.officer.member, "now": after(2)}
    operations.enter_by_external_scan(inspection_id=wrong.pk, **enter)
    operations.void_visit(inspection_id=wrong.pk, reason="选错任务", actor=people.head.member, now=after(5))
    visit = operations.enter_by_external_scan(inspection_id=right.pk, **enter)
    scan.refresh_from_db()
    assert scan.visit == visit


def test_the_gate_asks_of_a_record_what_it_asks_of_a_scan(walk: Walk) -> None:
    task = walk.request()
    scan = scanned(walk)
    with refused("R-PRO-01"):
        operations.enter_by_external_scan(
            inspection_id=task.pk, scan_id=scan.pk, actor=walk.people.officer.member, now=after(2)
        )
    scan.refresh_from_db()
    assert scan.visit is None
    assert not Visit.objects.exists()


def test_a_record_of_others_opens_nothing(walk: Walk) -> None:
    people = walk.people
    task = walk.approved()
    enter: dict[str, Any] = {"inspection_id": task.pk, "now": after(2)}
    third = scanned(walk, officer_id=people.third.roster.pk)
    elsewhere = scanned(walk, number="SJ2", enterprise_id=people.other_enterprise.pk)
    with rejected("扫码人不在本任务的检查人员中"):
        operations.enter_by_external_scan(scan_id=third.pk, actor=people.officer.member, **enter)
    for scan_id in (elsewhere.pk, 10**9):
        with rejected("不是本单位在这家企业的"):
            operations.enter_by_external_scan(scan_id=scan_id, actor=people.officer.member, **enter)
    with pytest.raises(NotAllowed):
        operations.enter_by_external_scan(scan_id=third.pk, actor=people.third.member, **enter)
    with pytest.raises(NotAllowed):
        operations.enter_by_external_scan(scan_id=third.pk, actor=people.clerk.member, **enter)


def test_where_the_province_counts_our_own_scan_is_a_note_and_nobody_is_kept_out(walk: Walk) -> None:
    let_the_province_count(walk)
    task = walk.approved()
    walk.enter(task)
    warned = {each["rule"]: each["fact"] for each in log(task)[-1].data["findings"]}
    assert "还没有省平台的扫码记录" in warned["R-SCAN-13"]
    assert clues() == []


def test_where_the_provinces_record_is_there_a_second_scan_is_remarked(walk: Walk) -> None:
    let_the_province_count(walk)
    scanned(walk)
    task = walk.approved()
    walk.enter(task, now=after(3))
    warned = {each["rule"]: each["fact"] for each in log(task)[-1].data["findings"]}
    assert "已有扫码记录SJ1" in warned["R-SCAN-13"]
