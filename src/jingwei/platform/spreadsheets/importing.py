"""What an area provides so that its spreadsheets can be imported."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from jingwei.platform.actors import Actor
from jingwei.platform.models import ImportRun
from jingwei.platform.spreadsheets.layout import Layout, Problem, Row


class Importer(Protocol):
    """Imports one kind of spreadsheet. One is made for each import: it may keep what it has looked up and seen.

    Rows come in chunks of some thousands, in the order of the sheet. Checks and writes are made in bulk: a few
    statements a chunk, never one a row. Nobody calls ``write`` on a dry run, so ``check`` alone must find what is wrong
    between rows of the sheet, also of different chunks.
    """

    layout: Layout
    # Whether ``check`` is also given rows of which some cells could not be read: their values are then None, and such
    # a row comes back with all its reasons at once.
    judges_incomplete: bool = False

    def access(self, actor: Actor) -> None:
        """Raise NotAllowed for an actor who may not import this kind at all. SYSTEM, the command, may."""

    def check(self, rows: Sequence[Row], *, actor: Actor, now: datetime) -> list[list[Problem]]:
        """Return for each row what is wrong with it, in the same order; the values are read and not None if required.

        Rows whose cells could not be read are not among them unless it ``judges_incomplete``. A row of another subject is a problem for its clerk.
        """

    def write(self, rows: Sequence[Row], *, actor: Actor, now: datetime, run: ImportRun | None) -> None:
        """Write rows that passed ``check``, in the caller's transaction. ``run`` is None for the command."""


@runtime_checkable
class Summing(Protocol):
    """An importer that has something to say of the sheet as a whole, once all its rows were checked."""

    def summary(self) -> list[str]:
        """Return sentences on the rows that passed, for the preview: what they would change, what they leave open."""


@runtime_checkable
class Finishing(Protocol):
    """An importer that has something to do once all rows were written, in the same transaction."""

    def finish(self, *, actor: Actor, now: datetime, run: ImportRun | None) -> None:
        """End the import of a sheet of which at least one row was written."""
