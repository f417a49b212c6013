"""Where the rows of an act go: into the database at once, or into a book that writes thousands of acts at the end.

A step that is judged and written in both ways takes a ``Writer`` and asks nothing else of the database.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import models

from jingwei.platform import audit, events, files
from jingwei.platform.actors import Actor
from jingwei.platform.models import StoredFile
from jingwei.platform.numbering import document_number
from jingwei.platform.terms import Action
from jingwei.rulebook import Judgement


class Writer(Protocol):
    """What a step may write, in the order in which it writes it."""

    def add(self, *rows: models.Model) -> None:
        """Write new rows of one table; each has its key afterwards."""

    def add_missing(self, *rows: models.Model) -> None:
        """Write those rows of one table that are not there already."""

    def change(self, row: models.Model, *fields: str) -> None:
        """Write what has changed in a row: the fields named, else all of it."""

    def change_many(self, rows: Sequence[models.Model], *fields: str) -> None:
        """Write the fields named of several rows of one table."""

    def number(self, series: str, year: int) -> str:
        """Return the next document number of a series."""

    def picture(self, content: bytes, *, name: str, actor: Actor, now: datetime) -> StoredFile:
        """Store a picture. Raises Mistake for what is none."""

    def log(
        self,
        action: Action,
        *,
        actor: Actor,
        now: datetime,
        target: models.Model | None = None,
        judgement: Judgement | None = None,
        data: dict[str, Any] | None = None,
        **words: Any,
    ) -> None:
        """Write that an act was done, as ``audit.record`` does."""

    def publish(self, name: str, *, now: datetime, **payload: Any) -> None:
        """Write an event, as ``events.publish`` does."""

    def raise_findings(
        self, area: str, judgement: Judgement, *, now: datetime, act: str, act_id: int
    ) -> None:
        """Write an event for every finding of which a supervisor hears, as ``events.raise_findings`` does."""


class AtOnce:
    """Writes into the running transaction."""

    def add(self, *rows: models.Model) -> None:
        """Write new rows of one table; each has its key afterwards."""
        if len(rows) == 1:
            rows[0].save(force_insert=True)
        elif rows:
            type(rows[0])._default_manager.bulk_create(rows)

    def add_missing(self, *rows: models.Model) -> None:
        """Write those rows of one table that are not there already; they are given no keys."""
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, ignore_conflicts=True)

    def change(self, row: models.Model, *fields: str) -> None:
        """Write what has changed in a row: the fields named, else all of it."""
        row.save(force_update=True, update_fields=fields or None)

    def change_many(self, rows: Sequence[models.Model], *fields: str) -> None:
        """Write the fields named of several rows of one table."""
        if rows:
            type(rows[0])._default_manager.bulk_update(rows, fields)

    number = staticmethod(document_number)
    picture = staticmethod(files.store_picture)
    raise_findings = staticmethod(events.raise_findings)

    def log(self, action: Action, *, actor: Actor, now: datetime, **more: Any) -> None:
        """Write that an act was done, as ``audit.record`` does."""
        audit.record(action, actor=actor, now=now, **more)

    def publish(self, name: str, *, now: datetime, **payload: Any) -> None:
        """Write an event and queue its delivery."""
        events.publish(name, now=now, **payload)


AT_ONCE = AtOnce()
