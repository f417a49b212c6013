"""The JSON interface of disclosure: what is announced, for everybody; announcing and filing, for those whose it is."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from jingwei.disclosure import operations
from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.queries import list_filings, list_standing_announcements
from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind, FilingState
from jingwei.platform.calendar import local_date
from jingwei.registry.members import require
from jingwei.registry.terms import STAFF, Role
from jingwei.web.bodies import FileIn, Id, ReasonIn, Text, Word
from jingwei.web.idempotency import once_per_key
from jingwei.web.requests import ActorRequest

router = Router(tags=["公告与备案"])
router.add_decorator(once_per_key, mode="view")
PER_PAGE = 100
ONE = "/filings/{id:filing_id}"


class AnnouncementOut(Schema):
    """An announcement that stands, in its newest version."""

    id: int = Field(description="编号")
    subject: str = Field(description="检查主体")
    subject_code: str = Field(description="主体编号")
    kind: Word = Field(description="公告内容")
    title: str = Field(description="标题")
    version: int = Field(description="版本")
    announced_on: date = Field(description="公告日期")
    issuer: str = Field(description="发布机关")
    url: str = Field(description="公告网址")
    digest: str = Field(description="内容的 SM3 摘要")

    @classmethod
    def of(cls, row: Announcement) -> "AnnouncementOut":
        """Return the answer for a row."""
        return cls(
            id=row.pk,
            subject=row.subject.name,
            subject_code=row.subject.code,
            kind=Word.of(AnnouncementKind(row.kind)),
            title=row.title,
            version=row.version,
            announced_on=row.announced_on,
            issuer=row.issuer,
            url=row.url,
            digest=row.digest,
        )


class AnnouncementsOut(Schema):
    """All announcements that stand today."""

    items: list[AnnouncementOut] = Field(description="公告，按单位和内容")
    count: int = Field(description="件数")


@router.get("/announcements", response=AnnouncementsOut, auth=None, summary="现行的公告，无须登录")
def announcements(request: HttpRequest) -> AnnouncementsOut:
    """Return of each thing announced the newest version that stands today."""
    found = list_standing_announcements(on=local_date(timezone.now())).defer("content")
    items = [AnnouncementOut.of(each) for each in found]
    return AnnouncementsOut(items=items, count=len(items))


class FilingOut(Schema):
    """A filing."""

    id: int = Field(description="编号")
    subject: str = Field(description="检查主体")
    subject_code: str = Field(description="主体编号")
    kind: Word = Field(description="备案内容")
    addressee: Word = Field(description="报送对象")
    announcement: int | None = Field(description="所报公告编号")
    version: int = Field(description="版本")
    due_on: date | None = Field(description="应报日期，没有规定的为空")
    filed_on: date = Field(description="报送日期")
    is_late: bool = Field(description="逾期")
    state: Word = Field(description="状态")
    receipt: str = Field(description="回执文号")
    received_on: date | None = Field(description="备案日期")
    returned_reason: str = Field(description="退回理由")

    @classmethod
    def of(cls, row: Filing) -> "FilingOut":
        """Return the answer for a row."""
        return cls(
            id=row.pk,
            subject=row.subject.name,
            subject_code=row.subject.code,
            kind=Word.of(FilingKind(row.kind)),
            addressee=Word.of(Addressee(row.addressee)),
            announcement=row.announcement_id,
            version=row.version,
            due_on=row.due_on,
            filed_on=row.filed_on,
            is_late=row.is_late,
            state=Word.of(FilingState(row.state)),
            receipt=row.receipt,
            received_on=row.received_on,
            returned_reason=row.returned_reason,
        )


class FilingsOut(Schema):
    """A page of filings, newest first."""

    count: int = Field(description="总数")
    filings: list[FilingOut] = Field(description="备案")


class FilingsIn(Schema):
    """Which filings to give."""

    page: int = Field(1, description="第几页，每页一百件", ge=1, le=10_000)
    state: FilingState | None = Field(None, description="状态，不填为全部")


class AnnounceIn(Schema):
    """What was announced, when and where; the content is taken from what holds on that day."""

    kind: AnnouncementKind = Field(description="公告内容")
    announced_on: date = Field(description="公告日期")
    url: Text = Field(description="公告网址", max_length=300)
    issuer: Text = Field("", description="发布机关，不填为本单位", max_length=80)
    title: Text = Field("", description="标题，不填的由系统拟", max_length=160)
    plan_id: Id | None = Field(None, description="年度计划编号，公告计划时填")
    special_id: Id | None = Field(None, description="专项检查编号，公告专项时填")


class FileFilingIn(Schema):
    """What of an announcement is filed with whom."""

    announcement_id: Id = Field(description="公告编号")
    kind: FilingKind = Field(description="备案内容")
    addressee: Addressee = Field(description="报送对象")
    filed_on: date | None = Field(None, description="报送日期，报区司法局的为今天")
    paper: FileIn | None = Field(None, description="备案材料")


class SuperiorReceiptIn(Schema):
    """The receipt that the department above gave on paper."""

    number: Text = Field(description="回执文号", max_length=60)
    received_on: date = Field(description="备案日期")


@router.post("/announcements", response=AnnouncementOut, summary="公告")
def announce(request: ActorRequest, data: AnnounceIn) -> AnnouncementOut:
    """Register what the caller's own subject has announced."""
    member = require(request.actor, Role.CLERK, Role.HEAD)
    made = operations.announce(
        subject_id=member.subject_id or 0, actor=member, now=timezone.now(), **data.dict()
    )
    return AnnouncementOut.of(made)


@router.post("/announcements/{id:announcement_id}/withdraw", response=AnnouncementOut, summary="撤下公告")
def withdraw(request: ActorRequest, announcement_id: Id, data: ReasonIn) -> AnnouncementOut:
    """Withdraw an announcement."""
    return AnnouncementOut.of(
        operations.withdraw_announcement(
            announcement_id=announcement_id, reason=data.reason, actor=request.actor, now=timezone.now()
        )
    )


@router.get("/filings", response=FilingsOut, summary="备案")
def filings(request: ActorRequest, chosen: Query[FilingsIn]) -> FilingsOut:
    """Return the filings that the caller may see, a hundred a page."""
    require(request.actor, *STAFF)
    found = list_filings(request.actor)
    if chosen.state:
        found = found.filter(state=chosen.state)
    start = (chosen.page - 1) * PER_PAGE
    rows = [FilingOut.of(each) for each in found[start : start + PER_PAGE]]
    return FilingsOut(count=found.count(), filings=rows)


@router.post("/filings", response=FilingOut, summary="报送备案")
def submit(request: ActorRequest, data: FileFilingIn) -> FilingOut:
    """File what was announced."""
    return FilingOut.of(
        operations.submit_filing(
            paper=(data.paper.name, data.paper.read()) if data.paper else None,
            actor=request.actor,
            now=timezone.now(),
            **data.dict(exclude={"paper"}),
        )
    )


@router.post(f"{ONE}/receive", response=FilingOut, summary="接收备案")
def receive(request: ActorRequest, filing_id: Id) -> FilingOut:
    """Receive a filing for the bureau."""
    return FilingOut.of(
        operations.receive_filing(filing_id=filing_id, actor=request.actor, now=timezone.now())
    )


@router.post(f"{ONE}/return", response=FilingOut, summary="退回备案")
def send_back(request: ActorRequest, filing_id: Id, data: ReasonIn) -> FilingOut:
    """Return a filing with a reason."""
    return FilingOut.of(
        operations.return_filing(
            filing_id=filing_id, reason=data.reason, actor=request.actor, now=timezone.now()
        )
    )


@router.post(f"{ONE}/superior-receipt", response=FilingOut, summary="登记上级回执")
def enter_superior_receipt(request: ActorRequest, filing_id: Id, data: SuperiorReceiptIn) -> FilingOut:
    """Enter the receipt from above."""
    return FilingOut.of(
        operations.enter_superior_receipt(
            filing_id=filing_id, actor=request.actor, now=timezone.now(), **data.dict()
        )
    )
