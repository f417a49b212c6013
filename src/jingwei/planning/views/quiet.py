"""安静期: the year as twelve months, the list below it, setting and lifting."""

from calendar import Calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from jingwei.planning import operations
from jingwei.planning.forms.quiet import LiftForm, QuietFilterForm, QuietForm
from jingwei.planning.models import QuietPeriod
from jingwei.planning.queries import list_quiet_periods
from jingwei.planning.tables.quiet import QUIET_COLUMNS, QuietTable, state_tag
from jingwei.planning.terms import QuietAction
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Mistake, Rejected
from jingwei.platform.queries import list_events_of
from jingwei.platform.terms import AuditOutcome
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import STAFF, Role
from jingwei.rulebook import Refused
from jingwei.web.downloads import listed
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
Shown = dict[str, Any]
LABELS = {action.value: action.label for action in QuietAction}


@require_safe
@member_required(*STAFF)
def quiet_list(request: ActorRequest) -> HttpResponse:
    """Show the quiet days of a year, the district's and those of the enterprises that were searched for."""
    today = local_date(timezone.now())
    form, year, found = _chosen(request, today)
    table = QuietTable(found, today=today)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    searched = form.cleaned_data.get("q", "").strip() if form.is_valid() else ""
    shown = list(list_quiet_periods(year=year).filter(enterprise=None))
    if searched:
        shown += [each for each in found if each.enterprise_id]
    context = {
        "table": table,
        "fields": [form["year"], form["q"], form["state"]],
        "year": year,
        "months": months_shown(shown, year, today),
        "days": sum(1 for _ in _days(shown, year)),
        "searched": searched,
        "query": request.GET.urlencode(),
        "may_set": isinstance(request.actor, Member) and request.actor.is_bureau,
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "planning/quiet_list.html", context)


@require_safe
@member_required(*STAFF)
def quiet_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered list as .xlsx."""
    _, year, found = _chosen(request, local_date(timezone.now()))
    rows = ([read(period) for read in QUIET_COLUMNS.values()] for period in found)
    return listed(request, "安静期", list(QUIET_COLUMNS), rows, name=f"{year}年安静期")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*BUREAU)
def quiet_new(request: ActorRequest) -> HttpResponse:
    """Set one quiet period, or the same days of several months."""
    now = timezone.now()
    form = QuietForm(
        request.POST if request.method == "POST" else None,
        year=local_date(now).year,
        is_district_allowed=_is_lead(request.actor),
    )
    error: Refused | Rejected | None = None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            periods = operations.set_quiet_period(
                spans=form.spans(),
                reason=given["reason"],
                document=given["document"],
                enterprise_id=given["enterprise"],
                actor=request.actor,
                now=now,
            )
        except (Refused, Rejected) as refusal:
            error = refusal
        else:
            messages.success(request, f"已设定{periods[0].whose}安静期 {len(periods)} 段。")
            if len(periods) == 1:
                return redirect("quiet_detail", periods[0].pk)
            return redirect(f"{request.path.removesuffix('new/')}?year={periods[0].first_on.year}")
    status = status_of(error) if error else 422 if form.is_bound else 200
    context = {"form": form, "error": error_shown(error), "now": now}
    return render(request, "planning/quiet_form.html", context, status=status)


@require_safe
@member_required(*BUREAU)
def quiet_days(request: ActorRequest) -> HttpResponse:
    """Answer the part of the form that shows, before anything is set, what stands on the days filled in so far."""
    form = QuietForm(
        request.GET,
        year=local_date(timezone.now()).year,
        is_district_allowed=_is_lead(request.actor),
    )
    spans = form.spans_so_far()
    context = {"spans": spans, "enterprise_id": (spans and form.cleaned_data["enterprise"]) or 0}
    return render(request, "planning/_quiet_days.html", context)


@require_safe
@member_required(*STAFF)
def quiet_detail(request: ActorRequest, period_id: int) -> HttpResponse:
    """Show one quiet period, and whoever may the form to lift it."""
    return _show(request, period_id)


@require_POST
@member_required(*BUREAU)
def quiet_lift(request: ActorRequest, period_id: int) -> HttpResponse:
    """Lift a quiet period."""
    form = LiftForm(request.POST)
    if not form.is_valid():
        return _show(request, period_id, form=form)
    try:
        operations.lift_quiet_period(
            period_id=period_id, **form.cleaned_data, actor=request.actor, now=timezone.now()
        )
    except (Refused, Rejected) as error:
        return _show(request, period_id, form=form, error=error)
    messages.success(request, "已取消，当日起可以安排检查。")
    return redirect("quiet_detail", period_id)


def months_shown(periods: Iterable[QuietPeriod], year: int, today: date) -> list[Shown]:
    """Return the twelve months as weeks of days, each with the periods that make it quiet in words."""
    quiet: dict[date, list[QuietPeriod]] = {}
    for day, period in _days(periods, year):
        quiet.setdefault(day, []).append(period)
    return [
        {
            "name": f"{month} 月",
            "count": sum(1 for day in quiet if day.month == month),
            "weeks": [
                [_day(date(year, month, day), quiet, today) if day else None for day in week]
                for week in Calendar().monthdayscalendar(year, month)
            ],
        }
        for month in range(1, 13)
    ]


def _show(
    request: ActorRequest,
    period_id: int,
    *,
    form: LiftForm | None = None,
    error: Refused | Rejected | None = None,
) -> HttpResponse:
    """Answer the page of one period; after a failed act with the error on top."""
    now = timezone.now()
    today = local_date(now)
    period = QuietPeriod.objects.select_related("enterprise", "set_by").filter(pk=period_id).first()
    if period is None:
        raise Mistake("没有这段安静期", "从安静期日历打开")
    context = {
        "period": period,
        "tag": state_tag(period, today),
        "days": period.days,
        "rows": _rows(period),
        "quiet_from": max(period.first_on, today) if period.kept_until >= today else None,
        "timeline": [
            {
                "label": LABELS.get(event.action, event.action),
                "at": f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}",
                "said": event.sentence,
                "state": "red" if event.outcome == AuditOutcome.REFUSED else "done",
            }
            for event in list_events_of("quietperiod", period.pk)
        ],
        "form": form or (LiftForm() if _may_lift(request.actor, period, today) else None),
        "error": error_shown(error),
        "now": now,
    }
    status = status_of(error) if error else 422 if form is not None else 200
    return render(request, "planning/quiet_detail.html", context, status=status)


def _chosen(request: ActorRequest, today: date) -> tuple[QuietFilterForm, int, QuerySet[QuietPeriod]]:
    """Return the filter bar, the year it chose and the periods that it leaves."""
    form = QuietFilterForm(request.GET or {"year": today.year}, year=today.year)
    given: Shown = form.cleaned_data if form.is_valid() else {}
    year = given.get("year") or today.year
    found = list_quiet_periods(year=year)
    if text := given.get("q", "").strip():
        found = found.filter(
            Q(enterprise__name__icontains=text)
            | Q(enterprise__credit_code__icontains=text)
            | Q(enterprise__sort_key__icontains=text.lower())
        )
    if state := given.get("state"):
        found = found.filter(lifted_at__isnull=state == "standing")
    return form, year, found


def _days(periods: Iterable[QuietPeriod], year: int) -> Iterable[tuple[date, QuietPeriod]]:
    """Return each day of the year that a period keeps quiet, with the period."""
    for period in periods:
        day, last = max(period.first_on, date(year, 1, 1)), min(period.kept_until, date(year, 12, 31))
        while day <= last:
            yield day, period
            day += timedelta(days=1)


def _day(day: date, quiet: dict[date, list[QuietPeriod]], today: date) -> Shown:
    covering = quiet.get(day, [])
    return {
        "number": day.day,
        "is_quiet": bool(covering),
        "is_own": bool(covering) and all(period.enterprise_id for period in covering),
        "is_today": day == today,
        "is_rest": day.weekday() >= 5,
        "url_id": covering[0].pk if covering else None,
        "said": f"{day.month} 月 {day.day} 日 {'；'.join(period.whose + '安静期：' + period.reason for period in covering)}",
    }


def _rows(period: QuietPeriod) -> list[Shown]:
    rows = [
        ("对象", period.whose),
        ("日期", f"{period.first_on} 至 {period.last_on}"),
        ("理由", period.reason),
        ("文号", period.document),
        ("设定人", period.set_by.name if period.set_by else "系统"),
        ("设定日期", f"{local_date(period.set_at)}"),
    ]
    if period.lifted_at is not None:
        kept = f"，此前 {period.days} 天仍为安静期" if period.days else ""
        rows += [("取消日期", f"{local_date(period.lifted_at)}{kept}"), ("取消理由", period.lift_reason)]
    return [{"label": label, "value": value, "is_full": label == "理由"} for label, value in rows]


def _is_lead(actor: Actor) -> bool:
    return isinstance(actor, Member) and actor.role is Role.SUPERVISION_LEAD


def _may_lift(actor: Actor, period: QuietPeriod, today: date) -> bool:
    """Whether the page offers the actor to lift it; the operation decides."""
    if period.lifted_at is not None or period.last_on < today or not isinstance(actor, Member):
        return False
    return _is_lead(actor) if period.enterprise_id is None else actor.is_bureau
