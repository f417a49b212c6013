"""Acts on a part of an object, which has no page of its own: they stand on the page of the whole."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, reverse

from jingwei.web.doors.acts import Act, Acts, Offered
from jingwei.web.doors.attempt import Failed
from jingwei.web.doors.viewer import Viewer
from jingwei.web.requests import ActorRequest


@dataclass(kw_only=True)
class Parts(Acts):
    """Acts on a part: ``part_of`` returns that part of the whole to which they are offered, or None; ``whole_of`` the whole.

    In a template an act is called by the part and its own name, ``acts.grade_end``.
    """

    whole: Acts
    part_of: Callable[[Any, Viewer], Any]
    whole_of: Callable[[Any], Any]
    show: Callable[[Any, Any], dict[str, Any]] = lambda request, part: {}
    template: str | Callable[[Any], str] = ""
    roles: Sequence[Any] = ()

    def __post_init__(self) -> None:
        """Let the whole offer them."""
        self.whole.parts.append(self)

    def urls(self, address: str) -> list[URLPattern]:
        """Return one address for each act."""
        return self.act_urls(address)

    def page(self, request: ActorRequest, row: Any, failed: Failed | None = None) -> HttpResponse:
        """Answer the page of the whole."""
        return self.whole.page(request, self.whole_of(row), failed)

    def page_address(self, request: ActorRequest, row: Any) -> str:
        """Return where the whole's page is."""
        return self.whole.page_address(request, self.whole_of(row))

    def offered(self, request: ActorRequest, row: Any, failed: Failed) -> dict[str, Offered]:
        """Return the acts on the part of a whole."""
        part = self.part_of(row, Viewer(request.actor, request.now))
        if part is None:
            return {}
        return {f"{self.code}_{name}": each for name, each in super().offered(request, part, failed).items()}


@dataclass(kw_only=True)
class Each(Parts):
    """Acts on each of many parts: ``parts_of`` returns those of the whole that stand on its page.

    In a template ``{% acts_on part %}`` draws the acts on one of them.
    """

    parts_of: Callable[[Any, Viewer], Iterable[Any]]
    part_of: Callable[[Any, Viewer], Any] = lambda row, viewer: None

    def tried_name(self, act: Act, row: Any) -> str:
        """Return what a try at the act on this very part is known by."""
        return f"{self.name_of(act)}-{row.pk}"

    def offered(self, request: ActorRequest, row: Any, failed: Failed) -> dict[str, Offered]:
        """Return the acts on all parts of a whole."""
        return {
            f"{self.code}_{part.pk}_{name}": each
            for part in self.parts_of(row, Viewer(request.actor, request.now))
            for name, each in Acts.offered(self, request, part, failed).items()
        }


@dataclass(kw_only=True)
class RowActs(Acts):
    """Acts on the rows of a list that names them as ``on_rows``: they stand at the end of a row."""

    listing: Any = None  # set by the list
    show: Callable[[Any, Any], dict[str, Any]] = lambda request, row: {}

    def urls(self, address: str) -> list[URLPattern]:
        """Return one address for each act."""
        return self.act_urls(address)

    def tried_name(self, act: Act, row: Any) -> str:
        """Return what a try at the act on this very row is known by."""
        return f"{self.name_of(act)}-{row.pk}"

    def page(self, request: ActorRequest, row: Any, failed: Failed | None = None) -> HttpResponse:
        """Answer the list."""
        failed = failed or Failed()
        answer: HttpResponse = self.listing.page(request, status=failed.status, failed=failed)
        return answer

    def page_address(self, request: ActorRequest, row: Any) -> str:
        """Return where the list is."""
        return reverse(f"{self.listing.name}_list")
