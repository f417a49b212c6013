"""The item library on the page and in the exported file."""

from collections.abc import Callable
from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jingwei.platform.spreadsheets.layout import Cell
from jingwei.registry.models import Item
from jingwei.registry.queries import why_unusable
from jingwei.registry.terms import BasisLevel, Field, ImplementationLevel, InspectionMethod, ItemStatus
from jingwei.web.gallery import draw

STATUS_COLOURS = {
    ItemStatus.PENDING_BASIS: "amber",
    ItemStatus.UNPUBLISHED: "accent",
    ItemStatus.PUBLISHED: "green",
    ItemStatus.TO_ADJUST: "red",
    ItemStatus.WITHDRAWN: "",
}


def level_in_words(item: Item) -> str:
    """Return the level that carries the item out, empty where none is named."""
    return ImplementationLevel(item.level).label if item.level else ""


def methods_in_words(methods: list[str]) -> str:
    """Return how an item may be inspected."""
    return "、".join(InspectionMethod(method).label for method in methods)


# The head of each exported column and how it is read from a row (R-FORM-02).
EXPORTED: dict[str, Callable[[Item], Cell]] = {
    "编码": lambda item: item.code,
    "名称": lambda item: item.name,
    "主体": lambda item: item.subject.name,
    "领域": lambda item: Field(item.field).label,
    "检查对象": lambda item: item.object_scope,
    "实施层级": level_in_words,
    "检查方式": lambda item: methods_in_words(item.methods),
    "频次": lambda item: item.frequency,
    "依据层级": lambda item: "；".join(BasisLevel(basis.level).label for basis in item.bases.all()),
    "依据名称": lambda item: "；".join(basis.title for basis in item.bases.all()),
    "条款": lambda item: "；".join(basis.article for basis in item.bases.all()),
    "可非现场": lambda item: item.is_remote_capable,
    "状态": lambda item: ItemStatus(item.status).label,
    "公布日期": lambda item: item.published_on,
}


def status_tag(item: Item) -> SafeString:
    """Return where the item stands, as a tag."""
    status = ItemStatus(item.status)
    return draw("tag", {"text": status.label, "colour": STATUS_COLOURS[status]})


class ItemTable(tables.Table):  # type: ignore[misc]
    """Items by their code; what may not be used says why."""

    code = tables.Column(verbose_name="编码", attrs={"td": {"class": "jw-nw is-gone"}})
    name = tables.Column(verbose_name="事项与依据", attrs={"td": {"class": "is-wide"}})
    subject = tables.Column(
        accessor="subject__short_name", verbose_name="检查主体", order_by="subject__sort_key"
    )
    field = tables.Column(verbose_name="领域", attrs={"td": {"class": "jw-nw"}})
    level = tables.Column(verbose_name="实施层级", attrs={"td": {"class": "jw-nw is-gone"}})
    status = tables.Column(verbose_name="状态", attrs={"td": {"class": "is-end"}, "th": {"class": "is-end"}})

    class Meta:
        attrs = {"class": ""}
        template_name = "django_tables2/jingwei.html"
        order_by = ()

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        """Judge every row as of the day."""
        super().__init__(*args, **kwargs)
        self.on = on

    def render_name(self, record: Item) -> SafeString:
        """Return the name with its bases below, leading to the item."""
        return format_html(
            '<a class="jw-title" href="{}">{}</a><span class="jw-line2">{}</span>',
            reverse("item_detail", args=[record.pk]),
            record.name,
            "；".join(str(basis) for basis in record.bases.all()) or "没有登记依据",
        )

    def render_field(self, record: Item) -> str:
        """Return the field in words."""
        return Field(record.field).label

    def render_level(self, record: Item) -> str:
        """Return the level in words."""
        return level_in_words(record)

    def render_status(self, record: Item) -> SafeString:
        """Return where it stands, and below why it may not be used."""
        says_all = record.status in {ItemStatus.UNPUBLISHED, ItemStatus.WITHDRAWN}
        why = "" if says_all else why_unusable(record, self.on)
        tag = status_tag(record)
        return format_html('{}<span class="jw-line2">{}</span>', tag, why) if why else tag
