"""Visits that are no inspection, and entering by another platform's scan."""

from datetime import datetime

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from jingwei.inspections import operations
from jingwei.inspections.api.answers import VisitOut
from jingwei.inspections.api.asked import Moment, PositionIn
from jingwei.inspections.models import ServiceVisit
from jingwei.inspections.queries import get_service_visit, list_service_visits
from jingwei.inspections.terms import ServiceKind
from jingwei.web.bodies import Id, Ids, ReasonIn, Text, Word, page_of
from jingwei.web.requests import ActorRequest

ONE = "/service-visits/{id:service_id}"


class ServiceIn(Schema):
    """A visit for service, survey or publicity: by the code at the gate, or by the site."""

    kind: ServiceKind | None = Field(None, description="类型")
    purpose: Text = Field("", description="事由", max_length=200)
    site_id: Id | None = Field(None, description="场所编号；扫码的留空")
    code: Text = Field("", description="企业码", max_length=300)
    visitor_ids: Ids = Field(default_factory=list, description="来访人员编号；空为本人")
    entered_at: Moment | None = Field(None, description="入企时间；当场登记的留空")
    left_at: Moment | None = Field(None, description="离开时间；还没有离开的留空")
    outcome: Text = Field("", description="情况", max_length=300)
    position: PositionIn | None = Field(None, description="定位")


class OutcomeIn(Schema):
    """What came of a visit."""

    outcome: Text = Field("", description="情况", max_length=300)


class ExternalScanIn(Schema):
    """The scan of another platform by which a task is entered."""

    scan_id: Id = Field(description="外部扫码记录编号")
    present_ids: Ids = Field(default_factory=list, description="到场人员编号；空为全体检查人员")


class ServiceOut(Schema):
    """A visit that was no inspection."""

    id: int = Field(description="编号")
    subject: str = Field(description="单位")
    enterprise: str = Field(description="企业")
    site: str = Field(description="场所")
    kind: Word = Field(description="类型")
    purpose: str = Field(description="事由")
    entered_at: datetime = Field(description="入企时间")
    left_at: datetime | None = Field(description="离开时间")
    outcome: str = Field(description="情况")
    voided_at: datetime | None = Field(description="作废时间")

    @classmethod
    def of(cls, service: ServiceVisit) -> "ServiceOut":
        """Return the answer for a row."""
        visit = service.visit
        return cls(
            id=service.pk,
            subject=service.subject.name,
            enterprise=visit.enterprise.name,
            site=visit.site.name,
            kind=Word.of(ServiceKind(service.kind)),
            purpose=service.purpose,
            entered_at=visit.entered_at,
            left_at=visit.left_at,
            outcome=service.outcome,
            voided_at=visit.voided_at,
        )


class ServicesOut(Schema):
    """A page of service visits, newest first."""

    count: int = Field(description="总数")
    services: list[ServiceOut] = Field(description="服务走访")


router = Router()


@router.get("/service-visits", response=ServicesOut, summary="服务走访")
def service_visits(request: ActorRequest, page: Query[int] = 1) -> ServicesOut:
    """Return the service visits that the actor may see, a hundred a page."""
    found = list_service_visits(request.actor)
    return ServicesOut(count=found.count(), services=[ServiceOut.of(each) for each in page_of(found, page)])


@router.get(ONE, response=ServiceOut, summary="一次服务走访")
def service_visit(request: ActorRequest, service_id: Id) -> ServiceOut:
    """Return one service visit that the actor may see."""
    return ServiceOut.of(get_service_visit(request.actor, service_id))


@router.post("/service-visits", response=ServiceOut, summary="登记服务走访")
def register(request: ActorRequest, data: ServiceIn) -> ServiceOut:
    """Register a visit that is no inspection."""
    return ServiceOut.of(
        operations.register_service_visit(
            position=data.position.as_position() if data.position else None,
            actor=request.actor,
            now=timezone.now(),
            **data.dict(exclude={"position"}),
        )
    )


@router.post(f"{ONE}/leave", response=ServiceOut, summary="结束服务走访")
def leave(request: ActorRequest, service_id: Id, data: OutcomeIn) -> ServiceOut:
    """Note that the visitors have left."""
    return ServiceOut.of(
        operations.leave_service_visit(
            service_id=service_id, outcome=data.outcome, actor=request.actor, now=timezone.now()
        )
    )


@router.post(f"{ONE}/void", response=ServiceOut, summary="作废服务走访")
def void(request: ActorRequest, service_id: Id, data: ReasonIn) -> ServiceOut:
    """Void what was registered wrongly."""
    return ServiceOut.of(
        operations.void_service_visit(
            service_id=service_id, reason=data.reason, actor=request.actor, now=timezone.now()
        )
    )


@router.post("/inspections/{id:inspection_id}/enter-by-scan", response=VisitOut, summary="凭外部扫码记录入企")
def enter_by_external_scan(request: ActorRequest, inspection_id: Id, data: ExternalScanIn) -> VisitOut:
    """Enter a task by the scan that another platform recorded."""
    return VisitOut.of(
        operations.enter_by_external_scan(
            inspection_id=inspection_id, actor=request.actor, now=timezone.now(), **data.dict()
        )
    )
