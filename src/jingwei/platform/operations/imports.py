"""Imports of spreadsheets: received, previewed, confirmed, carried out; or all at once by the command."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection

from jingwei.platform import audit, files
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.masking import hide_resident_ids
from jingwei.platform.models import ImportRun, StoredFile
from jingwei.platform.sealing import open_sealed_bytes, seal_bytes
from jingwei.platform.spreadsheets.importers import importer_of
from jingwei.platform.spreadsheets.importing import Importer
from jingwei.platform.spreadsheets.limits import check_size
from jingwei.platform.spreadsheets.running import Outcome, run_table
from jingwei.platform.spreadsheets.tables import Table, open_table
from jingwei.platform.spreadsheets.unread import Told, check_told, unanswered
from jingwei.platform.spreadsheets.writing import MEDIA_TYPE
from jingwei.platform.terms import ImportState, PlatformAction

LOCK = 7_202_613  # Any number that nothing else locks: of two imports the second sees what the first wrote.
PLACE = "platform.import"  # for which sheets are sealed
EXPLAIN = "说明这几列各是什么再导入；命令用 --column 标题=列名，不需要的写 --column 标题="
Report = Callable[[int], None]
Opened = Callable[[Table], None]  # told of the table before any of its rows is written


def _silent(done: int) -> None:
    """Tell nobody."""


def _ignored(table: Table) -> None:
    """Say nothing of its columns."""


@operation(PlatformAction.SHEET_RECEIVED)
def receive_sheet(
    *,
    kind: str,
    name: str,
    content: bytes,
    is_all_or_nothing: bool = False,
    acting: dict[str, Any],
    actor: Actor,
    now: datetime,
) -> ImportRun:
    """Take in a spreadsheet to be previewed. ``acting`` is kept so that the job can act as the same member.

    Raises NotAllowed by the importer's word, Mistake for a file that is empty or too large.
    """
    importer = importer_of(kind)
    importer.access(actor)
    run = keep_sheet(
        kind=kind,
        name=name,
        content=content,
        is_all_or_nothing=is_all_or_nothing,
        is_dry_run=True,
        acting=acting,
        actor=actor,
        now=now,
    )
    audit.record(
        PlatformAction.SHEET_RECEIVED,
        actor=actor,
        now=now,
        target=run,
        kind=importer.layout.title,
        file=run.file.name,
    )
    return run


@operation(PlatformAction.SHEET_RECEIVED, target="importrun_id")
def preview_sheet(*, importrun_id: int, actor: Actor, now: datetime, report: Report = _silent) -> ImportRun:
    """Read a received spreadsheet and keep what would go in and what not, and why. Writes none of its rows.

    A file that cannot be read ends the import, with the reason on it. Raises Conflict when it was previewed already.
    """
    run = _standing(importrun_id, is_dry_run=True)
    try:
        outcome = _carry_out(run, actor=actor, now=now, report=report)
    except Mistake as error:
        return _ended(run, ImportState.REFUSED, now, error=error)
    _note(run, outcome, actor=actor, now=now)
    run.state = ImportState.PREVIEWED
    run.save()
    return run


@operation(PlatformAction.SHEET_EXPLAINED, target="importrun_id")
def explain_columns(*, importrun_id: int, columns: Told, actor: Actor, now: datetime) -> ImportRun:
    """Say of the columns of a previewed spreadsheet that were not read what they are; it is then previewed again.

    ``columns``: title → name of the column that it is read as, empty where it is not meant. Raises Mistake for somebody
    else's or when a column is left out, Conflict when it is not previewed.
    """
    run, importer = _own_previewed(importrun_id, actor)
    check_told(importer.layout, columns)
    if left := [
        each["title"]
        for each in run.preview.get("unread", [])
        if each["is_asked"] and each["title"] not in columns
    ]:
        raise Mistake(f"没有说明“{'”“'.join(left)}”是什么", "每一列都选一项，用不着的选“不需要”", "columns")
    run.columns = {**run.columns, **columns}
    run.state, run.rows, run.done, run.begun = ImportState.RUNNING, 0, 0, 0
    run.save(update_fields=["columns", "state", "rows", "done", "begun"])
    audit.record(
        PlatformAction.SHEET_EXPLAINED,
        actor=actor,
        now=now,
        target=run,
        kind=importer.layout.title,
        file=run.file.name,
        columns="，".join(
            f"“{title}”{f'读作{importer.layout.column(name).title}' if name else '不需要'}"
            for title, name in columns.items()
        ),
    )
    return run


@operation(PlatformAction.SHEET_CONFIRMED, target="importrun_id")
def confirm_import(*, importrun_id: int, actor: Actor, now: datetime) -> ImportRun:
    """Let a previewed spreadsheet be imported; a job carries it out.

    Raises Mistake for somebody else's, Conflict when it is not previewed or nothing of it can go in.
    """
    run, importer = _own_previewed(importrun_id, actor)
    if any(each["is_asked"] for each in run.preview.get("unread", [])):
        raise Conflict("有的列没有读，还没有说明是什么", "在页面上说明后再导入")
    if not run.imported or (run.is_all_or_nothing and run.rejected):
        raise Conflict("没有可以导入的行", "按错误清单改好后重新上传")
    run.is_dry_run, run.state, run.done, run.begun = False, ImportState.RUNNING, 0, 0
    run.save(update_fields=["is_dry_run", "state", "done", "begun"])
    audit.record(
        PlatformAction.SHEET_CONFIRMED,
        actor=actor,
        now=now,
        target=run,
        kind=importer.layout.title,
        file=run.file.name,
    )
    return run


@operation(PlatformAction.SHEET_IMPORTED, target="importrun_id")
def import_sheet(*, importrun_id: int, actor: Actor, now: datetime, report: Report = _silent) -> ImportRun:
    """Import a confirmed spreadsheet: the valid rows in, the others into its error file. Rows are checked again.

    Raises Conflict when it was imported already.
    """
    run = _standing(importrun_id, is_dry_run=False)
    return _import(run, actor=actor, now=now, report=report)


@operation(PlatformAction.SHEET_IMPORTED)
def import_file(
    *,
    kind: str,
    name: str,
    content: bytes,
    is_all_or_nothing: bool = False,
    told: Told | None = None,
    actor: Actor,
    now: datetime,
    report: Report = _silent,
    opened: Opened = _ignored,
) -> ImportRun:
    """Import a spreadsheet without a preview, as the command does; ``told`` says what columns are that nobody knows.

    A file that cannot be read, is refused as a whole, or has columns that must be explained first, ends with state REFUSED and the reason. Raises Mistake for an
    unknown kind, NotAllowed by the importer's word.
    """
    importer_of(kind).access(actor)
    check_size(len(content))
    run = ImportRun.objects.create(
        kind=kind,
        file=store_sheet(content, name=name, actor=actor, now=now),
        is_all_or_nothing=is_all_or_nothing,
        columns=dict(told or {}),
        state=ImportState.RUNNING,
        asked_by_id=actor.account_id,
        asked_at=now,
    )
    return _import(run, actor=actor, now=now, report=report, opened=opened)


def _import(
    run: ImportRun, *, actor: Actor, now: datetime, report: Report, opened: Opened = _ignored
) -> ImportRun:
    try:
        outcome = _carry_out(run, actor=actor, now=now, report=report, opened=opened)
    except Mistake as error:
        return _ended(run, ImportState.REFUSED, now, error=error, actor=actor)
    except IntegrityError:
        # Somebody registered by hand, after the check of its chunk, what the sheet holds as well.
        changed = Mistake("导入期间名录有了变动，没有导入任何一行", "重新上传，已有的行会退回")
        return _ended(run, ImportState.REFUSED, now, error=changed, actor=actor)
    _note(run, outcome, actor=actor, now=now)
    if run.is_all_or_nothing and run.rejected:
        refusal = Mistake(
            f"有 {run.rejected} 行不能导入，按“有错则全部不导入”没有导入任何一行", "按错误清单改好后重新导入"
        )
        return _ended(run, ImportState.REFUSED, now, error=refusal, actor=actor)
    audit.record(
        PlatformAction.SHEET_IMPORTED,
        actor=actor,
        now=now,
        target=run,
        kind=importer_of(run.kind).layout.title,
        file=run.file.name,
        rows=run.rows,
        imported=run.imported,
        rejected=run.rejected,
    )
    return _ended(run, ImportState.DONE, now)


def _carry_out(
    run: ImportRun, *, actor: Actor, now: datetime, report: Report, opened: Opened = _ignored
) -> Outcome:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    importer = importer_of(run.kind)
    importer.access(actor)
    table = open_table(content_of(run.file), name=run.file.name, layout=importer.layout, told=run.columns)
    opened(table)
    if not run.is_dry_run and (refusal := unanswered(table.unread, table.lacking, EXPLAIN)):
        raise refusal
    return run_table(
        table,
        importer,
        actor=actor,
        now=now,
        run=run,
        is_dry_run=run.is_dry_run,
        is_all_or_nothing=run.is_all_or_nothing,
        report=report,
    )


def _own_previewed(importrun_id: int, actor: Actor) -> tuple[ImportRun, Importer]:
    """Return one's own previewed run, locked, with its importer. Raises Mistake, NotAllowed or Conflict."""
    run = ImportRun.objects.select_for_update().filter(pk=importrun_id, asked_by_id=actor.account_id).first()
    if run is None:
        raise Mistake("没有找到这次导入", "由上传的人办理，或重新上传")
    importer = importer_of(run.kind)
    importer.access(actor)
    if run.state != ImportState.PREVIEWED:
        raise Conflict(f"这份表格{ImportState(run.state).label}", "刷新页面看结果")
    return run, importer


def _standing(importrun_id: int, *, is_dry_run: bool) -> ImportRun:
    """Return a run that waits to be carried out. Its row is not locked: how far it is is noted from outside."""
    run = ImportRun.objects.select_related("file").filter(pk=importrun_id).first()
    if run is None or run.state != ImportState.RUNNING or run.is_dry_run is not is_dry_run:
        raise Conflict("这份表格已经处理过", "刷新页面看结果")
    return run


def _note(run: ImportRun, outcome: Outcome, *, actor: Actor, now: datetime) -> None:
    run.rows = run.done = outcome.rows
    run.imported, run.rejected, run.preview = outcome.imported, outcome.rejected, outcome.preview
    run.errors_file = None
    if outcome.errors:
        stem = run.file.name.rpartition(".")[0] or run.file.name
        run.errors_file = _store(
            outcome.errors, name=f"{stem[:140]}-错误清单.xlsx", media_type=MEDIA_TYPE, actor=actor, now=now
        )


def _ended(
    run: ImportRun,
    state: ImportState,
    now: datetime,
    *,
    error: Mistake | None = None,
    actor: Actor | None = None,
) -> ImportRun:
    run.state, run.ended_at = state, now
    if error is not None:
        run.error = hide_resident_ids(f"{error.message}；{error.remedy}")[:400]
        if actor is not None:
            audit.record_attempt(
                PlatformAction.SHEET_IMPORTED,
                actor=actor,
                now=now,
                error=error,
                target_kind="importrun",
                target_id=run.pk,
            )
    run.save()
    return run


def keep_sheet(
    *,
    kind: str,
    name: str,
    content: bytes,
    is_all_or_nothing: bool = False,
    is_dry_run: bool = False,
    acting: dict[str, Any],
    actor: Actor,
    now: datetime,
) -> ImportRun:
    """Keep an uploaded sheet, sealed and unread, for a job that reads it: a part of the act that receives it.

    Raises Mistake for a file that is empty or too large.
    """
    check_size(len(content))
    if not content:
        raise Mistake("文件是空的", "选择填好的表格再上传", "file")
    return ImportRun.objects.create(
        kind=kind,
        file=store_sheet(content, name=name, actor=actor, now=now),
        is_all_or_nothing=is_all_or_nothing,
        is_dry_run=is_dry_run,
        state=ImportState.RUNNING,
        asked_by_id=actor.account_id,
        actor=acting,
        asked_at=now,
    )


def store_sheet(content: bytes, *, name: str, actor: Actor, now: datetime) -> StoredFile:
    """Keep an uploaded sheet, sealed and unread; ``content_of`` returns it."""
    return _store(content, name=name, media_type="application/octet-stream", actor=actor, now=now)


def _store(content: bytes, *, name: str, media_type: str, actor: Actor, now: datetime) -> StoredFile:
    """Keep a sheet sealed: rosters hold resident ids. Some are named by one, and the name is shown."""
    sealed = seal_bytes(content, place=PLACE)
    return files.store(sealed, name=hide_resident_ids(name), media_type=media_type, actor=actor, now=now)


def content_of(file: StoredFile) -> bytes:
    """Return the content of an uploaded sheet or an error file."""
    return open_sealed_bytes(files.read(file), place=PLACE)
