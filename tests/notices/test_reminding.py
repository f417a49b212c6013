"""Who has not answered is reminded, by hand and by the system, and is named in the circular on the result."""

from datetime import date, datetime, timedelta

import pytest

from jingwei.notices import jobs, operations
from jingwei.notices.documents import circular_document
from jingwei.notices.models import Circular, Reminder
from jingwei.notices.queries import get_board, list_to_remind
from jingwei.notices.terms import CircularState, PaperKind, Standing, Wanted
from jingwei.platform.actors import SYSTEM
from jingwei.platform.documents.model import Grid, Paragraph
from jingwei.platform.errors import Conflict, NotAllowed
from jingwei.platform.models import AuditEvent
from jingwei.platform.queries import get_calendar
from jingwei.registry.terms import SubjectStatus
from tests.notices.sending import DUE, LATE, Sending, many_subjects
from tests.people import NOW, TODAY


def morning(day: date) -> datetime:
    """Half past eight in the morning of a day."""
    return datetime(day.year, day.month, day.day, 0, 30, tzinfo=NOW.tzinfo)


def due_at(day: date) -> int:
    """The moment at which the job of a day is due, as the worker tells it."""
    return int(morning(day).timestamp())


def test_those_who_lack_are_reminded_once_a_day(sending: Sending) -> None:
    circular = sending.issued()
    sending.answer(circular)
    assert sending.remind(circular) == 1
    event = AuditEvent.objects.get(action="notices.recipient.reminded")
    assert "催办1家：市场监管局" in event.sentence
    with pytest.raises(Conflict, match="今天已经催办过"):
        sending.remind(circular)
    assert sending.remind(circular, now=NOW + timedelta(days=1)) == 1


def test_who_has_answered_is_not_reminded(sending: Sending) -> None:
    circular = sending.issued()
    done = sending.answer(circular)
    with pytest.raises(Conflict, match="都已办理"):
        sending.remind(circular, recipient_ids=[done.pk])
    with pytest.raises(NotAllowed):
        sending.remind(circular, by=sending.people.clerk)
    sending.close(circular)
    with pytest.raises(Conflict, match="已办结"):
        sending.remind(circular)


def test_the_lamps_follow_the_due_day(sending: Sending) -> None:
    circular = sending.issued()
    sending.answer(circular, by=sending.people.other_clerk)

    def standing(today: date) -> Standing:
        board = get_board(circular, today=today, calendar=get_calendar())
        assert {row.standing for row in board if row.recipient.is_done} == {Standing.DONE}
        return next(row.standing for row in board if not row.recipient.is_done)

    assert standing(TODAY) is Standing.UNRECEIVED
    sending.receive(circular)
    assert standing(TODAY) is Standing.WAITING
    assert standing(DUE - timedelta(days=4)) is Standing.WAITING  # Monday: four working days are left
    assert standing(DUE - timedelta(days=3)) is Standing.DUE_SOON
    assert standing(DUE) is Standing.DUE_SOON
    assert standing(DUE + timedelta(days=1)) is Standing.OVERDUE  # a Saturday


def test_the_system_reminds_before_the_due_day_and_after_it(sending: Sending) -> None:
    circular = sending.issued()
    sending.answer(circular)
    calendar = get_calendar()
    reminded = []
    for day in (TODAY + timedelta(days=n) for n in range(30)):
        chosen = list_to_remind(today=day, calendar=calendar)
        if calendar.is_working_day(day) and chosen:
            reminded.append(day)
            operations.remind(
                circular_id=circular.pk, recipient_ids=chosen[circular.pk], actor=SYSTEM, now=morning(day)
            )
    assert reminded == [date(2026, 3, 17), date(2026, 3, 23), date(2026, 3, 30), date(2026, 4, 7)]
    assert set(Reminder.objects.values_list("recipient__subject__short_name", flat=True)) == {"市场监管局"}


def test_the_system_reminds_nobody_who_is_no_subject_any_more(sending: Sending) -> None:
    circular = sending.issued()
    sending.people.subject.status, sending.people.subject.revoked_on = SubjectStatus.REVOKED, TODAY
    sending.people.subject.save()
    found = list_to_remind(today=DUE, calendar=get_calendar())
    assert found[circular.pk] == [sending.recipient(circular, sending.people.other_subject).pk]


def test_the_job_of_the_morning_does_nothing_twice(sending: Sending, monkeypatch: pytest.MonkeyPatch) -> None:
    circular = sending.issued()
    for _ in range(2):
        jobs.each_morning(due_at(date(2026, 3, 17)))
    assert Reminder.objects.filter(recipient__circular=circular).count() == 2
    for _ in range(2):
        jobs.each_morning(due_at(date(2026, 4, 1)))
    month = Circular.objects.get(purpose="monthly")
    assert (month.period, month.state, month.issued_by) == ("2026-03", CircularState.ISSUED, None)


def test_nobody_is_reminded_on_a_rest_day(sending: Sending) -> None:
    sending.issued(due_on=date(2026, 3, 13))
    jobs.each_morning(due_at(date(2026, 3, 21)))
    assert not Reminder.objects.exists()


def test_the_result_names_who_is_late_and_who_did_not_answer(sending: Sending) -> None:
    third = many_subjects(sending.people, 1)[0]
    subjects = [*sending.subjects, third[0]]
    circular = sending.issued(subject_ids=[each.pk for each in subjects])
    sending.answer(circular)
    sending.answer(circular, by=sending.people.other_clerk, now=LATE)
    result = sending.result(circular, now=LATE)
    assert result.title == "关于开展行政执法人员编制核对办理情况的通报"
    assert "应回复3家，已回复2家，其中逾期1家；未回复1家" in result.body
    assert "一、逾期回复的单位\n铜山区市场监督管理局（1家）。" in result.body
    assert "二、未回复的单位\n铜山区第01示例单位（1家）。" in result.body
    assert [row[3] for row in result.outcome] == ["未回复", "逾期回复", "按时回复"]
    issued = sending.issue(result, now=LATE)
    assert issued.number == "铜司通报〔2026〕1号"
    paper = circular_document(issued, on=TODAY)
    grid = next(block for block in paper.blocks if isinstance(block, Grid))
    assert grid.rows[0][1] == "铜山区第01示例单位"
    with pytest.raises(Conflict, match="已经有一件通报"):
        sending.result(circular)


def test_a_result_that_has_been_overtaken_is_not_issued(sending: Sending) -> None:
    circular = sending.issued()
    result = sending.result(circular)
    sending.answer(circular)
    with pytest.raises(Conflict, match="已经变化"):
        sending.issue(result)
    draft = operations.Draft(
        title=result.title,
        body="已核对。",
        subject_ids=[sending.people.subject.pk],
        kind=PaperKind.RESULT_CIRCULAR,
    )
    operations.change_circular(
        circular_id=result.pk, draft=draft, actor=sending.people.supervisor.member, now=NOW
    )
    assert sending.issue(result).state == CircularState.ISSUED


def test_a_result_leaves_out_whom_it_can_no_longer_reach(sending: Sending) -> None:
    circular = sending.issued(wanted=Wanted.RECEIPT)
    sending.people.other_subject.revoked_on = TODAY
    sending.people.other_subject.save()
    result = sending.result(circular)
    assert [each.subject for each in result.recipients.all()] == [sending.people.subject]
    assert len(result.outcome) == 2


def test_many_recipients_are_addressed_together_and_few_by_name(sending: Sending) -> None:
    few = circular_document(sending.issued(), on=TODAY)
    assert few.blocks[0] == Paragraph("铜山区市场监督管理局、铜山区应急管理局：", indent=False)
    many = [subject.pk for subject, _ in many_subjects(sending.people, 12)]
    paper = circular_document(sending.draft(subject_ids=many), on=TODAY)
    assert paper.blocks[0] == Paragraph("各涉企行政检查主体（共12家）：", indent=False)
    assert (paper.number, paper.footer) == ("", "草稿，尚未签发，没有文号")
