"""The public's pages of one thing that was announced, and those that lead to them.

They stay functions: none has an act, and each shows several kinds of things. ``public_lists.py`` has the lists.
"""

from operator import attrgetter

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from jingwei.disclosure.models import Announcement
from jingwei.disclosure.queries import list_standing_announcements
from jingwei.disclosure.terms import AnnouncementKind
from jingwei.planning.models import PlanLine, SpecialPlan
from jingwei.planning.queries import list_caps_of_item
from jingwei.portal.doors.public_lists import BASES, ITEM, SUBJECTS, TODAY
from jingwei.portal.forms.public import PublicSearchForm
from jingwei.portal.queries import public
from jingwei.portal.queries.open_data import DATASETS
from jingwei.portal.queries.search import SHORTEST, normalised
from jingwei.registry import codes
from jingwei.registry.models import Basis, Item
from jingwei.registry.queries import why_unusable
from jingwei.registry.terms import BasisLevel, ImplementationLevel, InspectionMethod
from jingwei.web.doors import Day, Drawn, Empty, Table, Text, Title, Viewer, Word, rows_of
from jingwei.web.requests import ActorRequest

SUBJECTS_ON_HOME = 8
LARGE = "large"
A_YEAR = 365 * 24 * 60 * 60


def viewer_of(request: ActorRequest) -> Viewer:
    return Viewer(request.actor, request.now)


def announced_where(announcement: Announcement) -> SafeString:
    words = f"{announcement.announced_on}，{announcement.issuer}"
    return format_html('{}　<a href="{}" rel="noopener">{}</a>', words, announcement.url, announcement.url)


def approved(special: SpecialPlan) -> str:
    by = special.get_approver_display() if special.approver else "上级部署"
    return f"{by}　{special.approval_number or special.order_number}"


def inspected(special: SpecialPlan) -> str:
    return f"{special.object_scope}，{special.quantity} 户" if special.quantity else special.object_scope


def adjusted(announcement: Announcement) -> str:
    plan = announcement.plan
    return f"{plan.get_reason_display()}　{plan.note}" if plan and plan.version > 1 else ""


def partners(special: SpecialPlan) -> str:
    return "、".join(each.name for each in special.partners.order_by("sort_key"))


def cited(basis: Basis) -> str:
    return str(basis)


def ended(basis: Basis) -> str:
    return f"{basis.valid_until or '—'}　{basis.ended_by}".strip()


def remote(item: Item) -> str:
    return {True: "可以，须到场的要有理由", False: "不适用"}[bool(item.is_remote_capable)]


def line_scope(line: PlanLine) -> str:
    return line.object_scope


def line_ratios(line: PlanLine) -> str:
    return "，".join(f"{name} 类 {percent}%" for name, percent in (line.ratios or {}).items())


def line_quantity(line: PlanLine) -> SafeString | str:
    if not line.base:
        return "—" if line.quantity is None else str(line.quantity)
    return format_html('{}<span class="jw-unit">/ {}</span>', line.quantity, line.base)


def line_span(line: PlanLine) -> str:
    return f"{line.first_on:%m-%d} 至 {line.last_on:%m-%d}"


def line_partners(line: PlanLine) -> str:
    return "、".join(each.short_name for each in line.partners.all())


def line_address(line: PlanLine) -> str:
    return reverse("public_item", args=[line.item_id]) if line.item_id else ""


SUBJECT = (
    Text("主体编号", "code"),
    Day("公告日期", "announced_on"),
    Text("职权依据", "legal_basis", is_full=True),
    Text("委托机关", "principal.name", is_optional=True),
    Text("监督投诉电话", "phone"),
    Text("办公地址", "address"),
)
ITEMS_OF_SUBJECT = Table(
    caption="检查事项",
    columns=(ITEM, BASES, TODAY),
    empty=Empty("没有公布检查事项", "这个主体目前不得对企业实施检查。"),
)
OF_ITEM = (
    Text("检查主体", "subject.name", link=lambda item: reverse("public_subject", args=[item.subject_id])),
    Word("实施层级", "level", of=ImplementationLevel),
    Text("检查对象", "object_scope"),
    Text("检查频次", lambda item: item.frequency or "按年度频次上限", name="frequency"),
    Day("公布日期", "published_on"),
    Text("非现场检查", remote),
)
BASES_OF_ITEM = Table(
    caption="检查依据",
    columns=(
        Title("文件和条款", cited),
        Word("层级", "level", of=BasisLevel, css="jw-sub"),
        Day("施行", "valid_from", short="施行"),
        Text("失效", ended, css="jw-nw", short="失效"),
    ),
)
PLAN = (
    Day("公告日期", "announced_on"),
    Text("发布机关", "issuer"),
    Text("公告网址", "url", is_full=True, link=attrgetter("url")),
    Text("调整情形", adjusted, is_full=True, is_optional=True),
)
PLAN_LINES = Table(
    caption="计划事项",
    columns=(
        Title("任务", "name", link=line_address),
        Text("检查对象", line_scope, below=line_ratios, css="jw-sub"),
        Drawn("户数", line_quantity, css="jw-num", short="户数"),
        Text("时间", line_span, css="jw-nw"),
        Word("方式", "method", of=InspectionMethod, css="jw-nw jw-sub"),
        Text("联合单位", line_partners, css="jw-sub"),
    ),
)
SPECIAL = (
    Text("时限", lambda special: f"{special.first_on} 至 {special.last_on}", name="span"),
    Text("批准", approved),
    Text("内容", "contents", is_full=True),
    Text("对象", inspected, is_full=True),
    Text("依据", "basis", is_full=True),
    Text("参加主体", partners, is_full=True, is_optional=True),
)


@require_safe
def public_home(request: ActorRequest) -> HttpResponse:
    """Say who may inspect, what and how often, and lead to all of it."""
    viewer = viewer_of(request)
    subjects = sorted(
        public.list_public_subjects(on=viewer.today), key=attrgetter("item_count"), reverse=True
    )
    context = {
        "form": PublicSearchForm(),
        "count": len(subjects),
        "table": Table(columns=SUBJECTS.columns, caption="行政检查主体").of(
            subjects[:SUBJECTS_ON_HOME], viewer
        ),
    }
    return render(request, "portal/public_home.html", context)


@require_safe
def public_search(request: ActorRequest) -> HttpResponse:
    """Find subjects, items and plans by one word; the number of a card leads to the check of its holder."""
    form = PublicSearchForm(request.GET)
    text = normalised(form.cleaned_data["q"]) if form.is_valid() else ""
    if len(text) == 11 and text.isdigit():
        return redirect("verify_officer", number=text)
    if codes.is_like_a_code(text):
        return redirect("code_landing", text=codes.as_typed(text))
    is_asked = len(text) >= SHORTEST
    found = public.search_public(text, on=viewer_of(request).today) if is_asked else []
    context = {"form": form, "text": text, "is_asked": is_asked, "found": found}
    return render(request, "portal/public_search.html", context)


@require_safe
def public_subject(request: ActorRequest, subject_id: int) -> HttpResponse:
    """Show one subject: what it is, what it may inspect, how often, by which plans, and where all that is announced."""
    viewer = viewer_of(request)
    on = viewer.today
    subject = public.get_public_subject(subject_id, on=on)
    items = public.list_public_items(on=on).filter(subject=subject)
    context = {
        "subject": subject,
        "rows": rows_of(SUBJECT, subject, viewer),
        "items": ITEMS_OF_SUBJECT.of(items, viewer, caption=f"{subject.name}的检查事项"),
        "caps": public.list_public_caps(on=on, subject=subject),
        "plans": public.list_public_plans(on=on).filter(subject=subject),
        "specials": public.list_public_specials(on=on).filter(subject=subject),
        "announcements": list_standing_announcements(on=on, subject=subject),
    }
    return render(request, "portal/public_subject.html", context)


@require_safe
def public_item(request: ActorRequest, item_id: int) -> HttpResponse:
    """Show one item: its elements, what it rests on, the standard it is held against, the caps on visits for it."""
    viewer = viewer_of(request)
    item = public.get_public_item(item_id, on=viewer.today)
    context = {
        "item": item,
        "unusable": why_unusable(item, viewer.today),
        "rows": rows_of(OF_ITEM, item, viewer),
        "bases": BASES_OF_ITEM.of(item.bases.all(), viewer),
        "standards": item.standards.all(),
        "caps": list_caps_of_item(item, on=viewer.today),
    }
    return render(request, "portal/public_item.html", context)


@require_safe
def public_plan(request: ActorRequest, announcement_id: int) -> HttpResponse:
    """Show one announced plan, line by line."""
    viewer = viewer_of(request)
    found = public.get_public_announcement(announcement_id, AnnouncementKind.PLAN, on=viewer.today)
    title = found.plan.title if found.plan else ""
    context = {
        "announcement": found,
        "rows": rows_of(PLAN, found, viewer),
        "lines": PLAN_LINES.of(public.lines_of(found), viewer, caption=f"{title}的事项"),
    }
    return render(request, "portal/public_plan.html", context)


@require_safe
def public_special(request: ActorRequest, announcement_id: int) -> HttpResponse:
    """Show one announced special inspection and its bounds."""
    viewer = viewer_of(request)
    found = public.get_public_announcement(announcement_id, AnnouncementKind.SPECIAL, on=viewer.today)
    special = found.special
    assert special is not None
    announced = rows_of((Drawn("公告", announced_where, is_full=True),), found, viewer)
    context = {
        "announcement": found,
        "rows": rows_of(SPECIAL, special, viewer) + announced,
        "items": special.items.select_related("subject").order_by("code"),
    }
    return render(request, "portal/public_special.html", context)


@require_safe
def public_data(request: ActorRequest) -> HttpResponse:
    """List the open data: what each file holds, and what not."""
    return render(request, "portal/public_data.html", {"datasets": DATASETS.values()})


@require_safe
def public_size(request: ActorRequest, size: str) -> HttpResponse:
    """Keep whether the visitor wants large letters, and go back to where the visitor was."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()})
    answer = redirect(came_from if is_ours else reverse("public_home"))
    answer.set_cookie("size", LARGE if size == LARGE else "", max_age=A_YEAR, samesite="Lax", httponly=True)
    return answer
