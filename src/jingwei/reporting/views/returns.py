"""The monthly returns beside our own records."""

from collections import Counter
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Mistake
from jingwei.registry.doors import member_required
from jingwei.reporting.figures import address_of_list
from jingwei.reporting.forms import MonthForm
from jingwei.reporting.indicators.inspections import REPORTABLE
from jingwei.reporting.periods import ONE_DAY, Period, month_of, read_period
from jingwei.reporting.reconciliation import Row, list_reconciliation
from jingwei.reporting.terms import Agreement
from jingwei.reporting.views.pages import READERS
from jingwei.web.downloads import listed
from jingwei.web.requests import ActorRequest

LAMPS = {
    Agreement.APART: "red",
    Agreement.DIFFERS: "amber",
    Agreement.MISSING: "none",
    Agreement.AGREES: "green",
}
HEADS = ("检查主体", "月报检查次数", "平台可报统计", "其中扫码", "其中导入", "差", "核对", "收到日期")


@require_safe
@member_required(*READERS)
def monthly_returns(request: ActorRequest) -> HttpResponse:
    """Show a month's returns, department by department, with how each agrees."""
    month = _month(request)
    rows = list_reconciliation(request.actor, month)
    tally = Counter(row.agreement for row in rows)
    asked = request.GET.get("state", "")
    shown = [row for row in rows if not asked or row.agreement == asked]
    query = f"month={month.first:%Y-%m}"
    context = {
        "month": month,
        "fields": list(MonthForm(initial={"month": f"{month.first:%Y-%m}"})),
        "tally": [
            {
                "label": each.label,
                "count": tally[each],
                "url": f"?{query}&state={each.value}",
                "lamp": LAMPS[each],
                "unit": "家",
            }
            for each in Agreement
        ],
        "rows": [
            {
                "row": row,
                "lamp": LAMPS[row.agreement],
                "url": address_of_list(REPORTABLE, month, subject_id=row.subject.pk),
            }
            for row in shown
        ],
        "query": query,
        "asked": asked,
    }
    return render(request, "reporting/monthly_returns.html", context)


@require_safe
@member_required(*READERS)
def monthly_returns_export(request: ActorRequest) -> HttpResponse:
    """Answer the month's reconciliation as .xlsx."""
    month = _month(request)
    rows = (_line(row) for row in list_reconciliation(request.actor, month))
    name = f"monthly-returns-{month.first:%Y-%m}"
    return listed(request, f"{month.label}月报核对", HEADS, rows, name=name)


def _line(row: Row) -> tuple[str | int | date | None, ...]:
    received_on = local_date(row.received_at) if row.received_at else None
    return (
        row.subject.name,
        row.reported,
        row.recorded,
        row.scanned,
        row.imported,
        row.difference,
        row.agreement.label,
        received_on,
    )


def _month(request: ActorRequest) -> Period:
    """Return the month asked for, else the one that has ended last. Raises Mistake for what is no month."""
    asked = request.GET.get("month", "")
    if not asked:
        return month_of(local_date(timezone.now()).replace(day=1) - ONE_DAY)
    try:
        return month_of(read_period(f"{asked}-01", f"{asked}-01").first)
    except Mistake:
        raise Mistake(f"“{asked[:20]}”不是月份", "写作 2026-10 的形式", "month") from None
