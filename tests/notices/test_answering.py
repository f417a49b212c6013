"""A department receives a circular and answers it: in words, in numbers, with a sheet, in time or late."""

from datetime import timedelta
from typing import Any

import pytest

from jingwei.notices import operations
from jingwei.notices.models import Recipient
from jingwei.notices.operations import Upload
from jingwei.notices.terms import RecipientState, Wanted
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.files import DOCX, XLS, XLSX
from jingwei.platform.models import AuditEvent, Event, StoredFile
from jingwei.registry.terms import Role
from tests.inspections.walking import picture
from tests.notices.sending import LATE, SHEET, Sending, workbook, zeros
from tests.people import NOW, make_person

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def events() -> list[dict[str, Any]]:
    """What was told to the areas above and below, oldest first."""
    return [each.payload for each in Event.objects.filter(name="notices.return.received").order_by("pk")]


def test_anybody_of_the_subject_receives_once(sending: Sending) -> None:
    circular = sending.issued()
    town = make_person("pia", "钟离", Role.JUSTICE_OFFICE, subject=sending.people.subject)
    assert sending.receive(circular, by=town).received_by == town.account
    assert sending.receive(circular, by=sending.people.head, now=LATE).received_by == town.account
    assert AuditEvent.objects.filter(action="notices.circular.received").count() == 1


def test_whom_a_circular_did_not_reach_may_neither_receive_nor_answer(sending: Sending) -> None:
    circular = sending.issued(subject_ids=[sending.people.subject.pk])
    for act in (sending.receive, sending.answer):
        with pytest.raises(NotAllowed):
            act(circular, by=sending.people.other_clerk)
        with pytest.raises(NotAllowed):
            act(circular, by=sending.people.supervisor)
    with pytest.raises(NotAllowed):
        sending.receive(sending.draft())


def test_clerk_and_head_answer_and_officers_do_not(sending: Sending) -> None:
    circular = sending.issued()
    with pytest.raises(NotAllowed):
        sending.answer(circular, by=sending.people.officer)
    answered = sending.answer(circular, by=sending.people.head)
    assert (answered.state, answered.is_late, answered.is_done) == (RecipientState.ANSWERED, False, True)
    assert answered.received_by == sending.people.head.account


def test_the_due_day_itself_is_in_time_and_the_next_is_late(sending: Sending) -> None:
    circular = sending.issued()
    last = LATE - timedelta(days=3, hours=-10)  # 20:00 of the due day in Shanghai
    assert not sending.answer(circular, now=last).is_late
    assert sending.answer(circular, by=sending.people.other_clerk, now=LATE).is_late
    event = AuditEvent.objects.filter(action="notices.circular.answered").latest("id")
    assert event.sentence.endswith("（逾期）")


def test_a_second_answer_takes_the_place_of_the_first_which_the_log_keeps(sending: Sending) -> None:
    circular = sending.issued()
    sending.answer(circular, text="三人")
    sending.answer(circular, text="四人", now=NOW + timedelta(hours=1))
    assert sending.recipient(circular).text == "四人"
    event = AuditEvent.objects.filter(action="notices.circular.answered").latest("id")
    assert event.data["replaced"]["text"] == "三人"
    with pytest.raises(Conflict, match="截止日期 2026-03-20 已过"):
        sending.answer(circular, text="五人", now=LATE)


def test_what_was_sent_back_is_answered_again_even_late(sending: Sending) -> None:
    circular = sending.issued()
    back = sending.send_back(sending.answer(circular))
    assert (back.state, back.returned_reason, back.is_done) == (RecipientState.SENT_BACK, "缺两人", False)
    with pytest.raises(Conflict):
        sending.send_back(back)
    again = sending.answer(circular, text="补两人", now=LATE)
    assert (again.state, again.is_late) == (RecipientState.ANSWERED, True)


def test_only_the_bureau_sends_back_and_says_why(sending: Sending) -> None:
    answered = sending.answer(sending.issued())
    with pytest.raises(NotAllowed):
        sending.send_back(answered, by=sending.people.head)
    with pytest.raises(Mistake, match="理由"):
        operations.send_back_answer(
            recipient_id=answered.pk, reason=" ", actor=sending.people.supervisor.member, now=NOW
        )
    with pytest.raises(Mistake, match="没有这家"):
        operations.send_back_answer(
            recipient_id=10**6, reason="缺", actor=sending.people.supervisor.member, now=NOW
        )


def test_a_closed_circular_takes_no_answer(sending: Sending) -> None:
    circular = sending.issued()
    sending.close(circular)
    with pytest.raises(Conflict, match="已办结"):
        sending.answer(circular)
    with pytest.raises(Conflict, match="已办结"):
        sending.receive(circular)


def test_where_only_the_receipt_is_wanted_it_is_all(sending: Sending) -> None:
    circular = sending.issued(wanted=Wanted.RECEIPT)
    assert sending.receive(circular).is_done
    with pytest.raises(Mistake, match="只要求签收"):
        sending.answer(circular)
    assert list(Recipient.objects.open()) == [sending.recipient(circular, sending.people.other_subject)]


def test_an_answer_tells_the_other_areas_in_its_own_transaction(sending: Sending) -> None:
    circular = sending.issued(wanted=Wanted.SHEET, template=SHEET)
    answered = sending.answer(circular, file=SHEET)
    assert events() == [
        {
            "circular": circular.pk,
            "reference": circular.number,
            "purpose": "general",
            "period": "",
            "answered_at": NOW.isoformat(),
            "subject": sending.people.subject.pk,
            "file": str(answered.file_id),
            "numbers": None,
        }
    ]


def test_a_monthly_return_is_all_its_numbers(sending: Sending) -> None:
    circular = sending.monthly()
    sending.answer(circular, numbers=zeros(inspections=12, fines=30_000))
    told = events()[0]
    assert (told["purpose"], told["period"], told["numbers"]["inspections"]) == ("monthly", "2026-02", 12)
    assert told["numbers"]["cases"] == 0


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (None, "“涉企行政检查”没有填写"),
        (zeros(visits=-1), "“入企”为“-1”"),
        ({**zeros(), "fines": 3.5}, "“罚没金额”为“3.5”"),
        ({**zeros(), "cases": True}, "“立案”为“True”"),
        ({**zeros(), "fines": 10**12}, "“罚没金额”"),
        ({**zeros(), "extra": 1}, "没有“extra”这个数"),
    ],
)
def test_a_number_that_is_missing_or_wrong_is_named(sending: Sending, numbers: Any, said: str) -> None:
    circular = sending.monthly()
    with pytest.raises(Mistake, match=said):
        sending.answer(circular, numbers=numbers)
    assert events() == []


def test_words_are_not_answered_with_numbers_nor_with_nothing(sending: Sending) -> None:
    circular = sending.issued()
    with pytest.raises(Mistake, match="不要求填数字"):
        sending.answer(circular, numbers={"inspections": 1})
    with pytest.raises(Mistake, match="没有写回复内容"):
        sending.answer(circular, text="　")
    with pytest.raises(Mistake, match="4001 个字"):
        sending.answer(circular, text="字" * 4001)


def test_words_with_a_resident_id_are_not_kept(sending: Sending) -> None:
    circular = sending.issued()
    with pytest.raises(Mistake, match="回复内容里有身份证号") as caught:
        sending.answer(circular, text="三人：张三 3203 9919 8805 1770 57")
    assert "附件" in caught.value.remedy
    assert "1770" not in str([(event.sentence, event.data) for event in AuditEvent.objects.all()])


@pytest.mark.parametrize(
    ("upload", "media_type"),
    [
        (SHEET, XLSX),
        (Upload("老表.XLS", OLE + b"x" * 100), XLS),
        (Upload("报告.docx", workbook("word/document.xml")), DOCX),
        (Upload("扫描件.pdf", b"%PDF-1.7\n"), "application/pdf"),
        (Upload("照片.png", picture()), "image/jpeg"),
        (Upload("../../etc/表.xlsx", SHEET.content), XLSX),
    ],
)
def test_a_file_is_kept_by_what_it_is(sending: Sending, upload: Upload, media_type: str) -> None:
    answered = sending.answer(sending.issued(), file=upload)
    assert answered.file is not None
    assert (answered.file.media_type, answered.file.name) == (media_type, upload.name.rpartition("/")[2])


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (Upload("程序.exe", b"MZ"), "格式不收"),
        (Upload("没有扩展名", b"x"), "格式不收"),
        (Upload("空.pdf", b""), "是空文件"),
        (Upload("假.xlsx", b"MZ\x90"), "内容与扩展名不符"),
        (Upload("换名.docx", workbook()), "内容与扩展名不符"),
        (Upload("换名.pdf", workbook()), "内容与扩展名不符"),
        (Upload("宏.xlsx", workbook("xl/vbaProject.bin")), "内容与扩展名不符"),
        (Upload("假.jpg", b"%PDF-1.7"), "不是可以打开的照片"),
        (Upload("大.pdf", b"%PDF-" + b"0" * 20 * 1024 * 1024), "超过 20 MB"),
    ],
)
def test_a_file_that_is_not_what_it_claims_is_refused(sending: Sending, upload: Upload, said: str) -> None:
    circular = sending.issued()
    with pytest.raises(Mistake, match=said):
        sending.answer(circular, file=upload)
    assert sending.recipient(circular).state == RecipientState.SENT
    assert not StoredFile.objects.exists()


def test_a_sheet_is_a_sheet_and_stands_when_only_the_words_change(sending: Sending) -> None:
    circular = sending.issued(wanted=Wanted.SHEET)
    with pytest.raises(Mistake, match="没有附报表"):
        sending.answer(circular)
    with pytest.raises(Mistake, match="不是电子表格"):
        sending.answer(circular, file=Upload("扫描件.pdf", b"%PDF-1.7"))
    first = sending.answer(circular, file=SHEET)
    second = sending.answer(circular, text="第 3 行已改")
    assert second.file_id == first.file_id
