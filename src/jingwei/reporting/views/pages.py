"""The report of a period, and the list behind each of its figures."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Mistake
from jingwei.platform.spreadsheets.lists import write_list
from jingwei.platform.spreadsheets.writing import MEDIA_TYPE
from jingwei.registry.doors import member_required
from jingwei.registry.queries import list_visible_subjects
from jingwei.registry.terms import Role
from jingwei.reporting.breakdown import list_groups
from jingwei.reporting.counters import explain_counters, get_counters, why_more_reported
from jingwei.reporting.figures import Report, as_object, due_day, get_report
from jingwei.reporting.filters import listed_rows, own_subject
from jingwei.reporting.forms import PeriodForm, RateForm
from jingwei.reporting.indicators import get_indicator
from jingwei.reporting.indicators.inspections import CAPPED, REPORTABLE
from jingwei.reporting.indicators.visits import VISITED
from jingwei.reporting.periods import Period, last_half_year, read_period
from jingwei.reporting.published import check_rate, list_published
from jingwei.reporting.tables import RowTable, ordered
from jingwei.reporting.terms import Breakdown
from jingwei.reporting.views import parts
from jingwei.web.addresses import is_id
from jingwei.web.downloads import listed
from jingwei.web.refusals import demonstration_mark
from jingwei.web.requests import ActorRequest

READERS = (Role.SUPERVISOR, Role.SUPERVISION_LEAD, Role.HEAD)
PER_PAGE = 20
HEADS = ("代码", "指标", "数值", "单位", "基数", "同比", "算式", "口径")


@require_safe
@member_required(*READERS)
def statistics(request: ActorRequest) -> HttpResponse:
    """Show the report: figures, the three counters, the period broken down, and rates checked for their base."""
    now = timezone.now()
    today = local_date(now)
    if usual := chosen_period(request.GET):
        return redirect(f"{reverse('statistics')}?{_kept(request.GET, usual)}")
    period, subject_id = asked_period(request.GET, today), scope_of(request)
    by = _breakdown(request)
    if request.htmx:
        return render(request, "reporting/_groups.html", _grouped(by, period, subject_id))
    report = get_report(period, subject_id=subject_id)
    counters = get_counters(
        period,
        visits=report.figure(VISITED.code).value,
        capped=report.figure(CAPPED.code).value,
        reportable=report.figure(REPORTABLE.code).value,
        subject_id=subject_id,
    )
    to_capped, to_reportable = explain_counters(counters)
    query = _kept(request.GET, period)
    context = {
        "period": period,
        "compared": parts.compared(period),
        "fields": PeriodForm(period, today, subjects=_choices(request), chosen=subject_id).shown,
        "strip": parts.strip_shown(report, now, data_url=f"{reverse('statistics_export')}?{query}&as=csv"),
        "to_capped": parts.steps_shown(to_capped, period, subject_id=subject_id),
        "to_reportable": parts.steps_shown(to_reportable, period, subject_id=subject_id),
        "why_more": why_more_reported(counters),
        "tabs": [
            {
                "label": each.label,
                "url": f"?{query}&by={each.value}#groups",
                "current": each is by,
                "count": None,
            }
            for each in Breakdown
        ],
        "warnings": [finding.as_record() for finding in report.judgement.warnings],
        "due": due_day(period),
        "published": list_published(period, on=today),
        "query": query,
        # Whoever asks for a breakdown by its address gets it at once; else it follows the page.
        "is_at_once": "by" in request.GET,
        **(_grouped(by, period, subject_id) if "by" in request.GET else {"by": by}),
        **rate_checked(request.GET, today),
    }
    return render(request, "reporting/statistics.html", context)


@require_safe
@member_required(*READERS)
def statistics_export(request: ActorRequest) -> HttpResponse:
    """Answer the report as .xlsx, CSV or JSON, as ``as`` asks."""
    period, subject_id = asked_period(request.GET, local_date(timezone.now())), scope_of(request)
    return report_file(get_report(period, subject_id=subject_id), request.GET.get("as", ""))


@require_safe
@member_required(*READERS)
def statistics_rows(request: ActorRequest, code: str) -> HttpResponse:
    """Show the rows that a figure counts: as many as the figure says."""
    indicator = get_indicator(code)
    period = asked_period(request.GET, local_date(timezone.now()))
    chosen = listed_rows(request.actor, indicator, period, request.GET)
    table = RowTable(chosen.qs, indicator)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "indicator": indicator,
        "period": period,
        "table": table,
        "fields": chosen.shown,
        "query": chosen.data.urlencode(),
        "report_query": period.query,
    }
    return render(request, "reporting/rows.html", context)


@require_safe
@member_required(*READERS)
def statistics_rows_export(request: ActorRequest, code: str) -> HttpResponse:
    """Answer the rows that a figure counts as .xlsx, narrowed as the list is."""
    indicator = get_indicator(code)
    period = asked_period(request.GET, local_date(timezone.now()))
    columns = indicator.listing.columns
    found = listed_rows(request.actor, indicator, period, request.GET).qs
    rows = ordered(found, indicator.listing).iterator(chunk_size=1000)
    return listed(
        request,
        indicator.label,
        [column.label for column in columns],
        ([_cell(column.read(row)) for column in columns] for row in rows),
        name=f"{indicator.code}-{period.first}-{period.last}",
    )


def report_file(report: Report, form: str) -> HttpResponse:
    """Answer a report as a file: ``xlsx``, ``csv`` or ``json``. Raises Mistake for any other."""
    name = f"statistics-{report.period.first}-{report.period.last}"
    match form:
        case "json":
            answer = JsonResponse(
                as_object(report) | demonstration_mark(), json_dumps_params={"ensure_ascii": False}
            )
            answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
            return answer
        case "csv":
            response = attached(b"\xef\xbb\xbf", "text/csv; charset=utf-8", f"{name}.csv")
            writer = csv.writer(response)
            writer.writerow(HEADS)
            writer.writerows(_lines(report))
            return response
        case "xlsx":
            return attached(write_list("统计报表", HEADS, _lines(report)), MEDIA_TYPE, f"{name}.xlsx")
    raise Mistake(f"没有“{form[:10]}”这种格式", "从 xlsx、csv、json 中选择", "as")


def attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Answer a file to be saved under a name."""
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private"},
    )


def asked_period(query: QueryDict, today: date) -> Period:
    """Return the period that an address asks for: two dates, or the half-year that has ended last. Raises Mistake."""
    if "from" not in query and "to" not in query:
        return last_half_year(today)
    return read_period(query.get("from", ""), query.get("to", ""))


def chosen_period(query: QueryDict) -> Period | None:
    """Return the usual period chosen in the bar, which goes before the dates beside it."""
    asked = query.get("usual", "")
    if not asked:
        return None
    usual = QueryDict(asked)
    return read_period(usual.get("from", ""), usual.get("to", ""))


def rate_checked(query: QueryDict, today: date) -> dict[str, Any]:
    """Return the form for a published rate, and what R-STA-06 finds where one was entered."""
    form = RateForm(query if "change" in query else None)
    finding = None
    if form.is_valid():
        finding = check_rate(form.cleaned_data["value"], form.cleaned_data["change"], on=today)
    return {"rate_form": form, "rate_finding": finding}


def scope_of(request: ActorRequest) -> int | None:
    """Return whose figures are shown: a head sees the own department's, the bureau the one asked for or all.

    Raises Mistake when the bureau asks for a department that there is not.
    """
    own, asked = own_subject(request.actor), request.GET.get("subject", "")
    if own is not None or not asked:
        return own
    if not is_id(asked) or not list_visible_subjects(request.actor).filter(pk=asked).exists():
        raise Mistake("没有这个检查主体", "在上方另选", "subject")
    return int(asked)


def _breakdown(request: ActorRequest) -> Breakdown:
    asked = request.GET.get("by", "")
    if asked in set(Breakdown):
        return Breakdown(asked)
    return Breakdown.SUBJECT if scope_of(request) is None else Breakdown.MONTH


def _grouped(by: Breakdown, period: Period, subject_id: int | None) -> dict[str, Any]:
    return {
        "by": by,
        **parts.groups_shown(list_groups(by, period, subject_id=subject_id), period, subject_id),
    }


def _choices(request: ActorRequest) -> dict[int, str]:
    subjects = list(list_visible_subjects(request.actor))
    return {subject.pk: subject.short_name for subject in subjects} if len(subjects) > 1 else {}


def _kept(query: QueryDict, period: Period) -> str:
    """Return the address's query with the period and what narrows it."""
    kept = {name: query[name] for name in ("subject",) if query.get(name)}
    return "&".join(filter(None, [period.query, urlencode(kept)]))


def _lines(report: Report) -> Iterator[Sequence[str | int | None]]:
    for each in report.figures:
        indicator = each.indicator
        yield (
            indicator.code,
            indicator.label,
            each.value,
            indicator.unit,
            each.base,
            each.change_shown,
            each.formula,
            indicator.definition,
        )


def _cell(value: object) -> str | int | date | None:
    return value if isinstance(value, str | int | date) or value is None else str(value)
