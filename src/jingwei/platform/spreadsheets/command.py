"""`jingwei import`: a spreadsheet from the disk of this machine, imported by the system itself."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jingwei.platform.actors import SYSTEM
from jingwei.platform.errors import Mistake
from jingwei.platform.operations import import_file
from jingwei.platform.operations.imports import EXPLAIN, content_of
from jingwei.platform.spreadsheets.importers import importer_of
from jingwei.platform.spreadsheets.layout import Layout
from jingwei.platform.spreadsheets.limits import check_size
from jingwei.platform.spreadsheets.running import try_file
from jingwei.platform.spreadsheets.tables import Table
from jingwei.platform.spreadsheets.unread import unanswered

Counts = dict[str, int]
_SHOWN = 20  # rows whose reasons are printed; the error file has them all


def import_or_try(
    *,
    kind: str,
    path: Path,
    errors: Path | None,
    is_dry_run: bool,
    is_all_or_nothing: bool,
    columns: Sequence[str] = (),
    now: datetime,
) -> tuple[Counts, str]:
    """Import a file, or only say what would come of it; returns the counts, and the error where nothing went in.

    ``columns`` say what those are that nobody knows: 标题=列名, 标题= for not meant. Columns that are not read are named
    before a row is written.
    Rows that did not go in are written to ``errors``; how far it is and the first reasons go to standard error. Raises
    Mistake for a file that is not there or cannot be read.
    """
    content = _content(path)
    told = _told(columns, importer_of(kind).layout)
    refusals: list[Mistake] = []

    def opened(table: Table) -> None:
        _name_unread(table)
        if refusal := unanswered(table.unread, table.lacking, EXPLAIN):
            refusals.append(refusal)

    if errors is not None:
        _check_writable(errors)
    if is_dry_run:
        outcome = try_file(
            kind=kind,
            name=path.name,
            content=content,
            is_all_or_nothing=is_all_or_nothing,
            actor=SYSTEM,
            now=now,
            report=_report,
            told=told,
            opened=opened,
        )
        back, preview, error = outcome.errors, outcome.preview, ""
        if refusals:
            error = f"{refusals[0].message}；{refusals[0].remedy}"
        numbers = (outcome.rows, outcome.imported, outcome.rejected)
        if is_all_or_nothing and outcome.rejected:
            error = f"有 {outcome.rejected} 行不能导入，按“有错则全部不导入”不会导入任何一行"
    else:
        run = import_file(
            kind=kind,
            name=path.name,
            content=content,
            is_all_or_nothing=is_all_or_nothing,
            actor=SYSTEM,
            now=now,
            report=_report,
            told=told,
            opened=_name_unread,
        )
        preview, error = run.preview, run.error
        numbers = (run.rows, run.imported, run.rejected)
        back = content_of(run.errors_file) if run.errors_file else b""
    if errors is not None and back:
        errors.write_bytes(back)
    _say_why(preview)
    return dict(zip(("rows", "imported", "rejected"), numbers, strict=True)), error


def _content(path: Path) -> bytes:
    try:
        check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise Mistake(f"读不到文件 {path}：{error.strerror}", "核对路径和权限", "file") from error


def _check_writable(errors: Path) -> None:
    """Raise Mistake before anything is imported when the error file could not be written afterwards."""
    try:
        with errors.open("ab"):
            pass
    except OSError as error:
        raise Mistake(f"写不了错误清单 {errors}：{error.strerror}", "换一个可以写的位置", "errors") from error
    if errors.stat().st_size == 0:
        errors.unlink()


def _told(columns: Sequence[str], layout: Layout) -> dict[str, str]:
    """Return what was said of columns by their titles. Raises Mistake for what is not said as 标题=列名."""
    names = {word: column.name for column in layout.columns for word in (column.name, column.title)}
    told = {}
    for each in columns:
        title, sign, name = each.partition("=")
        if not sign or not title:
            raise Mistake(
                f"--column {each} 看不懂", "写成 --column 标题=列名，不需要的写 --column 标题=", "column"
            )
        told[title] = names.get(name, name)
    return told


def _name_unread(table: Table) -> None:
    for column in table.unread:
        samples = f"（如 {'、'.join(column.samples)}）" if column.samples else ""
        print(f"没有读的列：{column.title}{samples}", file=sys.stderr, flush=True)


def _report(done: int) -> None:
    print(f"已处理 {done} 行", file=sys.stderr, flush=True)


def _say_why(preview: dict[str, list[dict[str, object]]]) -> None:
    for remark in preview.get("remarks", []) if preview else []:
        print(remark, file=sys.stderr)
    for row in preview.get("rejected", [])[:_SHOWN] if preview else []:
        problems = row["problems"]
        assert isinstance(problems, list)
        for problem in problems:
            print(f"第 {row['line']} 行：{problem}", file=sys.stderr)
