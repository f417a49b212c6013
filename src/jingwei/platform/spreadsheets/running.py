"""Runs a table through its importer: rows in, problems out, the error file written on the way."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction

from jingwei.platform.actors import Actor
from jingwei.platform.bulk import plan_each_time
from jingwei.platform.calendar import local_date
from jingwei.platform.masking import hide_resident_ids, looks_like_resident_id
from jingwei.platform.models import ImportRun
from jingwei.platform.spreadsheets.cells import shown
from jingwei.platform.spreadsheets.importers import importer_of
from jingwei.platform.spreadsheets.importing import Finishing, Importer, Summing
from jingwei.platform.spreadsheets.layout import Column, Problem
from jingwei.platform.spreadsheets.tables import ReadRow, Table, open_table
from jingwei.platform.spreadsheets.unread import Told
from jingwei.platform.spreadsheets.writing import REASON, Book, Sheet

CHUNK = 5000  # rows
_PREVIEWED = 20  # rows shown as read
_SHOWN_BACK = 50  # rows shown with their reasons; the error file has them all
# Of 18 digits as well, and of some districts one could be taken for a resident id; it has a check of its own.
_NUMBERED_ALIKE = {"credit_code"}
T = TypeVar("T")


@dataclass(slots=True)
class Outcome:
    """What came of a table. ``errors`` is the error file, empty when every row went in."""

    rows: int = 0
    imported: int = 0
    rejected: int = 0
    errors: bytes = b""
    preview: dict[str, Any] = field(default_factory=dict)


def run_table(
    table: Table,
    importer: Importer,
    *,
    actor: Actor,
    now: datetime,
    run: ImportRun | None = None,
    is_dry_run: bool = False,
    is_all_or_nothing: bool = False,
    report: Callable[[int], None] = lambda done: None,
) -> Outcome:
    """Check every row and write those without a problem, in one transaction of its own.

    A dry run writes nothing and counts what would go in. All or nothing: one bad row, and nothing is written or
    counted as imported. ``report`` is told after each chunk how many rows are done.
    """
    outcome = Outcome(
        preview={
            "columns": [column.title for column in table.columns],
            "unread": [asdict(column) for column in table.unread],
            "lacking": [{"title": column.title, "widens": column.widens} for column in table.lacking],
            "rows": [],
            "rejected": [],
        }
    )
    back = _Back(table)
    with transaction.atomic():
        plan_each_time()
        for chunk in _chunks(table.rows(local_date(now)), CHUNK):
            problems = _judge(chunk, importer, actor=actor, now=now)
            good = [each.row for each, found in zip(chunk, problems, strict=True) if not found]
            if good and not is_dry_run and not (is_all_or_nothing and outcome.rejected):
                importer.write(good, actor=actor, now=now, run=run)
            for each, found in zip(chunk, problems, strict=True):
                _keep(outcome.preview, table, each, found)
                if found:
                    back.add(each, found)
            outcome.rows += len(chunk)
            outcome.imported += len(good)
            outcome.rejected += len(chunk) - len(good)
            report(outcome.rows)
        outcome.preview["remarks"] = table.remarks()
        if isinstance(importer, Summing):
            outcome.preview["summary"] = importer.summary()
        if is_all_or_nothing and outcome.rejected:
            outcome.imported = 0
            transaction.set_rollback(True)
        elif outcome.imported and not is_dry_run and isinstance(importer, Finishing):
            importer.finish(actor=actor, now=now, run=run)
    outcome.errors = back.content()
    return outcome


def try_file(
    *,
    kind: str,
    name: str,
    content: bytes,
    is_all_or_nothing: bool,
    actor: Actor,
    now: datetime,
    report: Callable[[int], None],
    told: Told | None = None,
    opened: Callable[[Table], None] = lambda table: None,
) -> Outcome:
    """Read a spreadsheet and return what would come of it; nothing is written, not even that it was tried."""
    importer = importer_of(kind)
    importer.access(actor)
    table = open_table(content, name=name, layout=importer.layout, told=told)
    opened(table)
    return run_table(
        table,
        importer,
        actor=actor,
        now=now,
        is_dry_run=True,
        is_all_or_nothing=is_all_or_nothing,
        report=report,
    )


def _judge(chunk: list[ReadRow], importer: Importer, *, actor: Actor, now: datetime) -> list[list[Problem]]:
    """Return for each row all that is wrong with it: what its cells are, then what the importer says."""
    # Importers need not be subclasses of the protocol, and most judge whole rows only.
    judges_all = getattr(importer, "judges_incomplete", False)
    judged = [each for each in chunk if judges_all or not each.problems]
    said = importer.check([each.row for each in judged], actor=actor, now=now) if judged else []
    found = {id(each): problems for each, problems in zip(judged, said, strict=True)}
    columns = importer.layout.columns
    return [[*each.problems, *stray_ids(each, columns), *found.get(id(each), [])] for each in chunk]


def stray_ids(each: ReadRow, columns: Sequence[Column]) -> list[Problem]:
    """Return where a resident id stands in a column of something else: it would be kept there unsealed."""
    problems = []
    for column in columns:
        if column.is_personal or column.name in _NUMBERED_ALIKE:
            continue
        value = each.row.values[column.name]
        texts = [str(part) for part in value] if isinstance(value, list) else [value]
        if any(isinstance(text, str) and looks_like_resident_id(text) for text in texts):
            shown_back = hide_resident_ids("、".join(texts))
            problems.append(
                Problem(
                    column.title, shown_back, "里有身份证号", "核对这一行是否错了列；不该有的身份证号删去"
                )
            )
    return problems


def _keep(preview: dict[str, Any], table: Table, each: ReadRow, found: list[Problem]) -> None:
    """Keep the first rows and the first bad rows as a page shows them."""
    if found and len(preview["rejected"]) < _SHOWN_BACK:
        line = {"line": each.row.line, "cells": table.shown(each)}
        preview["rejected"].append(line | {"problems": [str(problem) for problem in found]})
    if len(preview["rows"]) < _PREVIEWED:
        preview["rows"].append({"line": each.row.line, "cells": table.shown(each), "is_good": not found})


class _Back:
    """The error file: the rows that go back, in the layout in which they came, with a last column 错误原因.

    Its cells are those that were sent, resident ids included: it goes back, sealed on the way, to whoever sent them,
    who could not mend what is masked. The reasons are masked as everywhere.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._content = io.BytesIO()
        self._book: Book | None = None
        self._sheet: Sheet | None = None

    def add(self, each: ReadRow, problems: list[Problem]) -> None:
        """Write one row; the file is begun with the first."""
        if self._sheet is None:
            self._sheet = self._begin()
        cells = self._table.returned(each.raw.cells)
        width = len(self._table.head()[-1])
        reasons = [str(problem) for problem in problems]
        if len(reasons) > 1:
            reasons = [f"{number}. {reason}" for number, reason in enumerate(reasons, 1)]
        self._sheet.write_row([*cells, *[None] * (width - len(cells)), "\n".join(reasons)])

    def content(self) -> bytes:
        """Return the file, empty when no row went back."""
        if self._book is not None:
            self._book.close()
        return self._content.getvalue()

    def _begin(self) -> Sheet:
        head = self._table.head()
        self._book = Book(self._content)
        titles = [shown(cell) for cell in head[-1]]
        sheet = self._book.add_sheet(self._table.layout.title, [*titles, REASON * 8])
        for line in head[:-1]:
            sheet.write_row(line)
        sheet.write_row([*head[-1], REASON], is_title=True)
        return sheet


def _chunks(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    while chunk := list(islice(rows, size)):
        yield chunk
