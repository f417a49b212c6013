"""系统: the log for the audit administrator; accounts and calendar for the other two. Read only."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jingwei.platform.calendar import SHANGHAI, local_date
from jingwei.platform.models import Account, AuditEvent, CalendarYear
from jingwei.portal.forms import LogSearchForm
from jingwei.registry.doors import member_required
from jingwei.registry.models import Membership
from jingwei.registry.terms import Role
from jingwei.web.requests import ActorRequest

PER_PAGE = 100


@require_safe
@member_required(Role.AUDIT_ADMINISTRATOR)
def log(request: ActorRequest) -> HttpResponse:
    """Show the log, newest first, a hundred a page."""
    form = LogSearchForm(request.GET)
    found = _narrowed(AuditEvent.objects.order_by("-id"), form)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/system_log.html", {"fields": list(form), "page": page})


@require_safe
@member_required(Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR)
def accounts(request: ActorRequest) -> HttpResponse:
    """Show accounts with what they may act as today, and the years whose working days are known."""
    today = local_date(timezone.now())
    standing = Membership.objects.in_force(today).select_related("subject", "enterprise").order_by("id")
    page = Paginator(Account.objects.order_by("username"), PER_PAGE).get_page(request.GET.get("page"))
    held: dict[int, list[Membership]] = defaultdict(list)
    for membership in standing.filter(account__in=[account.pk for account in page]):
        held[membership.account_id].append(membership)
    context = {
        "page": page,
        "rows": [
            {"account": account, "acts_as": [_in_words(each) for each in held[account.pk]]}
            for account in page
        ],
        "years": CalendarYear.objects.order_by("-year"),
    }
    return render(request, "portal/system_accounts.html", context)


def _narrowed(found: QuerySet[AuditEvent], form: LogSearchForm) -> QuerySet[AuditEvent]:
    if not form.is_valid():
        return found
    given = form.cleaned_data
    if given["q"]:
        found = found.filter(sentence__icontains=given["q"])
    if given["outcome"]:
        found = found.filter(outcome=given["outcome"])
    if given["day"]:
        found = found.filter(
            at__gte=_midnight(given["day"]), at__lt=_midnight(given["day"] + timedelta(days=1))
        )
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _in_words(held: Membership) -> str:
    words = f"{held.subject or held.enterprise or ''}　{Role(held.role).label}".strip("　")
    return words + (f"（受权代行 {held.authorisation}）" if held.is_deputy else "")
