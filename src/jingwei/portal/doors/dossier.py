"""一企一档: all that the district has done at one enterprise. The page is of many things, so it stays a function."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from jingwei.inspections.models import Invitation
from jingwei.inspections.queries import trio_shown, visits_by_month
from jingwei.inspections.terms import InvitationState, InvitedBy
from jingwei.planning.models import DepartmentGrade, Relief
from jingwei.planning.queries import (
    facts_of_class,
    grades_of,
    history_of,
    list_quiet_days_of,
    reliefs_of,
    stricter,
)
from jingwei.platform.calendar import local_date
from jingwei.portal.doors.dossier_list import CODE, KIND, class_month, class_tag, industry
from jingwei.portal.queries import dossier
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.members import Member
from jingwei.registry.models import Enterprise
from jingwei.registry.terms import STAFF, CreditClass
from jingwei.rulebook import Moment, ask
from jingwei.web.addresses import is_id
from jingwei.web.doors import Day, Drawn, Empty, Number, Table, Text, Title, Viewer, Word, rows_of
from jingwei.web.doors import Moment as MomentField
from jingwei.web.gallery import draw

PER_PAGE = 20
MONTHS_SHOWN = 12
Shown = dict[str, Any]


def ahead_detail(each: dossier.Ahead) -> str:
    if each.is_own:
        return f"{each.task.number}　{each.task.site.name}"
    return "其他部门的任务，可商量合并实施"


def ahead_address(each: dossier.Ahead) -> str:
    return reverse("inspection_detail", args=[each.task.pk]) if each.is_own else ""


def ahead_at(each: dossier.Ahead) -> str:
    return MOMENT.show(each.task.planned_from) if each.is_own else DAY.show(each.task.planned_from)


def came_address(each: dossier.Came) -> str:
    if each.inspection_id:
        return reverse("inspection_detail", args=[each.inspection_id])
    return reverse("service_detail", args=[each.service_id]) if each.service_id else ""


def came_at(each: dossier.Came) -> str:
    return MOMENT.show(each.at) if each.is_timed else DAY.show(each.at)


def cap_used(each: dossier.CapUse) -> SafeString:
    unit = '<span class="jw-of"> / {}</span><span class="jw-unit">次</span>'
    return format_html("{}" + unit, each.row.used, each.row.granted)


def cap_left(each: dossier.CapUse) -> SafeString:
    if each.left > 0:
        return format_html('<span class="jw-nw">{}<span class="jw-unit">次</span></span>', each.left)
    return draw("lamp", {"colour": "red", "text": "已用完"})


def invitation_detail(each: Invitation) -> str:
    return f"{each.subject.short_name}　{InvitedBy(each.by).label}　{each.matter}"


def invitation_state(each: Invitation) -> SafeString:
    return draw("tag", {"text": InvitationState(each.state).label})


MOMENT, DAY = MomentField("时间", "at"), Day("时间", "at")
CAPS = Table(
    columns=(
        Title("上限", "row.cap", below="row.cap.source"),
        Drawn("已用", cap_used, css="jw-num", short="已用"),
        Number("已批未入企", "row.pending", unit="次", short="已批未入企"),
        Number("不计入", "row.exempt", unit="次", short="不计入"),
        Drawn("还可", cap_left, css="jw-nw is-end"),
    ),
    empty=Empty("没有用过的上限", "部门公布频次上限并入企以后，用了多少列在这里。"),
)
CAME = Table(
    columns=(
        Title("部门与事由", "who", link=came_address, below="detail"),
        Text("类别", "what"),
        Text("时间", came_at, css="jw-nw is-end"),
    ),
    empty=Empty("这一年没有人来过", "检查、走访登记入企以后列在这里。"),
)
AHEAD = Table(
    columns=(
        Title("部门与任务", "task.subject.short_name", link=ahead_address, below=ahead_detail),
        Text("环节", "stage", css="jw-nw"),
        Text("拟检时间", ahead_at, css="jw-nw is-end"),
    ),
    empty=Empty("没有将要进行的检查", "申请和已批准、还没有入企的任务会列在这里。"),
)
INVITATIONS = Table(
    columns=(
        Title("邀约", "number", link="invitation_detail", below=invitation_detail),
        Day("日期", "made_at"),
        Drawn("状态", invitation_state, css="jw-nw is-end"),
    ),
)
MONTHS = Table(
    columns=(
        Text("月份", lambda each: f"{each.month:%Y-%m}", name="month", css="jw-nw"),
        Number("检查", "inspections"),
        Number("走访", "services"),
    ),
    empty=Empty("没有人来过"),
)
IDENTITY = (
    CODE,
    KIND,
    Text("所属镇街", "region.name"),
    Text("行业", industry),
    Word(
        "信用风险分类",
        "credit_class",
        of=CreditClass,
        hint=lambda row: f"{class_month(row)} 分类" if row.class_month else "没有注明月份",
    ),
)


@require_safe
@member_required(*STAFF)
def dossier_detail(request: MemberRequest, enterprise_id: int) -> HttpResponse:
    """Show one enterprise: its class, the counters of a year and why they differ, caps, who came, what is to come."""
    member, viewer = request.member, Viewer(request.actor, request.now)
    today = viewer.today
    enterprise = dossier.get_dossier(enterprise_id)
    years = dossier.list_years(enterprise, today=today)
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted in {str(each) for each in years} else today.year
    on = today if year == today.year else date(year, 12, 31)
    departments = dossier.list_departments(member, enterprise, on=on)
    chosen = _chosen(departments, request.GET.get("department", ""))
    entries = dossier.count_entries(enterprise, year=year)
    came = Paginator(dossier.list_came(member, enterprise, year=year), PER_PAGE)
    page = came.get_page(request.GET.get("page"))
    months = [each for each in visits_by_month(enterprise, until=on, months=MONTHS_SHOWN) if each.visits]
    context = {
        "enterprise": enterprise,
        "tag": class_tag(enterprise.credit_class),
        "year": year,
        "years": [{"label": f"{each} 年", "url": f"?year={each}", "current": each == year} for each in years],
        "on": on,
        "departments": departments,
        "chosen": chosen,
        "trio": trio_shown(chosen.counters) if chosen else None,
        "entries": entries,
        "sums": {
            "visits": sum(each.counters.visits for each in departments),
            "capped": sum(each.counters.capped for each in departments),
            "reportable": sum(each.counters.reportable for each in departments),
        },
        "caps": CAPS.of(dossier.list_cap_uses(member, enterprise, on=on), viewer),
        "page": page,
        "came": CAME.of(page, viewer),
        "query": request.GET,
        "ahead": AHEAD.of(dossier.list_ahead(member, enterprise), viewer),
        "invitations": INVITATIONS.of(dossier.list_invitations_of(member, enterprise), viewer),
        "quiet": list(list_quiet_days_of(enterprise, since=today)),
        "months": MONTHS.of(months, viewer),
        **_classed(enterprise, member, viewer),
    }
    return render(request, "portal/dossier_detail.html", context)


@require_safe
@member_required(*STAFF)
def dossier_brief(request: MemberRequest, enterprise_id: int) -> HttpResponse:
    """Answer the part of a task's page that says how often anybody came to the enterprise this year."""
    enterprise = dossier.get_dossier(enterprise_id)
    year = local_date(request.now).year
    context = {
        "enterprise": enterprise,
        "tag": class_tag(enterprise.credit_class),
        "year": year,
        "entries": dossier.count_entries(enterprise, year=year),
    }
    return render(request, "portal/_dossier_brief.html", context)


def _chosen(rows: list[dossier.DepartmentYear], wanted: str) -> dossier.DepartmentYear | None:
    """Return the department whose columns stand open: the one asked for, else the first."""
    asked = int(wanted) if is_id(wanted) else 0
    return next((each for each in rows if each.subject.pk == asked), rows[0] if rows else None)


def _classed(enterprise: Enterprise, member: Member, viewer: Viewer) -> Shown:
    today = viewer.today
    grades = [each for each in grades_of(enterprise) if _holds(each, today)]
    own = next((each for each in grades if each.subject_id == member.subject_id), None)
    relief: Relief | None = next((each for each in reliefs_of(enterprise) if each.left_on is None), None)
    rows = rows_of(IDENTITY, enterprise, viewer)
    if member.subject_id is not None:
        applies = stricter(enterprise.credit_class, own.credit_class if own else None)
        rows.append({"label": "本部门适用", "value": applies.label, "hint": "信用分类与本部门分级从严"})
    if relief is not None:
        rows.append({"label": "低风险减免", "value": f"自 {relief.entered_on} 起", "hint": relief.ground})
    asked = ask(Moment.REQUEST, [facts_of_class(enterprise, today)], on=today)
    return {
        "rows": rows,
        "sites": list(enterprise.sites.all()),
        "grades": [{"row": each, "tag": class_tag(each.credit_class)} for each in grades],
        "history": list(history_of(enterprise)[:MONTHS_SHOWN]),
        "warnings": [finding.verdict for finding in asked.warnings],
    }


def _holds(grade: DepartmentGrade, today: date) -> bool:
    return grade.valid_from <= today and (grade.valid_until is None or today < grade.valid_until)
