"""Acts at the desk: request, approval, return, withdrawal, void, correction, result."""

from django.utils import timezone
from ninja import Router

from jingwei.inspections import operations
from jingwei.inspections.api.answers import (
    BatchOut,
    BatchRowOut,
    InspectionOut,
    RecordOut,
    ResultOut,
)
from jingwei.inspections.api.asked import (
    ApproveIn,
    ApproveManyIn,
    CaseIn,
    RequestIn,
    RescheduleIn,
    ResultIn,
)
from jingwei.web.bodies import Id, ReasonIn
from jingwei.web.requests import ActorRequest

router = Router()
ONE = "/inspections/{id:inspection_id}"


@router.post("/inspections", response=InspectionOut, summary="申请检查")
def request_inspection(request: ActorRequest, data: RequestIn) -> InspectionOut:
    """Request an inspection."""
    return InspectionOut.of(
        operations.request_inspection(request=data.as_request(), actor=request.actor, now=timezone.now())
    )


@router.post("/inspections/approve", response=BatchOut, summary="批量批准")
def approve_many(request: ActorRequest, data: ApproveManyIn) -> BatchOut:
    """Approve several inspections, each on its own."""
    rows = operations.approve_many(
        inspection_ids=data.inspection_ids, opinion=data.opinion, actor=request.actor, now=timezone.now()
    )
    return BatchOut(
        rows=[
            BatchRowOut(
                inspection_id=row.inspection_id,
                is_approved=row.error is None,
                message=str(row.error) if row.error else "",
            )
            for row in rows
        ]
    )


@router.post(f"{ONE}/revise", response=InspectionOut, summary="修改后再报")
def revise(request: ActorRequest, inspection_id: Id, data: RequestIn) -> InspectionOut:
    """Put a returned request before the head again."""
    return InspectionOut.of(
        operations.revise_inspection(
            inspection_id=inspection_id, request=data.as_request(), actor=request.actor, now=timezone.now()
        )
    )


@router.post(f"{ONE}/approve", response=InspectionOut, summary="批准")
def approve(request: ActorRequest, inspection_id: Id, data: ApproveIn) -> InspectionOut:
    """Approve an inspection."""
    return InspectionOut.of(
        operations.approve_inspection(
            inspection_id=inspection_id, actor=request.actor, now=timezone.now(), **data.dict()
        )
    )


@router.post(f"{ONE}/return", response=InspectionOut, summary="退回")
def send_back(request: ActorRequest, inspection_id: Id, data: ReasonIn) -> InspectionOut:
    """Return a request to its clerk."""
    return InspectionOut.of(
        operations.return_inspection(
            inspection_id=inspection_id, reason=data.reason, actor=request.actor, now=timezone.now()
        )
    )


@router.post(f"{ONE}/withdraw", response=InspectionOut, summary="撤回")
def withdraw(request: ActorRequest, inspection_id: Id, data: ReasonIn) -> InspectionOut:
    """Withdraw a request."""
    return InspectionOut.of(
        operations.withdraw_inspection(
            inspection_id=inspection_id, reason=data.reason, actor=request.actor, now=timezone.now()
        )
    )


@router.post(f"{ONE}/reschedule", response=InspectionOut, summary="改期")
def reschedule(request: ActorRequest, inspection_id: Id, data: RescheduleIn) -> InspectionOut:
    """Move an approved visit to another time."""
    return InspectionOut.of(
        operations.reschedule_inspection(
            inspection_id=inspection_id, actor=request.actor, now=timezone.now(), **data.dict()
        )
    )


@router.post(f"{ONE}/void", response=InspectionOut, summary="作废入企登记")
def void_visit(request: ActorRequest, inspection_id: Id, data: ReasonIn) -> InspectionOut:
    """Void a wrong scan; the task is open again."""
    return InspectionOut.of(
        operations.void_visit(
            inspection_id=inspection_id, reason=data.reason, actor=request.actor, now=timezone.now()
        )
    )


@router.post(f"{ONE}/void-import", response=InspectionOut, summary="作废导入的检查")
def void_import(request: ActorRequest, inspection_id: Id, data: ReasonIn) -> InspectionOut:
    """Void an inspection that was imported wrongly."""
    return InspectionOut.of(
        operations.void_imported_inspection(
            inspection_id=inspection_id, reason=data.reason, actor=request.actor, now=timezone.now()
        )
    )


@router.post(f"{ONE}/correct", response=RecordOut, summary="更正笔录")
def correct(request: ActorRequest, inspection_id: Id, data: ReasonIn) -> RecordOut:
    """Void a signed record and open its correction."""
    return RecordOut.of(
        operations.correct_record(
            inspection_id=inspection_id, reason=data.reason, actor=request.actor, now=timezone.now()
        )
    )


@router.post(f"{ONE}/result", response=ResultOut, summary="告知检查结果")
def tell_result(request: ActorRequest, inspection_id: Id, data: ResultIn) -> ResultOut:
    """Tell the enterprise the result."""
    return ResultOut.of(
        operations.tell_result(
            inspection_id=inspection_id, actor=request.actor, now=timezone.now(), **data.dict()
        )
    )


@router.post(f"{ONE}/no-case", response=InspectionOut, summary="说明不予立案")
def note_no_case(request: ActorRequest, inspection_id: Id, data: ReasonIn) -> InspectionOut:
    """Note why the violation found leads to no case."""
    return InspectionOut.of(
        operations.note_no_case(
            inspection_id=inspection_id, reason=data.reason, actor=request.actor, now=timezone.now()
        )
    )


@router.post(f"{ONE}/case", response=InspectionOut, summary="登记立案")
def note_case(request: ActorRequest, inspection_id: Id, data: CaseIn) -> InspectionOut:
    """Note the case that was opened after the result was told."""
    return InspectionOut.of(
        operations.note_case(
            inspection_id=inspection_id, case_number=data.case_number, actor=request.actor, now=timezone.now()
        )
    )
