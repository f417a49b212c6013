"""检查主体: the register, its file, and the forms that declare, change and entrust."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from jingwei.platform.actors import Actor
from jingwei.platform.errors import Conflict, Rejected
from jingwei.registry import operations
from jingwei.registry.doors import member_required
from jingwei.registry.filters.subjects import SubjectFilter
from jingwei.registry.forms.subjects import ChangeSubjectForm, DeclarationForm, EntrustmentForm
from jingwei.registry.members import Member
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.queries import count_subjects_by_status, get_subject, list_subjects
from jingwei.registry.tables.subjects import EXPORTED, SubjectTable
from jingwei.registry.terms import STAFF, PartyKind, Role, SubjectStatus
from jingwei.rulebook import Refused
from jingwei.web.downloads import listed
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

PER_PAGE = 20
LAMPS = {SubjectStatus.CONFIRMED: "amber", SubjectStatus.ANNOUNCED: "green"}


@require_safe
@member_required(*STAFF)
def subject_list(request: ActorRequest) -> HttpResponse:
    """Show the register as far as the viewer may see it."""
    visible = list_subjects(request.actor)
    chosen = SubjectFilter(request.GET, queryset=visible)
    table = SubjectTable(chosen.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    form = chosen.form
    context = {
        "table": table,
        "tally": _tally(request.actor),
        "fields": [form["q"], form["kind"], form["status"], form["line"]],
        "query": request.GET.urlencode(),
        "may_declare": _may_declare(request.actor),
        "is_empty": not request.GET and not table.rows,
    }
    return render(request, "registry/subject_list.html", context)


@require_safe
@member_required(*STAFF)
def subject_export(request: ActorRequest) -> HttpResponse:
    """Answer the filtered register as .xlsx."""
    found = SubjectFilter(request.GET, queryset=list_subjects(request.actor)).qs
    rows = ([read(row) for read in EXPORTED.values()] for row in found.iterator(chunk_size=500))
    return listed(request, "检查主体", list(EXPORTED), rows)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.CLERK, *BUREAU)
def subject_new(request: ActorRequest) -> HttpResponse:
    """Declare a new body: the bureau any, a clerk one that the own organ entrusts."""
    own = request.actor.subject_id if isinstance(request.actor, Member) else None
    entrusted = {"kind": PartyKind.ENTRUSTED.value, "principal_id": own} if own else {}
    form = DeclarationForm(request.POST or None, initial={"region": settings.DISTRICT, **entrusted})
    return _form_page(
        request,
        form,
        operations.declare_subject,
        form.arguments,
        heading="申报检查主体",
        done="已申报，等待司法局审核。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.CLERK, *BUREAU)
def subject_declare(request: ActorRequest, subject_id: int) -> HttpResponse:
    """Declare a body in draft: the first time, or mended after it was returned."""
    subject = get_subject(request.actor, subject_id)
    if subject.status != SubjectStatus.DRAFT:
        raise Conflict(
            f"{subject}目前{SubjectStatus(subject.status).label}，不能申报", "已公告的主体办理变更"
        )
    form = DeclarationForm(request.POST or None, initial=DeclarationForm.filled(subject))
    return _form_page(
        request,
        form,
        operations.declare_subject,
        lambda: {**form.arguments(), "subject_id": subject.pk},
        heading="申报检查主体",
        done="已申报，等待司法局审核。",
        subject=subject,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*BUREAU)
def subject_change(request: ActorRequest, subject_id: int) -> HttpResponse:
    """Enter what changed of an announced subject."""
    subject = get_subject(request.actor, subject_id)
    form = ChangeSubjectForm(request.POST or None, initial=ChangeSubjectForm.filled(subject))
    return _form_page(
        request,
        form,
        operations.change_subject,
        lambda: {**form.arguments(), "subject_id": subject.pk},
        heading="变更检查主体",
        done="变更已登记，须在一个月内重新公告。",
        subject=subject,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(Role.CLERK, Role.HEAD, *BUREAU)
def entrustment_new(request: ActorRequest, subject_id: int) -> HttpResponse:
    """Register a letter of entrustment for an entrusted body."""
    subject = get_subject(request.actor, subject_id)
    form = EntrustmentForm(request.POST or None, agent=subject)
    return _form_page(
        request,
        form,
        operations.register_entrustment,
        lambda: {**form.cleaned_data, "subject_id": subject.pk},
        heading="登记委托书",
        done="委托书已登记。",
        subject=subject,
    )


def _form_page(
    request: ActorRequest,
    form: Form,
    operation: Callable[..., Any],
    arguments: Callable[[], dict[str, Any]],
    *,
    heading: str,
    done: str,
    subject: Subject | None = None,
) -> HttpResponse:
    """Show the form, or carry the operation out and go to the subject's page."""
    error: Refused | Rejected | None = None
    if form.is_bound and form.is_valid():
        try:
            made = operation(**arguments(), actor=request.actor, now=timezone.now())
        except (Refused, Rejected) as refusal:
            error = refusal
            if isinstance(error, Rejected) and error.field in form.fields:
                form.add_error(error.field, f"{error.message}。{error.remedy}")
        else:
            messages.success(request, done)
            return redirect("subject_detail", subject.pk if subject else made.pk)
    context = {
        "form": form,
        "heading": heading,
        "subject": subject,
        "error": error_shown(error),
        "now": timezone.now(),
    }
    status = status_of(error) if error else 422 if form.is_bound else 200
    return render(request, "registry/subject_form.html", context, status=status)


def _may_declare(actor: Actor) -> bool:
    return isinstance(actor, Member) and (actor.is_bureau or actor.role is Role.CLERK)


def _tally(actor: Actor) -> list[dict[str, object]]:
    counts = count_subjects_by_status(list_subjects(actor))
    return [
        {
            "label": status.label,
            "count": counts.get(status.value, 0),
            "url": f"?status={status.value}",
            "lamp": LAMPS.get(status),
            "unit": "个",
        }
        for status in SubjectStatus
    ]
