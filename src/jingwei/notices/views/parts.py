"""The parts of a circular's pages: what it says, how its recipients stand, what they answered, what happened."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from jingwei.notices.filters import BoardForm
from jingwei.notices.models import Circular, Recipient
from jingwei.notices.queries import BoardRow
from jingwei.notices.returns import fields_of
from jingwei.notices.tables import LAMPS, STATE_COLOURS
from jingwei.notices.terms import (
    CircularState,
    NoticeAction,
    PaperKind,
    Purpose,
    Standing,
    Wanted,
)
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import SHANGHAI, local_date
from jingwei.platform.models import AuditEvent
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.platform.terms import AuditOutcome
from jingwei.registry.members import Member
from jingwei.registry.terms import PartyKind, Role

__all__ = ["STATE_COLOURS"]  # Pages take it from here with the rest.

Shown = dict[str, Any]
LABELS = {action.value: action.label for action in NoticeAction}
# What a department does stands on its own page; so does what it tried: seventy of them would bury the circular's course.
OF_ONE = {NoticeAction.RECEIVED.value, NoticeAction.ANSWERED.value}


def to_remind(board: Sequence[BoardRow], today: date) -> int:
    """Return how many lack and were not reminded today."""
    return sum(row.standing is not Standing.DONE and row.last_reminded_on != today for row in board)


def offered_acts(actor: Actor, circular: Circular, board: Sequence[BoardRow], today: date) -> set[str]:
    """Return the acts that make sense for the bureau now. The operation asks again, so this only tidies."""
    if not isinstance(actor, Member) or not actor.is_bureau:
        return set()
    is_lead, state = actor.role is Role.SUPERVISION_LEAD, CircularState(circular.state)
    is_out = state in {CircularState.ISSUED, CircularState.CLOSED}
    has_result = any(each.state != CircularState.WITHDRAWN for each in circular.results.all())
    may = {
        "change": state is CircularState.DRAFT,
        "issue": state is CircularState.DRAFT and is_lead,
        "withdraw": state is CircularState.DRAFT or (state is CircularState.ISSUED and is_lead),
        "close": state is CircularState.ISSUED,
        "remind": state is CircularState.ISSUED and to_remind(board, today) > 0,
        "result": is_out and not has_result and circular.parent_id is None,
    }
    return {act for act, is_offered in may.items() if is_offered}


def circular_rows(circular: Circular) -> list[Shown]:
    """Return the circular's fields."""
    purpose = Purpose(circular.purpose).label
    rows: list[Shown] = [
        {"label": "文号", "value": circular.number or "签发时给号"},
        {"label": "文种", "value": PaperKind(circular.kind).label},
        {"label": "用途", "value": f"{purpose}　{circular.period}" if circular.period else purpose},
        {"label": "回复方式", "value": Wanted(circular.wanted).label},
        {"label": "截止日期", "value": circular.due_on.isoformat() if circular.due_on else "不限"},
        {"label": "签发", "value": _signed(circular.issued_by, circular.issued_at)},
    ]
    if circular.parent is not None:
        rows.append(
            {
                "label": "所通报的通知",
                "value": f"{circular.parent.number}　{circular.parent.title}",
                "url": reverse("circular_detail", args=[circular.parent.pk]),
                "is_full": True,
            }
        )
    return rows


def files_shown(circular: Circular) -> list[Shown]:
    """Return the template and the attachments with their addresses."""
    attached = [("附件", each) for each in circular.attachments.order_by("stored_at", "name")]
    if circular.template is not None:
        attached.insert(0, ("报表模板", circular.template))
    return [
        {
            "label": label,
            "name": each.name,
            "size": f"{max(each.size // 1024, 1)} KB",
            "url": reverse("circular_file", args=[circular.pk, each.pk]),
        }
        for label, each in attached
    ]


def board_tally(board: Sequence[BoardRow]) -> list[Shown]:
    """Return how many recipients stand in each way."""
    return [
        {
            "label": standing.label,
            "count": count,
            "unit": "家",
            "url": f"?standing={standing.value}#board",
            "lamp": LAMPS[standing],
            "is_bad": standing is Standing.OVERDUE and count > 0,
        }
        for standing in Standing
        for count in [sum(row.standing is standing for row in board)]
    ]


def chosen_rows(board: Sequence[BoardRow], form: BoardForm) -> list[BoardRow]:
    """Return the rows that the filter lets through; an unreadable filter lets all through."""
    if not form.is_valid():
        return list(board)
    text, standing, kind = (form.cleaned_data[name] for name in ("q", "standing", "kind"))
    text = text.strip().lower()
    return [
        row
        for row in board
        if (not standing or row.standing == standing)
        and (not kind or row.recipient.subject.kind == kind)
        and (not text or text in row.recipient.subject.name or text in row.recipient.subject.sort_key)
    ]


def exported(circular: Circular, rows: Iterable[BoardRow]) -> tuple[list[str], list[list[Cell]]]:
    """Return the titles and the rows of the board as a spreadsheet; the numbers stand in columns of their own."""
    fields = fields_of(Purpose(circular.purpose)) if circular.wanted == Wanted.NUMBERS else ()
    titles = ["单位", "类别", "条线", "情况", "签收人", "签收时间", "回复人", "回复时间", "逾期", "催办次数"]
    titles += [f"{each.label}（{each.unit}）" for each in fields] + ["回复内容", "附件", "退回理由"]
    found: list[list[Cell]] = []
    for row in rows:
        each, numbers = row.recipient, row.recipient.numbers or {}
        cells: list[Cell] = [
            each.subject.name,
            PartyKind(each.subject.kind).label,
            each.subject.line,
            row.standing.label,
            each.received_by.name if each.received_by else "",
            _local(each.received_at),
            each.answered_by.name if each.answered_by else "",
            _local(each.answered_at),
            each.is_late,
            row.reminders,
            *(numbers.get(field.code) for field in fields),
            each.text,
            each.file.name if each.file else "",
            each.returned_reason,
        ]
        found.append(cells)
    return titles, found


def standing_shown(recipient: Recipient, standing: Standing, left: int | None) -> Shown:
    """Return a recipient's standing as a lamp with what is left."""
    text = standing.label
    if standing is Standing.DONE:
        text = "已签收" if recipient.circular.wanted == Wanted.RECEIPT else text
        text = "逾期回复" if recipient.is_late else text
    elif left is not None:
        text += f"，逾期 {-left} 个工作日" if left < 0 else f"，剩 {left} 个工作日" if left else ""
    return {"colour": LAMPS[standing], "text": text}


def answer_rows(recipient: Recipient) -> list[Shown]:
    """Return what a recipient answered; nothing where it has not."""
    if recipient.answered_at is None:
        return []
    circular = recipient.circular
    rows: list[Shown] = [
        {
            "label": f"{field.label}",
            "value": f"{recipient.numbers[field.code]:,} {field.unit}",
        }
        for field in fields_of(Purpose(circular.purpose))
        if recipient.numbers and field.code in recipient.numbers
    ]
    if recipient.text:
        label = "回复内容" if circular.wanted == Wanted.TEXT else "说明"
        rows.append({"label": label, "value": recipient.text, "is_full": True})
    if recipient.file is not None:
        address = reverse("circular_file", args=[circular.pk, recipient.file.pk])
        rows.append({"label": "附件", "value": recipient.file.name, "url": address, "is_full": True})
    rows.append(
        {
            "label": "回复人",
            "value": f"{recipient.answered_by}　{_moment(recipient.answered_at)}",
            "hint": "逾期" if recipient.is_late else "",
            "is_full": True,
        }
    )
    return rows


def timeline_of(events: Iterable[AuditEvent]) -> list[Shown]:
    """Return what happened to a circular, oldest first."""
    return [
        {
            "label": LABELS.get(event.action, event.action),
            "at": _moment(event.at),
            "who": "" if is_refused else f"{event.actor_name}　{event.actor_office}".strip("　"),
            "said": event.sentence if is_refused else "",
            "state": "red" if is_refused else "done",
        }
        for event in events
        if event.action not in OF_ONE
        for is_refused in [event.outcome == AuditOutcome.REFUSED]
    ]


def timeline_of_recipient(recipient: Recipient) -> list[Shown]:
    """Return what happened between the bureau and one recipient, oldest first, then what is awaited."""
    circular = recipient.circular
    steps: list[tuple[datetime, Shown]] = []
    if circular.issued_at:
        steps.append((circular.issued_at, {"label": "司法局发出", "who": circular.number}))
    if recipient.received_at:
        steps.append((recipient.received_at, {"label": "签收", "who": str(recipient.received_by)}))
    for reminder in recipient.reminders.all():
        who = str(reminder.by) if reminder.by else "系统"
        steps.append((reminder.at, {"label": "催办", "who": who, "said": reminder.words}))
    if recipient.answered_at:
        label = "逾期回复" if recipient.is_late else "回复"
        steps.append((recipient.answered_at, {"label": label, "who": str(recipient.answered_by)}))
    if recipient.returned_at:
        steps.append(
            (recipient.returned_at, {"label": "退回", "said": recipient.returned_reason, "state": "red"})
        )
    steps.sort(key=lambda step: step[0])
    shown = [{**step, "at": _moment(at)} for at, step in steps]
    if circular.state == CircularState.ISSUED and not recipient.is_done:
        due = f"{circular.due_on} 前" if circular.due_on else ""
        waits = "待签收" if recipient.received_at is None else "待回复"
        shown.append({"label": waits, "at": due, "state": "now"})
    return shown


def _signed(by: object, at: datetime | None) -> str:
    return f"{by or '系统'}　{local_date(at)}" if at else "尚未签发"


def _local(at: datetime | None) -> datetime | None:
    return at.astimezone(SHANGHAI) if at else None


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
