"""A department ends: merged into another after a preview, or revoked. Here, because open tasks stand in the way."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jingwei.inspections.operations import merge_departments, revoke_department
from jingwei.inspections.queries import list_open_tasks_of_subject
from jingwei.planning.queries import list_caps_of_subject
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.queries import MergerPreview, get_subject, preview_merger
from jingwei.registry.terms import SubjectStatus
from jingwei.rulebook import Refused
from jingwei.web.fields import TextField
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest


def _day(label: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


class MergerForm(forms.Form):
    """Into which subject, as of which day, on which paper; ticked once the preview was read."""

    successor_id = forms.TypedChoiceField(label="承继主体", coerce=int)
    merged_on = _day("合并日期", help_text="自该日起由承继主体实施检查；不能晚于今天")
    document = TextField(label="合并文号", max_length=80)
    # What the preview showed: successor and day. Whoever changes either is shown the preview again.
    confirmed = TextField(max_length=80, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        """Offer every other announced subject."""
        super().__init__(*args, **kwargs)
        others = Subject.objects.filter(status=SubjectStatus.ANNOUNCED).exclude(pk=subject.pk)
        names = others.order_by("sort_key").values_list("pk", "name")
        self.fields["successor_id"].choices = [("", "请选择"), *names]  # type: ignore[attr-defined]


class RevocationForm(forms.Form):
    """Why a subject loses its standing, as of which day, on which paper."""

    on = _day("撤销日期")
    document = TextField(label="撤销文号", max_length=80, required=False)
    reason = TextField(label="撤销理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*BUREAU)
def merge(request: ActorRequest, subject_id: int) -> HttpResponse:
    """Ask into what, show what would move, ask again, and merge."""
    subject = get_subject(request.actor, subject_id)
    form = MergerForm(request.POST or None, subject=subject)
    error: Refused | Rejected | None = None
    preview: dict[str, Any] | None = None
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        confirmed = given.pop("confirmed")
        successor = get_subject(request.actor, given["successor_id"])
        if confirmed == f"{successor.pk} {given['merged_on']}":
            try:
                merge_departments(subject_id=subject_id, **given, actor=request.actor, now=timezone.now())
            except (Refused, Rejected) as refusal:
                error = refusal
            else:
                messages.success(request, f"{subject}已并入{successor}，由其承继。")
                return redirect("subject_detail", successor.pk)
        preview = _previewed(subject, successor, given["merged_on"])
    context = {
        "subject": subject,
        "form": form,
        "preview": preview,
        "error": error_shown(error),
        "now": timezone.now(),
        "open_tasks": list_open_tasks_of_subject(subject.pk).select_related("enterprise"),
    }
    status = status_of(error) if error else 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "inspections/merger.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*BUREAU)
def revoke(request: ActorRequest, subject_id: int) -> HttpResponse:
    """Revoke a subject, once none of its tasks is open."""
    subject = get_subject(request.actor, subject_id)
    form = RevocationForm(request.POST or None, initial={"on": local_date(timezone.now())})
    error: Refused | Rejected | None = None
    if form.is_bound and form.is_valid():
        try:
            revoke_department(
                subject_id=subject_id, **form.cleaned_data, actor=request.actor, now=timezone.now()
            )
        except (Refused, Rejected) as refusal:
            error = refusal
        else:
            messages.success(request, f"{subject}的检查主体资格已撤销。")
            return redirect("subject_detail", subject_id)
    context = {
        "subject": subject,
        "form": form,
        "error": error_shown(error),
        "now": timezone.now(),
        "open_tasks": list_open_tasks_of_subject(subject.pk).select_related("enterprise"),
    }
    status = status_of(error) if error else 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "inspections/revocation.html", context, status=status)


def _previewed(subject: Subject, successor: Subject, on: date) -> dict[str, Any]:
    """Return the preview as the page shows it: what goes over, what ends, what to look at afterwards."""
    found: MergerPreview = preview_merger(subject, successor, on=on)
    caps = [f"{cap} 每年 {cap.visits} 次" for cap in list_caps_of_subject(subject, on=on)]
    rows = [
        ("转入承继主体", "执法人员", found.officers, "人"),
        ("转入承继主体", "检查事项", found.items, "项"),
        ("转入承继主体", "任职", found.memberships, "项"),
        ("转入承继主体", "受其委托的组织", found.entrusted, "个"),
        ("当日终止", "主体负责人任职", found.ended_memberships, "项"),
        ("当日终止", "委托书", found.ended_entrustments, "份"),
        ("当日终止", "频次上限", caps, "项"),
        ("须另行处理", "与承继主体重名的事项", found.same_named_items, "项"),
    ]
    return {
        "successor": successor,
        "confirmed": f"{successor.pk} {on}",
        "certificates": found.certificates,
        "rows": [
            {"what": what, "label": label, "count": len(named), "unit": unit, "named": named}
            for what, label, named, unit in rows
        ],
    }
