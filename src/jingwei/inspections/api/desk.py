"""Inspections at the desk: the list, one with all its papers, and the acts on it."""

from ninja import Router

from jingwei.inspections import operations
from jingwei.inspections.api.answers import BatchOut, BatchRowOut, InspectionOut
from jingwei.inspections.api.asked import ApproveManyIn, RequestIn
from jingwei.inspections.doors import listed, overdue
from jingwei.inspections.doors.departments import REVOKE
from jingwei.inspections.doors.exceptions import EXCEPTIONS
from jingwei.inspections.doors.inspection import INSPECTION
from jingwei.web.bodies import Id
from jingwei.web.requests import ActorRequest

router = Router()
ONE = "/inspections/{id:inspection_id}"


@router.post("/inspections", response=InspectionOut, summary="申请检查")
def request_inspection(request: ActorRequest, data: RequestIn) -> InspectionOut:
    """Request an inspection."""
    return InspectionOut.of(
        operations.request_inspection(request=data.as_request(), actor=request.actor, now=request.now)
    )


@router.post("/inspections/approve", response=BatchOut, summary="批量批准")
def approve_many(request: ActorRequest, data: ApproveManyIn) -> BatchOut:
    """Approve several inspections, each on its own."""
    rows = operations.approve_many(
        inspection_ids=data.inspection_ids, opinion=data.opinion, actor=request.actor, now=request.now
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
            inspection_id=inspection_id, request=data.as_request(), actor=request.actor, now=request.now
        )
    )


listed.INSPECTIONS.mount(router, "/inspections")
EXCEPTIONS.mount(router, "/entry-exceptions")
overdue.OF_THE_BUREAU.mount(router, "/overdue", plural="enterprises")
INSPECTION.mount(router, ONE, "检查任务")
REVOKE.open(router, "/departments/{id:subject_id}/revoke")
