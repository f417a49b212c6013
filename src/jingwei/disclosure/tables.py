"""Tables of announcements and filings, on the page and in the exported file."""

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind, FilingState
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.web.gallery import draw

NOWRAP = {"td": {"class": "jw-nw"}}
AT_THE_END = {"td": {"class": "jw-nw is-end"}, "th": {"class": "is-end"}}
FILING_LAMPS = {FilingState.SUBMITTED: "amber", FilingState.RECEIVED: "green", FilingState.RETURNED: "red"}

EXPORTED_ANNOUNCEMENTS: dict[str, Callable[[Announcement], Cell]] = {
    "单位": lambda row: row.subject.name,
    "公告内容": lambda row: AnnouncementKind(row.kind).label,
    "标题": lambda row: row.title,
    "版本": lambda row: row.version,
    "公告日期": lambda row: row.announced_on,
    "发布机关": lambda row: row.issuer,
    "公告网址": lambda row: row.url,
    "撤下理由": lambda row: row.withdraw_reason,
    "摘要（SM3）": lambda row: row.digest,
}
EXPORTED_FILINGS: dict[str, Callable[[Filing], Cell]] = {
    "单位": lambda row: row.subject.name,
    "备案内容": lambda row: FilingKind(row.kind).label,
    "报送对象": lambda row: Addressee(row.addressee).label,
    "版本": lambda row: row.version,
    "应报日期": lambda row: row.due_on,
    "报送日期": lambda row: row.filed_on,
    "逾期": lambda row: row.is_late,
    "状态": lambda row: FilingState(row.state).label,
    "回执文号": lambda row: row.receipt,
    "备案日期": lambda row: row.received_on,
    "退回理由": lambda row: row.returned_reason,
}


class AnnouncementTable(tables.Table):  # type: ignore[misc]
    """Announcements, newest first."""

    title = tables.Column(verbose_name="公告", attrs={"td": {"class": "is-wide"}})
    kind = tables.Column(verbose_name="内容", attrs=NOWRAP)
    version = tables.Column(verbose_name="版本", attrs={"td": {"class": "jw-num", "data-label": "第"}})
    announced_on = tables.Column(verbose_name="公告日期", attrs=NOWRAP)
    state = tables.Column(accessor="pk", verbose_name="状态", orderable=False, attrs=AT_THE_END)

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def render_title(self, record: Announcement) -> SafeString:
        """Return the title, leading to the announcement, with its address below."""
        return format_html(
            '<a class="jw-title" href="{}">{}</a><span class="jw-line2">{}</span>',
            reverse("announcement_detail", args=[record.pk]),
            record.title,
            record.url or record.subject.name,
        )

    def render_kind(self, record: Announcement) -> str:
        """Return what is announced."""
        return AnnouncementKind(record.kind).label

    def render_announced_on(self, record: Announcement) -> str:
        """Return the day."""
        return record.announced_on.isoformat()

    def render_state(self, record: Announcement) -> SafeString:
        """Return whether it was withdrawn."""
        if record.withdrawn_at is not None:
            return draw("lamp", {"colour": "grey", "text": "已撤下"})
        return draw("lamp", {"colour": "green", "text": "已公告"})


class FilingTable(tables.Table):  # type: ignore[misc]
    """Filings, newest first; those that wait can be picked by the bureau."""

    pick = tables.Column(
        accessor="pk",
        orderable=False,
        verbose_name=mark_safe(
            '<input class="form-check-input" type="checkbox" aria-label="选择全部待接收的备案" data-pick-all>'
        ),
    )
    subject = tables.Column(
        accessor="subject__name",
        order_by="subject__sort_key",
        verbose_name="备案",
        attrs={"td": {"class": "is-wide"}},
    )
    addressee = tables.Column(verbose_name="报送对象", attrs=NOWRAP)
    filed_on = tables.Column(verbose_name="报送", attrs=NOWRAP)
    receipt = tables.Column(verbose_name="回执", attrs={"td": {"class": "jw-nw is-gone"}}, empty_values=())
    state = tables.Column(verbose_name="状态", attrs=AT_THE_END)

    class Meta:
        attrs = {"class": "is-pick"}
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, *args: Any, may_receive: bool, **kwargs: Any) -> None:
        """Leave out the boxes where nothing can be received."""
        super().__init__(*args, exclude=[] if may_receive else ["pick"], **kwargs)
        if not may_receive:
            self.attrs["class"] = ""

    def render_pick(self, record: Filing) -> SafeString | str:
        """Return a box to tick for what waits for the bureau."""
        if record.state != FilingState.SUBMITTED or record.addressee != Addressee.JUSTICE:
            return ""
        return format_html(
            '<input class="form-check-input" type="checkbox" name="pick" value="{}" aria-label="选择{}">',
            record.pk,
            record,
        )

    def render_subject(self, record: Filing) -> SafeString:
        """Return whose and what it is, leading to the filing."""
        return format_html(
            '<a class="jw-title" href="{}">{}</a><span class="jw-line2">{}　第 {} 版</span>',
            reverse("filing_detail", args=[record.pk]),
            record.subject.name,
            FilingKind(record.kind).label,
            record.version,
        )

    def render_addressee(self, record: Filing) -> str:
        """Return with whom it is filed."""
        return Addressee(record.addressee).label

    def render_filed_on(self, record: Filing) -> SafeString | str:
        """Return when it was filed, and whether late."""
        day = record.filed_on.isoformat()
        return format_html('{} <span class="jw-bad">逾期</span>', day) if record.is_late else day

    def render_receipt(self, record: Filing) -> str:
        """Return the number of the receipt."""
        return record.receipt or "—"

    def render_state(self, record: Filing) -> SafeString:
        """Return where it stands, as a lamp."""
        state = FilingState(record.state)
        return draw("lamp", {"colour": FILING_LAMPS[state], "text": state.label})
