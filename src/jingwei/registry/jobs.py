"""What the registry does by itself: the nightly look at certificates and changes, and returns that come in by circular."""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from jingwei.platform import audit, files
from jingwei.platform.actors import SYSTEM
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Mistake, Rejected
from jingwei.platform.masking import hide_resident_ids
from jingwei.platform.models import ImportRun, StoredFile
from jingwei.platform.operations.imports import content_of
from jingwei.platform.patience import HOURS
from jingwei.platform.terms import ImportState
from jingwei.registry import operations
from jingwei.registry.imports.establishment import read_return
from jingwei.registry.models import EstablishmentCheck
from jingwei.registry.queries import whoever_uploaded
from jingwei.registry.terms import CheckResult, EstablishmentAction
from jingwei.rulebook import Refused

MOST_BEGUN = 2  # times that an uploaded return is begun
ESTABLISHMENT_CHECK = "establishment_check"  # the purpose of a circular that asks for these returns


@app.periodic(cron="10 18 * * *")  # UTC: ten past two in the night here
@app.task(name="registry.sweep_certificates", retry=HOURS)
def sweep_certificates(timestamp: int) -> None:
    """Look at every certificate that stands; running it twice tells nothing twice."""
    operations.sweep_certificates(actor=SYSTEM, now=timezone.now())


@app.periodic(cron="20 18 * * *")  # UTC: twenty past two in the night here
@app.task(name="registry.sweep_changes", retry=HOURS)
def sweep_changes(timestamp: int) -> None:
    """Look at every change that waits to be announced again; running it twice tells nothing twice."""
    operations.sweep_changes(actor=SYSTEM, now=timezone.now())


@app.task(name="registry.take_uploaded_return")
def take_uploaded_return(*, importrun_id: int) -> None:
    """Read a return that was uploaded by hand, and take it in the name of whoever uploaded it.

    What came of it stands on its page. A job that is taken up again after its worker was killed finds nothing written
    and begins anew; after the second time it gives up.
    """
    now = timezone.now()
    waiting = ImportRun.objects.filter(pk=importrun_id, state=ImportState.RUNNING)
    waiting.update(begun=F("begun") + 1)
    run = waiting.select_related("file").first()
    if run is None:
        return
    try:
        if run.begun > MOST_BEGUN:
            raise Mistake(f"处理了 {MOST_BEGUN} 次都中断，没有收取", "另存为 .xlsx 再传，或告诉系统管理员")
        actor = whoever_uploaded(run, on=local_date(now))
        rows = read_return(content_of(run.file), name=run.file.name, today=local_date(now))
        with transaction.atomic():
            made = operations.take_establishment_return(
                check_id=run.actor["check_id"],
                subject_id=run.actor["subject_id"],
                rows=rows,
                actor=actor,
                now=now,
            )
            differing = sum(row.result != CheckResult.MATCHES for row in made)
            waiting.update(
                state=ImportState.DONE, rows=len(rows), imported=len(made), rejected=differing, ended_at=now
            )
    except (Refused, Rejected) as error:
        said = f"{error.message}；{error.remedy}" if isinstance(error, Rejected) else str(error)
        waiting.update(state=ImportState.REFUSED, error=hide_resident_ids(said)[:400], ended_at=now)
    except Exception:
        waiting.update(
            state=ImportState.REFUSED,
            error="系统故障，没有收取；请重新上传，再次出现时告诉系统管理员",
            ended_at=now,
        )
        raise


def take_return(*, reference: str, purpose: str, subject: int, file: str | None, **_: Any) -> None:
    """Take in the sheet with which a department answered a circular that asks for the establishment check.

    The round of the circular is opened with the first return if the bureau has not opened it. A sheet that cannot be
    taken is no fault of the job: why stands on the log, on the page of the round, and a mended one may follow.
    """
    if purpose != ESTABLISHMENT_CHECK or file is None:
        return
    now = timezone.now()
    check = EstablishmentCheck.objects.filter(circular=reference).first()
    if check is None:
        check = operations.open_establishment_check(
            title=f"编制核对（{reference}）",
            as_of=local_date(now),
            circular=reference,
            actor=SYSTEM,
            now=now,
        )
    sheet = StoredFile.objects.get(pk=uuid.UUID(file))
    try:
        rows = read_return(files.read(sheet), name=sheet.name, today=local_date(now))
    except Rejected as error:
        audit.record_attempt(
            EstablishmentAction.RETURN_TAKEN,
            actor=SYSTEM,
            now=now,
            error=error,
            target_kind="establishmentcheck",
            target_id=check.pk,
            data={"arguments": {"check_id": check.pk, "subject_id": subject}},
        )
        return
    try:
        operations.take_establishment_return(
            check_id=check.pk, subject_id=subject, rows=rows, actor=SYSTEM, now=now
        )
    except (Refused, Rejected):
        return  # The operation has written the attempt to the log.
