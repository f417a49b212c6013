"""One circular: the board for the bureau, the paper with receipt and answer for a department."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import RequestConfig

from jingwei.notices import operations
from jingwei.notices.documents import circular_document
from jingwei.notices.filters import BoardForm
from jingwei.notices.forms import AnswerForm, ReasonForm, RemindForm
from jingwei.notices.models import Circular, Recipient
from jingwei.notices.queries import (
    BoardRow,
    days_left,
    find_file,
    find_own_recipient,
    get_board,
    get_circular,
    get_recipient,
    standing_of,
)
from jingwei.notices.tables import BoardTable
from jingwei.notices.terms import CircularState, Standing, Wanted
from jingwei.notices.views import parts
from jingwei.platform.calendar import local_date
from jingwei.platform.errors import Rejected
from jingwei.platform.queries import get_calendar, list_events_of
from jingwei.registry.doors import member_required
from jingwei.registry.members import Member
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import STAFF, Role
from jingwei.rulebook import Refused
from jingwei.web.downloads import listed, stored_file
from jingwei.web.papers import answer_paper
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

ANSWERERS = (Role.CLERK, Role.HEAD)


@require_safe
@member_required(*STAFF)
def detail(request: ActorRequest, circular_id: int) -> HttpResponse:
    """Show one circular to the bureau or to one of its recipients."""
    return show(request, circular_id)


def show(
    request: ActorRequest,
    circular_id: int,
    *,
    error: Refused | Rejected | None = None,
    filled: Mapping[str, Form] | None = None,
) -> HttpResponse:
    """Answer the page of one circular; after a failed act with the error on top and its form as it was filled in."""
    circular = get_circular(request.actor, circular_id)
    now = timezone.now()
    context: dict[str, Any] = {
        "circular": circular,
        "state": CircularState(circular.state),
        "state_colour": parts.STATE_COLOURS.get(CircularState(circular.state), ""),
        "files": parts.files_shown(circular),
        "paragraphs": [line for line in circular.body.splitlines() if line.strip()],
        "error": error_shown(error),
        "now": now,
        "forms": dict(filled or {}),
    }
    is_bureau = isinstance(request.actor, Member) and request.actor.is_bureau
    context |= (_of_bureau if is_bureau else _of_department)(request, circular, context["forms"])
    status = 200 if error is None and not filled else status_of(error) if error else 422
    template = "notices/detail.html" if is_bureau else "notices/received.html"
    return render(request, template, context, status=status)


def _of_bureau(request: ActorRequest, circular: Circular, forms: dict[str, Form]) -> dict[str, Any]:
    """Return what the bureau's page shows: the board, its tally, what may be done."""
    today = local_date(timezone.now())
    board = get_board(circular, today=today, calendar=get_calendar())
    offered = parts.offered_acts(request.actor, circular, board, today)
    chosen = BoardForm(request.GET)
    table = BoardTable(
        parts.chosen_rows(board, chosen), may_remind="remind" in offered, wanted=Wanted(circular.wanted)
    )
    RequestConfig(request, paginate=False).configure(table)
    if "withdraw" in offered:
        forms.setdefault("withdraw", ReasonForm(prefix="withdraw"))
    return {
        "rows": parts.circular_rows(circular),
        "table": table,
        "shown": len(table.rows),
        "tally": parts.board_tally(board),
        "fields": list(chosen),
        "offered": offered,
        "to_remind": parts.to_remind(board, today),
        "lacking": sum(row.standing is not Standing.DONE for row in board),
        "results": list(circular.results.order_by("id")),
        "timeline": parts.timeline_of(list_events_of("circular", circular.pk)),
        "query": request.GET.urlencode(),
    }


def _of_department(request: ActorRequest, circular: Circular, forms: dict[str, Form]) -> dict[str, Any]:
    """Return what a department's page shows: where it stands, its answer, what is to be done."""
    recipient = find_own_recipient(request.actor, circular)
    assert recipient is not None
    today = local_date(timezone.now())
    left = days_left(circular, today=today, calendar=get_calendar())
    role = request.actor.role if isinstance(request.actor, Member) else None
    is_running = circular.state == CircularState.ISSUED
    may_answer = is_running and role in ANSWERERS and circular.wanted != Wanted.RECEIPT
    is_late = circular.due_on is not None and circular.due_on < today
    is_closed_by_day = is_late and recipient.answered_at is not None and recipient.is_done
    if may_answer and not is_closed_by_day:
        forms.setdefault("answer", AnswerForm(recipient=recipient))
    return {
        "recipient": recipient,
        "rows": parts.circular_rows(circular),
        "standing": parts.standing_shown(recipient, standing_of(recipient, today=today, left=left), left),
        "answer_rows": parts.answer_rows(recipient),
        "may_receive": is_running and recipient.received_at is None,
        "is_late": is_late,
        "timeline": parts.timeline_of_recipient(recipient),
    }


@require_safe
@member_required(*BUREAU)
def recipient_page(request: ActorRequest, circular_id: int, recipient_id: int) -> HttpResponse:
    """Show what one recipient answered, and let the bureau send it back."""
    return _show_recipient(request, circular_id, recipient_id)


def _show_recipient(
    request: ActorRequest,
    circular_id: int,
    recipient_id: int,
    *,
    form: ReasonForm | None = None,
    error: Refused | Rejected | None = None,
) -> HttpResponse:
    recipient = get_recipient(request.actor, circular_id, recipient_id)
    today = local_date(timezone.now())
    left = days_left(recipient.circular, today=today, calendar=get_calendar())
    is_running = recipient.circular.state == CircularState.ISSUED
    context = {
        "recipient": recipient,
        "circular": recipient.circular,
        "standing": parts.standing_shown(recipient, standing_of(recipient, today=today, left=left), left),
        "answer_rows": parts.answer_rows(recipient),
        "form": form or ReasonForm(),
        "may_send_back": is_running and recipient.answered_at is not None and recipient.is_done,
        "may_remind": is_running and not recipient.is_done,
        "error": error_shown(error),
        "timeline": parts.timeline_of_recipient(recipient),
        "now": timezone.now(),
    }
    status = status_of(error) if error else 422 if form else 200
    return render(request, "notices/recipient.html", context, status=status)


@require_safe
@member_required(*STAFF)
def paper(request: ActorRequest, circular_id: int) -> HttpResponse:
    """Answer the circular as an official paper, PDF or .docx."""
    circular = get_circular(request.actor, circular_id)
    return answer_paper(request, circular_document(circular, on=local_date(timezone.now())))


@require_safe
@member_required(*STAFF)
def file(request: ActorRequest, circular_id: int, file_id: uuid.UUID) -> HttpResponse:
    """Answer an attachment, the template, or an answer's file to those who may see it; 404 for everybody else."""
    row = find_file(request.actor, get_circular(request.actor, circular_id), file_id)
    if row is None:
        raise Http404
    return stored_file(row)


@require_safe
@member_required(*BUREAU)
def export(request: ActorRequest, circular_id: int) -> HttpResponse:
    """Answer the board as .xlsx, as it is filtered."""
    circular = get_circular(request.actor, circular_id)
    board: list[BoardRow] = get_board(circular, today=local_date(timezone.now()), calendar=get_calendar())
    rows = parts.chosen_rows(board, BoardForm(request.GET))
    return listed(request, "办理情况", *parts.exported(circular, rows), name=f"{circular}办理情况")


@require_POST
@member_required(*BUREAU)
def issue(request: ActorRequest, circular_id: int) -> HttpResponse:
    """Issue the draft."""
    return act(
        request,
        circular_id,
        lambda: operations.issue_circular(circular_id=circular_id, actor=request.actor, now=timezone.now()),
        "已签发，收文单位可以签收。",
    )


@require_POST
@member_required(*BUREAU)
def close(request: ActorRequest, circular_id: int) -> HttpResponse:
    """Close the circular."""
    return act(
        request,
        circular_id,
        lambda: operations.close_circular(circular_id=circular_id, actor=request.actor, now=timezone.now()),
        "已办结，不再接收回复。",
    )


@require_POST
@member_required(*BUREAU)
def withdraw(request: ActorRequest, circular_id: int) -> HttpResponse:
    """Withdraw the circular with a reason."""
    form = ReasonForm(request.POST, prefix="withdraw")
    if not form.is_valid():
        return show(request, circular_id, filled={"withdraw": form})
    return act(
        request,
        circular_id,
        lambda: operations.withdraw_circular(
            circular_id=circular_id,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            now=timezone.now(),
        ),
        "已撤回。",
    )


@require_POST
@member_required(*BUREAU)
def remind(request: ActorRequest, circular_id: int) -> HttpResponse:
    """Remind those picked, or all who lack."""
    form = RemindForm(request.POST)
    ids = form.cleaned_data["pick"] if form.is_valid() else []
    everybody = form.is_valid() and form.cleaned_data["everybody"]
    return act(
        request,
        circular_id,
        lambda: operations.remind(
            circular_id=circular_id,
            recipient_ids=None if everybody else ids,
            actor=request.actor,
            now=timezone.now(),
        ),
        "已催办，单位在工作台和通知中看得到。",
    )


@require_POST
@member_required(*BUREAU)
def send_back(request: ActorRequest, circular_id: int, recipient_id: int) -> HttpResponse:
    """Send an answer back with a reason."""
    recipient: Recipient = get_recipient(request.actor, circular_id, recipient_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show_recipient(request, circular_id, recipient_id, form=form)
    try:
        operations.send_back_answer(
            recipient_id=recipient.pk,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            now=timezone.now(),
        )
    except (Refused, Rejected) as error:
        return _show_recipient(request, circular_id, recipient_id, form=form, error=error)
    messages.success(request, f"已退回{recipient.subject}，改好后重报。")
    return redirect("circular_recipient", circular_id, recipient_id)


@require_POST
@member_required(*STAFF)
def receive(request: ActorRequest, circular_id: int) -> HttpResponse:
    """Receive the circular for the viewer's subject."""
    return act(
        request,
        circular_id,
        lambda: operations.receive_circular(circular_id=circular_id, actor=request.actor, now=timezone.now()),
        "已签收。",
    )


@require_POST
@member_required(*ANSWERERS)
def answer(request: ActorRequest, circular_id: int) -> HttpResponse:
    """Answer the circular for the viewer's subject."""
    recipient = find_own_recipient(request.actor, get_circular(request.actor, circular_id))
    assert recipient is not None
    form = AnswerForm(request.POST, request.FILES, recipient=recipient)
    if not form.is_valid():
        return show(request, circular_id, filled={"answer": form})
    given = form.answer()
    return act(
        request,
        circular_id,
        lambda: operations.answer_circular(
            circular_id=circular_id, actor=request.actor, now=timezone.now(), **given
        ),
        "已回复。截止日期前可以修改重报。" if recipient.circular.due_on else "已回复。",
        filled={"answer": form},
    )


def act(
    request: ActorRequest,
    circular_id: int,
    operation: Callable[[], object],
    done: str,
    *,
    filled: Mapping[str, Form] | None = None,
) -> HttpResponse:
    """Carry an operation out and go back to the page, or show the page again with all that stands against it."""
    try:
        operation()
    except (Refused, Rejected) as error:
        return show(request, circular_id, error=error, filled=filled)
    messages.success(request, done)
    return redirect("circular_detail", circular_id)
