"""Nothing signed is edited or deleted: what was wrong is voided with a reason, and a correction stands beside it."""

from datetime import timedelta

from jingwei.inspections import operations
from jingwei.inspections.models import Inspection, Record, Visit
from jingwei.inspections.operations import EntryInput, SignatureInput
from jingwei.inspections.queries import get_three_counters
from jingwei.inspections.terms import Outcome, PointResult, SignerKind, Stage
from jingwei.platform.models import AuditEvent
from tests.inspections.walking import Walk, after, cap, fresh, ledger_of, log, picture, refused, rejected
from tests.people import NOW, TODAY


def void(walk: Walk, task: Inspection, reason: str = "扫错任务") -> Inspection:
    """The head voids the scan."""
    return operations.void_visit(
        inspection_id=task.pk, reason=reason, actor=walk.people.head.member, now=after(10)
    )


def correct(walk: Walk, task: Inspection, reason: str = "第 1 项结果写错") -> Record:
    """The head voids the signed record and opens its correction."""
    return operations.correct_record(
        inspection_id=task.pk, reason=reason, actor=walk.people.head.member, now=after(51)
    )


def test_a_voided_scan_stays_marked_gives_the_visit_back_and_opens_the_task_again(walk: Walk) -> None:
    people = walk.people
    published = cap(people.subject, 1)
    task = walk.approved()
    wrong = walk.enter(task)
    walk.start(task)
    void(walk, task)
    wrong.refresh_from_db()
    assert (wrong.voided_at, wrong.void_reason) == (after(10), "扫错任务")
    assert Record.objects.get(inspection=task).void_reason == "扫错任务"
    task = fresh(task)
    assert (task.stage, task.visit, task.is_counted) == (Stage.APPROVED, None, False)
    row = ledger_of(published, people.enterprise)
    assert (row.used, row.pending) == (0, 1)
    assert log(task)[-1].sentence == (
        "铜山区应急管理局主体负责人韩牧作废徐州星禾示例机械有限公司的入企登记：扫错任务"
    )
    counters = get_three_counters(people.subject, people.enterprise, on=TODAY)
    assert (counters.visits, counters.capped, counters.used) == (0, 0, 0)

    right = walk.enter(task, now=after(20))
    assert right != wrong
    assert Visit.objects.count() == 2
    walk.serve(task, now=after(21))
    walk.start(task, now=after(22))
    row.refresh_from_db()
    assert (row.used, row.pending) == (1, 0)


def test_voiding_asks_for_a_reason_the_head_and_a_visit_nobody_has_signed_for(walk: Walk) -> None:
    task = walk.approved()
    with rejected("没有可作废的入企登记"):
        void(walk, task)
    walk.enter(task)
    with rejected("须写明理由"):
        void(walk, task, reason=" ")
    with rejected("执法人员不能这样做"):
        operations.void_visit(
            inspection_id=task.pk, reason="扫错", actor=walk.people.officer.member, now=after(10)
        )
    signed = walk.signed()
    with rejected("现为“待告知”，没有可作废的入企登记"):
        void(walk, signed)


def test_a_signed_record_is_corrected_by_a_copy_that_is_signed_anew(walk: Walk) -> None:
    people = walk.people
    task = walk.approved()
    walk.enter(task)
    walk.serve(task)
    walk.start(task)
    operations.add_photo(
        inspection_id=task.pk,
        content=picture(),
        name="台账.png",
        position=1,
        actor=people.officer.member,
        now=after(9),
    )
    walk.fill(task)
    wrong = walk.sign(task)
    with rejected("不能填写笔录"):
        walk.fill(task)

    correction = correct(walk, task)
    wrong.refresh_from_db()
    assert (wrong.voided_at, wrong.void_reason) == (after(51), "第 1 项结果写错")
    assert wrong.signatures.count() == 3
    assert wrong.entries.get(position=1).result == PointResult.CONFORMS
    assert (correction.corrects, correction.signed_at, correction.person_name) == (wrong, None, "白露")
    assert correction.entries.count() == 8
    kept = correction.photos.get()
    assert kept.entry is not None
    assert (kept.entry.position, kept.entry.record) == (1, correction)
    assert kept.file == wrong.photos.get().file
    assert fresh(task).stage == Stage.ENTERED

    mended = {1: EntryInput(PointResult.FAILS, "没有专职安全生产管理人员")}
    walk.fill(task, entries=mended, now=after(52))
    signed = walk.sign(task, now=after(53))
    assert signed == correction
    assert signed.entries.get(position=1).result == PointResult.FAILS
    assert fresh(task).stage == Stage.RECORDED
    assert [event.action for event in log(task)][-3:] == [
        "inspections.record.corrected",
        "inspections.record.saved",
        "inspections.record.signed",
    ]


def test_only_a_signed_record_whose_result_was_not_told_is_corrected(walk: Walk) -> None:
    task = walk.approved()
    walk.enter(task)
    with rejected("没有可更正的笔录"):
        correct(walk, task)
    told = walk.signed()
    walk.tell(told)
    with rejected("没有可更正的笔录"):
        correct(walk, told)


def test_a_record_is_signed_only_when_every_point_has_a_result_and_every_fault_its_facts(walk: Walk) -> None:
    task = walk.approved()
    walk.enter(task)
    walk.serve(task)
    with rejected("还没有开始检查"):
        walk.sign(task)
    walk.start(task)
    walk.fill(task, entries={1: EntryInput(PointResult.FAILS), 2: EntryInput(PointResult.CONFORMS)})
    with rejected("还有 6 项没有结果：第 3、4、5、6、7、8 项"):
        walk.sign(task)
    rest = {position: EntryInput(PointResult.NOT_APPLICABLE) for position in range(3, 9)}
    walk.fill(task, entries=rest)
    with rejected("第 1 项不合格，没有写明情况"):
        walk.sign(task)
    with rejected("笔录没有第 9 项"):
        walk.fill(task, entries={9: EntryInput(PointResult.CONFORMS)})
    with rejected("“恶意.exe”不是可以打开的照片"):
        operations.add_photo(
            inspection_id=task.pk,
            content=b"MZ\x90\x00",
            name="恶意.exe",
            actor=walk.people.officer.member,
            now=after(9),
        )


def test_a_record_without_notice_certificates_or_signatures_hears_all_of_it(walk: Walk) -> None:
    people = walk.people
    task = walk.approved()
    walk.enter(task)
    operations.start_record(inspection_id=task.pk, actor=people.officer.member, now=after(3))
    walk.fill(task)
    alone = [
        SignatureInput(SignerKind.OFFICER, "陆远", picture(), people.officer.roster.pk),
        SignatureInput(SignerKind.OFFICER, "王某", picture()),
    ]
    with refused("R-OFF-03", "R-PRO-03", "R-PRO-04", "R-SUB-04"):
        walk.sign(task, signatures=alone)
    record = Record.objects.get(inspection=task)
    assert (record.signed_at, record.signatures.count()) == (None, 0)
    with rejected("龚䶮没有登记到场"):
        walk.sign(task, signatures=walk.signatures(people.officer, people.third))


def test_an_enterprise_that_will_not_sign_needs_a_witness_or_a_recording(walk: Walk) -> None:
    task = walk.approved()
    walk.enter(task)
    walk.serve(task)
    walk.start(task)
    walk.fill(task)
    officers = walk.signatures()[:2]
    with refused("R-PRO-04"):
        walk.sign(task, signatures=officers, refusal="负责人不在，员工拒签")
    signed = walk.sign(task, signatures=officers, refusal="负责人不在，员工拒签", has_recording=True)
    assert (signed.refusal, signed.has_recording) == ("负责人不在，员工拒签", True)


def test_a_result_has_its_particulars_and_a_late_one_is_flagged(walk: Walk) -> None:
    task = walk.signed()
    with rejected("没有写明问题"):
        walk.tell(task, outcome=Outcome.CORRECTED_ON_SPOT)
    with rejected("责令限期改正须写明要求和期限"):
        walk.tell(task, outcome=Outcome.CORRECTION_ORDERED, problems="无台账")
    with rejected("转立案须填写案号"):
        walk.tell(task, outcome=Outcome.CLUE_OF_VIOLATION, problems="无证作业", ended_in_case=True)
    result = walk.tell(task, is_told_on_the_spot=False, now=NOW + timedelta(days=8))
    assert str(result.due_on) == "2026-03-17"
    assert log(task)[-1].data["findings"][0]["rule"] == "R-PRO-05b"
    with rejected("现为“已办结”，不能告知结果"):
        walk.tell(task)


def test_a_certificate_that_ends_after_the_visit_takes_nothing_from_its_papers(walk: Walk) -> None:
    people = walk.people
    people.second.card.valid_to = TODAY
    people.second.card.save()
    task = walk.signed()
    assert walk.tell(task, is_told_on_the_spot=False, now=NOW + timedelta(days=3)).number


def test_a_visit_is_rated_once_after_leaving_and_nothing_leads_back_to_it(walk: Walk) -> None:
    task = walk.approved()
    visit = walk.enter(task)
    with rejected("已经评价过，或还没有结束"):
        walk.rate(visit)
    walk.leave(task)
    with rejected("评价链接无效"):
        walk.rate(visit, token="forged", comment="他们收了东西")
    attempt = AuditEvent.objects.filter(action="inspections.visit.rated").latest("id")
    assert attempt.account_id is None
    assert "arguments" in attempt.data
    assert not {"token", "comment"} & set(attempt.data["arguments"])
    with rejected("六个方面都要评 1 至 5 星"):
        walk.rate(visit, stars={})
    walk.rate(visit)
    with rejected("已经评价过，或还没有结束"):
        walk.rate(visit)
