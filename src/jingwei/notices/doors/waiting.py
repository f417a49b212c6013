"""What of circulars waits for whom."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from jingwei.notices import queries
from jingwei.notices.models import Circular, Recipient
from jingwei.notices.terms import Purpose, RecipientState, Wanted
from jingwei.platform.calendar import local_date
from jingwei.registry.desk import Day, Period, Todo, Waiting, each
from jingwei.registry.members import Member
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import Role


def _circulars(member: Member, today: date) -> QuerySet[Any]:
    found = queries.list_awaiting(member.subject_id)
    # The clerk answers; the head hears of it when it is late.
    return found.filter(circular__due_on__lt=today) if member.role is Role.HEAD else found


def to_answer(recipient: Recipient, day: Day) -> Todo:
    """A circular that waits for the department's receipt or answer."""
    circular = recipient.circular
    step, verb = ("签收通知", "签收") if recipient.received_at is None else ("回复通知", "回复")
    if recipient.state == RecipientState.SENT_BACK:
        step, verb = "退回重报", "重报"
    return _of_circular(
        circular, day, step=step, verb=verb, origin="司法局",
        detail=f"{circular.number}　{Wanted(circular.wanted).label}",
    )  # fmt: skip


def to_press(circular: Circular, day: Day) -> Todo:
    """A circular that some departments have not done after its due day; it comes with how many are ``lacking``."""
    lacking = getattr(circular, "lacking", 0)
    return _of_circular(
        circular, day, step="逾期未办", verb="催办", origin=f"{lacking} 家",
        detail=f"{circular.number}　{lacking} 家未办",
    )  # fmt: skip


def to_issue(circular: Circular, day: Day) -> Todo:
    """A circular drawn up, which the supervision lead issues."""
    return _of_circular(
        circular, day, step="签发通知", verb="签发", origin="司法局",
        detail=f"{local_date(circular.drafted_at):%m-%d} 起草，{Wanted(circular.wanted).label}",
    )  # fmt: skip


def to_close(circular: Circular, day: Day) -> Todo:
    """A circular that everybody has done."""
    todo = _of_circular(
        circular, day, step="办结通知", verb="办结", origin="司法局", detail=f"{circular.number}　全部办完"
    )
    return replace(todo, period=Period())


def _of_circular(circular: Circular, day: Day, *, step: str, verb: str, origin: str, detail: str) -> Todo:
    begun_on = local_date(circular.issued_at) if circular.issued_at else day.today
    due = circular.due_on
    return Todo(
        title=circular.title,
        detail=detail,
        origin=origin,
        kind=Purpose(circular.purpose).label,
        step=step,
        url=reverse("circular_detail", args=[circular.pk]),
        verb=verb,
        begun_on=begun_on,
        period=day.period(begun_on, due),
    )


WAITING: tuple[Waiting, ...] = (
    Waiting((Role.CLERK, Role.HEAD), _circulars, each(to_answer)),
    Waiting(BUREAU, lambda of, on: queries.list_overdue(today=on), each(to_press)),
    Waiting(BUREAU, lambda of, on: queries.list_to_close(), each(to_close)),
    Waiting((Role.SUPERVISION_LEAD,), lambda of, on: queries.list_drafts(), each(to_issue)),
)
