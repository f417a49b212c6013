"""A circular is drafted, issued under its number, and reaches those it names and nobody else."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from jingwei.notices import operations
from jingwei.notices.models import Circular
from jingwei.notices.operations import Draft, Upload
from jingwei.notices.queries import get_circular, list_circulars
from jingwei.notices.terms import CircularState, PaperKind, Purpose, Wanted
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import AuditEvent
from jingwei.registry.terms import SubjectStatus
from jingwei.rulebook import Refused
from tests.notices.sending import BODY, DUE, SHEET, TITLE, Sending
from tests.people import NOW, TODAY


def test_a_circular_gets_its_number_when_it_is_issued(sending: Sending) -> None:
    draft = sending.draft()
    assert (draft.number, draft.state) == ("", CircularState.DRAFT)
    issued = sending.issue(draft)
    assert (issued.number, issued.state) == ("铜司通〔2026〕1号", CircularState.ISSUED)
    assert sending.issued().number == "铜司通〔2026〕2号"
    event = AuditEvent.objects.get(
        target_kind="circular", target_id=issued.pk, action="notices.circular.issued"
    )
    assert "发2家" in event.sentence
    assert event.data["passed"] == ["R-FMT-08"]


def test_a_refused_issue_takes_no_number(sending: Sending) -> None:
    with pytest.raises(Refused, match="不以文种"):
        sending.issue(sending.draft(title="编制核对"))
    assert sending.issued().number == "铜司通〔2026〕1号"


def test_letters_and_results_are_numbered_in_series_of_their_own(sending: Sending) -> None:
    letter = sending.issued(kind=PaperKind.LETTER, title="关于协助提供名单的函")
    decision = sending.issued(kind=PaperKind.DECISION, title="关于表扬先进单位的决定")
    assert (letter.number, decision.number) == ("铜司函〔2026〕1号", "铜司〔2026〕1号")


def test_only_the_lead_issues_and_only_the_bureau_drafts(sending: Sending) -> None:
    draft = sending.draft()
    with pytest.raises(NotAllowed):
        sending.issue(draft, by=sending.people.supervisor)
    with pytest.raises(NotAllowed):
        sending.draft(by=sending.people.head)


def test_a_draft_is_seen_by_the_bureau_alone_and_a_circular_by_its_recipients(sending: Sending) -> None:
    people = sending.people
    draft = sending.draft(subject_ids=[people.subject.pk])
    assert get_circular(people.supervisor.member, draft.pk) == draft
    with pytest.raises(NotAllowed):
        get_circular(people.clerk.member, draft.pk)
    sending.issue(draft)
    assert get_circular(people.officer.member, draft.pk) == draft
    for stranger in (people.other_clerk, people.contact, people.audit):
        assert not list_circulars(stranger.member)
        with pytest.raises(NotAllowed):
            get_circular(stranger.member, draft.pk)


def test_a_withdrawn_draft_stays_unseen_and_a_withdrawn_circular_is_seen(sending: Sending) -> None:
    people = sending.people
    draft, issued = sending.draft(), sending.issued()
    for circular in (draft, issued):
        operations.withdraw_circular(
            circular_id=circular.pk, reason="内容有误", actor=people.lead.member, now=NOW
        )
    assert [each.pk for each in list_circulars(people.clerk.member)] == [issued.pk]
    with pytest.raises(Conflict, match="已撤回"):
        sending.receive(issued)


def test_a_supervisor_withdraws_drafts_and_no_circular_that_went_out(sending: Sending) -> None:
    actor = sending.people.supervisor.member
    operations.withdraw_circular(circular_id=sending.draft().pk, reason="重写", actor=actor, now=NOW)
    with pytest.raises(NotAllowed):
        operations.withdraw_circular(circular_id=sending.issued().pk, reason="重写", actor=actor, now=NOW)
    with pytest.raises(Mistake, match="理由"):
        operations.withdraw_circular(circular_id=sending.draft().pk, reason=" ", actor=actor, now=NOW)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": SubjectStatus.REVOKED, "revoked_on": date(2026, 3, 1)}, "2026-03-01 已撤销"),
        ({"status": SubjectStatus.CONFIRMED, "announced_on": None}, "已确认"),
        ({"announced_on": date(2026, 4, 1)}, "2026-04-01 起公告"),
    ],
)
def test_a_circular_to_a_subject_that_is_not_in_force_is_refused_by_name(
    sending: Sending, change: dict[str, Any], said: str
) -> None:
    earlier = sending.draft()
    for name, value in change.items():
        setattr(sending.people.other_subject, name, value)
    sending.people.other_subject.save()
    with pytest.raises(Mistake, match=f"不能发给：铜山区市场监督管理局（{said}）"):
        sending.draft()
    with pytest.raises(Mistake, match="不能发给"):
        sending.issue(earlier)
    assert Circular.objects.get().state == CircularState.DRAFT


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": "　"}, "没有写标题"),
        ({"body": "\n"}, "没有写正文"),
        ({"due_on": None}, "没有写明截止日期"),
        ({"due_on": TODAY - timedelta(days=1)}, "已经过去"),
        ({"subject_ids": []}, "没有选收文单位"),
        ({"subject_ids": [987654]}, "不在名录中"),
        ({"wanted": Wanted.NUMBERS}, "没有要填的数字"),
        ({"purpose": Purpose.MONTHLY, "period": "2026年2月"}, "不是月份"),
        ({"purpose": Purpose.MONTHLY, "period": "2026-13"}, "不是月份"),
        ({"purpose": Purpose.MONTHLY, "period": "2026-04"}, "还没有到"),
        ({"attachments": [SHEET] * 11}, "附件超过 10 个"),
        ({"attachments": [Upload("宏.xlsm", b"PK")]}, "格式不收"),
        ({"template": Upload("模板.xlsx", b"PK\x03\x04")}, "内容与扩展名不符"),
    ],
)
def test_a_draft_that_leaves_something_out_is_refused(
    sending: Sending, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(Mistake, match=said):
        sending.draft(**change)
    assert not Circular.objects.exists()


def test_a_receipt_needs_no_due_day(sending: Sending) -> None:
    assert sending.issued(wanted=Wanted.RECEIPT, due_on=None).due_on is None


def test_a_draft_is_changed_with_its_recipients_and_files(sending: Sending) -> None:
    people = sending.people
    circular = sending.draft(attachments=[SHEET], template=SHEET)
    held = sending.recipient(circular)
    draft = Draft(title=TITLE, body=BODY, subject_ids=[people.subject.pk], wanted=Wanted.TEXT, due_on=DUE)
    operations.change_circular(circular_id=circular.pk, draft=draft, actor=people.supervisor.member, now=NOW)
    assert list(circular.recipients.all()) == [held]
    assert circular.attachments.count() == 1
    operations.change_circular(
        circular_id=circular.pk,
        draft=replace(draft, drop_attachments=True, title="关于补充核对的通知"),
        actor=people.supervisor.member,
        now=NOW,
    )
    circular.refresh_from_db()
    assert (circular.title, circular.template, circular.attachments.count()) == (
        "关于补充核对的通知",
        None,
        0,
    )


def test_what_was_issued_is_not_changed(sending: Sending) -> None:
    circular = sending.issued()
    draft = Draft(title=TITLE, body="改", subject_ids=[sending.people.subject.pk])
    with pytest.raises(Conflict, match="进行中"):
        operations.change_circular(
            circular_id=circular.pk, draft=draft, actor=sending.people.supervisor.member, now=NOW
        )
    with pytest.raises(Conflict):
        sending.issue(circular)


def test_the_month_has_one_return_however_often_it_is_asked_for(sending: Sending) -> None:
    first = sending.monthly()
    assert first.title == "关于报送2026年2月行政执法月报的通知"
    assert (first.due_on, first.recipients.count()) == (date(2026, 3, 17), 2)
    assert sending.monthly() == first
    with pytest.raises(Conflict, match="2026-02 的月报已经发起"):
        sending.draft(purpose=Purpose.MONTHLY, period="2026-02")
    operations.withdraw_circular(
        circular_id=first.pk, reason="重发", actor=sending.people.lead.member, now=NOW
    )
    assert sending.monthly() != first


def test_a_return_of_a_month_to_come_is_refused(sending: Sending) -> None:
    with pytest.raises(Mistake, match="还没有到"):
        operations.open_monthly_return(period="2026-12", actor=sending.people.lead.member, now=NOW)
    with pytest.raises(NotAllowed):
        operations.open_monthly_return(period="2026-02", actor=sending.people.supervisor.member, now=NOW)
