"""Acts on one enterprise's classes from its page: grades and relief, each by one operation."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from jingwei.planning import operations
from jingwei.planning.forms.classes import EndGradeForm, GradeForm, LeaveForm, ReliefForm
from jingwei.planning.models import DepartmentGrade, Relief
from jingwei.planning.views.classes import show_enterprise
from jingwei.platform.errors import Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.members import require
from jingwei.registry.terms import Role
from jingwei.rulebook import Refused
from jingwei.web.requests import ActorRequest

KEEPERS = (Role.CLERK, Role.HEAD)
BUREAU = (Role.SUPERVISOR, Role.SUPERVISION_LEAD)


@require_POST
@member_required(*KEEPERS)
def grade_new(request: ActorRequest, enterprise_id: int) -> HttpResponse:
    """Enter the department's own grade of the enterprise."""
    member = require(request.actor, *KEEPERS)
    form = GradeForm(request.POST, prefix="grade")
    given = form.arguments() if form.is_valid() else {}
    given |= {"subject_id": member.subject_id, "enterprise_id": enterprise_id}
    done = "已登记，自该日起与信用风险分类从严适用。"
    return _act(request, enterprise_id, "grade_form", form, operations.grade_enterprise, given, done)


@require_POST
@member_required(*KEEPERS)
def grade_end(request: ActorRequest, grade_id: int) -> HttpResponse:
    """End one of the department's grades."""
    grade = get_object_or_404(DepartmentGrade, pk=grade_id)
    form = EndGradeForm(request.POST, prefix="end")
    given = {**form.cleaned_data, "grade_id": grade_id} if form.is_valid() else {}
    done = "已终止，自今日起按信用风险分类适用。"
    return _act(request, grade.enterprise_id, "end_form", form, operations.end_grade, given, done)


@require_POST
@member_required(Role.HEAD, *BUREAU)
def relief_enter(request: ActorRequest, enterprise_id: int) -> HttpResponse:
    """Enter the enterprise for relief."""
    form = ReliefForm(request.POST, prefix="relief")
    given = {**form.cleaned_data, "enterprise_id": enterprise_id} if form.is_valid() else {}
    done = "已纳入低风险减免，除随机抽查外不列入日常现场检查。"
    return _act(request, enterprise_id, "relief_form", form, operations.enter_relief, given, done)


@require_POST
@member_required(*KEEPERS, *BUREAU)
def relief_leave(request: ActorRequest, relief_id: int) -> HttpResponse:
    """Take the enterprise off the relief."""
    relief = get_object_or_404(Relief, pk=relief_id)
    form = LeaveForm(request.POST, prefix="leave")
    given = {**form.arguments(), "relief_id": relief_id} if form.is_valid() else {}
    done = "已移出低风险减免。"
    return _act(request, relief.enterprise_id, "leave_form", form, operations.leave_relief, given, done)


def _act(
    request: ActorRequest,
    enterprise_id: int,
    name: str,
    form: Form,
    operation: Callable[..., object],
    given: dict[str, Any],
    done: str,
) -> HttpResponse:
    if not form.is_valid():
        return show_enterprise(request, enterprise_id, filled={name: form})
    try:
        operation(**given, actor=request.actor, now=timezone.now())
    except (Refused, Rejected) as error:
        return show_enterprise(request, enterprise_id, error=error, filled={name: form})
    messages.success(request, done)
    return redirect("class_enterprise", enterprise_id)
