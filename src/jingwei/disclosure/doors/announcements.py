"""公告: every version that was ever announced, one word for word, withdrawing and filing it, and announcing anew."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jingwei.disclosure import operations
from jingwei.disclosure.addresses import WHY_OFF
from jingwei.disclosure.contents import LIVING, compare
from jingwei.disclosure.doors.fields import ANNOUNCED, ANNOUNCEMENT_TOLD, FILING_TOLD
from jingwei.disclosure.forms import AnnounceForm, FileForm
from jingwei.disclosure.matters import Matter
from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.queries import (
    find_last_check,
    find_newer,
    find_version_before,
    get_announcement,
    list_announcements,
    list_unfiled,
)
from jingwei.disclosure.terms import Addressee, AnnouncementKind
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Mistake
from jingwei.platform.queries import list_events_of
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import STAFF, Role
from jingwei.web.addresses import is_id
from jingwei.web.doors import (
    BODY,
    Acts,
    Choice,
    Day,
    Empty,
    Failed,
    Field,
    Lamp,
    Listing,
    Number,
    Search,
    Text,
    Title,
    Viewer,
    Word,
    attempt,
    rows_of,
    timeline,
)
from jingwei.web.doors.forms import ReasonForm
from jingwei.web.idempotency import idempotent

KEEPERS = (Role.CLERK, Role.HEAD)
TABS = (("lamp_board", "公告与备案"), ("announcement_list", "公告记录"), ("filing_list", "备案"))
CRUMBS = ("事项与公告", ("公告与备案", "lamp_board"))
STANDING = (("standing", "未撤下"), ("withdrawn", "已撤下"))


def where_or_whose(announcement: Announcement) -> str:
    return announcement.url or announcement.subject.name


def listed_state(announcement: Announcement) -> tuple[str, str]:
    return ("green", "已公告") if announcement.withdrawn_at is None else ("grey", "已撤下")


def of_state(found: QuerySet[Announcement], state: str, viewer: Viewer) -> QuerySet[Announcement]:
    """Keep those that were withdrawn, or those that were not."""
    return found.filter(withdrawn_at__isnull=state == "standing")


ANNOUNCEMENTS = Listing(
    "announcement",
    "公告记录",
    roles=STAFF,
    rows=lambda actor: list_announcements(actor).defer("content"),
    tabs=TABS,
    crumbs=CRUMBS,
    status="共 {} 版",
    columns=(
        Title(
            "公告",
            "title",
            order="subject__sort_key",
            link="announcement_detail",
            below=where_or_whose,
        ),
        Word("内容", "kind", of=AnnouncementKind),
        Number("版本", "version", short="第"),
        Day("公告日期", "announced_on"),
        Lamp("状态", listed_state),
    ),
    filed=(*ANNOUNCED, Text("撤下理由", "withdraw_reason")),
    filters=(
        Search(
            label="标题或单位",
            hint="标题、单位、拼音首字母",
            paths=("title", "subject__name", "subject__sort_key"),
        ),
        Choice("kind", "公告内容", of=AnnouncementKind),
        Choice("state", "状态", of=STANDING, by=of_state),
    ),
    empty=Empty("还没有公告", "单位在政府网站公告以后登记，到", "lamp_board", "公告与备案"),
)
# What the page shows beside the content.
BESIDE: tuple[Field, ...] = (
    Text("单位", "subject.name"),
    Word("公告内容", "kind", of=AnnouncementKind),
    Text("版本", lambda row: f"第 {row.version} 版"),
    Day("公告日期", "announced_on"),
    Text("发布机关", "issuer"),
    Text("经办人", lambda row: str(row.made_by or "系统")),
    Text("公告网址", "url", link=lambda row: row.url, is_full=True),
    Text("内容摘要（SM3）", "digest", is_full=True),
    Text(
        "撤下",
        lambda row: row.withdrawn_at and f"{local_date(row.withdrawn_at)}：{row.withdraw_reason}",
        is_full=True,
        is_optional=True,
    ),
)


def is_own(announcement: Announcement, viewer: Viewer) -> bool:
    return getattr(viewer.actor, "subject_id", None) == announcement.subject_id


def may_file(announcement: Announcement, viewer: Viewer) -> bool:
    return is_own(announcement, viewer) and bool(list_unfiled(announcement))


def may_withdraw(announcement: Announcement, viewer: Viewer) -> bool:
    """Whether it still stands and is the viewer's own or the viewer the bureau; what the registry announced stays."""
    stands = announcement.withdrawn_at is None and announcement.kind != AnnouncementKind.SUBJECT
    return stands and (getattr(viewer.actor, "is_bureau", False) or is_own(announcement, viewer))


def show_announcement(request: MemberRequest, announcement: Announcement) -> dict[str, Any]:
    """Return what the page shows: the content word for word, beside the version before, and with whom it is filed."""
    viewer = Viewer(request.actor, request.now)
    newer, before = find_newer(announcement), find_version_before(announcement)
    subject, kind = announcement.subject, AnnouncementKind(announcement.kind)
    sees_filings = request.member.is_bureau or is_own(announcement, viewer)
    filings = Filing.objects.filter(announcement=announcement).order_by("id")
    state = listed_state(announcement) if announcement.withdrawn_at or not newer else ("grey", "已由新版代替")
    return {
        "title": announcement.title,
        "crumbs": [
            ("公告与备案", f"{reverse('lamp_board')}?all=1"),
            (subject.short_name, reverse("lamp_detail", args=[subject.pk])),
            (f"{kind.label}第 {announcement.version} 版", ""),
        ],
        "rows": rows_of(BESIDE, announcement, viewer),
        "state": Lamp("", lambda _: state).html(announcement, viewer),
        "newer": newer,
        "before": before,
        "lines": compare(before.content, announcement.content) if before else [],
        "filings": list(filings) if sees_filings else [],
        "check": find_last_check(announcement),
        "why_off": WHY_OFF if settings.DEMONSTRATION else "",
        "timeline": timeline(list_events_of("announcement", announcement.pk)),
    }


ANNOUNCEMENT = Acts(
    "announcement",
    find=get_announcement,
    show=show_announcement,
    template="disclosure/announcement.html",
    roles=STAFF,
    answer=ANNOUNCEMENT_TOLD,
)
ANNOUNCEMENT.act(
    "withdraw",
    operations.withdraw_announcement,
    (*KEEPERS, *BUREAU),
    ReasonForm,
    verb="撤下",
    title="撤下这份公告",
    done="已撤下，门户不再显示，记录留存。",
    when=may_withdraw,
    ask="撤下这份公告？",
    warn="撤下后门户不再显示；撤下计划的，不能再依这份计划检查。",
    prefix="withdraw",
    is_grave=True,
)


def at_lamp(row: Any) -> str:
    return reverse("lamp_detail", args=[row.subject_id])


ANNOUNCEMENT.act(
    "file",
    operations.submit_filing,
    KEEPERS,
    FileForm,
    verb="报送",
    title="报送备案",
    done=lambda filing: f"已报{Addressee(filing.addressee).label}，等待回执。",
    when=may_file,
    ask="报送“{0.title}”第 {0.version} 版？",
    warn="报送后不能修改，退回后可以重报。",
    given=lambda request, row: {"unfiled": list_unfiled(row), "today": local_date(request.now)},
    answer=FILING_TOLD,
    to=at_lamp,
    place=BODY,
    is_main=True,
)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*KEEPERS)
@idempotent
def announce(request: MemberRequest) -> HttpResponse:
    """Register where it was announced, beside what holds today and what was announced last.

    Odd, because no object's address but the query says what is to be announced: the kind, and the plan or special
    inspection.
    """
    matter, today = _matter(request), local_date(request.now)
    initial = {"announced_on": today, "issuer": matter.subject.name, "title": matter.title}
    form = AnnounceForm(request.POST if request.method == "POST" else None, initial=initial)

    def page(failed: Failed) -> HttpResponse:
        content, last = matter.content(today), matter.standing()
        context = {
            "form": form,
            "matter": matter,
            "content": content,
            "last": last,
            "lines": compare(last.content, content) if last else [],
            "failed": failed,
            "now": request.now,
        }
        status = failed.status if form.is_bound else 200
        return render(request, "disclosure/announce.html", context, status=status)

    if not form.is_bound:
        return page(Failed())
    return attempt(
        request,
        operations.announce,
        form,
        given={
            "subject_id": matter.subject.pk,
            "kind": matter.kind,
            "plan_id": matter.plan and matter.plan.pk,
            "special_id": matter.special and matter.special.pk,
        },
        again=page,
        done="《{0.title}》第 {0.version} 版已登记，接着报送备案。",
        to=at_lamp,
    )


def _matter(request: MemberRequest) -> Matter:
    """Return what the address asks to announce. Raises Mistake where it names nothing of the viewer's subject."""
    subject = Subject.objects.select_related("region", "principal").get(pk=request.member.subject_id or 0)
    code = request.GET.get("kind", "")
    if code not in {each.value for each in AnnouncementKind} or code == AnnouncementKind.SUBJECT:
        raise Mistake("没有选要公告的内容", "从公告与备案的页面逐项办理")
    kind = AnnouncementKind(code)
    if kind in LIVING:
        return Matter(subject, kind)
    wanted = request.GET.get(kind.value, "")
    pk = int(wanted) if is_id(wanted) else 0
    if kind is AnnouncementKind.PLAN:
        found = Matter(subject, kind, plan=AnnualPlan.objects.filter(pk=pk, subject=subject).first())
    else:
        specials = SpecialPlan.objects.select_related("subject")
        found = Matter(subject, kind, special=specials.filter(pk=pk, subject=subject).first())
    if found.plan is None and found.special is None:
        raise Mistake(f"没有找到要公告的{kind.label}", "从公告与备案的页面逐项办理")
    return found
