"""A page that is one form, declared once: what begins an object, or changes one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods
from ninja import Router

from jingwei.web.doors.acts import DONE, Deed
from jingwei.web.doors.attempt import Failed, attempt
from jingwei.web.doors.guards import guarded, require
from jingwei.web.doors.viewer import reader
from jingwei.web.idempotency import idempotent
from jingwei.web.requests import ActorRequest


@dataclass(frozen=True, kw_only=True)
class FormPage(Deed):
    """A page that is one form: what begins an object, or changes the one that ``find`` returns, whose id is ``id_name``.

    ``ask`` is the question before it is done, ``warn`` says what follows from it.
    ``back`` and ``crumbs`` take the row where there is one; ``to`` takes what the operation returned, or that and the
    request.
    """

    title: str
    verb: str = "保存"
    to: Callable[..., str]
    back: Callable[..., str]
    crumbs: Callable[..., list[tuple[str, str]]]
    find: Callable[..., Any] | None = None
    id_name: str = ""
    status: str = ""
    note: str = ""  # above the form
    ask: str = ""  # the question before it is done, and what follows from it
    warn: str = ""
    template: str = "web/form.html"
    besides: Callable[[Any, Any], Mapping[str, Any]] | None = None  # what a template of its own shows more

    def url(self, address: str) -> URLPattern:
        """Return its address."""
        view = require_http_methods(["GET", "HEAD", "POST"])(guarded(idempotent(self.view), self.roles))
        return path(address, view, name=self.name)

    def open(self, router: Router, address: str) -> None:
        """Open it to programs, ``POST <address>``."""
        self.mount(router, address, self.act_by_program, self.title, self.answer or DONE)

    def view(self, request: ActorRequest, **ids: Any) -> HttpResponse:
        """Show the form, or carry the operation out."""
        return self.run(request, self.find(request.actor, *ids.values()) if self.find else None)

    def run(self, request: ActorRequest, row: Any) -> HttpResponse:
        """Show the form for a row, or carry the operation out."""
        if request.method != "POST":
            return self.page(request, row, Failed(form=self.make_form(request, row)), status=200)
        return attempt(
            request,
            self.operation,
            self.make_form(request, row, request.POST, request.FILES),
            given=self._ids(row),
            again=partial(self.page, request, row),
            done=self.done,
            to=lambda result: reader(self.to)(result, request),
        )

    def page(self, request: ActorRequest, row: Any, failed: Failed, status: int = 0) -> HttpResponse:
        """Answer the form, with what is wrong as it was filled in."""
        known = () if row is None else (row,)
        context = {
            "page": self,
            "form": failed.form,
            "row": row,
            "failed": failed,
            "back": self.back(*known),
            "crumbs": self.crumbs(*known),
            "now": request.now,
        }
        more = self.besides(request, row) if self.besides else {}
        return render(request, self.template, {**context, **more}, status=status or failed.status)

    def act_by_program(self, request: ActorRequest, body: Any, ids: Mapping[str, Any]) -> Any:
        """Carry the operation out for a program, and answer what it returned."""
        require(request.actor, self.roles)
        row = self.find(request.actor, *ids.values()) if self.find else None
        said = self.said_by(request, row, body)
        made = self.operation(**self._ids(row), **said, actor=request.actor, now=request.now)
        return (self.answer or DONE)[1](request, made)

    def _ids(self, row: Any) -> dict[str, Any]:
        return {self.id_name: row.pk} if row is not None and self.id_name else {}
