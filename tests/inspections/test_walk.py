"""One inspection walked by its operations from request to rating."""

from datetime import timedelta

from jingwei.inspections import operations
from jingwei.inspections.models import Rating
from jingwei.inspections.queries import get_three_counters
from jingwei.inspections.terms import EntryWay, Outcome, Stage
from jingwei.planning.terms import InspectionKind
from jingwei.platform.errors import Conflict
from jingwei.platform.models import AuditEvent, Event
from jingwei.platform.terms import AuditOutcome
from jingwei.rulebook import Refused
from tests.inspections.walking import (
    Walk,
    after,
    cap,
    fresh,
    ledger_of,
    log,
    picture,
    refused,
    rejected,
)
from tests.people import NOW, TODAY


def test_an_inspection_goes_from_request_to_rating(walk: Walk) -> None:
    people = walk.people
    published = cap(people.subject, 2)

    task = walk.request()
    assert (task.number, task.stage) == ("铜应急检〔2026〕1号", Stage.SUBMITTED)

    walk.approve(task, opinion="同意")
    task = fresh(task)
    assert (task.stage, task.approved_by, task.opinion) == (Stage.APPROVED, people.head.account, "同意")
    notice = task.notice
    assert (notice.number, notice.visits_this_year, notice.cap) == ("铜应急检通〔2026〕1号", 0, 2)
    row = ledger_of(published, people.enterprise)
    assert (row.granted, row.used, row.pending) == (2, 0, 1)

    visit = walk.enter(task)
    task = fresh(task)
    assert (task.stage, task.visit, task.is_counted) == (Stage.ENTERED, visit, True)
    assert (visit.way, visit.entered_at, visit.scanned_at, visit.year) == (EntryWay.SCAN, NOW, NOW, 2026)
    assert visit.distance is not None
    assert visit.distance < 50
    present = {
        each.officer.name: (each.certificate_number, each.is_scanner) for each in visit.presences.all()
    }
    assert present == {"陆远": ("10320312001", True), "沈青": ("10320312002", False)}
    row = ledger_of(published, people.enterprise)
    assert (row.granted, row.used, row.pending) == (2, 1, 0)

    assert walk.serve(task).served_at == after(2)
    record = walk.start(task)
    assert record.entries.count() == 8
    assert walk.start(task) == record
    photo = operations.add_photo(
        inspection_id=task.pk,
        content=picture(),
        name="灭火器.png",
        position=2,
        actor=people.officer.member,
        now=after(20),
    )
    assert (photo.entry_id, photo.file.media_type) == (record.entries.get(position=2).pk, "image/jpeg")
    walk.fill(task)
    signed = walk.sign(task)
    assert signed.signed_at == signed.ended_at == after(50)
    assert [each.name for each in signed.signatures.order_by("id")] == ["陆远", "沈青", "白露"]
    assert fresh(task).stage == Stage.RECORDED

    result = walk.tell(task)
    assert (result.number, result.outcome) == ("铜应急检告〔2026〕1号", Outcome.NO_PROBLEM)
    assert (result.due_on, result.is_due_official) == (TODAY, True)
    assert fresh(task).stage == Stage.CONCLUDED

    assert walk.leave(task).left_at == after(60)
    walk.rate(visit, comment="检查规范")
    visit.refresh_from_db()
    assert visit.is_rated
    rating = Rating.objects.get()
    assert (rating.subject, rating.quarter, rating.comment) == (people.subject, "2026Q1", "检查规范")

    counters = get_three_counters(people.subject, people.enterprise, on=TODAY)
    assert (counters.visits, counters.capped, counters.reportable) == (1, 1, 1)
    assert (counters.limit, counters.used) == (2, 1)


def test_every_step_writes_its_sentence(walk: Walk) -> None:
    cap(walk.people.subject, 2)
    task = walk.signed()
    walk.tell(task)
    visit = walk.leave(task)
    walk.rate(visit)
    office = "铜山区应急管理局"
    name = "徐州星禾示例机械有限公司"
    assert [event.sentence for event in log(task)] == [
        f"{office}经办人袁知申请检查{name}（铜应急检〔2026〕1号）",
        f"{office}主体负责人韩牧批准检查{name}（铜应急检〔2026〕1号）",
        f"{office}执法人员陆远进入{name}（扫企业码），同行陆远、沈青",
        f"{office}执法人员陆远向{name}送达铜应急检通〔2026〕1号，签收人白露",
        f"{office}执法人员陆远开始检查{name}（铜应急检〔2026〕1号）",
        f"{office}执法人员陆远填写铜应急检〔2026〕1号笔录，已填8项，共8项",
        f"{office}执法人员陆远签署铜应急检〔2026〕1号笔录",
        f"{office}执法人员陆远告知{name}检查结果：未发现问题",
        f"{office}执法人员陆远离开{name}，停留60分钟",
    ]
    assert all(event.outcome == AuditOutcome.DONE for event in log(task))
    rated = AuditEvent.objects.get(target_kind="visit")
    assert (rated.sentence, rated.account_id) == ("企业已评价本次入企", None)


def test_a_signed_record_is_an_event_and_a_walk_without_fault_raises_no_clue(walk: Walk) -> None:
    cap(walk.people.subject, 2)
    task = walk.signed()
    walk.tell(task)
    walk.leave(task)
    assert list(Event.objects.values_list("name", flat=True)) == ["inspections.record.signed"]


def test_the_act_keeps_what_the_rules_said(walk: Walk) -> None:
    task = walk.approved()  # No cap is published: the head is told so.
    kept = log(task)[-1].data
    assert kept["moment"] == "approve"
    assert [finding["rule"] for finding in kept["findings"]] == ["R-FRQ-01"]
    assert kept["findings"][0]["verdict"] == "warn"
    assert kept["findings"][0]["cites"]
    assert {"R-SUB-01", "R-PUB-02", "R-OFF-01", "R-FRQ-08"} <= set(kept["passed"])


def test_a_request_returned_is_mended_and_put_forward_again(walk: Walk) -> None:
    people = walk.people
    task = walk.request()
    operations.return_inspection(
        inspection_id=task.pk, reason="时间冲突", actor=people.head.member, now=after(-90)
    )
    assert (fresh(task).stage, fresh(task).opinion) == (Stage.RETURNED, "时间冲突")
    with rejected("没有可批的申请"):
        walk.approve(task)
    mended = operations.revise_inspection(
        inspection_id=task.pk,
        request=operations.Request(
            site_id=people.site.pk,
            kind=InspectionKind.ROUTINE,
            item_ids=[people.item.pk],
            officer_ids=[people.officer.roster.pk, people.third.roster.pk],
            planned_from=NOW + timedelta(days=1),
            planned_until=NOW + timedelta(days=1, hours=1),
        ),
        actor=people.clerk.member,
        now=after(-60),
    )
    assert (mended.pk, mended.number, mended.stage) == (task.pk, task.number, Stage.SUBMITTED)
    assert [line.item for line in mended.lines.all()] == [people.item]


def test_the_head_approves_several_at_once_and_one_refused_holds_up_none(walk: Walk) -> None:
    people = walk.people
    good = walk.request()
    weak = walk.request(officer_ids=[people.officer.roster.pk, people.expired.roster.pk])
    other = walk.request()
    walk.approve(other)
    rows = operations.approve_many(
        inspection_ids=[good.pk, weak.pk, other.pk],
        opinion="同意",
        actor=people.head.member,
        now=after(-30),
    )
    assert [row.inspection_id for row in rows] == [good.pk, weak.pk, other.pk]
    assert rows[0].error is None
    assert isinstance(rows[1].error, Refused)
    assert {finding.rule.code for finding in rows[1].error.judgement.refusals} == {"R-OFF-01", "R-OFF-02"}
    assert isinstance(rows[2].error, Conflict)
    assert (fresh(good).stage, fresh(good).opinion) == (Stage.APPROVED, "同意")
    assert fresh(weak).stage == Stage.SUBMITTED
    assert log(weak)[-1].outcome == AuditOutcome.REFUSED


def test_a_deputy_approves_by_written_authorisation(walk: Walk) -> None:
    task = walk.approve(walk.request(), by=walk.people.deputy)
    assert (task.approved_by, task.authorisation) == (walk.people.deputy.account, "铜应急授〔2026〕1号")
    assert walk.enter(task).entered_at == NOW


def test_nobody_but_the_head_approves(walk: Walk) -> None:
    task = walk.request()
    for person in (walk.people.clerk, walk.people.officer, walk.people.supervisor, walk.people.contact):
        with rejected("不能这样做"):
            walk.approve(task, by=person)
    assert fresh(task).stage == Stage.SUBMITTED


def test_numbers_run_without_gaps_whatever_is_refused_between(walk: Walk) -> None:
    assert walk.request().number == "铜应急检〔2026〕1号"
    with rejected("没有选择检查事项"):
        walk.request(item_ids=[])
    with refused("R-SUB-10"):
        walk.request(kind=None)
    assert walk.request().number == "铜应急检〔2026〕2号"
