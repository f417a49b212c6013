"""What is shown of a circular and of a recipient, on pages, in files and to programs."""

from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html

from jingwei.notices.models import Circular, Recipient
from jingwei.notices.queries import BoardRow, days_left, standing_of
from jingwei.notices.returns import fields_of
from jingwei.notices.terms import CircularState, PaperKind, Purpose, RecipientState, Standing, Wanted
from jingwei.platform.calendar import SHANGHAI, local_date
from jingwei.web.doors import FILE, Day, Drawn, Field, Flag, Lamp, Moment, Number, Text, Title, Viewer, Word
from jingwei.web.gallery import draw

LAMPS = {
    Standing.OVERDUE: "red",
    Standing.DUE_SOON: "amber",
    Standing.UNRECEIVED: "grey",
    Standing.WAITING: "grey",
    Standing.DONE: "green",
}
COLOURS = {CircularState.ISSUED: "accent", CircularState.CLOSED: "green"}
SHORTEST = 40  # characters of an answer on the board


def number_or_kind(circular: Circular) -> str:
    return circular.number or f"{PaperKind(circular.kind).label}　未签发"


def due_shown(circular: Circular, viewer: Viewer, *, is_done: bool) -> str:
    """Return the due day; while it runs with the working days that are left, in the colour of its lamp."""
    due_on, today = circular.due_on, viewer.today
    if due_on is None or is_done or circular.state != CircularState.ISSUED:
        return due_on.isoformat() if due_on else "—"
    left = days_left(circular, today=today, calendar=viewer.calendar)
    if left is None:
        return due_on.isoformat()
    if left < 0:
        words, colour = f"逾期 {-left} 个工作日", "red"
    elif left == 0:
        words, colour = ("今日到期" if due_on == today else "将到期"), "amber"
    else:
        words, colour = f"剩 {left} 个工作日", "amber" if left <= 3 else "green"
    lamp = draw("lamp", {"colour": "red" if due_on < today else colour, "text": words})
    return format_html('{}<span class="jw-line2">{}</span>', due_on.isoformat(), lamp)


def standing_shown(recipient: Recipient, standing: Standing) -> tuple[str, str]:
    """Return the lamp of a recipient with what it says beyond the colour."""
    text = standing.label
    if standing is Standing.DONE:
        text = "已签收" if recipient.circular.wanted == Wanted.RECEIPT else text
        text = "逾期回复" if recipient.is_late else text
    elif recipient.returned_at is not None:
        text = f"{text}（退回）"
    elif recipient.received_at is None and standing is not Standing.UNRECEIVED:
        text = f"{text}（未签收）"
    return LAMPS[standing], text


def own_standing(recipient: Recipient, viewer: Viewer) -> tuple[str, str]:
    """Return the lamp of a recipient whose circular is at hand."""
    left = days_left(recipient.circular, today=viewer.today, calendar=viewer.calendar)
    return standing_shown(recipient, standing_of(recipient, today=viewer.today, left=left))


def standing_with_days(recipient: Recipient, viewer: Viewer) -> dict[str, str]:
    """Return the lamp of a recipient's own page: with the working days that are left."""
    left = days_left(recipient.circular, today=viewer.today, calendar=viewer.calendar)
    standing = standing_of(recipient, today=viewer.today, left=left)
    colour, text = standing_shown(recipient, standing)
    if standing is not Standing.DONE and left:
        text = f"{standing.label}，" + (f"逾期 {-left} 个工作日" if left < 0 else f"剩 {left} 个工作日")
    return {"colour": colour, "text": text}


def answer_in_short(row: BoardRow) -> str:
    """Return the file, the numbers with their labels, or the first words of an answer."""
    recipient = row.recipient
    if recipient.file:
        return format_html('<a href="{}">{}</a>', at_file(recipient), recipient.file.name)
    if recipient.numbers:
        asked = fields_of(Purpose(recipient.circular.purpose))
        said = [
            f"{each.label} {recipient.numbers[each.code]}"
            for each in asked
            if recipient.numbers.get(each.code)
        ]
        return "，".join(said[:3]) or "全部为 0"
    text = " ".join(recipient.text.split())
    return (text if len(text) <= SHORTEST else f"{text[:SHORTEST]}……") or "—"


def at_recipient(row: BoardRow) -> str:
    return reverse("circular_recipient", args=[row.recipient.circular_id, row.recipient.pk])


def reminded(row: BoardRow) -> str:
    return f"{row.reminders} 次　{row.last_reminded_on:%m-%d}" if row.reminders else "—"


def who_and_when(by: object, at: datetime | None) -> str:
    """Return who did it and when, as the narrow columns do."""
    return f"{at.astimezone(SHANGHAI):%m-%d %H:%M}　{by}" if at else "—"


def signed(circular: Circular) -> str:
    at = circular.issued_at
    return f"{circular.issued_by or '系统'}　{local_date(at)}" if at else "尚未签发"


def purpose_and_period(circular: Circular) -> str:
    """Return what it is for, a return with its month."""
    return f"{Purpose(circular.purpose).label}　{circular.period}".strip("　")


def answer_fields(recipient: Recipient) -> list[Field]:
    """Return what is shown of an answer: its numbers or words, its file, who gave it and when."""
    asked = fields_of(Purpose(recipient.circular.purpose))
    given = recipient.numbers or {}
    shown: list[Field] = [
        Number(each.label, lambda row, code=each.code: row.numbers[code], name=each.code, unit=each.unit)
        for each in asked
        if each.code in given
    ]
    if recipient.text:
        words = "回复内容" if recipient.circular.wanted == Wanted.TEXT else "说明"
        shown.append(Text(words, "text", is_full=True))
    if recipient.file is not None:
        shown.append(Text("附件", "file.name", name="file", link=at_file, is_full=True))
    late = "逾期" if recipient.is_late else ""
    return [*shown, Text("回复人", answered, hint=lambda row: late, is_full=True)]


def answered(recipient: Recipient) -> str:
    assert recipient.answered_at is not None
    return f"{recipient.answered_by}　{recipient.answered_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def at_file(recipient: Recipient) -> str:
    return reverse("circular_file", args=[recipient.circular_id, recipient.file_id])


NUMBER = Text("文号", "number")
KIND = Word("文种", "kind", of=PaperKind)
PURPOSE = Word("用途", "purpose", of=Purpose)
WANTED = Word("回复方式", "wanted", of=Wanted)
DUE = Day("截止日期", "due_on")
STATE = Word("状态", "state", of=CircularState, colours=COLOURS, css="jw-nw is-end")
ISSUED = Day("签发", "issued_at")

# What a program gets of a circular in one line.
TOLD: tuple[Field, ...] = (
    NUMBER,
    KIND,
    Title("标题", "title"),
    PURPOSE,
    Text("报送月份，如 2026-10", "period"),
    WANTED,
    DUE,
    STATE,
    Moment("签发时间", "issued_at"),
)
# What stands beside a circular's text.
BESIDE: tuple[Field, ...] = (
    Text("文号", lambda row: row.number or "签发时给号", name="number"),
    KIND,
    Text("用途", purpose_and_period),
    WANTED,
    Text("截止日期", lambda row: row.due_on or "不限", name="due_on"),
    Text("签发", signed),
    Text(
        "所通报的通知",
        lambda row: f"{row.parent.number}　{row.parent.title}" if row.parent else None,
        name="parent",
        link=lambda row: reverse("circular_detail", args=[row.parent_id]),
        is_full=True,
    ),
)
# What a program gets of the caller's own receipt.
RECEIPT: tuple[Field, ...] = (
    Word("收文状态", "state", of=RecipientState),
    Moment("签收时间", "received_at"),
    Moment("回复时间", "answered_at"),
    Flag("逾期回复", "is_late"),
    Text("回复内容", "text"),
    Text("附件名称", "file.name", name="file"),
    Text("退回理由", "returned_reason"),
)
SENT: tuple[Field, ...] = (
    Title("通知", "title", link="circular_detail", below=number_or_kind),
    PURPOSE,
    ISSUED,
    Drawn(
        "截止",
        lambda row, viewer: due_shown(row, viewer, is_done=row.done == row.asked),
        name="due",
        order="due_on",
        css="jw-nw",
    ),
    Drawn(
        "已办",
        lambda row: format_html('{}<span class="jw-of"> / {}</span>', row.done, row.asked),
        name="done",
        css="jw-num",
        short="已办",
    ),
    Day("截止日期", "due_on", where=FILE),
    Number("已办", "done", where=FILE),
    Number("收文单位", "asked", where=FILE),
    STATE,
)
RECEIVED: tuple[Field, ...] = (
    Title(
        "通知",
        "circular.title",
        link=lambda row: reverse("circular_detail", args=[row.circular_id]),
        below=lambda row: number_or_kind(row.circular),
    ),
    Word("要求", "circular.wanted", of=Wanted),
    Day("收到", "circular.issued_at", name="issued"),
    Drawn(
        "截止",
        lambda row, viewer: due_shown(row.circular, viewer, is_done=row.is_done),
        name="due",
        order="circular__due_on",
        css="jw-nw",
    ),
    Day("截止日期", "circular.due_on", where=FILE),
    Lamp("办理情况", own_standing, name="standing"),
)
