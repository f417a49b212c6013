"""Announcements: their history, one word for word beside the version before, registering, withdrawing, filing it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from jingwei.disclosure import operations
from jingwei.disclosure.addresses import WHY_OFF
from jingwei.disclosure.contents import LIVING, compare, content_of_plan, content_of_special, read_contents
from jingwei.disclosure.filters import AnnouncementFilter
from jingwei.disclosure.forms import AnnounceForm, FileForm, ReasonForm
from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.operations.announcing import title_of
from jingwei.disclosure.queries import (
    find_last_check,
    find_newer,
    find_version_before,
    get_announcement,
    list_announcements,
    list_unfiled,
)
from jingwei.disclosure.tables import EXPORTED_ANNOUNCEMENTS, AnnouncementTable
from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind
from jingwei.disclosure.views.parts import Shown, state_of
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Mistake, Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member, require
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import STAFF, Role
from jingwei.rulebook import Refused
from jingwei.web.addresses import is_id
from jingwei.web.downloads import listed
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
KEEPERS = (Role.CLERK, Role.HEAD)


@require_safe
@member_required(*STAFF)
def list_page(request: ActorRequest) -> HttpResponse:
    """Show every version that was ever announced, newest first."""
    chosen = AnnouncementFilter(request.GET, queryset=list_announcements(request.actor).defer("content"))
    table = AnnouncementTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "table": table,
        "fields": list(chosen.form),
        "query": request.GET.urlencode(),
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "disclosure/announcements.html", context)


@require_safe
@member_required(*STAFF)
def export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx."""
    found = AnnouncementFilter(request.GET, queryset=list_announcements(request.actor).defer("content")).qs
    rows = [[read(row) for read in EXPORTED_ANNOUNCEMENTS.values()] for row in found]
    return listed(request, "公告记录", list(EXPORTED_ANNOUNCEMENTS), rows)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*KEEPERS)
def new(request: ActorRequest) -> HttpResponse:
    """Show what holds today, beside what was announced last, and register where it was announced."""
    now = timezone.now()
    subject, kind, plan, special = _matter(request)
    initial = {
        "announced_on": local_date(now),
        "issuer": subject.name,
        "title": title_of(subject, kind, plan, special),
    }
    form = AnnounceForm(request.POST if request.method == "POST" else None, initial=initial)
    error: Refused | Rejected | None = None
    if form.is_bound and form.is_valid():
        try:
            made = operations.announce(
                subject_id=subject.pk,
                kind=kind,
                plan_id=plan.pk if plan else None,
                special_id=special.pk if special else None,
                **form.cleaned_data,
                actor=request.actor,
                now=now,
            )
        except (Refused, Rejected) as refusal:
            error = refusal
        else:
            messages.success(request, f"《{made.title}》第 {made.version} 版已登记，接着报送备案。")
            return redirect("lamp_detail", subject.pk)
    if plan is not None:
        content = content_of_plan(plan)
    elif special is not None:
        content = content_of_special(special)
    else:
        content = read_contents([subject], on=local_date(now))[subject.pk][kind]
    last = (
        Announcement.objects.standing()
        .filter(subject=subject, kind=kind, special=special)
        .order_by("plan__year", "plan__version", "version")
        .last()
    )
    context = {
        "form": form,
        "kind": kind,
        "subject": subject,
        "content": content,
        "last": last,
        "lines": compare(last.content, content) if last else [],
        "error": error_shown(error),
        "now": now,
    }
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "disclosure/announce.html", context, status=status)


@require_safe
@member_required(*STAFF)
def detail(request: ActorRequest, announcement_id: int) -> HttpResponse:
    """Show one announcement, word for word."""
    return _show(request, announcement_id)


@require_POST
@member_required(*KEEPERS, *BUREAU)
def withdraw(request: ActorRequest, announcement_id: int) -> HttpResponse:
    """Withdraw the announcement with a reason."""
    form = ReasonForm(request.POST, prefix="withdraw")
    if not form.is_valid():
        return _show(request, announcement_id, filled={"withdraw": form})
    return _act(
        request,
        announcement_id,
        lambda: operations.withdraw_announcement(
            announcement_id=announcement_id,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            now=timezone.now(),
        ),
        "已撤下，门户不再显示，记录留存。",
    )


@require_POST
@member_required(*KEEPERS)
def file(request: ActorRequest, announcement_id: int) -> HttpResponse:
    """File the announcement; from the department's page with one button, from here with its paper."""
    get_announcement(request.actor, announcement_id)
    # All may be named: the page of lamps calls an amendment a plan, and a page may be old. The operation decides.
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, announcement_id, filled={"file": form})
    given = form.cleaned_data
    upload = given["paper"]
    try:
        made: Filing = operations.submit_filing(
            announcement_id=announcement_id,
            kind=FilingKind(given["kind"]),
            addressee=Addressee(given["addressee"]),
            filed_on=given["filed_on"],
            paper=(upload.name or "", upload.read()) if upload else None,
            actor=request.actor,
            now=timezone.now(),
        )
    except (Refused, Rejected) as error:
        return _show(request, announcement_id, error=error, filled={"file": form})
    messages.success(request, f"已报{Addressee(made.addressee).label}，等待回执。")
    return redirect("lamp_detail", made.subject_id)


def _show(
    request: ActorRequest,
    announcement_id: int,
    *,
    error: Refused | Rejected | None = None,
    filled: Mapping[str, Form] | None = None,
) -> HttpResponse:
    announcement = get_announcement(request.actor, announcement_id)
    newer, before = find_newer(announcement), find_version_before(announcement)
    filings = list(Filing.objects.filter(announcement=announcement).order_by("id"))
    context: dict[str, Any] = {
        "announcement": announcement,
        "kind": AnnouncementKind(announcement.kind),
        "rows": _rows(announcement),
        "state": state_of(announcement, newer),
        "newer": newer,
        "before": before,
        "lines": compare(before.content, announcement.content) if before else [],
        "filings": filings if _may_see_filings(request, announcement) else [],
        "check": find_last_check(announcement),
        "why_off": WHY_OFF if settings.DEMONSTRATION else "",
        "forms": _offered(request, announcement, filled or {}),
        "error": error_shown(error),
        "now": timezone.now(),
    }
    status = status_of(error) if error else 422 if filled else 200
    return render(request, "disclosure/announcement.html", context, status=status)


def _act(
    request: ActorRequest, announcement_id: int, operation: Callable[[], object], done: str
) -> HttpResponse:
    try:
        operation()
    except (Refused, Rejected) as error:
        return _show(request, announcement_id, error=error)
    messages.success(request, done)
    return redirect("announcement_detail", announcement_id)


def _matter(
    request: ActorRequest,
) -> tuple[Subject, AnnouncementKind, AnnualPlan | None, SpecialPlan | None]:
    """Return what the address asks to announce. Raises Mistake where it names nothing of the viewer's subject."""
    member = require(request.actor, *KEEPERS)
    subject = Subject.objects.select_related("region", "principal").get(pk=member.subject_id or 0)
    asked = request.GET
    code = asked.get("kind", "")
    if code not in {each.value for each in AnnouncementKind} or code == AnnouncementKind.SUBJECT:
        raise Mistake("没有选要公告的内容", "从公告与备案的页面逐项办理")
    kind = AnnouncementKind(code)
    if kind in LIVING:
        return subject, kind, None, None
    wanted = asked.get(kind.value, "")
    pk = int(wanted) if is_id(wanted) else 0
    plan = (
        AnnualPlan.objects.filter(pk=pk, subject=subject).first() if kind is AnnouncementKind.PLAN else None
    )
    special = (
        SpecialPlan.objects.select_related("subject").filter(pk=pk, subject=subject).first()
        if kind is AnnouncementKind.SPECIAL
        else None
    )
    if plan is None and special is None:
        raise Mistake(f"没有找到要公告的{kind.label}", "从公告与备案的页面逐项办理")
    return subject, kind, plan, special


def _offered(
    request: ActorRequest, announcement: Announcement, filled: Mapping[str, Form]
) -> dict[str, Form]:
    """Return the forms of the acts that make sense for the viewer now, those just sent in as they were filled in."""
    actor = request.actor
    if announcement.withdrawn_at is not None or announcement.kind == AnnouncementKind.SUBJECT:
        return {}
    is_own = (
        isinstance(actor, Member) and actor.role in KEEPERS and actor.subject_id == announcement.subject_id
    )
    is_bureau = isinstance(actor, Member) and actor.is_bureau
    forms: dict[str, Form] = {}
    unfiled = list_unfiled(announcement) if is_own else []
    if unfiled:
        form = filled.get("file")
        form = form if isinstance(form, FileForm) else FileForm()
        forms["file"] = form.offer(unfiled, local_date(timezone.now()))
    if is_own or is_bureau:
        forms["withdraw"] = filled.get("withdraw") or ReasonForm(prefix="withdraw")
    return forms


def _may_see_filings(request: ActorRequest, announcement: Announcement) -> bool:
    actor = request.actor
    return isinstance(actor, Member) and (actor.is_bureau or actor.subject_id == announcement.subject_id)


def _rows(announcement: Announcement) -> list[Shown]:
    rows: list[Shown] = [
        {"label": "单位", "value": announcement.subject.name},
        {"label": "公告内容", "value": AnnouncementKind(announcement.kind).label},
        {"label": "版本", "value": f"第 {announcement.version} 版"},
        {"label": "公告日期", "value": str(announcement.announced_on)},
        {"label": "发布机关", "value": announcement.issuer},
        {"label": "经办人", "value": str(announcement.made_by or "系统")},
        {"label": "公告网址", "value": announcement.url, "url": announcement.url, "is_full": True},
        {"label": "内容摘要（SM3）", "value": announcement.digest, "is_full": True},
    ]
    if announcement.withdrawn_at is not None:
        day = local_date(announcement.withdrawn_at)
        rows.append({"label": "撤下", "value": f"{day}：{announcement.withdraw_reason}", "is_full": True})
    return rows
