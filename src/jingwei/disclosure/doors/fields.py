"""What programs and files get of an announcement and of a filing."""

from typing import Any

from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind, FilingState
from jingwei.web.doors import Day, Field, Flag, Number, Text, Viewer, Word, answer_of, schema_of

OWNER: tuple[Field, ...] = (
    Text("检查主体", "subject.name", name="subject"),
    Text("主体编号", "subject.code", name="subject_code"),
)
ANNOUNCED: tuple[Field, ...] = (
    *OWNER,
    Word("公告内容", "kind", of=AnnouncementKind),
    Text("标题", "title"),
    Number("版本", "version"),
    Day("公告日期", "announced_on"),
    Text("发布机关", "issuer"),
    Text("公告网址", "url"),
    Text("内容的 SM3 摘要", "digest"),
)
FILED: tuple[Field, ...] = (
    *OWNER,
    Word("备案内容", "kind", of=FilingKind),
    Word("报送对象", "addressee", of=Addressee),
    Number("所报公告编号", "announcement_id", name="announcement"),
    Number("版本", "version"),
    Day("应报日期，没有规定的为空", "due_on"),
    Day("报送日期", "filed_on"),
    Flag("逾期", "is_late"),
    Word("状态", "state", of=FilingState),
    Text("回执文号", "receipt"),
    Day("备案日期", "received_on"),
    Text("退回理由", "returned_reason"),
)
AnnouncementOut = schema_of("AnnouncementOut", ANNOUNCED, "An announcement.")
FilingOut = schema_of("FilingOut", FILED, "A filing.")


def announcement_out(request: Any, announcement: Announcement) -> Any:
    """Return an announcement as programs get it."""
    return answer_of(ANNOUNCED, announcement, Viewer(request.actor, request.now))


def filing_out(request: Any, filing: Filing) -> Any:
    """Return a filing as programs get it."""
    return answer_of(FILED, filing, Viewer(request.actor, request.now))


ANNOUNCEMENT_TOLD = (AnnouncementOut, announcement_out)
FILING_TOLD = (FilingOut, filing_out)
