"""One task at the desk: its page with the counters and what the rules say, and every act on it."""

from typing import Any

from jingwei.inspections import operations
from jingwei.inspections.api.answers import InspectionOut, RecordOut, ResultOut, TaskOut
from jingwei.inspections.api.asked import ApproveIn, RescheduleIn, ResultIn
from jingwei.inspections.dossier import dossier_of
from jingwei.inspections.forms import ApprovalForm, CaseForm, RescheduleForm, ResultForm
from jingwei.inspections.models import Inspection
from jingwei.inspections.queries import get_inspection, get_three_counters, list_records_of, trio_shown
from jingwei.inspections.tasks import get_task, list_entry_warnings
from jingwei.inspections.terms import BookingState, Origin, Outcome, Stage
from jingwei.inspections.views import desk_parts as parts
from jingwei.inspections.views.desk_grounds import ground_rows, why_counted
from jingwei.platform.calendar import local_date
from jingwei.platform.queries import list_events_of
from jingwei.registry.doors import MemberRequest
from jingwei.registry.operations.access import BUREAU, acts_in_stead
from jingwei.registry.terms import STAFF, Role
from jingwei.web.doors import BODY, Acts, Viewer
from jingwei.web.doors.forms import ReasonForm

FAR_AWAY = "R-SCAN-05b"
HEAD = (Role.HEAD,)
ONE_LINE = (InspectionOut, lambda request, inspection: InspectionOut.of(inspection))


def is_own(inspection: Inspection, viewer: Viewer) -> bool:
    """Whether the viewer's subject carries it out, on this platform: of an imported one nothing is left to do."""
    of = getattr(viewer.actor, "subject_id", None)
    return inspection.origin != Origin.IMPORTED and of == inspection.subject_id


def is_on_team(inspection: Inspection, viewer: Viewer) -> bool:
    account = getattr(viewer.actor, "account", None)
    return any(each.account_id == account for each in dossier_of(inspection).officers)


def at(*stages: Stage) -> Any:
    """Return the condition that an own task is at one of the stages."""
    return lambda inspection, viewer: is_own(inspection, viewer) and inspection.stage in stages


def may_approve(inspection: Inspection, viewer: Viewer) -> bool:
    """Whether it waits for approval, or was urgent and went ahead without; the officers on it do not approve it."""
    is_made_up = inspection.urgent and inspection.visit_id is not None and inspection.approved_at is None
    waits = inspection.stage == Stage.SUBMITTED or bool(is_made_up)
    return is_own(inspection, viewer) and waits and not is_on_team(inspection, viewer)


def may_reschedule(inspection: Inspection, viewer: Viewer) -> bool:
    is_movable = inspection.stage == Stage.APPROVED and inspection.joint_with_id is None
    return is_own(inspection, viewer) and is_movable and not is_on_team(inspection, viewer)


def may_void_import(inspection: Inspection, viewer: Viewer) -> bool:
    return inspection.origin == Origin.IMPORTED and inspection.stage == Stage.CONCLUDED


def awaits_case(inspection: Inspection, viewer: Viewer) -> bool:
    """Whether the result told of a violation, and neither case nor reason is known (R-PRO-11).

    A department that is no more has nobody to note what came of it: the bureau does so in its stead.
    """
    result = getattr(inspection, "result", None)
    is_open = (
        result is not None
        and result.outcome == Outcome.CLUE_OF_VIOLATION
        and not inspection.ended_in_case
        and not inspection.no_case_reason
    )
    is_left = inspection.origin != Origin.IMPORTED and acts_in_stead(viewer.actor, inspection.subject)
    return is_open and (is_own(inspection, viewer) or is_left)


def is_asked_for(inspection: Inspection) -> bool:
    """Whether the enterprise asked for another time."""
    booking = getattr(inspection, "booking", None)
    return booking is not None and booking.state == BookingState.OTHER_TIME


def foreseen(request: MemberRequest, inspection: Inspection) -> dict[str, Any]:
    """Let the form offer what may be set aside of what the rules say now; on the way to the operation that judges itself."""
    match = request.resolver_match
    if match and match.url_name == "inspection_approve":
        return {}
    return {"judgement": parts.preview_approval(dossier_of(inspection), request.now)}


def show_inspection(request: MemberRequest, inspection: Inspection) -> dict[str, Any]:
    """Return what the page of a task shows: counters, the request, what happened, record and result."""
    dossier = dossier_of(inspection)
    events = list(list_events_of("inspection", inspection.pk))
    counters = get_three_counters(
        inspection.subject, inspection.enterprise, on=local_date(inspection.planned_from), asked=inspection
    )
    attempt = parts.last_attempt(events)
    result = getattr(inspection, "result", None)
    is_far = any(each["rule"] == FAR_AWAY for each in list_entry_warnings(inspection))
    may_revise = at(Stage.RETURNED, Stage.SUBMITTED)(inspection, Viewer(request.actor, request.now))
    return {
        "is_imported": inspection.origin == Origin.IMPORTED,
        "stage": Stage(inspection.stage),
        "stage_colour": parts.STAGE_COLOURS.get(Stage(inspection.stage), ""),
        "may_revise": may_revise and request.member.role in {Role.CLERK, Role.OFFICER},
        "attempt": attempt,
        "attempt_records": parts.attempt_records(attempt) if attempt else [],
        "trio": trio_shown(counters),
        "counters": counters,
        "why_counted": why_counted(inspection, counters),
        "ground_rows": ground_rows(inspection),
        "request_rows": parts.request_rows(dossier),
        "visit_rows": parts.visit_rows(inspection, is_far=is_far),
        "records": [parts.record_shown(record) for record in list_records_of(inspection.pk)],
        "result_rows": parts.result_rows(inspection, result) if result else [],
        "notice": getattr(inspection, "notice", None),
        "timeline": parts.timeline_shown(inspection, events, request.now),
    }


def standing_record(request: MemberRequest, inspection: Inspection) -> RecordOut:
    return RecordOut.of(next(each for each in list_records_of(inspection.pk) if each.voided_at is None))


INSPECTION = Acts(
    "inspection",
    find=get_inspection,
    show=show_inspection,
    template="inspections/detail.html",
    roles=STAFF,
    answer=(TaskOut, lambda request, inspection: TaskOut.of(get_task(request.actor, inspection.pk))),
)
INSPECTION.act(
    "approve",
    operations.approve_inspection,
    HEAD,
    ApprovalForm,
    verb="批准",
    title="审批",
    done="已批准，检查通知书已制发。",
    when=may_approve,
    given=foreseen,
    ask="批准检查{0.enterprise.name}？",
    warn="批准后即制发检查通知书，并按上限预留一次。",
    place=BODY,
    is_main=True,
    body=ApproveIn,
    answer=ONE_LINE,
)
INSPECTION.act(
    "tell_result",
    operations.tell_result,
    (Role.CLERK, Role.OFFICER),
    ResultForm,
    verb="告知并办结",
    title="告知检查结果",
    done="已告知检查结果，任务办结。",
    when=at(Stage.RECORDED),
    prefix="tell",
    place=BODY,
    is_main=True,
    body=ResultIn,
    api_path="result",
    answer=(ResultOut, lambda request, inspection: ResultOut.of(inspection.result)),
)
RETURN = INSPECTION.act(
    "return",
    operations.return_inspection,
    HEAD,
    ReasonForm,
    verb="退回",
    title="退回经办人修改",
    done="已退回经办人。",
    when=at(Stage.SUBMITTED),
    prefix="return",
    is_grave=True,
    answer=ONE_LINE,
)
INSPECTION.act(
    "reschedule",
    operations.reschedule_inspection,
    HEAD,
    RescheduleForm,
    verb="改期",
    warn="按新的时间重新审批：安静期、计划、频次等全部再判一次，并告知企业。",
    done="已改期，检查通知书按新的时间制发；企业在企业端看得到新的时间。",
    when=may_reschedule,
    opened=is_asked_for,
    prefix="reschedule",
    body=RescheduleIn,
    answer=ONE_LINE,
)
INSPECTION.acts["withdraw"] = RETURN.of(
    name="withdraw",
    operation=operations.withdraw_inspection,
    roles=(Role.CLERK, Role.HEAD),
    verb="撤回",
    title="撤回本任务",
    done="已撤回。",
    when=at(Stage.SUBMITTED, Stage.RETURNED, Stage.APPROVED),
    prefix="withdraw",
)
INSPECTION.acts["void_visit"] = RETURN.of(
    name="void_visit",
    operation=operations.void_visit,
    verb="作废",
    title="作废入企登记（错扫）",
    done="入企登记已作废，次数已退回，可以重新扫码入企。",
    when=at(Stage.ENTERED),
    prefix="void",
    api_path="void",
)
INSPECTION.acts["void_import"] = RETURN.of(
    name="void_import",
    operation=operations.void_imported_inspection,
    roles=(Role.HEAD, *BUREAU),
    verb="作废",
    title="作废导入的检查",
    done="已作废，不再计入统计。改正后可用同一文号重新导入。",
    when=may_void_import,
    prefix="void_import",
)
INSPECTION.act(
    "case",
    operations.note_case,
    (Role.CLERK, Role.HEAD, *BUREAU),
    CaseForm,
    verb="登记",
    title="登记立案",
    ask="登记已立案？",
    warn="登记后本次检查不再计入可报统计。",
    done="已登记立案，不再计入可报统计。",
    when=awaits_case,
    prefix="case",
    answer=ONE_LINE,
)
INSPECTION.acts["no_case"] = RETURN.of(
    name="no_case",
    operation=operations.note_no_case,
    roles=(Role.CLERK, Role.HEAD, *BUREAU),
    verb="留存理由",
    title="说明不予立案",
    warn="检查结果为“发现违法线索”，15 个工作日内登记立案或写明不予立案的理由，逾期生成线索。",
    done="不予立案的理由已留存。",
    when=awaits_case,
    prefix="no_case",
)
INSPECTION.acts["correct_record"] = RETURN.of(
    name="correct_record",
    operation=operations.correct_record,
    verb="更正",
    title="作废笔录并更正",
    done="原笔录已作废并留存，更正笔录已打开，由执法人员在掌上执法中修改后重新签署。",
    when=at(Stage.RECORDED),
    prefix="correct",
    api_path="correct",
    answer=(RecordOut, standing_record),
)
