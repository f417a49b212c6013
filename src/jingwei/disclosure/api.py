"""The JSON interface of disclosure: what is announced, for everybody."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from jingwei.disclosure.models import Announcement
from jingwei.disclosure.queries import list_standing_announcements
from jingwei.disclosure.terms import AnnouncementKind
from jingwei.platform.calendar import local_date
from jingwei.web.bodies import Word

router = Router(tags=["公告与备案"])


class AnnouncementOut(Schema):
    """An announcement that stands, in its newest version."""

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
