"""一企一档: the list of enterprises, and all that the district has done at one of them."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

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
from jingwei.portal.filters import DossierFilter
from jingwei.portal.queries import dossier
from jingwei.portal.tables import EXPORTED, DossierTable, class_tag
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member, require
from jingwei.registry.models import Enterprise
from jingwei.registry.queries import industry_name
from jingwei.registry.terms import STAFF, CreditClass, EnterpriseKind
from jingwei.rulebook import Moment, ask
from jingwei.web.addresses import is_id
from jingwei.web.downloads import listed
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
MONTHS_SHOWN = 12
Shown = dict[str, Any]


@require_safe
@member_required(*STAFF)
def dossier_list(request: ActorRequest) -> HttpResponse:
    """Show the enterprises of the district."""
    year = local_date(timezone.now()).year
    chosen = DossierFilter(request.GET, queryset=dossier.list_dossiers(year=year))
    table = DossierTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form = chosen.form
    context = {
        "table": table,
        "fields": [form["q"], form["credit_class"], form["region"], form["section"]],
        "query": request.GET.urlencode(),
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "portal/dossier_list.html", context)


@require_safe
@member_required(*STAFF)
def dossier_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx."""
    year = local_date(timezone.now()).year
    found = DossierFilter(request.GET, queryset=dossier.list_dossiers(year=year)).qs
    rows = ([read(row) for read in EXPORTED.values()] for row in found.iterator(chunk_size=1000))
    return listed(request, "企业", list(EXPORTED), rows, name="企业名单")


@require_safe
@member_required(*STAFF)
def dossier_detail(request: ActorRequest, enterprise_id: int) -> HttpResponse:
    """Show one enterprise: its class, the counters of a year and why they differ, caps, who came, what is to come."""
    member, today = require(request.actor, *STAFF), local_date(timezone.now())
    enterprise = dossier.get_dossier(enterprise_id)
    years = dossier.list_years(enterprise, today=today)
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted in {str(each) for each in years} else today.year
    on = today if year == today.year else date(year, 12, 31)
    departments = dossier.list_departments(member, enterprise, on=on)
    chosen = _chosen(departments, request.GET.get("department", ""))
    entries = dossier.count_entries(enterprise, year=year)
    came = Paginator(dossier.list_came(member, enterprise, year=year), PER_PAGE)
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
        "caps": dossier.list_cap_uses(member, enterprise, on=on),
        "page": came.get_page(request.GET.get("page")),
        "query": request.GET,
        "ahead": dossier.list_ahead(member, enterprise),
        "invitations": [
            {"row": each, "by": InvitedBy(each.by).label, "state": InvitationState(each.state).label}
            for each in dossier.list_invitations_of(member, enterprise)
        ],
        "quiet": list(list_quiet_days_of(enterprise, since=today)),
        "months": [
            each for each in visits_by_month(enterprise, until=on, months=MONTHS_SHOWN) if each.visits
        ],
        **_classed(enterprise, member, today),
    }
    return render(request, "portal/dossier_detail.html", context)


@require_safe
@member_required(*STAFF)
def dossier_brief(request: ActorRequest, enterprise_id: int) -> HttpResponse:
    """Answer the part of a task's page that says how often anybody came to the enterprise this year."""
    enterprise = dossier.get_dossier(enterprise_id)
    year = local_date(timezone.now()).year
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


def _classed(enterprise: Enterprise, member: Member, today: date) -> Shown:
    grades = [each for each in grades_of(enterprise) if _holds(each, today)]
    own = next((each for each in grades if each.subject_id == member.subject_id), None)
    relief: Relief | None = next((each for each in reliefs_of(enterprise) if each.left_on is None), None)
    month = f"{enterprise.class_month:%Y-%m} 分类" if enterprise.class_month else "没有注明月份"
    rows: list[Shown] = [
        {"label": "统一社会信用代码", "value": enterprise.credit_code},
        {"label": "类型", "value": EnterpriseKind(enterprise.kind).label},
        {"label": "所属镇街", "value": enterprise.region.name},
        {"label": "行业", "value": f"{enterprise.industry} {industry_name(enterprise.industry)}".strip()},
        {
            "label": "信用风险分类",
            "value": CreditClass(enterprise.credit_class).label,
            "hint": month,
        },
    ]
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
