"""The JSON interface of disclosure: what is announced, for everybody; announcing and filing, for those whose it is."""

from datetime import date
from typing import Any

from ninja import Field, Router, Schema

from jingwei.disclosure import operations
from jingwei.disclosure.doors.announcements import ANNOUNCEMENT, ANNOUNCEMENTS, KEEPERS
from jingwei.disclosure.doors.fields import AnnouncementOut, announcement_out
from jingwei.disclosure.doors.filings import FILING, RECEIVED
from jingwei.disclosure.doors.lamps import BOARD
from jingwei.disclosure.queries import list_standing_announcements
from jingwei.disclosure.terms import AnnouncementKind
from jingwei.platform.calendar import local_date
from jingwei.registry.members import require
from jingwei.web.bodies import Id, Text
from jingwei.web.idempotency import once_per_key
from jingwei.web.requests import ActorRequest

router = Router(tags=["公告与备案"])
router.add_decorator(once_per_key, mode="view")


class AnnouncementsOut(Schema):
    """All announcements that stand today."""

    items: list[AnnouncementOut] = Field(description="公告，按单位和内容")  # type: ignore[valid-type]
    count: int = Field(description="件数")


class AnnounceIn(Schema):
    """What was announced, when and where; the content is taken from what holds on that day."""

    kind: AnnouncementKind = Field(description="公告内容")
    announced_on: date = Field(description="公告日期")
    url: Text = Field(description="公告网址", max_length=300)
    issuer: Text = Field("", description="发布机关，不填为本单位", max_length=80)
    title: Text = Field("", description="标题，不填的由系统拟", max_length=160)
    plan_id: Id | None = Field(None, description="年度计划编号，公告计划时填")
    special_id: Id | None = Field(None, description="专项检查编号，公告专项时填")


@router.get("/announcements", response=AnnouncementsOut, auth=None, summary="现行的公告，无须登录")
def announcements(request: ActorRequest) -> Any:
    """Return of each thing announced the newest version that stands today: a function, because anybody may read it."""
    found = list_standing_announcements(on=local_date(request.now)).defer("content")
    items = [announcement_out(request, each) for each in found]
    return {"items": items, "count": len(items)}


@router.post("/announcements", response=AnnouncementOut, summary="公告")
def announce(request: ActorRequest, data: AnnounceIn) -> Any:
    """Register what the caller's own subject has announced: a function, because the body says what it is."""
    member = require(request.actor, *KEEPERS)
    made = operations.announce(
        subject_id=member.subject_id or 0, actor=member, now=request.now, **data.dict()
    )
    return announcement_out(request, made)


BOARD.mount(router, "/lamps")
ANNOUNCEMENTS.mount(router, "/announcement-versions", plural="versions")
ANNOUNCEMENT.mount(router, "/announcements/{id:announcement_id}", "公告")
ANNOUNCEMENT.open("file", router, "/filings")
RECEIVED.mount(router, "/filings")
FILING.mount(router, "/filings/{id:filing_id}", "备案")
