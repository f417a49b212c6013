"""Tables of circulars: the bureau's list, a department's list, the board of recipients."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from jingwei.notices.models import Circular, Recipient
from jingwei.notices.queries import BoardRow, days_left, standing_of
from jingwei.notices.returns import fields_of
from jingwei.notices.terms import CircularState, PaperKind, Purpose, Standing, Wanted
from jingwei.platform.calendar import SHANGHAI, Calendar, local_date
from jingwei.web.gallery import draw

LAMPS = {
    Standing.OVERDUE: "red",
    Standing.DUE_SOON: "amber",
    Standing.UNRECEIVED: "grey",
    Standing.WAITING: "grey",
    Standing.DONE: "green",
}
STATE_COLOURS = {CircularState.DRAFT: "", CircularState.ISSUED: "accent", CircularState.CLOSED: "green"}
NOWRAP = {"td": {"class": "jw-nw"}}
AT_THE_END = {"td": {"class": "jw-nw is-end"}, "th": {"class": "is-end"}}


class CircularTable(tables.Table):  # type: ignore[misc]
    """The bureau's circulars, newest first."""

    title = tables.Column(verbose_name="通知", attrs={"td": {"class": "is-wide"}})
    purpose = tables.Column(verbose_name="用途", attrs=NOWRAP)
    issued_at = tables.Column(verbose_name="签发", attrs=NOWRAP, empty_values=())
    due_on = tables.Column(verbose_name="截止", attrs=NOWRAP, empty_values=())
    done = tables.Column(
        verbose_name="已办",
        orderable=False,
        attrs={"td": {"class": "jw-num", "data-label": "已办"}, "th": {"class": "jw-num"}},
    )
    state = tables.Column(verbose_name="状态", attrs=AT_THE_END)

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, *args: Any, today: date, calendar: Calendar, **kwargs: Any) -> None:
        """Take the day on which the table is looked at."""
        super().__init__(*args, **kwargs)
        self.today, self.calendar = today, calendar

    def render_title(self, record: Circular) -> SafeString:
        """Return the title, leading to the circular, with its number below."""
        return title_shown(record)

    def render_purpose(self, record: Circular) -> str:
        """Return what it is for."""
        return Purpose(record.purpose).label

    def render_issued_at(self, record: Circular) -> str:
        """Return the day it was issued."""
        return f"{local_date(record.issued_at)}" if record.issued_at else "—"

    def render_due_on(self, record: Circular) -> SafeString | str:
        """Return the due day with what is left, while it runs."""
        if record.due_on is None:
            return "—"
        if record.state != CircularState.ISSUED or _is_complete(record):
            return record.due_on.isoformat()
        return due_shown(record, self.today, self.calendar)

    def render_done(self, record: Any) -> SafeString:
        """Return how many did what was asked, of how many: ``list_circulars`` counts both."""
        return format_html('{}<span class="jw-of"> / {}</span>', record.done, record.asked)

    def render_state(self, record: Circular) -> SafeString:
        """Return where it stands, as a tag."""
        state = CircularState(record.state)
        return draw("tag", {"text": state.label, "colour": STATE_COLOURS.get(state, "")})


class ReceivedTable(tables.Table):  # type: ignore[misc]
    """The circulars that a department received, newest first."""

    title = tables.Column(accessor="circular__title", verbose_name="通知", attrs={"td": {"class": "is-wide"}})
    wanted = tables.Column(accessor="circular__wanted", verbose_name="要求", attrs=NOWRAP)
    issued = tables.Column(accessor="circular__issued_at", verbose_name="收到", attrs=NOWRAP)
    due = tables.Column(accessor="circular__due_on", verbose_name="截止", attrs=NOWRAP, empty_values=())
    standing = tables.Column(accessor="pk", verbose_name="办理情况", orderable=False, attrs=AT_THE_END)

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, *args: Any, today: date, calendar: Calendar, **kwargs: Any) -> None:
        """Take the day on which the table is looked at."""
        super().__init__(*args, **kwargs)
        self.today, self.calendar = today, calendar

    def render_title(self, record: Recipient) -> SafeString:
        """Return the title, leading to the circular, with its number below."""
        return title_shown(record.circular)

    def render_wanted(self, record: Recipient) -> str:
        """Return what it asks for."""
        return Wanted(record.circular.wanted).label

    def render_issued(self, record: Recipient) -> str:
        """Return the day it came."""
        return f"{local_date(record.circular.issued_at)}" if record.circular.issued_at else "—"

    def render_due(self, record: Recipient) -> SafeString | str:
        """Return the due day with what is left, until it is done."""
        if record.circular.due_on is None:
            return "—"
        if record.is_done or record.circular.state != CircularState.ISSUED:
            return record.circular.due_on.isoformat()
        return due_shown(record.circular, self.today, self.calendar)

    def render_standing(self, record: Recipient) -> SafeString:
        """Return how it stands, as a lamp."""
        left = days_left(record.circular, today=self.today, calendar=self.calendar)
        return lamp_shown(record, standing_of(record, today=self.today, left=left))


class BoardTable(tables.Table):  # type: ignore[misc]
    """Every recipient of a circular; those who lack can be picked for a reminder."""

    pick = tables.Column(
        accessor="recipient__pk",
        orderable=False,
        verbose_name=mark_safe(
            '<input class="form-check-input" type="checkbox" aria-label="选择全部未办单位" data-pick-all>'
        ),
    )
    subject = tables.Column(
        accessor="recipient__subject__name",
        order_by="recipient__subject__sort_key",
        verbose_name="单位",
        attrs={"td": {"class": "is-wide"}},
    )
    standing = tables.Column(accessor="standing", orderable=False, verbose_name="情况", attrs=NOWRAP)
    received = tables.Column(
        accessor="recipient__received_at",
        verbose_name="签收",
        attrs={"td": {"class": "jw-nw is-gone"}},
        empty_values=(),
    )
    answered = tables.Column(
        accessor="recipient__answered_at",
        verbose_name="回复",
        attrs={"td": {"class": "jw-nw", "data-label": "回复"}},
        empty_values=(),
    )
    content = tables.Column(
        accessor="recipient",
        verbose_name="内容",
        orderable=False,
        attrs={"td": {"data-label": "内容"}},
    )
    reminders = tables.Column(
        verbose_name="催办",
        attrs={"td": {"class": "jw-nw is-end", "data-label": "催办"}, "th": {"class": "is-end"}},
    )

    class Meta:
        attrs = {"class": "is-pick"}
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, *args: Any, may_remind: bool, wanted: Wanted, **kwargs: Any) -> None:
        """Leave out what the viewer or the circular has no use for."""
        hidden = [] if may_remind else ["pick"]
        if wanted is Wanted.RECEIPT:
            hidden += ["answered", "content"]
        super().__init__(*args, exclude=hidden, **kwargs)
        if not may_remind:
            self.attrs["class"] = ""

    def render_pick(self, record: BoardRow) -> SafeString | str:
        """Return a box to tick for who can be reminded."""
        if record.standing is Standing.DONE:
            return ""
        return format_html(
            '<input class="form-check-input" type="checkbox" name="pick" value="{}" aria-label="选择{}">',
            record.recipient.pk,
            record.recipient.subject.name,
        )

    def render_subject(self, record: BoardRow) -> SafeString:
        """Return the name, leading to what it answered."""
        recipient = record.recipient
        address = reverse("circular_recipient", args=[recipient.circular_id, recipient.pk])
        return format_html('<a href="{}">{}</a>', address, recipient.subject.name)

    def render_standing(self, record: BoardRow) -> SafeString:
        """Return the lamp."""
        return lamp_shown(record.recipient, record.standing)

    def render_received(self, record: BoardRow) -> str:
        """Return who received it and when."""
        each = record.recipient
        return f"{moment(each.received_at)}　{each.received_by}" if each.received_at else "—"

    def render_answered(self, record: BoardRow) -> str:
        """Return who answered and when."""
        each = record.recipient
        return f"{moment(each.answered_at)}　{each.answered_by}" if each.answered_at else "—"

    def render_content(self, record: BoardRow) -> SafeString | str:
        """Return the answer in short: the file, the numbers or the first words."""
        each = record.recipient
        if each.file:
            address = reverse("circular_file", args=[each.circular_id, each.file_id])
            return format_html('<a href="{}">{}</a>', address, each.file.name)
        return answer_in_short(each) or "—"

    def render_reminders(self, record: BoardRow) -> str:
        """Return how often it was reminded and when last."""
        return f"{record.reminders} 次　{record.last_reminded_on:%m-%d}" if record.reminders else "—"


def _is_complete(record: Any) -> bool:
    return bool(record.done == record.asked)


def answer_in_short(recipient: Recipient, longest: int = 40) -> str:
    """Return the numbers with their labels, or the first words of an answer."""
    if recipient.numbers:
        fields = fields_of(Purpose(recipient.circular.purpose))
        said = [
            f"{each.label} {recipient.numbers[each.code]}"
            for each in fields
            if recipient.numbers.get(each.code)
        ]
        return "，".join(said[:3]) or "全部为 0"
    text = " ".join(recipient.text.split())
    return text if len(text) <= longest else f"{text[:longest]}……"


def title_shown(circular: Circular) -> SafeString:
    """Return the title, leading to the circular, with number and kind of paper below."""
    return format_html(
        '<a class="jw-title" href="{}">{}</a><span class="jw-line2">{}</span>',
        reverse("circular_detail", args=[circular.pk]),
        circular.title,
        circular.number or f"{PaperKind(circular.kind).label}　未签发",
    )


def due_shown(circular: Circular, today: date, calendar: Calendar) -> SafeString:
    """Return the due day with the working days that are left, in the colour of its lamp."""
    left = days_left(circular, today=today, calendar=calendar)
    assert circular.due_on is not None
    if left is None:
        return format_html("{}", circular.due_on.isoformat())
    if left < 0:
        words, colour = f"逾期 {-left} 个工作日", "red"
    elif left == 0:
        words, colour = ("今日到期", "amber") if circular.due_on == today else ("将到期", "amber")
    else:
        words, colour = f"剩 {left} 个工作日", "amber" if left <= 3 else "green"
    if circular.due_on < today:
        colour = "red"
    lamp = draw("lamp", {"colour": colour, "text": words})
    return format_html('{}<span class="jw-line2">{}</span>', circular.due_on.isoformat(), lamp)


def lamp_shown(recipient: Recipient, standing: Standing) -> SafeString:
    """Return the lamp of a recipient with what it says beyond the colour."""
    text = standing.label
    if standing is Standing.DONE:
        text = "已签收" if recipient.circular.wanted == Wanted.RECEIPT else text
        text = "逾期回复" if recipient.is_late else text
    elif recipient.returned_at is not None:
        text = f"{text}（退回）"
    elif recipient.received_at is None and standing is not Standing.UNRECEIVED:
        text = f"{text}（未签收）"
    return draw("lamp", {"colour": LAMPS[standing], "text": text})


def moment(at: Any) -> str:
    """Write an instant as the narrow columns do, in Beijing time."""
    return f"{at.astimezone(SHANGHAI):%m-%d %H:%M}"
