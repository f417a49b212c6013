"""The rows of a load, gathered step by step and written at the end: a ``Writer`` for what operations write at once."""

import hashlib
import os
import uuid
from collections import defaultdict, deque
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection, models

from jingwei.demonstration import bulk
from jingwei.demonstration.chance import dice
from jingwei.platform import audit, events, private
from jingwei.platform.actors import Actor
from jingwei.platform.files import as_jpeg, path_of
from jingwei.platform.models import Event, Numbering, StoredFile
from jingwei.platform.terms import Action
from jingwei.rulebook import Judgement

BLOCK = 1000  # keys taken at once


class Book:
    """Rows by table, in the order in which they came to be; numbers and keys are given out as they are asked for."""

    def __init__(self) -> None:
        """Go on where the numbers in the database stand."""
        self._rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self._keys: dict[type[models.Model], deque[int]] = defaultdict(deque)
        self._numbers = {(row.series, row.year): row.last for row in Numbering.objects.all()}
        self._pictures: dict[bytes, Path] = {}

    def add(self, *rows: models.Model) -> None:
        """Keep rows for the end; each gets its key now."""
        for row in rows:
            if row.pk is None:
                row.pk = self.key(type(row))
            self._rows[type(row)].append(row)

    add_missing = add

    def change(self, row: models.Model, *fields: str) -> None:
        """Do nothing: a row is written as it stands at the end."""

    def change_many(self, rows: Sequence[models.Model], *fields: str) -> None:
        """Do nothing: rows are written as they stand at the end."""

    def key(self, model: type[models.Model]) -> int:
        """Return the next key of a table."""
        if not self._keys[model]:
            self._keys[model].extend(bulk.ids_for(model, BLOCK))
        return self._keys[model].popleft()

    def number(self, series: str, year: int) -> str:
        """Return the next document number of a series, as ``document_number`` writes it."""
        last = self._numbers.get((series, year), 0) + 1
        self._numbers[series, year] = last
        return f"{series}〔{year}〕{last}号"

    def log(self, action: Action, *, actor: Actor, now: datetime, **more: Any) -> None:
        """Keep the log's row of an act; ``more`` as ``audit.record`` takes it."""
        self.add(audit.entry(action, actor=actor, now=now, **more))

    def publish(self, name: str, *, now: datetime, **payload: Any) -> None:
        """Keep an event. No job is queued for it: nobody waits for what happened long ago."""
        self.add(Event(name=name, at=now, payload=payload))

    def raise_findings(
        self, area: str, judgement: Judgement, *, now: datetime, act: str, act_id: int
    ) -> None:
        """Keep an event for every finding of which a supervisor hears."""
        for finding in events.findings_to_raise(judgement):
            payload = {"act": act, "act_id": act_id, "finding": finding.as_record()}
            self.publish(f"{area}.finding.raised", now=now, **payload)

    def picture(self, content: bytes, *, name: str, actor: Actor, now: datetime) -> StoredFile:
        """Store a picture. Equal pictures share their place on the disk; each has its row."""
        kept, digest = _kept(content)
        row = StoredFile(
            id=uuid.UUID(
                int=dice("file", name, now, len(self._rows[StoredFile])).getrandbits(128), version=4
            ),
            name=name,
            media_type="image/jpeg",
            size=len(kept),
            sm3=digest,
            stored_at=now,
            stored_by_id=actor.account_id,
        )
        self.add(row)
        place = path_of(row)
        private.make_folder(place.parent)
        first = self._pictures.setdefault(kept, place)
        place.unlink(missing_ok=True)
        try:
            if first is not place:
                os.link(first, place)
        except OSError:  # A disk that cannot keep one content under two names keeps it twice.
            first = place
        if first is place:
            private.write(place, kept)
        return row

    def write(self) -> None:
        """Write all rows, those first that others point to, and the numbers given."""
        for model in sorted(self._rows, key=_depth):
            bulk.write(self._rows[model])
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO platform_numbering (series, year, last) VALUES (%s, %s, %s) "
                "ON CONFLICT (series, year) DO UPDATE SET last = excluded.last",
                [(series, year, last) for (series, year), last in self._numbers.items()],
            )


@cache
def _kept(content: bytes) -> tuple[bytes, str]:
    kept = as_jpeg(content, name="演示.png")
    return kept, hashlib.new("sm3", kept).hexdigest()


def _depth(model: type[models.Model]) -> int:
    """Return how many tables lie below a table, so that rows are written after those they point to."""
    below = {
        field.related_model
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is not model
    }
    return 1 + max((_depth(each) for each in below if isinstance(each, type)), default=0)
