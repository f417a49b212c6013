"""Acts on an object, declared once: button, form, confirmation, address, answer to a page and to a program."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.forms import BoundField, Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe
from ninja import Field as Described
from ninja import Router, Schema
from pydantic import create_model

from jingwei.platform.documents.model import Document
from jingwei.platform.errors import Mistake
from jingwei.web.bodies import DoneOut, Id
from jingwei.web.doors.attempt import Done, Failed, attempt
from jingwei.web.doors.bodies import answer_form, body_of, endpoint
from jingwei.web.doors.guards import guarded, may, require
from jingwei.web.doors.viewer import Viewer, reader
from jingwei.web.idempotency import idempotent
from jingwei.web.papers import answer_paper
from jingwei.web.requests import ActorRequest

HEAD, ASIDE, BODY = "head", "aside", "body"  # where a page shows an act
ROW = "row"  # beside the one of many parts that it is done on
Words = (
    str | Callable[..., str]
)  # of the row: ``{0}`` in a string; a function takes the row, or the row and the viewer
# A request is whatever the guard lets in, which a higher area knows better: hence Any.
Answer = tuple[
    type[Schema], Callable[[Any, Any], Any]
]  # what programs get: its type, and how it is made of request and row
DONE: Answer = (DoneOut, lambda request, row: DoneOut(is_done=True))


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One operation, as a page and a program may call it.

    The operation gets what the form says (its ``arguments()``, else the cleaned fields), ``actor`` and ``now``. ``given``
    says what the form is made with. ``body`` is what programs send where it is not what the form asks; it says
    ``arguments()`` too.
    """

    name: str = field(kw_only=False)
    operation: Callable[..., Any] = field(kw_only=False)
    roles: Sequence[Any] = field(kw_only=False)
    form: type[Form] | None = field(default=None, kw_only=False)
    done: Done
    given: Callable[[Any, Any], Mapping[str, Any]] | None = None
    # Of the form's fields, where several forms of a page ask for the same; ``{0.pk}`` in it is of the row.
    prefix: str = ""
    body: type[Schema] | None = None
    answer: Answer | None = None

    def of(self, **changes: Any) -> Any:
        """Return the same with another operation or other words."""
        return replace(self, **changes)

    def make_form(self, request: ActorRequest, row: Any, *sent: Any) -> Form | None:
        """Return the form, filled in with what was sent."""
        if self.form is None:
            return None
        given = self.given(request, row) if self.given else {}
        # The kind of form decides what else it is made with.
        make: Callable[..., Form] = self.form
        return make(*sent, prefix=self.prefix_of(row), **given)

    def prefix_of(self, row: Any) -> str | None:
        """Return the prefix of the form's fields."""
        return self.prefix.format(row) or None

    def mount(
        self, router: Router, address: str, run: Callable[..., Any], title: str, answer: Answer
    ) -> None:
        """Open it to programs at an address; ``run`` takes the request, the body and the ids of the address."""
        body = self.body or body_of(self.form)
        operation_id = f"{address.strip('/').replace('/', '_')}".translate({ord(sign): "" for sign in "{}:"})
        router.post(address, response=answer[0], summary=title, operation_id=operation_id)(
            endpoint(run, address, body)
        )

    def said_by(self, request: ActorRequest, row: Any, body: Any) -> Mapping[str, Any]:
        """Return what a program's body says, as the operation takes it. Raises Mistake with every field that is wrong."""
        if self.body is not None:
            said: Mapping[str, Any] = getattr(body, "arguments", body.dict)()
            return said
        return (
            answer_form(body, partial(self.make_form, request, row), self.prefix_of(row)) if self.form else {}
        )


@dataclass(frozen=True, kw_only=True)
class Act(Deed):
    """An operation on an object, which gets its id as ``<code>_id``.

    ``when`` tidies the page: an act that would be refused anyway is not offered; the operation asks again. ``ask`` is the
    question before it is done, ``warn`` says what follows from it. ``to`` leads elsewhere than to the object's page.
    ``is_here`` lets people send it to the page's own address, ``opened`` says of which rows its form stands open. With
    ``answers_result`` programs get what the operation returned, where that is another object or the row is gone.
    """

    verb: Words
    title: str = ""  # the heading of its form, where that says more than the verb
    when: Callable[..., Any] | None = None
    ask: Words = ""
    warn: Words = ""
    place: str = ASIDE
    is_main: bool = False
    is_grave: bool = False
    is_here: bool = False
    opened: Callable[[Any], bool] | None = None
    to: Callable[[Any], str] | None = None
    answers_result: bool = False
    url_name: str = ""  # of its address, where that is not made of the object's name and its own
    api_path: str = ""  # its part of the address for programs, where that is not its name

    @property
    def path(self) -> str:
        """Its part of the address."""
        return self.name.replace("_", "-")


@dataclass(frozen=True)
class Offered:
    """An act as the page of one object offers it."""

    act: Act
    address: str
    row: Any
    viewer: Viewer
    form: Form | None

    @property
    def verb(self) -> str:
        return self._said(self.act.verb)

    @property
    def ask(self) -> str:
        return self._said(self.act.ask)

    @property
    def warn(self) -> str:
        return self._said(self.act.warn)

    @property
    def fields(self) -> list[BoundField]:
        return list(self.form) if self.form is not None else []

    @property
    def is_button(self) -> bool:
        """Whether it is drawn as nothing but its button."""
        return self.act.place == HEAD or (self.act.place == ROW and self.form is None)

    @property
    def is_folded(self) -> bool:
        """Whether its form is shown once it is asked for."""
        return self.act.place in {ASIDE, ROW}

    @property
    def is_open(self) -> bool:
        """Whether a folded form stands open."""
        is_tried = self.form is not None and self.form.is_bound
        return is_tried or bool(self.act.opened and self.act.opened(self.row))

    @property
    def takes_files(self) -> bool:
        return self.form is not None and self.form.is_multipart()

    def _said(self, words: Words) -> str:
        return str(reader(words)(self.row, self.viewer)) if callable(words) else words.format(self.row)


@dataclass(kw_only=True)
class Acts:
    """An object's page and what can be done with it.

    ``find`` takes the actor and the ids of the address and returns the row or raises; operations get the row's id where
    the address names it, else the row is the actor's own. ``show`` takes the request and the
    row and returns what the template shows, which by itself is title, crumbs, rows and timeline; ``template`` may depend on
    the request. ``answer`` is what programs get of the object, and after each act. ``names`` begins the names of the acts' addresses where that is not the code.
    """

    code: str = field(kw_only=False)
    find: Callable[..., Any]
    show: Callable[[Any, Any], dict[str, Any]]
    roles: Sequence[Any]
    template: str | Callable[[Any], str] = "web/object.html"
    answer: Answer | None = None
    paper: Callable[[Any, Any], Document] | None = None  # the object as an official paper
    names: str = ""
    page_name: str = ""
    acts: dict[str, Act] = field(default_factory=dict)
    parts: list["Acts"] = field(default_factory=list)  # acts on its parts, which stand on its page
    ids: Sequence[str] = ()  # what its address names

    def act(
        self, name: str, operation: Callable[..., Any], roles: Sequence[Any], *form: type[Form], **said: Any
    ) -> Act:
        """Declare an act on the object."""
        self.acts[name] = Act(name, operation, roles, *form, **said)
        return self.acts[name]

    def name_of(self, act: Act) -> str:
        """Return the name of an act's address."""
        if act.is_here:
            return self.own_name
        return act.url_name or f"{self.names or self.code}_{act.name}"

    def tried_name(self, act: Act, row: Any) -> str:
        """Return what a try at the act is known by when the page is shown again."""
        return self.name_of(act)

    @property
    def own_name(self) -> str:
        """The name of the page's address."""
        return self.page_name or f"{self.code}_detail"

    def urls(self, address: str) -> list[URLPattern]:
        """Return the address of the page, of the paper, and one for each act: ``<address><act>/``."""
        found = [path(address, self._page_view(), name=self.own_name)]
        if self.paper is not None:
            view = require_safe(guarded(self.paper_view, self.roles))
            found.append(path(f"{address}paper/", view, name=f"{self.code}_paper"))
        return found + self.act_urls(address)

    def act_urls(self, address: str) -> list[URLPattern]:
        """Return the addresses of the acts."""
        self.ids, found = re.findall(r"<(?:\w+:)?(\w+)>", address), []
        for act in self.acts.values():
            if not act.is_here:
                found.append(path(f"{address}{act.path}/", self._act_view(act), name=self.name_of(act)))
        return found

    def _act_view(self, act: Act) -> Callable[..., HttpResponse]:
        return require_POST(guarded(idempotent(partial(self.carry_out, act)), act.roles))

    def _page_view(self) -> Callable[..., HttpResponse]:
        show = require_safe(guarded(self.view, self.roles))
        here = [self._act_view(act) for act in self.acts.values() if act.is_here]

        def view(request: ActorRequest, **ids: Any) -> HttpResponse:
            return (here[0] if here and request.method == "POST" else show)(request, **ids)

        return view

    def mount(self, router: Router, address: str, title: str) -> None:
        """Open it to programs: ``GET <address>`` answers it, ``POST <address>/<act>`` carries an act out."""
        if self.answer is not None:
            read = endpoint(self.read_by_program, address, None)
            router.get(address, response=self.answer[0], summary=title, operation_id=f"get_{self.code}")(read)
        for act in self.acts.values():
            said = act.title or (act.verb if isinstance(act.verb, str) else act.name)
            run = partial(self.act_by_program, act)
            act.mount(
                router,
                f"{address}/{act.api_path or act.path}",
                run,
                f"{title}：{said}",
                act.answer or self.answer or DONE,
            )

    def open(self, name: str, router: Router, address: str) -> None:
        """Open one act at an address that names no object: the body says which; what the act returns is answered."""
        act, own = self.acts[name], f"{self.code}_id"
        asked = body_of(act.form)
        body = create_model(
            asked.__name__,
            __base__=asked,
            **{own: (Id, Described(description="编号"))},  # type: ignore[call-overload]
        )

        def run(request: ActorRequest, body: Any, ids: Mapping[str, Any]) -> Any:
            try:
                row = self.find(request.actor, getattr(body, own))
            except Http404 as error:
                raise Mistake(f"没有编号为 {getattr(body, own)} 的", "核对编号", own) from error
            made = self.run_by_program(act, request, body, row)
            return (act.answer or DONE)[1](request, made)

        act.of(body=body).mount(router, address, run, act.title or str(act.verb), act.answer or DONE)

    def view(self, request: ActorRequest, **ids: Any) -> HttpResponse:
        """Answer the page."""
        return self.page(request, self.find(request.actor, *ids.values()))

    def paper_view(self, request: ActorRequest, **ids: Any) -> HttpResponse:
        """Answer the object as an official paper, PDF or .docx."""
        assert self.paper is not None
        return answer_paper(request, self.paper(request, self.find(request.actor, *ids.values())))

    def page(self, request: ActorRequest, row: Any, failed: Failed | None = None) -> HttpResponse:
        """Answer the page of a row; after an act that failed with what stands against it, and all that was typed."""
        failed = failed or Failed()
        context = {
            self.code: row,
            "acts": self.offered(request, row, failed),
            "failed": failed,
            "now": request.now,
        }
        template = self.template(request) if callable(self.template) else self.template
        return render(request, template, context | self.show(request, row), status=failed.status)

    def offered(self, request: ActorRequest, row: Any, failed: Failed) -> dict[str, Offered]:
        """Return the acts that the viewer can do with the row now, and the one that was just tried."""
        viewer, found = Viewer(request.actor, request.now), {}
        ids = self.ids_of(request, row)
        for act in self.acts.values():
            fits = may(request.actor, act.roles) and (act.when is None or reader(act.when)(row, viewer))
            is_tried = failed.act == self.tried_name(act, row)
            if fits or is_tried:
                form = failed.form if is_tried else act.make_form(request, row)
                found[act.name] = Offered(act, reverse(self.name_of(act), kwargs=ids), row, viewer, form)
        for part in self.parts:
            found |= part.offered(request, row, failed)
        return found

    def ids_of(self, request: ActorRequest, row: Any) -> dict[str, Any]:
        """Return what the row's address names: its own id, and what the request's address says besides."""
        known = request.resolver_match.kwargs if request.resolver_match else {}
        return {name: row.pk if name == f"{self.code}_id" else known[name] for name in self.ids}

    def carry_out(self, act: Act, request: ActorRequest, **ids: Any) -> HttpResponse:
        """Carry the act out for a person, and lead back to the page."""
        row = self.find(request.actor, *ids.values())
        return attempt(
            request,
            act.operation,
            act.make_form(request, row, request.POST, request.FILES),
            name=self.tried_name(act, row),
            given=self._own_id(row),
            again=partial(self.page, request, row),
            done=act.done,
            to=act.to or (lambda result: self.page_address(request, row)),
        )

    def page_address(self, request: ActorRequest, row: Any) -> str:
        """Return where the row's page is."""
        return reverse(self.own_name, kwargs=self.ids_of(request, row))

    def read_by_program(self, request: ActorRequest, body: None, ids: Mapping[str, Any]) -> Any:
        """Answer the object."""
        assert self.answer is not None
        require(request.actor, self.roles)
        return self.answer[1](request, self.find(request.actor, *ids.values()))

    def act_by_program(self, act: Act, request: ActorRequest, body: Any, ids: Mapping[str, Any]) -> Any:
        """Carry the act out for a program: the same form reads its body, the same operation is called."""
        require(request.actor, act.roles)
        row = self.find(request.actor, *ids.values())
        made = self.run_by_program(act, request, body, row)
        answer = act.answer or self.answer or DONE
        if act.answers_result:
            return answer[1](request, made)
        # After some acts the actor sees the object no more; then nothing is told but that it is done.
        return answer[1](request, row if answer is DONE else self.find(request.actor, *ids.values()))

    def run_by_program(self, act: Act, request: ActorRequest, body: Any, row: Any) -> Any:
        """Return what the operation returns."""
        require(request.actor, act.roles)
        said = act.said_by(request, row, body)
        return act.operation(**self._own_id(row), **said, actor=request.actor, now=request.now)

    def _own_id(self, row: Any) -> dict[str, Any]:
        own = f"{self.code}_id"
        return {own: row.pk} if own in self.ids else {}
