"""What the registry does by itself: the nightly look at certificates and changes, and returns that come in by circular."""

import uuid
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app

from jingwei.platform import audit, files
from jingwei.platform.actors import SYSTEM
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.models import StoredFile
from jingwei.registry import operations
from jingwei.registry.imports.establishment import read_return
from jingwei.registry.models import EstablishmentCheck
from jingwei.registry.terms import EstablishmentAction
from jingwei.rulebook import Refused

ESTABLISHMENT_CHECK = "establishment_check"  # the purpose of a circular that asks for these returns


@app.periodic(cron="10 18 * * *")  # UTC: ten past two in the night here
@app.task(name="registry.sweep_certificates", retry=3)
def sweep_certificates(timestamp: int) -> None:
    """Look at every certificate that stands; running it twice tells nothing twice."""
    operations.sweep_certificates(actor=SYSTEM, now=timezone.now())


@app.periodic(cron="20 18 * * *")  # UTC: twenty past two in the night here
@app.task(name="registry.sweep_changes", retry=3)
def sweep_changes(timestamp: int) -> None:
    """Look at every change that waits to be announced again; running it twice tells nothing twice."""
    operations.sweep_changes(actor=SYSTEM, now=timezone.now())


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
