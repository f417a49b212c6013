"""The notice: drawn up at the approval, in an emergency at the entry; served before the inspection begins."""

from collections.abc import Sequence
from datetime import datetime

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.models import Inspection, Notice
from jingwei.inspections.terms import InspectionAction
from jingwei.planning.models import CapLedger
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.writing import Writer


def draw_up(dossier: Dossier, ledger: Sequence[CapLedger], *, now: datetime, out: Writer) -> Notice:
    """Give the inspection its notice, with items, officers and the counts of the ledger as they stand before this visit.

    One that was drawn up already stands.
    """
    if (standing := dossier.notice()) is not None:
        return standing
    inspection = dossier.inspection
    notice = Notice(
        inspection=inspection,
        number=out.number(f"{inspection.subject.document_series}检通", local_date(now).year),
        issued_at=now,
        visits_this_year=max((row.used for row in ledger), default=0),
        cap=min((row.granted for row in ledger), default=None),
        items=[item.name for item in dossier.items],
        officers=[
            {"name": member.officer.name, "number": member.certificate.number}
            for member in dossier.team
            if member.certificate
        ],
    )
    out.add(notice)
    return notice


def serve(
    inspection: Inspection, notice: Notice, *, received_by: str, actor: Actor, now: datetime, out: Writer
) -> None:
    """Note that the notice was handed over and who took it (R-PRO-03)."""
    notice.served_at, notice.received_by = now, received_by.strip()
    out.change(notice, "served_at", "received_by")
    out.log(
        InspectionAction.NOTICE_SERVED,
        actor=actor,
        now=now,
        target=inspection,
        enterprise=inspection.enterprise,
        number=notice.number,
        received_by=notice.received_by,
    )
