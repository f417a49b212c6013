"""Published caps as a list and in the exported file, whose columns can be imported again."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jingwei.planning.models import Cap
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.registry.terms import CreditClass
from jingwei.web.gallery import draw


def holder_in_words(cap: Cap) -> str:
    """Return whose cap it is. The cap should come with its subject."""
    return cap.subject.name if cap.subject else f"{cap.line}条线"


def last_day_of(cap: Cap) -> date | None:
    """Return the last day on which the cap binds, None where no end is set."""
    return cap.valid_until - timedelta(days=1) if cap.valid_until else None


CAP_COLUMNS: dict[str, Callable[[Cap], Cell]] = {
    "主体或条线": holder_in_words,
    "事项编码": lambda cap: cap.item.code if cap.item else "",
    "检查事项": lambda cap: cap.item.name if cap.item else "全部事项",
    "分类": lambda cap: CreditClass(cap.credit_class).label if cap.credit_class else "",
    "每年次数": lambda cap: cap.visits,
    "自": lambda cap: cap.valid_from,
    "至": last_day_of,
    "公布文件": lambda cap: cap.source,
}


class CapTable(tables.Table):  # type: ignore[misc]
    """Caps by holder, item and class."""

    holder = tables.Column(
        verbose_name="主体或条线", empty_values=(), orderable=False, attrs={"td": {"class": "is-wide"}}
    )
    credit_class = tables.Column(
        verbose_name="分类", empty_values=(), attrs={"td": {"class": "jw-nw", "data-label": "分类"}}
    )
    visits = tables.Column(
        verbose_name="每年次数",
        attrs={"td": {"class": "jw-num", "data-label": "每年"}, "th": {"class": "jw-num"}},
    )
    valid_from = tables.Column(verbose_name="施行", attrs={"td": {"class": "jw-nw", "data-label": "施行"}})
    source = tables.Column(verbose_name="公布文件", orderable=False, attrs={"td": {"data-label": "文件"}})
    state = tables.Column(
        verbose_name="效力",
        accessor="pk",
        orderable=False,
        attrs={"td": {"class": "jw-nw is-end"}, "th": {"class": "is-end"}},
    )

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Take the day by which a cap holds, has ended, or is to come."""
        self.today = today
        super().__init__(*args, **kwargs)

    def render_holder(self, record: Cap) -> SafeString:
        """Return whose it is, with the matter below."""
        return format_html(
            '<span class="jw-title">{}</span><span class="jw-line2">{}</span>',
            holder_in_words(record),
            record.item.name if record.item else "全部事项",
        )

    def render_credit_class(self, record: Cap) -> str:
        """Return the class on which it is."""
        return CreditClass(record.credit_class).label if record.credit_class else "各类企业"

    def render_visits(self, value: int) -> str:
        """Return the number of visits."""
        return f"{value} 次"

    def render_valid_from(self, record: Cap) -> str:
        """Return from when, and until when where an end is set."""
        last = last_day_of(record)
        return f"{record.valid_from} 至 {last}" if last else f"自 {record.valid_from}"

    def render_state(self, record: Cap) -> SafeString:
        """Return whether it holds today."""
        if record.valid_from > self.today:
            said = {"colour": "amber", "text": "尚未施行"}
        elif record.valid_until and record.valid_until <= self.today:
            said = {"colour": "grey", "text": "已终止"}
        else:
            said = {"colour": "green", "text": "现行"}
        return draw("lamp", said)
