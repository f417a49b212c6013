"""Acts on one task from its page: each parses a form, calls one operation and goes back to the page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from jingwei.inspections import operations
from jingwei.inspections.forms import ApprovalForm, CaseForm, ReasonForm, RescheduleForm, ResultForm
from jingwei.inspections.views.desk_detail import show
from jingwei.platform.errors import Rejected
from jingwei.registry.doors import member_required
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import Role
from jingwei.rulebook import Refused
from jingwei.web.requests import ActorRequest


@require_POST
@member_required(Role.HEAD)
def approve(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Approve the task, with what the head sets aside and why."""
    form = ApprovalForm(request.POST)
    return _act(
        request, inspection_id, "approve", form, operations.approve_inspection, "已批准，检查通知书已制发。"
    )


@require_POST
@member_required(Role.HEAD)
def send_back(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Return the request to its clerk."""
    return _with_reason(request, inspection_id, "return", operations.return_inspection, "已退回经办人。")


@require_POST
@member_required(Role.CLERK, Role.HEAD)
def withdraw(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Withdraw the request before anybody has entered."""
    return _with_reason(request, inspection_id, "withdraw", operations.withdraw_inspection, "已撤回。")


@require_POST
@member_required(Role.HEAD)
def reschedule(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Move the approved visit to another time."""
    form = RescheduleForm(request.POST, prefix="reschedule")
    done = "已改期，检查通知书按新的时间制发；企业在企业端看得到新的时间。"
    return _act(request, inspection_id, "reschedule", form, operations.reschedule_inspection, done)


@require_POST
@member_required(Role.HEAD)
def void_visit(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Void a wrong scan."""
    done = "入企登记已作废，次数已退回，可以重新扫码入企。"
    return _with_reason(request, inspection_id, "void", operations.void_visit, done)


@require_POST
@member_required(Role.HEAD, Role.SUPERVISOR, Role.SUPERVISION_LEAD)
def void_import(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Void an inspection that was imported wrongly."""
    done = "已作废，不再计入统计。改正后可用同一文号重新导入。"
    return _with_reason(request, inspection_id, "void_import", operations.void_imported_inspection, done)


@require_POST
@member_required(Role.HEAD)
def correct_record(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Void a signed record and open its correction."""
    done = "原笔录已作废并留存，更正笔录已打开，由执法人员在掌上执法中修改后重新签署。"
    return _with_reason(request, inspection_id, "correct", operations.correct_record, done)


@require_POST
@member_required(Role.CLERK, Role.OFFICER)
def tell_result(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Tell the enterprise what came of it."""
    form = ResultForm(request.POST, prefix="tell")
    return _act(request, inspection_id, "tell", form, operations.tell_result, "已告知检查结果，任务办结。")


@require_POST
@member_required(Role.CLERK, Role.HEAD, *BUREAU)
def note_no_case(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Note why the violation found leads to no case."""
    return _with_reason(request, inspection_id, "no_case", operations.note_no_case, "不予立案的理由已留存。")


@require_POST
@member_required(Role.CLERK, Role.HEAD, *BUREAU)
def note_case(request: ActorRequest, inspection_id: int) -> HttpResponse:
    """Note the case that was opened."""
    form = CaseForm(request.POST, prefix="case")
    return _act(request, inspection_id, "case", form, operations.note_case, "已登记立案，不再计入可报统计。")


def _with_reason(
    request: ActorRequest, inspection_id: int, name: str, operation: Callable[..., object], done: str
) -> HttpResponse:
    return _act(request, inspection_id, name, ReasonForm(request.POST, prefix=name), operation, done)


def _act(
    request: ActorRequest,
    inspection_id: int,
    name: str,
    form: Form,
    operation: Callable[..., object],
    done: str,
) -> HttpResponse:
    """Carry the operation out, or show the page again with everything typed and all that stands against it."""
    if not form.is_valid():
        return show(request, inspection_id, filled={name: form})
    given: dict[str, Any] = form.told() if isinstance(form, ResultForm) else form.cleaned_data
    try:
        operation(inspection_id=inspection_id, **given, actor=request.actor, now=timezone.now())
    except (Refused, Rejected) as error:
        return show(request, inspection_id, error=error, filled={name: form})
    messages.success(request, done)
    return redirect("inspection_detail", inspection_id)
