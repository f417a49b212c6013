"""What is refused at the gate, with every reason at once, its article and its facts, and nothing half-written."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from jingwei.inspections import operations
from jingwei.inspections.models import Inspection, Presence, Visit
from jingwei.inspections.terms import Stage
from jingwei.planning.terms import InspectionKind
from jingwei.platform.models import AuditEvent, StoredFile
from jingwei.platform.terms import AuditOutcome
from jingwei.registry import codes
from jingwei.registry.terms import Field, ItemStatus, SubjectStatus
from tests.inspections.walking import (
    Walk,
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
from tests.people import NOW, TODAY, make_code, make_officer


def nobody_has_entered(task: Inspection) -> bool:
    """Whether a refused scan has left no trace but the log."""
    untouched = fresh(task)
    return untouched.visit_id is None and not Visit.objects.exists() and not Presence.objects.exists()


def test_three_reasons_are_told_at_once_and_kept_with_their_articles(walk: Walk) -> None:
    people = walk.people
    published = cap(people.subject, 1)
    task = walk.approved()
    people.second.card.valid_to = TODAY - timedelta(days=1)
    people.second.card.save()
    people.second_item.status = ItemStatus.WITHDRAWN
    people.second_item.save()
    row = ledger_of(published, people.enterprise)
    row.used = 1
    row.save()

    with refused("R-FRQ-01", "R-OFF-01", "R-OFF-02", "R-PUB-02", "R-SCAN-02") as caught:
        walk.enter(task, door_photo=picture())

    told = str(caught.value)
    assert "应急管理局上限 1 次，2026 年已计 1 次" in told
    assert "沈青的证件（10320312002）已于 2026-03-09 到期" in told
    assert "“对危险作业安全管理情况的检查”在事项库中状态为已取消" in told
    attempt = log(task)[-1]
    assert (attempt.outcome, attempt.actor_name, attempt.at) == (AuditOutcome.REFUSED, "陆远", NOW)
    assert attempt.sentence.startswith("铜山区应急管理局执法人员陆远尝试扫码入企，被拒绝：")
    kept = {finding["rule"]: finding for finding in attempt.data["findings"]}
    assert kept["R-OFF-02"]["cites"] == ["《中华人民共和国行政处罚法》第四十二条、第五十五条"]
    assert kept["R-OFF-02"]["facts"]["certificate"]["valid_to"] == "2026-03-09"
    assert kept["R-OFF-01"]["facts"]["minimum"] == {
        "value": 2,
        "from": "2021-07-15",
        "source": "《行政处罚法》第四十二条",
    }
    assert kept["R-FRQ-01"]["facts"]["caps"] == [
        {"label": "应急管理局", "used": 1, "granted": 1, "pending": 0}
    ]
    assert attempt.data["arguments"]["code"] == people.code
    row.refresh_from_db()
    assert (row.used, row.pending) == (1, 1)
    assert nobody_has_entered(task)
    assert not StoredFile.objects.exists()
    assert clues() == []


def test_the_last_day_of_a_certificate_still_counts(walk: Walk) -> None:
    people = walk.people
    task = walk.approved()
    people.second.card.valid_to = TODAY
    people.second.card.save()
    assert walk.enter(task).presences.count() == 2


def test_one_officer_alone_is_refused(walk: Walk) -> None:
    task = walk.approved()
    with refused("R-OFF-01", "R-SCAN-02") as caught:
        walk.enter(task, present_ids=[walk.people.officer.roster.pk])
    assert "第二名执法人员没有确认到场" in str(caught.value)
    assert nobody_has_entered(task)


def test_an_auxiliary_is_refused_and_the_attempt_is_a_clue(walk: Walk) -> None:
    task = walk.approved()
    with refused("R-OFF-02", "R-SCAN-02", "R-SUB-03"):
        walk.enter(task, by=walk.people.auxiliary)
    assert clues() == ["R-SUB-03"]
    assert findings()[0]["act_id"] == task.pk
    assert nobody_has_entered(task)


def test_an_auxiliary_put_on_the_team_is_refused_at_the_request(walk: Walk) -> None:
    team = [walk.people.officer.roster.pk, walk.people.auxiliary.roster.pk]
    with refused("R-SUB-03"):
        walk.request(officer_ids=team)
    assert not Inspection.objects.exists()
    assert clues() == ["R-SUB-03"]
    attempt = AuditEvent.objects.get(outcome=AuditOutcome.REFUSED)
    assert (attempt.action, attempt.target_id) == ("inspections.inspection.requested", None)


def test_officers_of_another_subject_are_refused(walk: Walk) -> None:
    task = walk.approved()
    with refused("R-SCAN-02") as caught:
        walk.enter(task, by=walk.people.other_officer)
    assert "江澄不在本任务检查人员之列" in str(caught.value)
    assert nobody_has_entered(task)


def test_somebody_elses_items_and_unpublished_ones_are_refused_at_the_request(walk: Walk) -> None:
    people = walk.people
    with refused("R-PUB-02", "R-PUB-08", "R-SUB-07") as caught:
        walk.request(item_ids=[people.unpublished_item.pk, people.other_item.pk])
    assert "“对营业执照使用情况的检查”（铜山区市场监督管理局）不是铜山区应急管理局的检查事项" in str(
        caught.value
    )
    assert "“对安全培训机构的检查”在事项库中状态为待公布" in str(caught.value)


def test_a_subject_that_lost_its_standing_is_refused_at_the_gate(walk: Walk) -> None:
    task = walk.approved()
    subject = walk.people.subject
    subject.status, subject.revoked_on = SubjectStatus.REVOKED, TODAY
    subject.save()
    with refused("R-SUB-01"):
        walk.enter(task)


def test_a_task_that_was_not_approved_is_refused(walk: Walk) -> None:
    task = walk.request()
    with refused("R-PRO-01") as caught:
        walk.enter(task)
    assert "检查没有经负责人批准" in str(caught.value)
    assert fresh(task).stage == Stage.SUBMITTED
    assert nobody_has_entered(task)


def test_an_officer_with_ties_to_the_enterprise_stands_back(walk: Walk) -> None:
    people = walk.people
    task = walk.approved()
    people.second.roster.relations.create(enterprise=people.enterprise, what="配偶任副总经理")
    with refused("R-OFF-12"):
        walk.enter(task)


Spoil = Callable[[str], str]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        pytest.param(
            lambda code: code[:-1] + ("A" if code[-1] != "A" else "B"), "企业码校验不符", id="forged"
        ),
        pytest.param(lambda code: code[:-5], "企业码不完整，只读到 37 位，应有 42 位", id="truncated"),
        pytest.param(lambda code: "JW320311" + code[8:], "这是区划代码 320311 的企业码", id="other district"),
        pytest.param(lambda _: codes.write(codes.new_token()), "平台没有发放过这个企业码", id="never issued"),
        pytest.param(lambda _: "https://example.com/pay", "这不是企业码", id="no code of ours"),
        pytest.param(lambda _: "", "这不是企业码", id="nothing"),
    ],
)
def test_a_code_that_is_not_the_sites_is_told_for_what_it_is(walk: Walk, spoil: Spoil, message: str) -> None:
    task = walk.approved()
    code = spoil(walk.people.code)
    with rejected(message) as caught:
        walk.enter(task, code=code)
    assert caught.value.remedy
    assert caught.value.field == "code"
    attempt = log(task)[-1]
    assert (attempt.outcome, attempt.data["arguments"]["code"]) == (AuditOutcome.REFUSED, code)
    assert nobody_has_entered(task)
    with rejected(message):
        operations.read_code(code=code, actor=walk.people.officer.member, now=NOW)


def test_a_code_that_was_replaced_opens_nothing(walk: Walk) -> None:
    people = walk.people
    task = walk.approved()
    people.site.codes.update(ended_at=NOW - timedelta(days=3))
    replacement = make_code(people.site)
    with rejected("这个企业码已于 2026-03-07 停用"):
        walk.enter(task)
    assert walk.enter(task, code=replacement).site == people.site


def test_the_code_of_another_site_is_not_this_task(walk: Walk) -> None:
    task = walk.approved()
    with rejected("扫到的是“徐州云汀示例食品有限公司（厂区）”"):
        walk.enter(task, code=make_code(walk.people.other_site))
    assert nobody_has_entered(task)


def test_the_code_at_the_gate_names_the_officers_tasks_there(walk: Walk) -> None:
    people = walk.people
    task = walk.approved()
    assert operations.read_code(code=people.code, actor=people.officer.member, now=NOW) == [task]
    with rejected("没有可以入企的任务"):
        operations.read_code(code=people.code, actor=people.third.member, now=NOW)


def test_only_officers_scan(walk: Walk) -> None:
    task = walk.approved()
    for person in (walk.people.head, walk.people.clerk, walk.people.contact, walk.people.supervisor):
        with rejected("不能这样做"):
            walk.enter(task, by=person)
    assert nobody_has_entered(task)


def test_a_door_photo_that_is_no_picture_is_told(walk: Walk) -> None:
    task = walk.approved()
    with rejected("“门牌照片.jpg”不是可以打开的照片"):
        walk.enter(task, door_photo=b"MZ\x90 this is a program")
    assert nobody_has_entered(task)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"site_id": 0}, "没有选择被检查企业的场所"),
        ({"item_ids": []}, "没有选择检查事项"),
        ({"officer_ids": [0]}, "没有编号为 0 的执法人员"),
        ({"planned_until": NOW - timedelta(hours=1)}, "拟检时间的结束不晚于开始"),
    ],
)
def test_a_request_with_holes_is_told(walk: Walk, changes: dict[str, Any], message: str) -> None:
    with rejected(message):
        walk.request(**changes)
    assert not Inspection.objects.exists()


def test_a_request_without_kind_evidence_or_reason_hears_it_all(walk: Walk) -> None:
    people = walk.people
    people.item.is_remote_capable = True
    people.item.save()
    with refused("R-FRQ-03", "R-FRQ-08", "R-SUB-10"):
        walk.request(kind=InspectionKind.CASE_BASED, exempt="complaint")


def test_the_people_of_another_subject_neither_approve_nor_record(walk: Walk) -> None:
    people = walk.people
    task = walk.request()
    with rejected("这不是本单位的事项"):
        walk.approve(task, by=people.other_head)
    walk.approve(task)
    walk.enter(task)
    with rejected("这不是本单位的事项"):
        walk.start(task, by=people.other_officer)
    with rejected("您不在本任务的检查人员中"):
        walk.start(task, by=people.third)


def test_a_certificate_for_another_field_does_not_count(walk: Walk) -> None:
    people = walk.people
    stranger = make_officer("zoe", "苏禾", people.subject, "10320312099", field=Field.MARKET)
    task = walk.request(officer_ids=[people.officer.roster.pk, stranger.roster.pk])
    with refused("R-OFF-01"):
        walk.approve(task)
