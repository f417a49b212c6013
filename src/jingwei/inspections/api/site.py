"""Acts at the site: reading the code, going in, notice, record, photos, signatures, leaving."""

from ninja import File, Form, Router, UploadedFile
from pydantic import AwareDatetime

from jingwei.inspections import operations
from jingwei.inspections.api.answers import (
    InspectionOut,
    NoticeOut,
    PhotoOut,
    RecordOut,
    TasksOut,
    VisitOut,
)
from jingwei.inspections.api.asked import (
    BackEntryIn,
    CodeIn,
    EnterIn,
    LeaveIn,
    NoticeIn,
    RecordIn,
    SignIn,
    StartIn,
)
from jingwei.inspections.phone_forms import read_drawing
from jingwei.web.bodies import Id, ReasonIn
from jingwei.web.requests import ActorRequest

router = Router()
ONE = "/inspections/{id:inspection_id}"


@router.post("/scan", response=TasksOut, summary="扫企业码，返回本人在该场所可入企的任务")
def read_code(request: ActorRequest, data: CodeIn) -> TasksOut:
    """Read a code."""
    tasks = operations.read_code(code=data.code, actor=request.actor, now=request.now)
    return TasksOut(tasks=[InspectionOut.of(task) for task in tasks])


@router.post(f"{ONE}/enter", response=VisitOut, summary="扫码入企")
def enter(request: ActorRequest, inspection_id: Id, data: EnterIn) -> VisitOut:
    """Enter an enterprise."""
    visit = operations.enter_visit(
        inspection_id=inspection_id,
        code=data.code,
        way=data.way,
        present_ids=data.present_ids,
        assistants_present=data.assistants_present,
        position=data.position.as_position() if data.position else None,
        place_reason=data.place_reason,
        explanation=data.explanation,
        door_photo=read_drawing(data.door_photo) or None,
        entered_at=data.entered_at,
        captured_at=data.captured_at,
        actor=request.actor,
        now=request.now,
    )
    return VisitOut.of(visit)


@router.post(f"{ONE}/back-entry", response=VisitOut, summary="网络故障补录")
def enter_afterwards(request: ActorRequest, inspection_id: Id, data: BackEntryIn) -> VisitOut:
    """Enter a visit that could not be scanned."""
    return VisitOut.of(
        operations.enter_afterwards(
            inspection_id=inspection_id,
            evidence=read_drawing(data.evidence) or None,
            actor=request.actor,
            now=request.now,
            **data.dict(exclude={"evidence"}),
        )
    )


@router.post(f"{ONE}/explain-place", response=VisitOut, summary="说明扫码位置")
def explain_place(request: ActorRequest, inspection_id: Id, data: ReasonIn) -> VisitOut:
    """Say why the scan was made away from the site."""
    return VisitOut.of(
        operations.explain_place(
            inspection_id=inspection_id, reason=data.reason, actor=request.actor, now=request.now
        )
    )


@router.post(f"{ONE}/notice", response=NoticeOut, summary="送达通知书")
def serve_notice(request: ActorRequest, inspection_id: Id, data: NoticeIn) -> NoticeOut:
    """Hand over the notice."""
    notice = operations.serve_notice(
        inspection_id=inspection_id, received_by=data.received_by, actor=request.actor, now=request.now
    )
    return NoticeOut(number=notice.number, served_at=notice.served_at, received_by=notice.received_by)


@router.post(f"{ONE}/record/start", response=RecordOut, summary="出示证件，开始检查")
def start_record(request: ActorRequest, inspection_id: Id, data: StartIn) -> RecordOut:
    """Open the record."""
    return RecordOut.of(
        operations.start_record(
            inspection_id=inspection_id,
            certificate_shown_at=data.certificate_shown_at,
            actor=request.actor,
            now=request.now,
        )
    )


@router.post(f"{ONE}/record/save", response=RecordOut, summary="填写笔录")
def save_record(request: ActorRequest, inspection_id: Id, data: RecordIn) -> RecordOut:
    """Save what has been filled in so far."""
    return RecordOut.of(
        operations.save_record(
            inspection_id=inspection_id,
            entries=data.as_entries(),
            actor=request.actor,
            now=request.now,
            **data.dict(exclude={"entries"}),
        )
    )


@router.post(f"{ONE}/record/photo", response=PhotoOut, summary="上传照片")
def add_photo(
    request: ActorRequest,
    inspection_id: Id,
    photo: File[UploadedFile],
    position: Form[int | None] = None,
    captured_at: Form[AwareDatetime | None] = None,
) -> PhotoOut:
    """Add a photo to a point, or to the whole record."""
    row = operations.add_photo(
        inspection_id=inspection_id,
        content=photo.read(),
        name=photo.name or "现场照片.jpg",
        position=position,
        captured_at=captured_at,
        actor=request.actor,
        now=request.now,
    )
    return PhotoOut(id=row.pk, file=str(row.file.pk), sm3=row.file.sm3, size=row.file.size)


@router.post(f"{ONE}/record/sign", response=RecordOut, summary="签署笔录")
def sign_record(request: ActorRequest, inspection_id: Id, data: SignIn) -> RecordOut:
    """Sign the record."""
    return RecordOut.of(
        operations.sign_record(
            inspection_id=inspection_id,
            signatures=[each.as_signature() for each in data.signatures],
            digest=data.digest,
            refusal=data.refusal,
            has_recording=data.has_recording,
            captured_at=data.captured_at,
            actor=request.actor,
            now=request.now,
        )
    )


@router.post(f"{ONE}/leave", response=VisitOut, summary="离开企业")
def leave(request: ActorRequest, inspection_id: Id, data: LeaveIn | None = None) -> VisitOut:
    """Note that the officers have left."""
    return VisitOut.of(
        operations.leave_visit(
            inspection_id=inspection_id,
            captured_at=data.captured_at if data else None,
            actor=request.actor,
            now=request.now,
        )
    )
