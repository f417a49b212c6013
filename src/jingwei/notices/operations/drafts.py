"""Drafting a circular and choosing its recipients."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from jingwei.notices.models import Circular, Recipient
from jingwei.notices.operations.access import locked_circular, subjects_in_force
from jingwei.notices.outcomes import outcome_of
from jingwei.notices.returns import fields_of
from jingwei.notices.terms import CircularState, NoticeAction, PaperKind, Purpose, Wanted
from jingwei.platform import audit, files
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.models import StoredFile
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import BUREAU, access_registry

MOST_ATTACHMENTS = 10


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in: its name, as the sender calls it, and its content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a circular says, whom it goes to and what it asks for."""

    title: str
    body: str
    subject_ids: Sequence[int]
    kind: PaperKind = PaperKind.CIRCULAR
    purpose: Purpose = Purpose.GENERAL
    period: str = ""
    wanted: Wanted = Wanted.RECEIPT
    due_on: date | None = None
    template: Upload | None = None
    attachments: Sequence[Upload] = ()
    drop_attachments: bool = False  # when changed: let go of those that hung on it


@operation(NoticeAction.DRAFTED)
def draft_circular(*, draft: Draft, actor: Actor, now: datetime) -> Circular:
    """Draft a circular; nobody outside the bureau sees it before it is issued.

    Raises NotAllowed for anybody but the bureau, Mistake for what is left out or contradicts itself and for a
    recipient that is not announced or was revoked, Conflict for a second return of the same month.
    """
    access_registry(actor, *BUREAU)
    circular = Circular(
        state=CircularState.DRAFT, drafted_by_id=actor.account_id, drafted_at=now, **_fields(draft)
    )
    subjects = keep_draft(circular, draft, actor=actor, now=now)
    audit.record(
        NoticeAction.DRAFTED,
        actor=actor,
        now=now,
        target=circular,
        title=circular.title,
        count=len(subjects),
    )
    return circular


@operation(NoticeAction.CHANGED, target="circular_id")
def change_circular(*, circular_id: int, draft: Draft, actor: Actor, now: datetime) -> Circular:
    """Change a draft, recipients included; a result is counted anew. Raises what ``draft_circular`` raises, Conflict once it was issued."""
    access_registry(actor, *BUREAU)
    circular = locked_circular(circular_id, CircularState.DRAFT)
    for name, value in _fields(draft).items():
        setattr(circular, name, value)
    if draft.drop_attachments:
        circular.attachments.clear()
        circular.template = None
    if circular.parent is not None:
        circular.outcome = outcome_of(circular.parent)
    subjects = keep_draft(circular, draft, actor=actor, now=now)
    audit.record(
        NoticeAction.CHANGED,
        actor=actor,
        now=now,
        target=circular,
        title=circular.title,
        count=len(subjects),
    )
    return circular


def check_draft(circular: Circular, today: date) -> None:
    """Raise Mistake for the first thing that a circular leaves out or that contradicts itself."""
    purpose, wanted = Purpose(circular.purpose), Wanted(circular.wanted)
    for name, label in (("title", "标题"), ("body", "正文")):
        if not getattr(circular, name).strip():
            raise Mistake(f"没有写{label}", f"填写{label}", name)
    if circular.due_on is None and wanted is not Wanted.RECEIPT:
        raise Mistake("要求回复，没有写明截止日期", "填写截止日期", "due_on")
    if circular.due_on is not None and circular.due_on < today:
        raise Mistake(f"截止日期 {circular.due_on} 已经过去", f"最早填写 {today}", "due_on")
    if wanted is Wanted.NUMBERS and not fields_of(purpose):
        raise Mistake(f"用途为{purpose.label}的通知没有要填的数字", "改选文字回复或报表格", "wanted")
    is_return = purpose is Purpose.MONTHLY and circular.parent_id is None
    if is_return and not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", circular.period):
        raise Mistake(f"报送月份“{circular.period}”不是月份", "按 2026-10 的写法填写", "period")
    if is_return and circular.period > f"{today:%Y-%m}":
        raise Mistake(f"{circular.period} 还没有到", "选择已经过去的月份或本月", "period")


def keep_draft(circular: Circular, draft: Draft, *, actor: Actor, now: datetime) -> list[Subject]:
    """Check a draft and write it with its recipients and files. Part of an act; returns the recipients."""
    today = local_date(now)
    check_draft(circular, today)
    subjects = subjects_in_force(draft.subject_ids, today)
    if draft.template is not None:
        circular.template = _stored(draft.template, actor, now)
    try:
        with transaction.atomic():
            circular.save()
    except IntegrityError as error:
        raise Conflict(f"{circular.period} 的月报已经发起", "打开已有的月报通知", "period") from error
    kept = circular.attachments.count() if circular.pk else 0
    if kept + len(draft.attachments) > MOST_ATTACHMENTS:
        raise Mistake(f"附件超过 {MOST_ATTACHMENTS} 个", "合并后再传", "attachments")
    circular.attachments.add(*(_stored(each, actor, now) for each in draft.attachments))
    wanted = {subject.pk for subject in subjects}
    circular.recipients.exclude(subject__in=wanted).delete()
    held = set(circular.recipients.values_list("subject", flat=True))
    Recipient.objects.bulk_create(
        Recipient(circular=circular, subject=subject) for subject in subjects if subject.pk not in held
    )
    return subjects


def _fields(draft: Draft) -> dict[str, object]:
    """Return what stands in the circular's own columns."""
    return {
        "kind": draft.kind,
        "title": draft.title.strip(),
        "body": draft.body.strip(),
        "purpose": draft.purpose,
        "period": draft.period if draft.purpose is Purpose.MONTHLY else "",
        "wanted": draft.wanted,
        "due_on": draft.due_on,
    }


def _stored(upload: Upload, actor: Actor, now: datetime) -> StoredFile:
    return files.store_attachment(upload.content, name=upload.name, actor=actor, now=now)
