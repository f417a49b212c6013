"""Imports of spreadsheets, carried out by the worker in the name of whoever asked for them."""

import logging
from collections.abc import Callable

from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.masking import hide_resident_ids
from jingwei.platform.models import ImportRun
from jingwei.platform.operations import import_sheet, preview_sheet
from jingwei.platform.spreadsheets.progress import Progress
from jingwei.platform.terms import ImportState
from jingwei.registry.queries import whoever_uploaded

MOST_BEGUN = (
    2  # times that an import is begun: once more after its worker was killed, for a restart is nobody's fault
)
log = logging.getLogger(__name__)


@app.task(name="portal.preview_import")
def preview_import(*, importrun_id: int) -> None:
    """Preview an uploaded spreadsheet."""
    _as_whoever_asked(importrun_id, preview_sheet)


@app.task(name="portal.carry_out_import")
def carry_out_import(*, importrun_id: int) -> None:
    """Import a confirmed spreadsheet."""
    _as_whoever_asked(importrun_id, import_sheet)


def _as_whoever_asked(importrun_id: int, carry_out: Callable[..., ImportRun]) -> None:
    """Carry it out; whatever goes wrong stands on the import's page, which would otherwise wait for ever."""
    now = timezone.now()
    # Committed before anything else: a file that kills its worker is counted, however often the job is taken up again.
    # What it wrote was rolled back with its worker, so to begin anew loses and doubles nothing.
    waiting = ImportRun.objects.filter(pk=importrun_id, state=ImportState.RUNNING)
    waiting.update(begun=F("begun") + 1)
    if waiting.filter(begun__gt=MOST_BEGUN).exists():
        _give_up(
            importrun_id,
            f"处理了 {MOST_BEGUN} 次都中断，没有导入任何一行；拆成几个文件再传，或告诉系统管理员",
        )
        return
    try:
        with Progress(importrun_id) as report:
            carry_out(
                importrun_id=importrun_id,
                actor=whoever_uploaded(ImportRun.objects.get(pk=importrun_id), on=local_date(now)),
                now=now,
                report=report,
            )
    except Rejected as error:
        _give_up(importrun_id, f"{error.message}；{error.remedy}")
    except Exception:
        log.exception("import %s failed", importrun_id)
        _give_up(importrun_id, "系统故障，没有导入任何一行；请重新上传，再次出现时告诉系统管理员")
        raise


def _give_up(importrun_id: int, words: str) -> None:
    waiting = ImportRun.objects.filter(pk=importrun_id, state=ImportState.RUNNING)
    waiting.update(state=ImportState.REFUSED, error=hide_resident_ids(words)[:400], ended_at=timezone.now())
