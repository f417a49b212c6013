"""The list of circulars: the bureau's with how many have done what was asked, a department's with its own standing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from jingwei.notices import operations
from jingwei.notices.filters import DEPARTMENT, CircularFilter, ReceivedFilter, of_standing
from jingwei.notices.forms import MonthForm
from jingwei.notices.queries import list_circulars, list_overdue, list_received
from jingwei.notices.tables import CircularTable, ReceivedTable
from jingwei.notices.terms import CircularState
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.queries import get_calendar
from jingwei.registry.doors import member_required
from jingwei.registry.members import require
from jingwei.registry.terms import STAFF, Role
from jingwei.rulebook import Refused
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
BUREAU_LAMPS = {CircularState.ISSUED: "grey", CircularState.CLOSED: "green"}
DEPARTMENT_LAMPS = {"sent": "grey", "waiting": "grey", "done": "green", "overdue": "red"}


@require_safe
@member_required(*STAFF)
def list_page(request: ActorRequest) -> HttpResponse:
    """Show the circulars that the viewer may see."""
    return show_list(request)


@require_POST
@member_required(Role.SUPERVISION_LEAD)
def open_month(request: ActorRequest) -> HttpResponse:
    """Send the month's return to every subject, or lead to the one that is there."""
    form = MonthForm(request.POST)
    if not form.is_valid():
        return show_list(request, month=form)
    try:
        circular = operations.open_monthly_return(
            period=form.cleaned_data["period"], actor=request.actor, now=timezone.now()
        )
    except (Refused, Rejected) as error:
        return show_list(request, month=form, error=error)
    messages.success(
        request, f"{circular.number}《{circular.title}》已发出，共 {circular.recipients.count()} 家。"
    )
    return redirect("circular_detail", circular.pk)


def show_list(
    request: ActorRequest, *, month: MonthForm | None = None, error: Refused | Rejected | None = None
) -> HttpResponse:
    """Answer the list; after a failed act with the error on top."""
    member = require(request.actor, *STAFF)
    now = timezone.now()
    today, calendar = local_date(now), get_calendar()
    if member.is_bureau:
        visible = list_circulars(member)
        chosen = CircularFilter(request.GET, queryset=visible)
        table = CircularTable(chosen.qs, today=today, calendar=calendar)
        tally = _bureau_tally(request, today)
    else:
        chosen = ReceivedFilter(request.GET, queryset=list_received(member), today=today)
        table = ReceivedTable(chosen.qs, today=today, calendar=calendar)
        tally = _department_tally(request, today)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context: dict[str, Any] = {
        "table": table,
        "tally": tally,
        "fields": list(chosen.form),
        "is_bureau": member.is_bureau,
        "is_lead": member.role is Role.SUPERVISION_LEAD,
        "month": month or MonthForm(initial={"period": MonthForm.last_month(today)}),
        "error": error_shown(error),
        "now": now,
        "is_empty": not request.GET and not table.rows,
    }
    failed = error is not None or (month is not None and not month.is_valid())
    status = status_of(error) if error else 422 if failed else 200
    return render(request, "notices/list.html", context, status=status)


def _bureau_tally(request: ActorRequest, today: date) -> Sequence[dict[str, object]]:
    counts = dict(
        list_circulars(request.actor)
        .order_by()
        .values_list("state")
        .annotate(number=Count("pk", distinct=True))
    )
    cells: list[dict[str, object]] = [
        {
            "label": state.label,
            "count": counts.get(state.value, 0),
            "url": f"?state={state.value}",
            "lamp": BUREAU_LAMPS.get(state),
        }
        for state in (CircularState.ISSUED, CircularState.CLOSED, CircularState.DRAFT)
    ]
    overdue = list(list_overdue(today=today))
    lacking = sum(getattr(each, "lacking", 0) for each in overdue)
    cells.append(
        {
            "label": "逾期未办",
            "count": lacking,
            "unit": f"家次 / {len(overdue)} 件" if overdue else "家次",
            "url": f"?state={CircularState.ISSUED}",
            "lamp": "red",
            "is_bad": lacking > 0,
        }
    )
    return cells


def _department_tally(request: ActorRequest, today: date) -> Sequence[dict[str, object]]:
    cells = []
    for code, label in DEPARTMENT:
        count = of_standing(list_received(request.actor), code, today=today).count()
        cells.append(
            {
                "label": label,
                "count": count,
                "url": f"?standing={code}",
                "lamp": DEPARTMENT_LAMPS[code],
                "is_bad": code == "overdue" and count > 0,
            }
        )
    return cells
