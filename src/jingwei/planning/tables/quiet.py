"""Quiet periods as a list and in the exported file."""

from collections.abc import Callable
from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jingwei.planning.models import QuietPeriod
from jingwei.platform.calendar import local_date
from jingwei.platform.spreadsheets.layout import Cell
from jingwei.web.gallery import draw

QUIET_COLUMNS: dict[str, Callable[[QuietPeriod], Cell]] = {
    "对象": lambda row: row.whose,
    "统一社会信用代码": lambda row: row.enterprise.credit_code if row.enterprise else "",
    "自": lambda row: row.first_on,
    "至": lambda row: row.last_on,
    "天数": lambda row: row.days,
    "理由": lambda row: row.reason,
    "文号": lambda row: row.document,
    "设定人": lambda row: row.set_by.name if row.set_by else "系统",
    "设定日期": lambda row: local_date(row.set_at),
    "取消日期": lambda row: local_date(row.lifted_at) if row.lifted_at else None,
    "取消理由": lambda row: row.lift_reason,
}


class QuietTable(tables.Table):  # type: ignore[misc]
    """Quiet periods by their first day; what can still be lifted leads to that."""

    first_on = tables.Column(verbose_name="日期", attrs={"td": {"class": "is-wide"}})
    days = tables.Column(
        verbose_name="天数",
        orderable=False,
        attrs={"td": {"class": "jw-num", "data-label": "天数"}, "th": {"class": "jw-num"}},
    )
    reason = tables.Column(verbose_name="理由", orderable=False, attrs={"td": {"data-label": "理由"}})
    document = tables.Column(verbose_name="文号", orderable=False, attrs={"td": {"class": "is-gone"}})
    state = tables.Column(
        verbose_name="状态",
        accessor="pk",
        orderable=False,
        attrs={"td": {"class": "jw-nw is-end"}, "th": {"class": "is-end"}},
    )

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Take the day by which a period is over, running or to come."""
        self.today = today
        super().__init__(*args, default="—", **kwargs)

    def render_first_on(self, record: QuietPeriod) -> SafeString:
        """Return the days, leading to the period, with whose they are below."""
        return format_html(
            '<a class="jw-title" href="{}">{} 至 {}</a><span class="jw-line2">{}</span>',
            reverse("quiet_detail", args=[record.pk]),
            record.first_on,
            record.last_on,
            record.whose,
        )

    def render_state(self, record: QuietPeriod) -> SafeString:
        """Return whether it is over, running, to come or lifted."""
        return state_tag(record, self.today)


def state_tag(period: QuietPeriod, today: date) -> SafeString:
    """Return as a tag whether the period is over, running, to come or lifted."""
    if period.lifted_at is not None:
        colour, text = "", "已取消"
    elif period.last_on < today:
        colour, text = "", "已过"
    elif period.first_on <= today:
        colour, text = "green", "安静中"
    else:
        colour, text = "accent", "未到"
    return draw("tag", {"text": text, "colour": colour})
