"""A department ends: merged into another after a preview, or revoked. Here, because open tasks stand in the way."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jingwei.inspections.operations import merge_departments, revoke_department
from jingwei.inspections.queries import list_open_tasks_of_subject
from jingwei.planning.queries import list_caps_of_subject
from jingwei.platform.calendar import local_date
from jingwei.registry.doors import MemberRequest, member_required
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.queries import MergerPreview, get_subject, preview_merger
from jingwei.registry.terms import SubjectStatus
from jingwei.web.doors import Failed, FormPage, attempt
from jingwei.web.fields import TextField


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

    def arguments(self) -> dict[str, Any]:
        """Return what ``merge_departments`` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "confirmed"}


class RevocationForm(forms.Form):
    """Why a subject loses its standing, as of which day, on which paper."""

    on = _day("撤销日期")
    document = TextField(label="撤销文号", max_length=80, required=False)
    reason = TextField(label="撤销理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(*BUREAU)
def merge(request: MemberRequest, subject_id: int) -> HttpResponse:
    """Ask into what, show what would move, ask again, and merge: a function, for the form is sent twice."""
    subject = get_subject(request.actor, subject_id)
    form = MergerForm(request.POST or None, subject=subject)
    if not (form.is_bound and form.is_valid()):
        return _merger(request, subject, None, Failed(form=form))
    successor = get_subject(request.actor, form.cleaned_data["successor_id"])
    preview = _previewed(subject, successor, form.cleaned_data["merged_on"])
    if form.cleaned_data["confirmed"] != preview["confirmed"]:
        return _merger(request, subject, preview, Failed(form=form))
    return attempt(
        request,
        merge_departments,
        form,
        given={"subject_id": subject_id},
        again=partial(_merger, request, subject, preview),
        done=f"{subject}已并入{successor}，由其承继。",
        to=lambda merged: reverse("subject_detail", args=[successor.pk]),
    )


def _merger(
    request: MemberRequest, subject: Subject, preview: dict[str, Any] | None, failed: Failed
) -> HttpResponse:
    form = failed.form
    is_wrong = failed.error is not None or (form is not None and form.is_bound and not form.is_valid())
    context = {
        "subject": subject,
        "form": form,
        "preview": preview,
        "failed": failed,
        "now": request.now,
        "open_tasks": open_tasks(request, subject)["open_tasks"],
    }
    return render(request, "inspections/merger.html", context, status=failed.status if is_wrong else 200)


def open_tasks(request: MemberRequest, subject: Subject) -> dict[str, Any]:
    """Return the tasks that stand in the way of its end."""
    return {"open_tasks": list_open_tasks_of_subject(subject.pk).select_related("enterprise")}


def at_subject(subject: Subject) -> str:
    return reverse("subject_detail", args=[subject.pk])


REVOKE = FormPage(
    "department_revoke",
    revoke_department,
    BUREAU,
    RevocationForm,
    title="撤销主体资格",
    verb="撤销",
    ask="撤销主体资格？",
    warn="撤销后不能恢复，须重新申报。",
    find=get_subject,
    id_name="subject_id",
    given=lambda request, subject: {"initial": {"on": local_date(request.now)}},
    besides=open_tasks,
    template="inspections/revocation.html",
    done="{0}的检查主体资格已撤销。",
    to=at_subject,
    back=at_subject,
    crumbs=lambda subject: [
        ("主体与人员", ""),
        ("检查主体", reverse("subject_list")),
        (subject.code, at_subject(subject)),
        ("撤销主体资格", ""),
    ],
)


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
