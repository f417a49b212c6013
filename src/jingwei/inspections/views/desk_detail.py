"""One task at the desk: its page, its papers, its pictures."""

import uuid
from collections.abc import Mapping

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jingwei.inspections import documents
from jingwei.inspections.dossier import Dossier, open_dossier
from jingwei.inspections.forms import ApprovalForm, CaseForm, ReasonForm, RescheduleForm, ResultForm
from jingwei.inspections.models import Inspection
from jingwei.inspections.queries import (
    find_picture,
    get_inspection,
    get_three_counters,
    list_records_of,
    trio_shown,
)
from jingwei.inspections.tasks import list_entry_warnings
from jingwei.inspections.terms import Origin, Outcome, Stage
from jingwei.inspections.views import desk_parts as parts
from jingwei.inspections.views.desk_grounds import ground_rows, why_counted
from jingwei.platform import files
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, NotAllowed, Rejected
from jingwei.platform.queries import list_events_of
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.operations.access import acts_in_stead
from jingwei.registry.terms import STAFF, Role
from jingwei.rulebook import Judgement, Refused
from jingwei.web.papers import answer_paper
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

FAR_AWAY = "R-SCAN-05b"


@require_safe
@member_required(*STAFF)
def detail(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Show one task: counters, what the rules say, the request, what happened, and what the viewer may do."""
    return show(request, inspection_id)


def show(
    request: ActorRequest,
    inspection_id: int,
    *,
    error: Refused | Rejected | None = None,
    filled: Mapping[str, Form] | None = None,
) -> HttpResponse:
    """Answer the page of one task; after a failed act with the error on top and its form as it was filled in."""
    get_inspection(request.actor, inspection_id)
    now = timezone.now()
    dossier = open_dossier(inspection_id)
    inspection = dossier.inspection
    offered = offered_acts(request.actor, dossier)
    judgement = parts.preview_approval(dossier, now) if "approve" in offered and error is None else None
    events = list(list_events_of("inspection", inspection_id))
    counters = get_three_counters(
        inspection.subject, inspection.enterprise, on=local_date(inspection.planned_from), asked=inspection
    )
    attempt = parts.last_attempt(events) if error is None and judgement is None else None
    result = getattr(inspection, "result", None)
    context = {
        "inspection": inspection,
        "is_imported": inspection.origin == Origin.IMPORTED,
        "stage": Stage(inspection.stage),
        "stage_colour": parts.STAGE_COLOURS.get(Stage(inspection.stage), ""),
        "error": error_shown(error),
        "judgement": judgement,
        "attempt": attempt,
        "attempt_records": parts.attempt_records(attempt) if attempt else [],
        "now": now,
        "trio": trio_shown(counters),
        "counters": counters,
        "why_counted": why_counted(inspection, counters),
        "ground_rows": ground_rows(inspection),
        "request_rows": parts.request_rows(dossier),
        "visit_rows": parts.visit_rows(
            inspection,
            is_far=any(each["rule"] == FAR_AWAY for each in list_entry_warnings(inspection)),
        ),
        "records": [parts.record_shown(record) for record in list_records_of(inspection_id)],
        "result_rows": parts.result_rows(inspection, result) if result else [],
        "notice": getattr(inspection, "notice", None),
        "timeline": parts.timeline_shown(inspection, events, now),
        "offered": offered,
        "forms": _forms(offered, judgement or (error.judgement if isinstance(error, Refused) else None))
        | dict(filled or {}),
    }
    status = 200 if error is None and not filled else status_of(error) if error else 422
    return render(request, "inspections/detail.html", context, status=status)


def offered_acts(actor: object, dossier: Dossier) -> set[str]:
    """Return the acts that make sense for the viewer at this stage. The operation asks again, so this only tidies."""
    inspection = dossier.inspection
    is_own = isinstance(actor, Member) and actor.subject_id == inspection.subject_id
    if not isinstance(actor, Member) or not (is_own or actor.is_bureau):
        return set()
    stage, role = Stage(inspection.stage), actor.role
    if inspection.origin == Origin.IMPORTED:
        may_void = (role is Role.HEAD or actor.is_bureau) and stage is Stage.CONCLUDED
        return {"void_import"} if may_void else set()
    if not is_own:
        # A department that is no more has nobody to note what came of a violation.
        is_left = acts_in_stead(actor, inspection.subject) and _awaits_case(inspection)
        return {"case"} if is_left else set()
    is_on_team = any(each.account_id == actor.account for each in dossier.officers)
    is_made_up = (
        bool(inspection.urgent) and inspection.visit_id is not None and inspection.approved_at is None
    )
    may = {
        "approve": role is Role.HEAD and not is_on_team and (stage is Stage.SUBMITTED or is_made_up),
        "return": role is Role.HEAD and stage is Stage.SUBMITTED,
        "withdraw": role in {Role.CLERK, Role.HEAD}
        and stage in {Stage.SUBMITTED, Stage.RETURNED, Stage.APPROVED},
        "reschedule": role is Role.HEAD
        and not is_on_team
        and stage is Stage.APPROVED
        and inspection.joint_with_id is None,
        "revise": role in {Role.CLERK, Role.OFFICER} and stage in {Stage.RETURNED, Stage.SUBMITTED},
        "void": role is Role.HEAD and stage is Stage.ENTERED,
        "correct": role is Role.HEAD and stage is Stage.RECORDED,
        "tell": role in {Role.CLERK, Role.OFFICER} and stage is Stage.RECORDED,
        "case": role in {Role.CLERK, Role.HEAD} and _awaits_case(dossier.inspection),
    }
    return {act for act, is_offered in may.items() if is_offered}


@require_safe
@member_required(*STAFF)
def form_print(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Answer the approval form (R-FORM-05) as PDF, set like the paper."""
    get_inspection(request.actor, inspection_id)
    dossier = open_dossier(inspection_id)
    inspection = dossier.inspection
    if inspection.origin == Origin.IMPORTED:
        raise Conflict("导入的检查没有审批表", "审批材料在原系统查看")
    counters = get_three_counters(
        inspection.subject, inspection.enterprise, on=local_date(inspection.planned_from)
    )
    paper = documents.approval_document(dossier, counted=parts.counted_in_words(counters))
    return answer_paper(request, paper)


@require_safe
@member_required(*STAFF, Role.ENTERPRISE_CONTACT)
def notice_pdf(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Answer the notice (R-FORM-06) as PDF; to the enterprise once it was served."""
    get_inspection(request.actor, inspection_id)
    dossier = open_dossier(inspection_id)
    notice = getattr(dossier.inspection, "notice", None)
    if notice is None:
        raise Conflict("检查还没有批准，没有通知书", "主体负责人批准后自动生成")
    if _is_contact(request) and notice.served_at is None:
        raise NotAllowed("通知书尚未送达", "送达后可在此查看")
    paper = documents.notice_document(dossier, notice)
    return answer_paper(request, paper)


@require_safe
@member_required(*STAFF, Role.ENTERPRISE_CONTACT)
def record_pdf(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Answer the standing record (R-FORM-07) as PDF: the archived paper once signed, before that a draft."""
    get_inspection(request.actor, inspection_id)
    record = next((each for each in list_records_of(inspection_id) if each.voided_at is None), None)
    if record is None:
        raise Conflict("还没有开始检查，没有笔录", "入企后在掌上执法中开始检查")
    if _is_contact(request) and record.signed_at is None:
        raise NotAllowed("笔录尚未签署", "签署后可在此查看")
    paper = documents.record_document(open_dossier(inspection_id), record)
    return answer_paper(request, paper, archived=files.read(record.paper) if record.paper else None)


@require_safe
@member_required(*STAFF, Role.ENTERPRISE_CONTACT)
def photo(request: ActorRequest, file_id: uuid.UUID) -> HttpResponse:
    """Answer a picture to those who may see the inspection it belongs to; 404 for everybody else."""
    row = find_picture(request.actor, file_id)
    if row is None:
        raise Http404
    return HttpResponse(files.read(row), content_type=row.media_type)


def _forms(offered: set[str], judgement: Judgement | None) -> dict[str, Form]:
    forms: dict[str, Form] = {
        act: ReasonForm(prefix=act)
        for act in offered & {"return", "withdraw", "void", "correct", "void_import"}
    }
    if "approve" in offered:
        forms["approve"] = ApprovalForm(judgement=judgement)
    if "reschedule" in offered:
        forms["reschedule"] = RescheduleForm(prefix="reschedule")
    if "case" in offered:
        forms |= {"case": CaseForm(prefix="case"), "no_case": ReasonForm(prefix="no_case")}
    if "tell" in offered:
        forms["tell"] = ResultForm(prefix="tell")
    return forms


def _awaits_case(inspection: Inspection) -> bool:
    """Whether the result told of a violation, and neither case nor reason is known (R-PRO-11)."""
    result = getattr(inspection, "result", None)
    return (
        result is not None
        and result.outcome == Outcome.CLUE_OF_VIOLATION
        and not inspection.ended_in_case
        and not inspection.no_case_reason
    )


def _is_contact(request: ActorRequest) -> bool:
    return isinstance(request.actor, Member) and request.actor.role is Role.ENTERPRISE_CONTACT
