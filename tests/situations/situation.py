"""Situations: how each operation comes to be called, by whom, from which page and by which program, and what comes of it.

A situation is a function that makes rows and returns a ``Call``. Each operation has one in which it succeeds and, where
it asks rules, one in which they refuse it. `test_situations.py` carries each out from the page and from the interface,
and tries both in every other role.
"""

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from jingwei.platform.errors import Rejected
from jingwei.platform.models import AuditEvent
from jingwei.registry.terms import Role
from jingwei.rulebook import Refused
from jingwei.web.refusals import status_of
from tests.people import District, Person

API = "/api/v1"
Rules = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it is handed over."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Call:
    """One person's wish to have something done.

    ``page`` is the address that the page posts to, ``program`` the one below ``/api/v1``, which posts unless ``method``
    says otherwise; either is empty where the operation has no such door, and ``why`` says why. ``says`` is what is filled
    in; ``typed`` and ``body`` replace it where page or program say the same in other shapes. ``roles`` are all that may.
    """

    by: Person
    roles: Sequence[Role] = ()
    page: str = ""
    program: str = ""
    says: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, Any] | None = None
    body: Mapping[str, Any] | None = None
    prefix: str = ""  # of the page's fields
    why: str = ""
    job: Callable[[], object] | None = None  # for what only the worker does: no page, no program

    def from_page(self, client: Client) -> Any:
        """Send what a browser sends."""
        return client.post(self.page, self._typed())

    def from_program(self, client: Client) -> Any:
        """Send what a program sends."""
        said = self.says if self.body is None else self.body
        body = {name: _told(value) for name, value in said.items() if value is not None}
        return client.post(f"{API}{self.program}", body, "application/json")

    def from_worker(self, client: Client) -> Any:
        """Do what the worker does."""
        assert self.job is not None
        try:
            self.job()
        except (Refused, Rejected) as error:
            return HttpResponse(str(error), status=status_of(error))
        return HttpResponse()

    def _typed(self) -> dict[str, Any]:
        said = self.says if self.typed is None else self.typed
        lead = f"{self.prefix}-" if self.prefix else ""
        return {f"{lead}{name}": _typed(value) for name, value in said.items() if value not in (None, False)}


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A call of one operation, or of one within another; ``refused`` names the rules that stand against it, none where it succeeds."""

    operations: tuple[str, ...]
    name: str
    make: Callable[[District], Call]
    refused: Rules = ()

    def __str__(self) -> str:
        return f"{self.operations[0]}:{self.name}"


SITUATIONS: list[Situation] = []


def situation(*operations: str, refused: Rules = ()) -> Callable[[Callable[[District], Call]], None]:
    """State a situation of operations, such as ``notices.issue_circular``."""

    def state(make: Callable[[District], Call]) -> None:
        SITUATIONS.append(Situation(operations=operations, name=make.__name__, make=make, refused=refused))

    return state


@dataclass(frozen=True, slots=True)
class Logged:
    """A row of the log, without what differs from one try to the next."""

    action: str
    outcome: str
    who: str
    target_kind: str
    sentence: str
    refused_by: Rules
    judged: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a call: done, or the status of the refusal, and what the log says of it."""

    came: str
    log: tuple[Logged, ...]
    answer: str = field(compare=False, default="")


def outcome_of(send: Callable[[Client], Any], by: Person) -> Outcome:
    """Send a call as somebody, say what came of it, and undo it all."""
    client = by.sign_in(Client())
    with transaction.atomic():
        last = AuditEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
        response = send(client)
        found = AuditEvent.objects.filter(id__gt=last).order_by("id")
        outcome = Outcome(_came(response), tuple(map(_logged, found)), _said(response))
        transaction.set_rollback(True)
    return outcome


def _came(response: HttpResponse) -> str:
    return "done" if response.status_code in {200, 201, 302} else str(response.status_code)


def _said(response: Any) -> str:
    """Return what an answer says against the call: a page without its frame."""
    text = response.content.decode()
    return re.sub(r"<[^>]*>|\s+", " ", text.partition("<main")[2] or text)[:3000]


def _logged(event: AuditEvent) -> Logged:
    found = event.data.get("findings")
    refusals = (each["rule"] for each in found or () if event.outcome == "refused")
    return Logged(
        event.action,
        event.outcome,
        event.actor_name,
        event.target_kind,
        event.sentence,
        tuple(sorted(set(refusals))),
        judged=found is not None,
    )


def _typed(value: Any) -> Any:
    if isinstance(value, Upload):
        return SimpleUploadedFile(value.name, value.content)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    return value.isoformat() if isinstance(value, date) else "on" if value is True else value


def _told(value: Any) -> Any:
    if isinstance(value, Upload):
        return {"name": value.name, "content": base64.b64encode(value.content).decode()}
    return value
