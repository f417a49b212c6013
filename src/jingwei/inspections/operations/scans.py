"""At the gate, before and after the entry itself: reading the code, and explaining a place that does not fit."""

from datetime import datetime

from jingwei.inspections.dossier import open_dossier
from jingwei.inspections.facts.codes import Scan, dynamic_code_facts
from jingwei.inspections.models import Inspection, Visit
from jingwei.inspections.operations.team import require_team
from jingwei.inspections.queries import list_open_tasks_of_officer
from jingwei.inspections.terms import InspectionAction
from jingwei.platform import audit
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Mistake
from jingwei.platform.queries import get_numbers
from jingwei.registry import codes
from jingwei.registry.members import require
from jingwei.registry.queries import get_site_of_code
from jingwei.registry.terms import Role
from jingwei.rulebook import Moment, ask


@operation(InspectionAction.CODE_READ)
def read_code(*, code: str, actor: Actor, now: datetime) -> list[Inspection]:
    """Read the code at a gate and return the officer's open tasks there, the earliest first.

    Raises Mistake for a code that is forged, cut short, ended or another district's, Refused for a dynamic one that is
    too old (R-SCAN-08a), Conflict when the officer has nothing to do there. Whether the officers may go in is asked by
    ``enter_visit``.
    """
    require(actor, Role.OFFICER)
    read = codes.read(code)
    site = get_site_of_code(read)
    if read.shown_at is not None:
        on = local_date(now)
        ask(Moment.ENTER, [dynamic_code_facts(Scan(read.shown_at, now), get_numbers(on))], on=on).require()
    tasks = list(list_open_tasks_of_officer(actor).filter(site=site))
    if not tasks:
        raise Conflict(
            f"您在“{site}”没有可以入企的任务",
            "核对任务的企业和日期；没有任务的，先申请检查并经主体负责人批准",
        )
    audit.record(InspectionAction.CODE_READ, actor=actor, now=now, target=site, site=site)
    return tasks


@operation(InspectionAction.PLACE_EXPLAINED, target="inspection_id")
def explain_place(*, inspection_id: int, reason: str, actor: Actor, now: datetime) -> Visit:
    """Say why the scan was made away from the site or without a position (R-SCAN-05); said once, it stands."""
    dossier = open_dossier(inspection_id, lock=True)
    inspection = dossier.inspection
    require_team(dossier, actor)
    if inspection.visit_id is None:
        raise Conflict("还没有登记入企", "先扫码入企")
    visit = (
        Visit.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=inspection.visit_id)
    )
    if visit.place_reason:
        raise Conflict(f"已经说明过：{visit.place_reason}")
    if not reason.strip():
        raise Mistake("没有写明原因", "写明为什么不在登记的场所扫码，或为什么没有定位", "reason")
    visit.place_reason = reason.strip()
    visit.save(update_fields=["place_reason"])
    audit.record(
        InspectionAction.PLACE_EXPLAINED,
        actor=actor,
        now=now,
        target=inspection,
        enterprise=visit.enterprise,
        reason=visit.place_reason,
    )
    return visit
