"""The ways in that are not the plain scan: emergency, network failure, no code shown, second phone, joint visit."""

from datetime import timedelta
from typing import Any

import pytest

from jingwei.inspections import operations
from jingwei.inspections.documents import notice_document
from jingwei.inspections.dossier import open_dossier
from jingwei.inspections.models import Inspection, Notice, Visit
from jingwei.inspections.operations import EntryInput, Position
from jingwei.inspections.tasks import get_task
from jingwei.inspections.terms import EntryWay, FaultReason, PointResult, Stage, UrgentReason
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.models import AuditEvent
from jingwei.registry.terms import Field
from tests.inspections.walking import (
    Walk,
    after,
    cap,
    clues,
    findings,
    fresh,
    ledger_of,
    log,
    picture,
    refused,
    rejected,
)
from tests.people import NOW, District, Person, make_code, make_officer

SCANNED_AT = after(40)
URGENT: dict[str, Any] = {
    "kind": InspectionKind.CASE_BASED,
    "exempt": ExemptReason.EMERGENCY,
    "evidence": "119接警〔2026〕77号",
    "urgent": UrgentReason.ACCIDENT,
}


def entered_urgently(walk: Walk) -> Inspection:
    """An urgent task without approval, scanned forty minutes after the officers came."""
    task = walk.request(now=after(-10), **URGENT)
    walk.enter(task, way=EntryWay.URGENT, entered_at=NOW, now=SCANNED_AT)
    return fresh(task)


def test_an_urgent_inspection_goes_first_and_its_approval_is_made_up(walk: Walk) -> None:
    published = cap(walk.people.subject, 1)
    task = entered_urgently(walk)
    visit = task.visit
    assert visit is not None
    assert (visit.way, visit.entered_at, visit.scanned_at) == (EntryWay.URGENT, NOW, SCANNED_AT)
    warned = {finding["rule"]: finding["fact"] for finding in log(task)[-1].data["findings"]}
    assert warned["R-PRO-01"] == "紧急检查（突发事件应急处置），检查没有经负责人批准"
    assert ledger_of(published, walk.people.enterprise).exempt == 1

    walk.approve(task, now=after(23 * 60))
    task = fresh(task)
    assert (task.stage, task.approved_at) == (Stage.ENTERED, after(23 * 60))
    assert "R-PRO-02b" in log(task)[-1].data["passed"]
    assert ledger_of(published, walk.people.enterprise).pending == 0
    assert clues() == []
    with rejected("没有可批的申请"):
        walk.approve(task, now=after(24 * 60))


def test_an_urgent_inspection_has_its_notice_and_is_signed_on_the_spot(walk: Walk) -> None:
    task = entered_urgently(walk)
    notice = Notice.objects.get(inspection=task)
    assert (notice.issued_at, notice.visits_this_year) == (SCANNED_AT, 0)
    printed = str(notice_document(open_dossier(task.pk), notice))
    assert "因突发事件应急处置，依法先行检查并补办批准手续" in printed
    assert "经本机关负责人批准" not in printed
    walk.serve(task, now=after(41))
    walk.start(task, now=after(42))
    walk.fill(task)
    walk.sign(task)
    walk.leave(task)
    assert fresh(task).stage == Stage.RECORDED
    walk.approve(task, now=after(23 * 60))
    assert fresh(task).stage == Stage.RECORDED
    assert Notice.objects.get(inspection=task) == notice


def test_an_approval_made_up_late_is_flagged_and_after_three_working_days_a_clue(walk: Walk) -> None:
    late, very_late = entered_urgently(walk), entered_urgently(walk)
    walk.approve(late, now=NOW + timedelta(days=2))
    kept = {finding["rule"]: finding for finding in log(late)[-1].data["findings"]}
    assert kept["R-PRO-02b"]["verdict"] == "warn"
    assert "2026-03-12 09:30 才补办" in kept["R-PRO-02b"]["fact"]
    assert clues() == []

    walk.approve(
        very_late, now=NOW + timedelta(days=6)
    )  # The Monday after; the third working day was Friday.
    assert clues() == ["R-PRO-02b"]
    assert "已超过 3 个工作日" in findings()[0]["finding"]["fact"]


def test_an_urgent_way_in_needs_an_urgent_task_and_a_scan_before_leaving(walk: Walk) -> None:
    plain = walk.approved()
    with rejected("这件任务不是紧急检查"):
        walk.enter(plain, way=EntryWay.URGENT, entered_at=NOW, now=SCANNED_AT)
    urgent = walk.request(**URGENT)
    with rejected("还没有登记入企"):
        walk.leave(urgent)


def test_a_made_up_approval_is_not_held_against_the_place_the_visit_took(walk: Walk) -> None:
    published = cap(walk.people.subject, 1)
    task = walk.request(now=after(-10), urgent=UrgentReason.EVIDENCE)
    walk.enter(task, way=EntryWay.URGENT, entered_at=NOW, now=SCANNED_AT)
    row = ledger_of(published, walk.people.enterprise)
    assert (row.used, row.granted) == (1, 1)
    assert walk.approve(task, now=after(120)).approved_at == after(120)


def back_entry(walk: Walk, task: Inspection, **changes: Any) -> Visit:
    """Enter afterwards a visit of an hour that could not be scanned."""
    usual: dict[str, Any] = {
        "entered_at": NOW,
        "left_at": after(60),
        "fault": FaultReason.NETWORK,
        "explanation": "厂区地下室没有信号",
        "actor": walk.people.officer.member,
        "now": NOW + timedelta(days=2),
    }
    return operations.enter_afterwards(inspection_id=task.pk, **usual | changes)


def test_a_visit_without_network_is_entered_afterwards(walk: Walk) -> None:
    published = cap(walk.people.subject, 2)
    task = walk.approved()
    visit = back_entry(walk, task)
    assert (visit.way, visit.entered_at, visit.left_at) == (EntryWay.BACK_ENTRY, NOW, after(60))
    assert (visit.scanned_at, visit.received_at) == (None, NOW + timedelta(days=2))
    assert (visit.fault, visit.explanation) == (FaultReason.NETWORK, "厂区地下室没有信号")
    assert ledger_of(published, walk.people.enterprise).used == 1
    assert log(task)[-1].sentence == (
        "铜山区应急管理局执法人员陆远补录2026-03-10进入徐州星禾示例机械有限公司：现场无网络"
    )
    assert clues() == []


def test_a_late_back_entry_is_taken_and_becomes_a_clue(walk: Walk) -> None:
    task = walk.approved()
    back_entry(walk, task, now=NOW + timedelta(days=10))
    assert clues() == []
    other = walk.approved()
    visit = back_entry(walk, other, now=NOW + timedelta(days=11))
    assert clues() == ["R-SCAN-03b"]
    clue = findings()[0]
    assert (clue["act"], clue["act_id"]) == ("visit", visit.pk)
    assert "应于 2026-03-20 前补录，实际 2026-03-21，逾期 1 日" in clue["finding"]["fact"]
    assert "R-SCAN-03b" in [finding["rule"] for finding in log(other)[-1].data["findings"]]


def test_a_back_entry_without_reason_or_with_times_that_do_not_fit_is_refused(walk: Walk) -> None:
    task = walk.approved()
    with refused("R-SCAN-03b"):
        back_entry(walk, task, explanation=" ")
    alone = [walk.people.officer.roster.pk]
    with refused("R-OFF-01", "R-SCAN-02", "R-SCAN-03b"):
        back_entry(walk, task, fault=None, present_ids=alone)
    with rejected("三个时间的先后不对"):
        back_entry(walk, task, left_at=NOW)
    with rejected("三个时间的先后不对"):
        back_entry(walk, task, left_at=NOW + timedelta(days=3))
    assert not Visit.objects.exists()
    assert [event.outcome for event in log(task)][-4:] == ["refused"] * 4


def test_a_back_entry_is_judged_by_its_own_day(walk: Walk) -> None:
    people = walk.people
    task = walk.approved()
    people.second.card.valid_to = NOW.date()
    people.second.card.save()
    assert back_entry(walk, task).presences.count() == 2
    early = walk.request(now=after(-600))
    walk.approve(early, now=after(30))
    with refused("R-PRO-01") as caught:
        back_entry(walk, early)
    assert "批准时间 2026-03-10 10:00 不早于入企时间 2026-03-10 09:30" in str(caught.value)


def test_an_enterprise_without_a_code_is_entered_by_name_with_reason_and_photo(walk: Walk) -> None:
    task = walk.approved()
    with refused("R-SCAN-04") as caught:
        walk.enter(task, code="", way=EntryWay.SEARCH)
    assert "按名称登记缺原因、门牌照片" in str(caught.value)
    visit = walk.enter(
        task, code="", way=EntryWay.SEARCH, explanation="企业码脱落", door_photo=picture("green")
    )
    assert (visit.way, visit.explanation) == (EntryWay.SEARCH, "企业码脱落")
    assert visit.door_photo is not None
    assert "R-SCAN-04" in [finding["rule"] for finding in log(task)[-1].data["findings"]]


@pytest.mark.parametrize(
    ("position", "fact"),
    [
        (Position(34.19, 117.17), "扫码位置距企业 1112 米，超过 500 米，没有说明"),
        (None, "没有取得定位，没有说明"),
    ],
)
def test_a_scan_away_from_the_site_is_flagged_and_explained_once(
    walk: Walk, position: Position | None, fact: str
) -> None:
    task = walk.approved()
    if position:
        visit = walk.enter(task, position=position)
    else:  # A posted code is taken with a position only (R-SCAN-08b); a licence is carried by the one who shows it.
        licence = walk.people.enterprise.credit_code
        visit = walk.enter(task, position=None, way=EntryWay.LICENCE, code=licence)
    assert visit.distance == (1112 if position else None)
    warned = {finding["rule"]: finding["fact"] for finding in log(task)[-1].data["findings"]}
    assert warned["R-SCAN-05"] == fact
    officer = walk.people.officer.member
    with rejected("没有写明原因"):
        operations.explain_place(inspection_id=task.pk, reason=" ", actor=officer, now=after(1))
    operations.explain_place(inspection_id=task.pk, reason="企业已搬到北区", actor=officer, now=after(1))
    visit.refresh_from_db()
    assert visit.place_reason == "企业已搬到北区"
    with rejected("已经说明过：企业已搬到北区"):
        operations.explain_place(inspection_id=task.pk, reason="改口", actor=officer, now=after(2))


def test_the_same_scan_twice_and_from_a_second_phone_is_one_visit(walk: Walk) -> None:
    published = cap(walk.people.subject, 1)
    task = walk.approved()
    visit = walk.enter(task)
    assert walk.enter(task, now=after(1)) == visit
    assert walk.enter(task, by=walk.people.second, now=after(1)) == visit
    assert Visit.objects.count() == 1
    assert visit.presences.count() == 2
    assert ledger_of(published, walk.people.enterprise).used == 1
    assert AuditEvent.objects.filter(action="inspections.visit.entered").count() == 1


def test_a_third_officer_of_the_team_joins_by_scanning_and_a_stranger_does_not(walk: Walk) -> None:
    people = walk.people
    team = [people.officer.roster.pk, people.second.roster.pk, people.third.roster.pk]
    task = walk.approved(officer_ids=team)
    visit = walk.enter(task, present_ids=team[:2])
    assert visit.presences.count() == 2
    with rejected("已由他人入企，您不在本任务的检查人员中"):
        walk.enter(task, by=people.expired, now=after(1))
    people.third.card.valid_to = NOW.date() - timedelta(days=1)
    people.third.card.save()
    with refused("R-OFF-02"):
        walk.enter(task, by=people.third, now=after(1))
    people.third.card.valid_to = NOW.date()
    people.third.card.save()
    assert walk.enter(task, by=people.third, now=after(2)) == visit
    assert visit.presences.count() == 3


def partner_of(people: District, task: Inspection, walk: Walk) -> tuple[Inspection, Person, Person]:
    """The other department's share of a joint inspection, approved, and its two officers."""
    first = people.other_officer
    second = make_officer(
        "petra",
        "田野",
        people.other_subject,
        "10320312077",
        field=Field(people.other_item.field),
    )
    share = walk.request(
        by=people.other_clerk,
        item_ids=[people.other_item.pk],
        officer_ids=[first.roster.pk, second.roster.pk],
        joint_with_id=task.pk,
    )
    return walk.approve(share, by=people.other_head), first, second


def test_a_joint_inspection_of_two_departments_is_one_visit(walk: Walk) -> None:
    people = walk.people
    ours, theirs = cap(people.subject, 2), cap(people.other_subject, 3)
    task = walk.approved()
    share, first, second = partner_of(people, task, walk)
    with rejected("联合检查的牵头单位尚未入企"):
        walk.enter(share, by=first)
    visit = walk.enter(task)
    assert walk.enter(share, by=first, now=after(3)) == visit
    assert Visit.objects.count() == 1
    assert visit.presences.count() == 4
    assert ledger_of(ours, people.enterprise).used == 1
    assert ledger_of(theirs, people.enterprise).used == 1

    walk.serve(share, by=first)
    walk.start(share, by=first, now=after(5))
    points = {position: EntryInput(PointResult.CONFORMS) for position in range(1, 5)}
    walk.fill(share, by=first, entries=points)
    assert [each.officer for each in get_task(first.member, share.pk).presences] == [
        first.roster,
        second.roster,
    ]
    with rejected("陆远没有登记到场"):
        walk.sign(share, by=first)
    signed = walk.sign(share, by=first, signatures=walk.signatures(first, second))
    assert signed.signed_at is not None


def test_an_officer_who_is_still_elsewhere_is_a_clue(walk: Walk) -> None:
    people = walk.people
    elsewhere = walk.approved(site_id=people.other_site.pk)
    walk.enter(elsewhere, code=make_code(people.other_site), now=after(-30))
    task = walk.approved()
    walk.enter(task)
    assert clues() == ["R-OFF-13", "R-OFF-13"]
    assert (
        "徐州云汀示例食品有限公司（2026-03-10 09:00 至 尚未离开）时间重叠" in findings()[0]["finding"]["fact"]
    )


def test_leaving_notes_how_long_it_took_and_warns_of_odd_hours(walk: Walk) -> None:
    task = walk.approved()
    walk.enter(task)
    walk.leave(task, now=after(9 * 60))
    left = log(task)[-1]
    assert left.sentence.endswith("离开徐州星禾示例机械有限公司，停留540分钟")
    fact = left.data["findings"][0]["fact"]
    assert "在企业停留 540 分钟，超过 240 分钟" in fact
    assert "有工作时间以外的时段" in fact
    with rejected("已经登记离企"):
        walk.leave(task, now=after(10 * 60))
