"""The notice: drawn up at the approval, in an emergency at the entry."""

from collections.abc import Sequence
from datetime import datetime

from jingwei.inspections.dossier import Dossier
from jingwei.inspections.models import Notice
from jingwei.planning.models import CapLedger
from jingwei.platform.calendar import local_date
from jingwei.platform.numbering import document_number


def draw_up_notice(dossier: Dossier, ledger: Sequence[CapLedger], *, now: datetime) -> Notice:
    """Give the inspection its notice, with items, officers and the counts of the ledger as they stand before this visit.

    One that was drawn up already stands. Called inside the transaction of the act.
    """
    inspection = dossier.inspection
    standing = Notice.objects.filter(inspection=inspection).first()
    return standing or Notice.objects.create(
        inspection=inspection,
        number=document_number(f"{inspection.subject.document_series}检通", local_date(now).year),
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
