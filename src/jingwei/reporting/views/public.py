"""The figures for everybody: no log-in, no script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jingwei.platform.calendar import local_date
from jingwei.reporting.figures import due_day, get_report
from jingwei.reporting.forms import PeriodForm
from jingwei.reporting.published import list_published
from jingwei.reporting.views import parts
from jingwei.reporting.views.pages import asked_period, chosen_period, report_file


@require_safe
def public_statistics(request: HttpRequest) -> HttpResponse:
    """Show every figure with base and definition; ``as`` asks for a file instead."""
    now = timezone.now()
    today = local_date(now)
    if usual := chosen_period(request.GET):
        return redirect(f"{reverse('public_statistics')}?{usual.query}")
    period = asked_period(request.GET, today)
    report = get_report(period)
    if "as" in request.GET:
        return report_file(report, request.GET["as"])
    context = {
        "period": period,
        "compared": parts.compared(period),
        "fields": PeriodForm(period, today).shown,
        "strip": parts.strip_shown(report, now, is_public=True, data_url=f"?{period.query}&as=csv"),
        "figures": [(figure, parts.base_shown(figure)) for figure in report.figures],
        "due": due_day(period),
        "published": list_published(period, on=today),
        "json_url": f"{reverse('api:statistics')}?{period.query}",
    }
    return render(request, "reporting/public.html", context)
