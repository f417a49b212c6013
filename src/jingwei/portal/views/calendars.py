"""工作日历: the years whose working days are known, and the form that enters one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.models import CalendarYear
from jingwei.portal import operations
from jingwei.portal.forms.system import CalendarForm
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.terms import Role
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.SUPERVISOR, Role.SUPERVISION_LEAD)
def calendar_years(request: ActorRequest) -> HttpResponse:
    """Show the years, and let the supervision lead enter one with the number of its notice (R-CAL-02)."""
    now = timezone.now()
    may_load = isinstance(request.actor, Member) and request.actor.role is Role.SUPERVISION_LEAD
    form = CalendarForm(
        request.POST if request.method == "POST" else None, initial={"year": local_date(now).year + 1}
    )
    error: Rejected | None = None
    if request.method == "POST" and form.is_valid():
        try:
            operations.load_calendar(**form.cleaned_data, actor=request.actor, now=now)
        except Rejected as refusal:
            error = refusal
        else:
            messages.success(request, f"{form.cleaned_data['year']} 年放假安排已导入，期限按它计算。")
            return redirect("calendar_years")
    context = {
        "years": [
            {"year": year, "days": list(year.days.order_by("day"))}
            for year in CalendarYear.objects.order_by("-year")
        ],
        "form": form if may_load else None,
        "error": error_shown(error),
        "now": now,
    }
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "portal/system_calendar.html", context, status=status)
