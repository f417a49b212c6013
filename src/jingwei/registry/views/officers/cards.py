"""Certificates in lists: those to clean up, those that soon end, and first applications."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.queries import get_numbers
from jingwei.registry import operations
from jingwei.registry.doors import member_required
from jingwei.registry.filters.officers import CardFilter
from jingwei.registry.forms.officers import CleanUpForm
from jingwei.registry.members import Member
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.queries import list_visible_subjects
from jingwei.registry.queries.certificates import (
    list_applications,
    list_expiring,
    list_to_clean_up,
    why_cancel,
)
from jingwei.registry.tables.officers import ApplicationTable, CardTable
from jingwei.registry.terms import STAFF, CancelReason, StaffKind
from jingwei.registry.views.officers.roster import PER_PAGE, ROSTER_KEEPERS, days_before, sees_all, tabs
from jingwei.rulebook import Refused
from jingwei.web.downloads import listed
from jingwei.web.refusals import error_shown
from jingwei.web.requests import ActorRequest

CLEAN_UP_HEAD = ("姓名", "单位", "人员性质", "证号", "有效期止", "应注销的原因", "自")


@require_safe
@member_required(*STAFF)
def clean_up_list(request: ActorRequest) -> HttpResponse:
    """Show the certificates that should be cancelled, with the reason that speaks against each."""
    today = local_date(timezone.now())
    chosen = CardFilter(
        request.GET,
        queryset=list_to_clean_up(request.actor, on=today),
        subjects=list_visible_subjects(request.actor),
    )
    is_bureau = sees_all(request.actor)
    table = CardTable(
        chosen.qs,
        on=today,
        warn_before=days_before(today),
        hidden=() if is_bureau else ("pick", "subject"),
    )
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "tabs": tabs(request.actor, today, current="clean_up_list"),
        "table": table,
        "fields": [*([chosen.form["subject"]] if is_bureau else []), chosen.form["q"]],
        "query": request.GET.urlencode(),
        "days": get_numbers(today).get("R-OFF-05a", "days").value,
        "may_cancel": is_bureau,
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "registry/certificate_clean_up.html", context)


@require_safe
@member_required(*STAFF)
def clean_up_export(request: ActorRequest) -> HttpResponse:
    """Answer the clean-up list as .xlsx."""
    today = local_date(timezone.now())
    rows = []
    for card in list_to_clean_up(request.actor, on=today):
        reason, since = why_cancel(card, on=today)
        person = card.officer
        rows.append(
            (
                person.name,
                person.subject.name,
                StaffKind(person.staff).label,
                card.number,
                card.valid_to,
                reason.label if reason else "",
                since,
            )
        )
    return listed(request, "证件清理", CLEAN_UP_HEAD, rows)


@require_POST
@member_required(*BUREAU)
def clean_up_cancel(request: ActorRequest) -> HttpResponse:
    """Cancel the ticked certificates: first name them and ask, then cancel each on its own and say how each ended."""
    form = CleanUpForm(request.POST)
    if not form.is_valid():
        return redirect("clean_up_list")
    now = timezone.now()
    today = local_date(now)
    picked = [
        (card, reason or CancelReason.NOT_ESTABLISHED)
        for card in list_to_clean_up(request.actor, on=today).filter(pk__in=form.cleaned_data["pick"])
        for reason, _ in [why_cancel(card, on=today)]
    ]
    if not form.cleaned_data["is_confirmed"]:
        left_out = len(form.cleaned_data["pick"]) - len(picked)
        return render(
            request,
            "registry/certificate_cancel_many.html",
            {"picked": picked, "left_out": left_out, "form": CleanUpForm()},
        )
    ended: list[dict[str, Any]] = []
    for card, reason in picked:
        error: Refused | Rejected | None = None
        try:
            operations.cancel_certificate(
                certificate_id=card.pk,
                reason=reason,
                returned_on=form.cleaned_data["returned_on"],
                actor=request.actor,
                now=now,
            )
        except (Refused, Rejected) as refusal:
            error = refusal
        ended.append({"card": card, "reason": reason, "error": error_shown(error)})
    return render(request, "registry/certificate_cancelled_many.html", {"ended": ended})


@require_safe
@member_required(*STAFF)
def expiring_list(request: ActorRequest) -> HttpResponse:
    """Show the valid certificates that soon end."""
    today = local_date(timezone.now())
    numbers = get_numbers(today)
    chosen = CardFilter(
        request.GET,
        queryset=list_expiring(request.actor, on=today, numbers=numbers),
        subjects=list_visible_subjects(request.actor),
    )
    is_bureau = sees_all(request.actor)
    hidden = ("pick", "why") if is_bureau else ("pick", "why", "subject")
    table = CardTable(chosen.qs, on=today, warn_before=days_before(today), hidden=hidden)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "tabs": tabs(request.actor, today, current="expiring_list"),
        "table": table,
        "fields": [*([chosen.form["subject"]] if is_bureau else []), chosen.form["q"]],
        "days": numbers.get("R-OFF-02", "warn_before").value,
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "registry/certificate_expiring.html", context)


@require_safe
@member_required(*STAFF)
def application_list(request: ActorRequest) -> HttpResponse:
    """Show the applications for first certificates."""
    table = ApplicationTable(
        list_applications(request.actor), hidden=() if sees_all(request.actor) else ("subject",)
    )
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    actor = request.actor
    context = {
        "tabs": tabs(actor, local_date(timezone.now()), current="application_list"),
        "table": table,
        "may_apply": isinstance(actor, Member) and actor.role in ROSTER_KEEPERS,
        "is_empty": not table.rows,
    }
    return render(request, "registry/certificate_applications.html", context)
