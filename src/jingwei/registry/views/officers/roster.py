"""执法人员与证件: the roster, its file, and a new person."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from jingwei.platform.actors import Actor
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.queries import get_numbers
from jingwei.registry import operations
from jingwei.registry.doors import member_required
from jingwei.registry.filters.officers import OfficerFilter
from jingwei.registry.forms.officers import NewOfficerForm
from jingwei.registry.members import Member
from jingwei.registry.models import EstablishmentRow, Officer
from jingwei.registry.queries import list_visible_subjects
from jingwei.registry.queries.certificates import (
    list_applications,
    list_expiring,
    list_officers,
    list_to_clean_up,
)
from jingwei.registry.tables.officers import EXPORTED, OfficerTable
from jingwei.registry.terms import STAFF, ApplicationStage, Role
from jingwei.rulebook import Refused
from jingwei.web.downloads import listed
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
ROSTER_KEEPERS = (Role.CLERK, Role.HEAD, Role.SUPERVISOR, Role.SUPERVISION_LEAD)


@require_safe
@member_required(*STAFF)
def officer_list(request: ActorRequest) -> HttpResponse:
    """Show the roster of the subjects that the viewer sees."""
    today = local_date(timezone.now())
    chosen = _chosen(request, today)
    is_bureau = sees_all(request.actor)
    table = OfficerTable(
        chosen.qs, on=today, warn_before=days_before(today), hidden=() if is_bureau else ("subject",)
    )
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form = chosen.form
    first = [form["subject"]] if is_bureau else []
    context = {
        "tabs": tabs(request.actor, today, current="officer_list"),
        "table": table,
        "fields": [*first, form["q"], form["card"], form["staff"]],
        "more": [form["field"], form["post"]],
        "query": request.GET.urlencode(),
        "may_register": isinstance(request.actor, Member) and request.actor.role in ROSTER_KEEPERS,
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "registry/officer_list.html", context)


@require_safe
@member_required(*STAFF)
def officer_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered roster as .xlsx; no resident id is in it."""
    found: QuerySet[Officer] = _chosen(request, local_date(timezone.now())).qs
    rows = ([read(row) for read in EXPORTED.values()] for row in found.iterator(chunk_size=500))
    return listed(request, "执法人员", list(EXPORTED), rows)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*ROSTER_KEEPERS)
def officer_new(request: ActorRequest) -> HttpResponse:
    """Put a person on a roster."""
    form = NewOfficerForm(request.POST or None, subjects=list_visible_subjects(request.actor))
    error: Refused | Rejected | None = None
    if request.method == "POST" and form.is_valid():
        try:
            officer = operations.register_officer(
                **form.cleaned_data, actor=request.actor, now=timezone.now()
            )
        except (Refused, Rejected) as refusal:
            error = refusal
        else:
            messages.success(request, f"{officer}已登记。")
            return redirect("officer_detail", officer.pk)
    status = status_of(error) if error else 422 if form.is_bound else 200
    context = {"form": form, "error": error_shown(error), "heading": "登记人员", "verb": "登记"}
    return render(request, "registry/officer_form.html", context, status=status)


def tabs(actor: Actor, today: date, *, current: str) -> list[dict[str, Any]]:
    """Return the tabs of 执法人员与证件: how many are on the roster, and what waits under the others, if anything."""
    waiting = (ApplicationStage.SUBMITTED, ApplicationStage.APPROVED)
    counts: Sequence[tuple[str, str, int]] = (
        ("officer_list", "名册", list_officers(actor).count()),
        ("check_list", "编制核对", undecided(actor).count()),
        ("clean_up_list", "清理", list_to_clean_up(actor, on=today).count()),
        ("application_list", "新申领", list_applications(actor).filter(stage__in=waiting).count()),
        (
            "expiring_list",
            "即将到期",
            list_expiring(actor, on=today, numbers=get_numbers(today)).count(),
        ),
    )
    return [
        {"label": label, "url": reverse(name), "count": count or None, "current": name == current}
        for name, label, count in counts
    ]


def undecided(actor: Actor) -> QuerySet[EstablishmentRow]:
    """Return the rows of open rounds that wait for a decision and that the actor may see."""
    found = EstablishmentRow.objects.filter(decided_at=None, establishment__closed_at=None)
    if sees_all(actor):
        return found
    own = actor.subject_id if isinstance(actor, Member) else None
    return found.filter(subject_id=own) if own else found.none()


def sees_all(actor: Actor) -> bool:
    """Whether the actor sees every subject's people."""
    return isinstance(actor, Member) and actor.is_bureau


def days_before(today: date) -> int:
    """Return how many days before its last day a card is flagged (R-OFF-02)."""
    return get_numbers(today).get("R-OFF-02", "warn_before").value


def _chosen(request: ActorRequest, today: date) -> OfficerFilter:
    return OfficerFilter(
        request.GET,
        queryset=list_officers(request.actor),
        subjects=list_visible_subjects(request.actor),
        on=today,
        warn_before=days_before(today),
    )
