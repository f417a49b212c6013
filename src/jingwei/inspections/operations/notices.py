"""The notice: drawn up at the approval, in an emergency at the entry; served before the inspection begins."""

from collections.abc import Sequence
from datetime import datetime

from jingwei.inspections.dossier import Dossier, open_dossier
from jingwei.inspections.models import Notice
from jingwei.inspections.operations.team import require_team
from jingwei.inspections.terms import InspectionAction
from jingwei.planning.models import CapLedger
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
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


@operation(InspectionAction.NOTICE_SERVED, target="inspection_id")
def serve_notice(*, inspection_id: int, received_by: str, actor: Actor, now: datetime) -> Notice:
    """Note that the notice was handed over and who took it (R-PRO-03)."""
    dossier = open_dossier(inspection_id, lock=True)
    inspection = dossier.inspection
    require_team(dossier, actor)
    notice = Notice.objects.filter(inspection=inspection).first()
    if notice is None:
        raise Conflict("检查还没有批准，没有通知书可送达", "先由主体负责人审批")
    if notice.served_at is not None:
        raise Conflict(f"{notice.number} 已由{notice.received_by}签收")
    if not received_by.strip():
        raise Mistake("没有填写签收人", "填写企业签收人姓名", "received_by")
    notice.served_at, notice.received_by = now, received_by.strip()
    notice.save(update_fields=["served_at", "received_by"])
    audit.record(
        InspectionAction.NOTICE_SERVED,
        actor=actor,
        now=now,
        target=inspection,
        enterprise=inspection.enterprise,
        number=notice.number,
        received_by=notice.received_by,
    )
    return notice
