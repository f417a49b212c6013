"""A list as one address asks for it: filtered, sorted, one page of it. Templates draw what stands here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from jingwei.platform.kept_views import list_kept_views
from jingwei.platform.models import KeptView
from jingwei.web.bodies import LAST_PAGE
from jingwei.web.bodies import PER_PAGE as PER_ANSWER
from jingwei.web.doors.attempt import Failed
from jingwei.web.doors.fields import PAGE, Field
from jingwei.web.doors.filters import Choice, bar_of
from jingwei.web.doors.groups import with_headings
from jingwei.web.doors.guards import is_for
from jingwei.web.doors.stretch import MOST_COUNTED, NEWER, OLDER, Stretch, mark_of, stretch_of
from jingwei.web.doors.viewer import Viewer, reader
from jingwei.web.requests import ActorRequest

if TYPE_CHECKING:
    from jingwei.web.doors.listing import Button, Listing


@dataclass(frozen=True)
class Shown:
    """A list as one address asks for it. Templates read it: ``web/_listing.html`` draws it."""

    listing: "Listing"
    request: ActorRequest
    viewer: Viewer
    all: Any  # the rows that the viewer may see
    failed: Failed | None = None  # an act on one of its rows that did not go through

    @cached_property
    def bar(self) -> Any:
        """The filter bar, checked."""
        bar = bar_of(self.listing.filters, self.request.GET, self.viewer)
        bar.is_valid()
        return bar

    @cached_property
    def mistakes(self) -> list[str]:
        """What the address asks for that cannot be: in words."""
        found = [f"条件“{self.bar[name].label}”：{'；'.join(said)}" for name, said in self.bar.errors.items()]
        if self.sorted_by[0] and self._column(self.sorted_by[0]) is None:
            found.append(f"不能按“{self.sorted_by[0]}”排序")
        by, asked = self.listing.endless, self.request.GET
        if by and (OLDER in asked or NEWER in asked) and mark_of(self.found, by, asked) is None:
            found.append("翻页所依据的记录不存在")
        return found

    @cached_property
    def found(self) -> Any:
        """The rows that the filter lets through, in the order that was asked for."""
        found = self.all
        for each in self.listing.filters:
            found = each.narrow(found, self.bar.cleaned_data, self.viewer)
        name, is_down = self.sorted_by
        column = self._column(name)
        if column is None:
            return found
        if isinstance(found, QuerySet):
            return found.order_by(f"{'-' * is_down}{column.ordered_by}", *found.query.order_by, "pk")
        read = reader(column.ordered_by.replace("__", "."))
        return sorted(found, key=lambda row: _key(read(row, self.viewer)), reverse=is_down)

    @cached_property
    def count(self) -> int:
        """How many rows the filter lets through; of a list without end one more than are counted, where there are more."""
        if self.listing.endless:
            return self.found.order_by()[: MOST_COUNTED + 1].count()  # type: ignore[no-any-return]
        return self.found.count() if isinstance(self.found, QuerySet) else len(self.found)

    @property
    def total(self) -> str:
        """The same as people read it."""
        return f"{MOST_COUNTED}+" if self.listing.endless and self.count > MOST_COUNTED else str(self.count)

    @cached_property
    def page(self) -> Page[Any] | Stretch:
        """The page that was asked for, or the nearest that there is."""
        if self.listing.endless:
            return stretch_of(self.found, self.listing.endless, self.request.GET, self.listing.per_page)
        size = self.listing.per_page or max(self.count, 1)
        paginator = Paginator(self.found, size)
        paginator.count = self.count  # Counted once for the page and its heading.
        return paginator.get_page(self.request.GET.get("page"))

    def answered(self, given: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Return the rows that a program asks for, and what it asks for next where the list grows without end."""
        if self.listing.endless:
            page = stretch_of(self.found, self.listing.endless, self.request.GET, PER_ANSWER)
            return page.object_list, {OLDER: page.object_list[-1].pk if page.older else None}
        start = (min(max(given["page"], 1), LAST_PAGE) - 1) * PER_ANSWER
        return self.found[start : start + PER_ANSWER], {}

    @property
    def columns(self) -> list[Field]:
        """The columns of the page: those that the viewer chose, always with the first."""
        first, *rest = self.offered
        chosen = self.kept[0].columns if self.kept and not self.kept[0].name else [each.key for each in rest]
        return [first, *(each for each in rest if each.key in chosen)]

    @property
    def offered(self) -> list[Field]:
        """The columns that a page can show."""
        return [
            each
            for each in self.listing.columns
            if each.where & PAGE and is_for(self.viewer.actor, each.roles)
        ]

    @cached_property
    def kept(self) -> list[KeptView]:
        """What the viewer keeps of this list: columns, filters."""
        account_id = self.viewer.actor.account_id
        return (
            list(list_kept_views(account_id, self.listing.name)) if account_id and self.export_address else []
        )

    @property
    def filters(self) -> list[KeptView]:
        """The filters that the viewer gave a name."""
        return [each for each in self.kept if each.name]

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The columns to choose from; the first always stays."""
        shown = {each.key for each in self.columns}
        return [
            {"key": each.key, "label": each.label, "is_on": each.key in shown} for each in self.offered[1:]
        ]

    @property
    def kept_address(self) -> str:
        """Where the viewer's choice is sent."""
        return reverse("list_kept", args=[self.listing.name])

    @property
    def address(self) -> str:
        """The page as it is now."""
        return self.request.get_full_path()

    @cached_property
    def heads(self) -> list[dict[str, Any]]:
        """The heads of the columns: label, address that sorts, and how it is sorted now."""
        name, is_down = self.sorted_by
        return [
            {
                "label": each.label,
                "css": each.head_css,
                "query": self._sorting(each, is_down=each.key == name and not is_down),
                "sorted": ("descending" if is_down else "ascending") if each.key == name else "",
            }
            for each in self.columns
        ]

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """The rows of the page, cell by cell."""
        batch = self.listing.batch
        return [
            {
                "pick": reader(batch.row_id)(row, self.viewer) if batch else None,
                "called": reader(batch.called)(row, self.viewer) if batch else "",
                "group": heading,
                "acts": self._acts_on(row),
                "cells": [each.drawn(row, self.viewer) for each in self.columns],
            }
            for row, heading in with_headings(
                self.page.object_list, None if self.sorted_by[0] else self.listing.group
            )
        ]

    def _acts_on(self, row: Any) -> list[Any]:
        acts = self.listing.on_rows
        return list(acts.offered(self.request, row, self.failed or Failed()).values()) if acts else []

    @property
    def fields(self) -> list[Any]:
        """The controls of the filter bar that stand in sight."""
        return self._controls(is_more=False)

    @property
    def more(self) -> list[Any]:
        """The controls behind 更多条件."""
        return self._controls(is_more=True)

    @cached_property
    def tally(self) -> list[dict[str, Any]]:
        """How many rows there are under each choice."""
        tally = self.listing.tally
        if tally is None or callable(tally):
            return tally(self.all, self.viewer) if tally else []
        chosen = next(each for each in self.listing.filters if each.name == tally.name)
        assert isinstance(chosen, Choice)
        return [
            {
                "label": label,
                "count": count,
                "unit": tally.unit,
                "url": f"?{tally.name}={code}{tally.anchor}",
                "lamp": tally.lamps.get(code),
                "is_bad": code in tally.bad and count > 0,
            }
            for code, label in chosen.choices()
            if not tally.only or code in tally.only
            for count in [_count(chosen.narrow(self.all, {tally.name: code}, self.viewer))]
        ]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all, whatever the filter."""
        return not self.request.GET and not self.count

    @property
    def empty(self) -> dict[str, str]:
        """What an empty list says to the one who looks, and where it leads."""
        said = self.listing.empty
        if not is_for(self.viewer.actor, said.roles):
            return {"title": said.title, "text": said.otherwise}
        url = reverse(said.url_name) if said.url_name else ""
        return {"title": said.title, "text": said.text, "url": url, "action": said.action}

    @cached_property
    def buttons(self) -> "list[Button]":
        """What the viewer may begin from here."""
        return [each for each in self.listing.buttons if is_for(self.viewer.actor, each.roles)]

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """The pages that stand beside the list."""
        return tabs_shown(self.request, self.listing.tabs)

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The way to the list: words, and an address where they lead somewhere."""
        ways = [(each, "") if isinstance(each, str) else each for each in self.listing.crumbs]
        return [(words, reverse(name) if name else "") for words, name in ways]

    @cached_property
    def export_address(self) -> str:
        """Where the file is; empty for a list that stands within another page."""
        try:
            name = self.listing.export_name or f"{self.listing.name}_export"
            return reverse(name, kwargs=self.ids)
        except NoReverseMatch:
            return ""

    @property
    def batch_address(self) -> str:
        """Where what is marked is sent."""
        return reverse(self.listing.batch.url_name, kwargs=self.ids) if self.listing.batch else ""

    @property
    def ids(self) -> dict[str, Any]:
        """What the address of the page says besides the query."""
        return dict(self.request.resolver_match.kwargs) if self.request.resolver_match else {}

    @property
    def status(self) -> str:
        """The line beside the heading."""
        said = self.listing.status
        return reader(said)(self.count, self.viewer) if callable(said) else said.format(self.total)

    @property
    def query(self) -> str:
        """What the address asks for, to be handed on."""
        return self.request.GET.urlencode()

    @property
    def sorted_by(self) -> tuple[str, bool]:
        """The name of the column that the address sorts by, and whether downwards."""
        asked = self.request.GET.get("sort", "")
        return asked.removeprefix("-"), asked.startswith("-")

    def _column(self, name: str) -> Field | None:
        return next((each for each in self.columns if name == each.key and self._is_sortable(each)), None)

    def _is_sortable(self, column: Field) -> bool:
        return bool(column.ordered_by) and not self.listing.endless

    def _sorting(self, column: Field, *, is_down: bool) -> str:
        if not self._is_sortable(column):
            return ""
        asked = self.request.GET.copy()
        asked["sort"] = f"{'-' * is_down}{column.key}"
        asked.pop("page", None)
        return asked.urlencode()

    def _controls(self, *, is_more: bool) -> list[Any]:
        return [
            self.bar[name]
            for each in self.listing.filters
            if each.is_more is is_more and is_for(self.viewer.actor, each.roles)
            for name in each.controls(self.viewer)
        ]


def tabs_shown(request: ActorRequest, tabs: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return pages that stand beside each other as the component ``tabs`` shows them, the one asked for marked."""
    found = [(reverse(name), words) for name, words in tabs]
    return [{"label": words, "url": url, "current": url == request.path} for url, words in found]


def _count(found: Any) -> int:
    return found.count() if isinstance(found, QuerySet) else len(found)


def _key(value: Any) -> tuple[bool, Any]:
    """Return a key by which what is not there stands last."""
    return (value is None, value)
