"""专项检查: the list with the quota of the year, its file, and the form of one."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from jingwei.planning import operations
from jingwei.planning.filters.special import UNREPORTED, SpecialFilter
from jingwei.planning.forms.special import SpecialForm
from jingwei.planning.models import SpecialPlan
from jingwei.planning.operations.special_drafts import WRITERS
from jingwei.planning.queries import (
    get_quota_use,
    get_special,
    list_late_reports,
    list_specials,
    list_unreported,
)
from jingwei.planning.tables.special import SPECIAL_COLUMNS, SpecialTable
from jingwei.planning.terms import SpecialStage
from jingwei.planning.views.special_parts import quota_bars
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Conflict, Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member, require
from jingwei.registry.queries import get_subject
from jingwei.registry.terms import STAFF
from jingwei.rulebook import Refused
from jingwei.web.downloads import listed
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
LAMPS = {SpecialStage.SUBMITTED: "amber", SpecialStage.RETURNED: "red", SpecialStage.APPROVED: "green"}
FOLDED = ("regions", "item_ids", "partner_ids", "joint_item_ids", "enterprises")


@require_safe
@member_required(*STAFF)
def special_list(request: ActorRequest) -> HttpResponse:
    """Show the special inspections that the viewer may see, and how much of the year's number is used."""
    today = local_date(timezone.now())
    chosen = SpecialFilter(request.GET, actor=request.actor, today=today)
    late = {each.pk for each in list_late_reports(today=today)}
    table = SpecialTable(chosen.qs, late=late)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form = chosen.form
    year = (
        int(given) if (given := request.GET.get("year", "")).isdecimal() and len(given) == 4 else today.year
    )
    context = {
        "table": table,
        "tally": _tally(request.actor, today),
        "fields": [form[name] for name in ("q", "year", "subject", "origin", "stage")],
        "query": request.GET.urlencode(),
        "year": year,
        "quota": quota_bars(get_quota_use(request.actor, year=year, today=today)),
        "may_draft": isinstance(request.actor, Member) and request.actor.role in WRITERS,
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "planning/special_list.html", context)


@require_safe
@member_required(*STAFF)
def special_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx in the fields of R-FORM-04."""
    found = SpecialFilter(request.GET, actor=request.actor, today=local_date(timezone.now())).qs
    rows = ([read(special) for read in SPECIAL_COLUMNS.values()] for special in found)
    return listed(request, "专项检查", list(SPECIAL_COLUMNS), rows)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*WRITERS)
def special_new(request: ActorRequest) -> HttpResponse:
    """Draw up a special inspection of the viewer's own subject."""
    return _form_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*WRITERS)
def special_change(request: ActorRequest, special_id: int) -> HttpResponse:
    """Change one that is in hand."""
    special = get_special(request.actor, special_id)
    if not special.is_in_hand:
        raise Conflict(f"“{special}”目前{special.get_stage_display()}，不能修改", "回到详情查看")
    return _form_page(request, special)


def _form_page(request: ActorRequest, special: SpecialPlan | None) -> HttpResponse:
    """Show the form, or keep the draft; what is wrong is shown above the form as it was filled in."""
    member, now = require(request.actor, *WRITERS), timezone.now()
    subject = get_subject(request.actor, member.subject_id or 0)
    form = SpecialForm(
        request.POST if request.method == "POST" else None,
        subject=subject,
        initial=SpecialForm.initial_of(special) if special else None,
    )
    error: Refused | Rejected | None = None
    if form.is_bound and form.is_valid():
        try:
            if special is None:
                kept = operations.draft_special(
                    subject_id=subject.pk, draft=form.draft(), actor=member, now=now
                )
            else:
                kept = operations.change_special(
                    special_id=special.pk, draft=form.draft(), actor=member, now=now
                )
        except (Refused, Rejected) as refusal:
            error = refusal
        else:
            messages.success(request, "草稿已保存，由本单位负责人报批。")
            return redirect("special_detail", kept.pk)
    context = {
        "form": form,
        "fields": [field for field in form if field.name not in FOLDED],
        "counts": {name: _count(form, name) for name in FOLDED},
        "special": special,
        "error": error_shown(error),
        "now": now,
    }
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "planning/special_form.html", context, status=status)


def _count(form: SpecialForm, name: str) -> int:
    """Return how many a folded field has ticked or filled in."""
    value = form[name].value()
    return len([each for each in value.split() if each] if isinstance(value, str) else value or ())


def _tally(actor: Actor, today: Any) -> list[dict[str, Any]]:
    visible = list_specials(actor).order_by()
    counts = dict(visible.values_list("stage").annotate(number=Count("pk", distinct=True)))
    cells: list[dict[str, Any]] = [
        {
            "label": stage.label,
            "count": counts.get(stage.value, 0),
            "url": f"?stage={stage.value}",
            "lamp": LAMPS.get(stage),
            "unit": "项",
        }
        for stage in SpecialStage
    ]
    unreported = visible.filter(pk__in=list_unreported(today=today).order_by().values("pk")).count()
    cells.append(
        {
            "label": "期满未报告",
            "count": unreported,
            "url": f"?stage={UNREPORTED}",
            "lamp": "amber",
            "unit": "项",
            "is_bad": unreported > 0,
        }
    )
    return cells
