"""Requesting an inspection, and mending a request that was returned."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet

from jingwei.inspections.citations import cite_causes, cite_line, cite_special
from jingwei.inspections.documents import approval_document
from jingwei.inspections.dossier import open_dossier
from jingwei.inspections.facts import find_planned
from jingwei.inspections.models import Inspection
from jingwei.inspections.steps.requests import Request, assistants_of, fill_in, lines_of, submit, team_of
from jingwei.inspections.terms import InspectionAction, Stage
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.documents.glyphs import require_drawable
from jingwei.platform.documents.model import Document, Paragraph
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.lengths import LISTED
from jingwei.platform.numbering import document_number
from jingwei.platform.queries import get_numbers
from jingwei.platform.writing import AT_ONCE
from jingwei.registry.members import Member, require
from jingwei.registry.models import Item, Officer, Site, Standard, StandardPoint, Subject
from jingwei.registry.terms import Role

M = TypeVar("M", bound=Model)


@operation(InspectionAction.REQUESTED)
def request_inspection(*, request: Request, actor: Actor, now: datetime) -> Inspection:
    """Request an inspection for the clerk's own subject and put it before the head.

    Raises Refused with every rule that stands against it, Mistake for fields that do not fit. Nothing is kept then.
    """
    member = require(actor, Role.CLERK, Role.OFFICER)
    # Locked until the task is there: a merger at this moment waits and then finds the task open.
    subject = Subject.objects.select_for_update(no_key=True).filter(pk=member.subject_id or 0).first()
    if subject is None:
        raise NotAllowed("只有检查主体的人员可以申请检查", "由本单位经办人申请")
    inspection = Inspection(
        number=document_number(f"{subject.document_series}检", local_date(now).year), subject=subject
    )
    return _submit(inspection, request, member, now)


@operation(InspectionAction.REQUESTED, target="inspection_id")
def revise_inspection(*, inspection_id: int, request: Request, actor: Actor, now: datetime) -> Inspection:
    """Put a returned request before the head again, mended; it keeps its number."""
    inspection = open_dossier(inspection_id, lock=True).inspection
    member = require(actor, Role.CLERK, Role.OFFICER, subject_id=inspection.subject_id)
    if inspection.stage not in {Stage.RETURNED, Stage.SUBMITTED}:
        raise Conflict(
            f"{inspection.number} 现为“{Stage(inspection.stage).label}”，不能再改",
            "需要改动的，撤回后重新申请",
        )
    inspection.lines.all().delete()
    inspection.team.all().delete()
    inspection.assistants.all().delete()
    return _submit(inspection, request, member, now)


def _require_one_record(standards: Iterable[Standard]) -> None:
    """Raise Mistake where the points to look at are more than one record can hold and a printer can set."""
    points = StandardPoint.objects.filter(standard__in=[each.pk for each in standards]).count()
    if points > LISTED:
        raise Mistake(
            f"这些事项的检查要点共 {points} 条，一份笔录最多 {LISTED} 条",
            "减少检查事项，其余的另行申请",
            "item_ids",
        )


def _submit(inspection: Inspection, request: Request, member: Member, now: datetime) -> Inspection:
    on = local_date(now)
    site = Site.objects.select_related("enterprise").filter(pk=request.site_id).first()
    if site is None:
        raise Mistake("没有选择被检查企业的场所", "查找企业后选择场所", "site_id")
    if request.planned_from >= request.planned_until:
        raise Mistake("拟检时间的结束不晚于开始", "改正拟检时间", "planned_until")
    # The rules are asked of the planned day: who might plan for the past could choose a day that suits.
    if local_date(request.planned_until) < local_date(now) and request.urgent is None:
        raise Mistake("拟检日期已经过去", "填写今天或以后的时间", "planned_until")
    items = _found(Item.objects.select_related("subject"), request.item_ids, "检查事项", "item_ids")
    officers = _found(
        Officer.objects.prefetch_related("certificates"), request.officer_ids, "执法人员", "officer_ids"
    )
    fill_in(inspection, request, site, member=member, now=now)
    if request.joint_with_id is not None:
        inspection.joint_with = _lead(request.joint_with_id, inspection, site)
    planned = find_planned(
        inspection.subject, site.enterprise, items, day=local_date(request.planned_from), on=on
    )
    cite_line(inspection, request.plan_line_id, planned, items)
    cite_special(inspection, request.special_id)
    cite_causes(
        inspection,
        invitation_id=request.invitation_id,
        letter_id=request.letter_id,
        parent_id=request.parent_id,
    )
    inspection.save()

    standards = {each.item_id: each for each in Standard.objects.in_force(on).filter(item__in=items)}
    _require_one_record(standards.values())
    AT_ONCE.add(*lines_of(inspection, request, items, standards))
    AT_ONCE.add(*team_of(inspection, officers, on=on))
    AT_ONCE.add(*assistants_of(inspection, request))
    dossier = open_dossier(inspection.pk)
    submit(dossier, request, planned=planned, numbers=get_numbers(on), member=member, now=now, out=AT_ONCE)
    # With an approval the texts become the notice's and the form's: who wrote them mends them.
    require_drawable(approval_document(dossier, counted=""), field="purpose")
    materials = Document("行政检查通知书", "", on, (Paragraph(f"需准备的材料：{inspection.materials}"),))
    require_drawable(materials, field="materials")
    return inspection


def _lead(inspection_id: int, follower: Inspection, site: Site) -> Inspection:
    """Return the lead of a joint inspection: another subject's standing task at the same site. Raises Mistake."""
    lead = Inspection.objects.current().filter(pk=inspection_id, site=site)
    found = lead.exclude(subject=follower.subject).first()
    if found is None:
        raise Mistake("牵头任务不是其他单位在同一场所的检查", "核对牵头单位的任务", "joint_with_id")
    return found


def _found(rows: QuerySet[M], ids: Sequence[int], what: str, name: str) -> list[M]:
    """Return the rows in the order asked for; raises Mistake when none was chosen or one does not exist."""
    if not ids:
        raise Mistake(f"没有选择{what}", f"至少选择一项{what}", name)
    by_id = {row.pk: row for row in rows.filter(pk__in=ids)}
    if missing := [each for each in ids if each not in by_id]:
        raise Mistake(f"没有编号为 {missing[0]} 的{what}", f"从列表重新选择{what}", name)
    return [by_id[each] for each in dict.fromkeys(ids)]
