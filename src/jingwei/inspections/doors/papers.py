"""The papers and pictures of one task: no declared door, for each is made, kept and shown in its own way."""

import uuid

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from jingwei.inspections import documents
from jingwei.inspections.dossier import dossier_of
from jingwei.inspections.queries import find_picture, get_inspection, get_three_counters, list_records_of
from jingwei.inspections.terms import Origin
from jingwei.inspections.views.desk_parts import counted_in_words
from jingwei.platform import files
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, NotAllowed
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.terms import STAFF, Role
from jingwei.web.papers import answer_paper


@require_safe
@member_required(*STAFF)
def form_print(request: MemberRequest, inspection_id: int) -> HttpResponse:
    """Answer the approval form (R-FORM-05) as PDF, set like the paper."""
    inspection = get_inspection(request.actor, inspection_id)
    if inspection.origin == Origin.IMPORTED:
        raise Conflict("导入的检查没有审批表", "审批材料在原系统查看")
    on = local_date(inspection.planned_from)
    counted = counted_in_words(get_three_counters(inspection.subject, inspection.enterprise, on=on))
    return answer_paper(request, documents.approval_document(dossier_of(inspection), counted=counted))


@require_safe
@member_required(*STAFF, Role.ENTERPRISE_CONTACT)
def notice_pdf(request: MemberRequest, inspection_id: int) -> HttpResponse:
    """Answer the notice (R-FORM-06) as PDF; to the enterprise once it was served."""
    inspection = get_inspection(request.actor, inspection_id)
    notice = getattr(inspection, "notice", None)
    if notice is None:
        raise Conflict("检查还没有批准，没有通知书", "主体负责人批准后自动生成")
    if request.member.role is Role.ENTERPRISE_CONTACT and notice.served_at is None:
        raise NotAllowed("通知书尚未送达", "送达后可在此查看")
    return answer_paper(request, documents.notice_document(dossier_of(inspection), notice))


@require_safe
@member_required(*STAFF, Role.ENTERPRISE_CONTACT)
def record_pdf(request: MemberRequest, inspection_id: int) -> HttpResponse:
    """Answer the standing record (R-FORM-07) as PDF: the archived paper once signed, before that a draft."""
    inspection = get_inspection(request.actor, inspection_id)
    record = next((each for each in list_records_of(inspection_id) if each.voided_at is None), None)
    if record is None:
        raise Conflict("还没有开始检查，没有笔录", "入企后在掌上执法中开始检查")
    if request.member.role is Role.ENTERPRISE_CONTACT and record.signed_at is None:
        raise NotAllowed("笔录尚未签署", "签署后可在此查看")
    paper = documents.record_document(dossier_of(inspection), record)
    return answer_paper(request, paper, archived=files.read(record.paper) if record.paper else None)


@require_safe
@member_required(*STAFF, Role.ENTERPRISE_CONTACT)
def photo(request: MemberRequest, file_id: uuid.UUID) -> HttpResponse:
    """Answer a picture to those who may see the inspection it belongs to; 404 for everybody else."""
    row = find_picture(request.actor, file_id)
    if row is None:
        raise Http404
    return HttpResponse(files.read(row), content_type=row.media_type)
