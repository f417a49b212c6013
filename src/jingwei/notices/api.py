"""The JSON interface of circulars for departments' own systems: what came, receiving it, answering it."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from jingwei.notices import operations
from jingwei.notices.models import Circular, Recipient
from jingwei.notices.operations import Upload
from jingwei.notices.queries import find_own_recipient, get_circular, list_circulars
from jingwei.notices.returns import fields_of
from jingwei.notices.terms import CircularState, PaperKind, Purpose, RecipientState, Wanted
from jingwei.web.bodies import FileIn, Id, Text, Word, page_of
from jingwei.web.idempotency import once_per_key
from jingwei.web.requests import ActorRequest

ONE = "/circulars/{id:circular_id}"


class FieldOut(Schema):
    """One number that a return asks for."""

    code: str = Field(description="代码")
    label: str = Field(description="名称")
    unit: str = Field(description="单位")
    note: str = Field(description="说明")


class CircularOut(Schema):
    """A circular in one line."""

    id: int = Field(description="编号")
    number: str = Field(description="文号，未签发的为空")
    kind: Word = Field(description="文种")
    title: str = Field(description="标题")
    purpose: Word = Field(description="用途")
    period: str = Field(description="报送月份，如 2026-10")
    wanted: Word = Field(description="回复方式")
    due_on: date | None = Field(description="截止日期")
    state: Word = Field(description="状态")
    issued_at: datetime | None = Field(description="签发时间")

    @classmethod
    def of(cls, circular: Circular, **more: Any) -> "CircularOut":
        """Return the answer for a row."""
        return cls(
            id=circular.pk,
            number=circular.number,
            kind=Word.of(PaperKind(circular.kind)),
            title=circular.title,
            purpose=Word.of(Purpose(circular.purpose)),
            period=circular.period,
            wanted=Word.of(Wanted(circular.wanted)),
            due_on=circular.due_on,
            state=Word.of(CircularState(circular.state)),
            issued_at=circular.issued_at,
            **more,
        )


class ReceiptOut(Schema):
    """How the caller's own subject stands with a circular."""

    state: Word = Field(description="收文状态")
    received_at: datetime | None = Field(description="签收时间")
    answered_at: datetime | None = Field(description="回复时间")
    is_late: bool = Field(description="逾期回复")
    text: str = Field(description="回复内容")
    numbers: dict[str, int] | None = Field(description="填报数字")
    file: str = Field(description="附件名称")
    returned_reason: str = Field(description="退回理由")

    @classmethod
    def of(cls, recipient: Recipient) -> "ReceiptOut":
        """Return the answer for a row."""
        return cls(
            state=Word.of(RecipientState(recipient.state)),
            received_at=recipient.received_at,
            answered_at=recipient.answered_at,
            is_late=recipient.is_late,
            text=recipient.text,
            numbers=recipient.numbers,
            file=recipient.file.name if recipient.file else "",
            returned_reason=recipient.returned_reason,
        )


class CircularDetailOut(CircularOut):
    """A circular with its text, what it asks for, and the caller's own receipt."""

    body: str = Field(description="正文")
    fields: list[FieldOut] = Field(description="要填的数字")
    receipt: ReceiptOut | None = Field(description="本单位办理情况；司法局为空")


class CircularsOut(Schema):
    """A page of circulars, newest first."""

    count: int = Field(description="总数")
    circulars: list[CircularOut] = Field(description="通知")


class AnswerIn(Schema):
    """An answer, as the circular asks for it."""

    text: Text = Field("", description="回复内容", max_length=4000)
    numbers: dict[Text, int] | None = Field(None, description="代码到整数，须填全")
    file: FileIn | None = Field(None, description="附件或报表")


reading, acting = Router(), Router()
acting.add_decorator(once_per_key, mode="view")


@reading.get("/circulars", response=CircularsOut, summary="收到或发出的通知")
def circulars(request: ActorRequest, page: Query[int] = 1) -> CircularsOut:
    """Return the circulars that the actor may see, a hundred a page."""
    found = list_circulars(request.actor)
    rows = [CircularOut.of(each) for each in page_of(found, page)]
    return CircularsOut(count=found.count(), circulars=rows)


@reading.get(ONE, response=CircularDetailOut, summary="一件通知及本单位办理情况")
def circular(request: ActorRequest, circular_id: Id) -> CircularOut:
    """Return one circular that the actor may see."""
    row = get_circular(request.actor, circular_id)
    recipient = find_own_recipient(request.actor, row)
    asked = fields_of(Purpose(row.purpose)) if row.wanted == Wanted.NUMBERS else ()
    return CircularDetailOut.of(
        row,
        body=row.body,
        fields=[FieldOut(code=each.code, label=each.label, unit=each.unit, note=each.note) for each in asked],
        receipt=ReceiptOut.of(recipient) if recipient else None,
    )


@acting.post(f"{ONE}/receive", response=ReceiptOut, summary="签收")
def receive(request: ActorRequest, circular_id: Id) -> ReceiptOut:
    """Receive a circular for the caller's subject."""
    return ReceiptOut.of(
        operations.receive_circular(circular_id=circular_id, actor=request.actor, now=timezone.now())
    )


@acting.post(f"{ONE}/answer", response=ReceiptOut, summary="回复")
def answer(request: ActorRequest, circular_id: Id, data: AnswerIn) -> ReceiptOut:
    """Answer a circular for the caller's subject."""
    return ReceiptOut.of(
        operations.answer_circular(
            circular_id=circular_id,
            text=data.text,
            numbers=data.numbers,
            file=Upload(data.file.name, data.file.read()) if data.file else None,
            actor=request.actor,
            now=timezone.now(),
        )
    )


router = Router(tags=["通知报送"])
router.add_router("", reading)
router.add_router("", acting)
