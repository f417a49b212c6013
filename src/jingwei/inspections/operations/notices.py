"""The notice: drawn up at the approval, in an emergency at the entry; served before the inspection begins."""

from datetime import datetime

from jingwei.inspections.dossier import open_dossier
from jingwei.inspections.models import Notice
from jingwei.inspections.operations.team import require_team
from jingwei.inspections.steps.notices import serve
from jingwei.inspections.terms import InspectionAction
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.writing import AT_ONCE


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
    serve(inspection, notice, received_by=received_by, actor=actor, now=now, out=AT_ONCE)
    return notice
