"""A list, declared once: page, filter bar, tally, order, export, print and JSON come from the same declaration."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe
from ninja import Field as Described
from ninja import Router

from jingwei.platform.errors import Mistake
from jingwei.rulebook import Term
from jingwei.web.doors.bodies import endpoint
from jingwei.web.doors.fields import FILE, Field, answer_of, model_of, schema_of
from jingwei.web.doors.filters import Filter
from jingwei.web.doors.guards import guarded, is_for, require
from jingwei.web.doors.parts import RowActs
from jingwei.web.doors.shown import Shown
from jingwei.web.doors.stretch import MOST_COUNTED, OLDER
from jingwei.web.doors.viewer import Read, Viewer, reader
from jingwei.web.downloads import listed
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
STREAMED = 1000  # rows that a file is written by


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many rows there are under each choice of a filter; the figure is counted by the filter itself."""

    name: str = field(kw_only=False)
    lamps: Mapping[Any, str] = field(default_factory=dict, kw_only=False)
    only: Sequence[Any] = ()  # the choices to count; all by themselves
    bad: Collection[Any] = ()  # those of which there should be none
    unit: str = "件"
    anchor: str = ""


@dataclass(frozen=True)
class Empty:
    """What an empty list says: what is missing and what to do next.

    Where only some ``roles`` may do it, the others read ``otherwise``.
    """

    title: str
    text: str = ""
    url_name: str = ""
    action: str = ""
    roles: Sequence[Term] = ()
    otherwise: str = ""


@dataclass(frozen=True, kw_only=True)
class Button:
    """A way from the list to a page that begins something; ``args`` and ``query`` complete its address."""

    verb: str = field(kw_only=False)
    url_name: str = field(kw_only=False)
    args: Sequence[Any] = ()
    query: str = ""
    roles: Sequence[Term] = ()
    icon: str = "plus-lg"
    is_main: bool = True

    @property
    def address(self) -> str:
        """Where it leads."""
        return f"{reverse(self.url_name, args=self.args)}{self.query and '?'}{self.query}"


@dataclass(frozen=True, kw_only=True)
class Batch:
    """An act on the rows that are marked: ``row_id`` reads what is sent of a row, None where it cannot be marked."""

    verb: str = field(kw_only=False)
    url_name: str = field(kw_only=False)
    what: str = "件"
    row_id: Read = "pk"
    called: Read = str  # what the box of a row says to those who do not see it


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Rows that people look through. ``rows`` takes the actor, or the actor and the ``Viewer``; it knows who sees what.

    ``name`` makes the addresses ``<name>_list`` and ``<name>_export`` and, in the plural, names the rows in the answer.
    ``tabs`` are the pages beside it, name of the address and words; ``crumbs`` are words, or words and such a name.
    ``endless`` is the path to the time by which it is paged, newest first, where it grows without end: it cannot be sorted
    otherwise, and is not counted to the end. ``besides`` returns what a template of its own shows besides the list.
    """

    name: str = field(kw_only=False)
    title: str = field(kw_only=False)
    export_name: str = ""  # of the file's address, where <name>_export is taken
    rows: Callable[..., Any]
    columns: Sequence[Field]
    roles: Sequence[Term] = ()
    filters: Sequence[Filter] = ()
    tally: Tally | Callable[[Any, Viewer], list[dict[str, Any]]] | None = None
    empty: Empty = Empty("还没有记录")
    missed: str = "没有符合条件的记录"  # where the filter lets nothing through
    buttons: Sequence[Button] = ()
    batch: Batch | None = None
    on_rows: RowActs | None = None
    group: Callable[[Any], str] | None = (
        None  # the heading under which a row stands, until the list is sorted
    )
    tabs: Sequence[tuple[str, str]] = ()
    crumbs: Sequence[str | tuple[str, str]] = ()
    status: str | Callable[..., str] = "共 {} 件"  # of the number of rows, or of that and the viewer
    note: str = ""  # below the list
    filed: Sequence[Field] = ()  # what the file has of a row; the columns by themselves
    told: Sequence[Field] = ()  # what programs get of a row; what the file has by itself
    endless: str = ""
    per_page: int = PER_PAGE  # 0 shows all on one page
    file_name: str | Callable[[Shown], str] = ""
    most_filed: int | None = None  # rows that a file takes; all by itself
    besides: Callable[[Shown], Mapping[str, Any]] | None = None
    template: str = "web/listing.html"

    def __post_init__(self) -> None:
        """Let the acts on its rows lead back to it."""
        if self.on_rows is not None:
            self.on_rows.listing = self

    def urls(self, address: str) -> list[URLPattern]:
        """Return the addresses of the page and of the file."""
        return [
            path(address, self.view, name=f"{self.name}_list"),
            path(f"{address}export/", self.file_view, name=self.export_name or f"{self.name}_export"),
        ]

    @cached_property
    def view(self) -> Callable[..., HttpResponse]:
        """The page."""
        return require_safe(guarded(self.page, self.roles))

    @cached_property
    def public_view(self) -> Callable[..., HttpResponse]:
        """The page, for everybody."""
        return require_safe(self.page)

    @cached_property
    def file_view(self) -> Callable[..., HttpResponse]:
        """The exported file."""
        return require_safe(guarded(self.export, self.roles))

    def page(self, request: ActorRequest, *, status: int = 200, **more: Any) -> HttpResponse:
        """Answer the page; ``more`` goes to the template, and what ``failed`` on one of the rows to that row."""
        shown = replace(self.shown(request), failed=more.get("failed"))
        besides = self.besides(shown) if self.besides else {}
        return render(request, self.template, {"list": shown, **besides, **more}, status=status)

    def export(self, request: ActorRequest) -> HttpResponse:
        """Answer the list as it is filtered and sorted, as .xlsx."""
        return self.file(request, self.shown(request))

    def file(self, request: ActorRequest, shown: Shown) -> HttpResponse:
        """Answer the rows of a shown list as .xlsx, each column that belongs into a file."""
        columns = [
            each
            for each in self.filed or self.columns
            if each.where & FILE and is_for(request.actor, each.roles)
        ]
        name = self.file_name(shown) if callable(self.file_name) else self.file_name
        found = shown.found if self.most_filed is None else shown.found[: self.most_filed]
        rows = found.iterator(chunk_size=STREAMED) if isinstance(found, QuerySet) else found
        cells = ([each.cell(row, shown.viewer) for each in columns] for row in rows)
        return listed(request, self.title, [each.label for each in columns], cells, name=name)

    def shown(self, request: ActorRequest, rows: Any = None) -> Shown:
        """Return the list as the address asks for it; ``rows`` where a page has them already."""
        viewer = Viewer(request.actor, request.now)
        if rows is None:
            rows = reader(self.rows)(request.actor, viewer)
        return Shown(self, request, viewer, rows)

    def of(self, **changes: Any) -> "Listing":
        """Return the same list with other columns, batch or words."""
        return replace(self, **changes)

    def mount(self, router: Router, address: str, *, plural: str = "") -> None:
        """Let programs read the list at an address: the page's filters as parameters, a hundred rows an answer."""
        plural = plural or f"{self.name}s"
        fields = self.told or [each for each in self.filed or self.columns if "answer" in each.where]
        called = self.name.title().replace("_", "")
        row = schema_of(f"{called}Row", fields, f"{self.title}：一行")
        parts: dict[str, Any] = {
            "count": (int, Described(description="总数")),
            plural: (list[row], Described(description=self.title)),  # type: ignore[valid-type]
        }
        if self.endless:
            parts["count"] = (int, Described(description=f"总数，超过 {MOST_COUNTED} 的不再数"))
            parts[OLDER] = (int | None, Described(description=f"还有更早的：下一次请求的 {OLDER}"))
        answer = model_of(f"{called}Rows", self.title, parts)

        def read(request: ActorRequest, body: None, given: Mapping[str, Any]) -> Any:
            require(request.actor, self.roles)
            shown = self.shown(request)
            if mistakes := shown.mistakes:
                raise Mistake(
                    "；".join(mistakes), "按接口说明改正后再试", next(iter(shown.bar.errors), "sort")
                )
            rows, more = shown.answered(given)
            return more | {
                "count": shown.count,
                plural: [answer_of(fields, row, shown.viewer) for row in rows],
            }

        asked = {name: said for each in self.filters for name, said in each.parameters().items()}
        if self.endless:
            asked[OLDER] = "一行的编号：答比它早的一百行"
        else:
            asked["sort"] = (
                f"排序：{'、'.join(each.key for each in self.columns if each.ordered_by)}，前加 - 为倒序"
            )
        run = endpoint(read, address, None, asked, has_pages=not self.endless)
        router.get(address, response=answer, summary=self.title, operation_id=f"list_{plural}")(run)


@dataclass(frozen=True)
class Either:
    """Lists that stand at one address: which of them depends on who looks."""

    name: str
    choose: Callable[[Any], Listing]
    roles: Sequence[Term]
    export_name: str = ""

    def urls(self, address: str) -> list[URLPattern]:
        """Return the addresses of the page and of the file."""

        def page(request: ActorRequest) -> HttpResponse:
            return self.choose(request.actor).page(request)

        def export(request: ActorRequest) -> HttpResponse:
            return self.choose(request.actor).export(request)

        return [
            path(address, require_safe(guarded(page, self.roles)), name=f"{self.name}_list"),
            path(
                f"{address}export/",
                require_safe(guarded(export, self.roles)),
                name=self.export_name or f"{self.name}_export",
            ),
        ]
