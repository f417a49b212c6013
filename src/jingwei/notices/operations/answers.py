"""Receiving a circular, answering it, and sending an answer back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jingwei.notices.models import Circular, Recipient
from jingwei.notices.operations.access import locked_recipient
from jingwei.notices.operations.drafts import Upload
from jingwei.notices.returns import read_numbers
from jingwei.notices.terms import CircularState, NoticeAction, Purpose, RecipientState, Wanted
from jingwei.platform import audit, events, files
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.masking import looks_like_resident_id
from jingwei.platform.models import StoredFile
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.registry.terms import OF_A_SUBJECT, Role

LONGEST_TEXT = 4000
SHEETS = frozenset({files.XLSX, files.XLS})
RECEIVED = "notices.return.received"


@operation(NoticeAction.RECEIVED, target="circular_id")
def receive_circular(*, circular_id: int, actor: Actor, now: datetime) -> Recipient:
    """Receive a circular for the actor's subject; once received it stays as it is.

    Raises NotAllowed for a circular that did not go to the subject, Conflict when it is closed or withdrawn.
    """
    recipient, member = locked_recipient(circular_id, actor, *OF_A_SUBJECT)
    if recipient.received_at is not None:
        return recipient
    recipient.mark_received(by_id=member.account, now=now)
    audit.record(
        NoticeAction.RECEIVED,
        actor=actor,
        now=now,
        target=recipient,
        subject=recipient.subject.name,
        number=recipient.circular.number,
    )
    return recipient


@operation(NoticeAction.ANSWERED, target="circular_id", unlogged={"text"})
def answer_circular(
    *,
    circular_id: int,
    text: str = "",
    numbers: Mapping[str, object] | None = None,
    file: Upload | None = None,
    actor: Actor,
    now: datetime,
) -> Recipient:
    """Answer a circular in words, in numbers or with a file, as it asks; late after the due day.

    Until the due day a second answer takes the place of the first, which the log keeps; after it only one that was
    sent back. Raises NotAllowed for anybody but clerk and head of a recipient, Conflict when it is closed or the answer
    stands, Mistake for what is missing or not what was asked. Publishes ``notices.return.received``.
    """
    recipient, member = locked_recipient(circular_id, actor, Role.CLERK, Role.HEAD)
    circular, today = recipient.circular, local_date(now)
    is_late = circular.due_on is not None and circular.due_on < today
    if recipient.state == RecipientState.ANSWERED and is_late:
        raise Conflict(f"已经回复，截止日期 {circular.due_on} 已过", "需要改的，请区司法局退回后重报")
    before = _kept(recipient)
    read = _numbers(circular, numbers)
    stored = _file(recipient, file, actor, now)
    _check_words(circular, text, stored)
    recipient.mark_answered(
        text=text.strip(), numbers=read, file=stored, is_late=is_late, by_id=member.account, now=now
    )
    audit.record(
        NoticeAction.ANSWERED,
        actor=actor,
        now=now,
        target=recipient,
        data={"answer": _kept(recipient), **({"replaced": before} if before else {})},
        subject=recipient.subject.name,
        number=circular.number,
        late="（逾期）" if is_late else "",
    )
    events.publish(
        RECEIVED,
        now=now,
        circular=circular.pk,
        reference=circular.number,
        purpose=circular.purpose,
        period=circular.period,
        answered_at=now.isoformat(),
        subject=recipient.subject_id,
        file=str(stored.pk) if stored else None,
        numbers=read,
    )
    return recipient


@operation(NoticeAction.SENT_BACK, target="recipient_id")
def send_back_answer(*, recipient_id: int, reason: str, actor: Actor, now: datetime) -> Recipient:
    """Send an answer back to be mended, with a reason.

    Raises NotAllowed for anybody but the bureau, Conflict unless it was answered and the circular runs.
    """
    access_registry(actor, *BUREAU)
    recipient = (
        Recipient.objects.select_for_update(of=("self",))
        .select_related("circular", "subject")
        .filter(pk=recipient_id)
        .first()
    )
    if recipient is None:
        raise Mistake("没有这家收文单位", "从通知的办理情况中打开")
    if not reason.strip():
        raise Mistake("没有写明退回的理由", "写明要改什么", "reason")
    if recipient.circular.state != CircularState.ISSUED or recipient.state != RecipientState.ANSWERED:
        raise Conflict(f"{recipient.subject}没有可以退回的回复", "只有进行中的通知、已回复的单位可以退回")
    recipient.state = RecipientState.SENT_BACK
    recipient.returned_reason, recipient.returned_at = reason.strip(), now
    recipient.save(update_fields=["state", "returned_reason", "returned_at"])
    audit.record(
        NoticeAction.SENT_BACK,
        actor=actor,
        now=now,
        target=recipient,
        subject=recipient.subject.name,
        number=recipient.circular.number,
        reason=recipient.returned_reason,
    )
    return recipient


def _numbers(circular: Circular, given: Mapping[str, object] | None) -> dict[str, int] | None:
    if circular.wanted == Wanted.NUMBERS:
        return read_numbers(Purpose(circular.purpose), given or {})
    if given:
        raise Mistake("这件通知不要求填数字", "按通知的要求回复", "numbers")
    return None


def _file(recipient: Recipient, upload: Upload | None, actor: Actor, now: datetime) -> StoredFile | None:
    """Return the stored file; where a sheet is asked for, it must be one, and an earlier one stands if none came."""
    wants_sheet = recipient.circular.wanted == Wanted.SHEET
    if upload is None:
        if wants_sheet and recipient.file is None:
            raise Mistake("没有附报表", "下载模板填好后上传 .xlsx 或 .xls", "file")
        return recipient.file if wants_sheet else None
    stored = files.store_attachment(upload.content, name=upload.name, actor=actor, now=now)
    if wants_sheet and stored.media_type not in SHEETS:
        raise Mistake(f"“{stored.name}”不是电子表格", "上传 .xlsx 或 .xls", "file")
    return stored


def _check_words(circular: Circular, text: str, file: StoredFile | None) -> None:
    if circular.wanted == Wanted.RECEIPT:
        raise Mistake("这件通知只要求签收", "签收即可，不用回复")
    if circular.wanted == Wanted.TEXT and not text.strip() and file is None:
        raise Mistake("没有写回复内容", "填写回复，或附上文件", "text")
    if len(text) > LONGEST_TEXT:
        raise Mistake(f"回复有 {len(text)} 个字，超过 {LONGEST_TEXT} 个字", "长的内容放在附件中", "text")
    if looks_like_resident_id(text):
        # The words stand on pages, in the exported list and in the digest; none of these is sealed.
        raise Mistake("回复内容里有身份证号", "删去身份证号，或放在附件中报送", "text")


def _kept(recipient: Recipient) -> dict[str, Any] | None:
    """Return an answer as the log keeps it, or None where there is none yet."""
    if recipient.answered_at is None:
        return None
    return {
        "at": recipient.answered_at.isoformat(),
        "text": recipient.text,
        "numbers": recipient.numbers,
        "file": str(recipient.file_id) if recipient.file_id else None,
        "is_late": recipient.is_late,
    }
