"""The table of an indicator's rows: its columns are the indicator's own."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.html import format_html

from jingwei.reporting.indicators import Column, Indicator, Listing


class ReadColumn(tables.Column):  # type: ignore[misc]
    """A column read by a function from the whole row."""

    empty_values = ()

    def __init__(self, column: Column, listing: Listing) -> None:
        look = "is-wide" if column.is_title else "jw-nw is-gone" if column.is_minor else "jw-nw"
        super().__init__(
            verbose_name=column.label,
            accessor="pk",
            orderable=bool(column.order_by),
            order_by=column.order_by or None,
            attrs={"td": {"class": look}},
        )
        self._read, self._address = column.read, listing.address if column.is_title else None

    def render(self, record: Any) -> object:
        """Return the cell; the title leads to the row itself where it has a page."""
        shown = self._read(record)
        if shown in (None, ""):
            return "—"
        if isinstance(shown, date):
            return shown.isoformat()
        if self._address:
            return format_html('<a class="jw-title" href="{}">{}</a>', self._address(record), shown)
        return shown


class RowTable(tables.Table):  # type: ignore[misc]
    """The rows that a figure counts."""

    class Meta:
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, rows: QuerySet[Any], indicator: Indicator) -> None:
        """Order the rows as the indicator has them, until a head is clicked."""
        listing = indicator.listing
        columns = [
            (f"column_{place}", ReadColumn(column, listing)) for place, column in enumerate(listing.columns)
        ]
        super().__init__(ordered(rows, listing), extra_columns=columns)


def ordered(rows: QuerySet[Any], listing: Listing) -> QuerySet[Any]:
    """Return the rows in their usual order, with what the columns read of other tables."""
    return (
        rows.select_related(*listing.joined).prefetch_related(*listing.gathered).order_by(*listing.order_by)
    )
