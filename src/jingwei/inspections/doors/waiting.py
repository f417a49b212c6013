"""What of inspections waits for whom: requests, tasks, results, cases, invitations, letters, service visits."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from jingwei.inspections import queries
from jingwei.inspections.models import AssistanceLetter, Booking, Inspection, Invitation, ServiceVisit
from jingwei.inspections.terms import (
    InvitationState,
    InvitedBy,
    LetterDirection,
    LetterState,
    ServiceKind,
    Stage,
)
from jingwei.planning.terms import InspectionKind
from jingwei.platform.calendar import Deadline, local_date
from jingwei.registry.desk import Day, Period, Todo, Waiting, each
from jingwei.registry.members import Member
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import OF_A_SUBJECT, Role

CLERK, HEAD = (Role.CLERK,), (Role.HEAD,)
DEPARTMENT = (Role.CLERK, Role.HEAD)
# Not a standing request but an urgent inspection that went ahead of its approval (R-PRO-02).
TO_MAKE_UP = Q(approved_at=None, visit__isnull=False) & ~Q(urgent="") & ~Q(stage=Stage.WITHDRAWN)


def _requests_to_decide(member: Member, today: date) -> QuerySet[Any]:
    return queries.list_inspections(member).filter(Q(stage=Stage.SUBMITTED) | TO_MAKE_UP)


def _requests_to_mend(member: Member, today: date) -> QuerySet[Any]:
    found = queries.list_inspections(member).filter(stage=Stage.RETURNED)
    # An officer mends what he asked for himself, the clerk whatever came back.
    return found.filter(requested_by=member.account_id) if member.role is Role.OFFICER else found


def _results_to_tell(member: Member, today: date) -> QuerySet[Any]:
    return queries.list_inspections(member).filter(stage=Stage.RECORDED).prefetch_related("records")


def _invitations_to_arrange(member: Member, today: date) -> QuerySet[Any]:
    return queries.list_invitations(member).filter(state=InvitationState.ACCEPTED)


def _moves(member: Member, today: date) -> QuerySet[Any]:
    return queries.list_asked_to_move(member).select_related("inspection__subject", "inspection__enterprise")


def _letters_to_answer(member: Member, today: date) -> QuerySet[Any]:
    return queries.list_letters(member).filter(direction=LetterDirection.INCOMING, state=LetterState.SENT)


def _stopped(member: Member, today: date) -> QuerySet[Any]:
    found = queries.list_stopped_already(member, today=today)
    # The head moves what was approved; what was not waits for him anyway.
    return found.filter(stage=Stage.APPROVED) if member.role is Role.HEAD else found


def _replies_to_enter(member: Member, today: date) -> QuerySet[Any]:
    return queries.list_letters(member).filter(direction=LetterDirection.OUTGOING, state=LetterState.SENT)


def _letters_to_end(member: Member, today: date) -> QuerySet[Any]:
    return queries.list_letters(member).filter(state=LetterState.AGREED, valid_to__lt=today)


def to_approve(inspection: Inspection, day: Day) -> Todo:
    """A request that waits for the head, or an urgent inspection to be approved afterwards."""
    asked_on = local_date(inspection.requested_at)
    waited = day.between(asked_on, day.today)
    due: Deadline | None = Deadline(local_date(inspection.planned_from))
    step = "审批"
    if inspection.visit is not None:
        due, step = day.after(local_date(inspection.visit.entered_at), 1), "紧急检查补批"
    waiting = f"已等 {waited} 个工作日" if waited else "今日提交"
    return _timed(
        inspection, day, begun_on=asked_on, due=due, step=step, verb="审批",
        detail=f"{inspection.number}　{waiting}，拟 {local_date(inspection.planned_from):%m-%d} 入企",
    )  # fmt: skip


def to_tell(inspection: Inspection, day: Day) -> Todo:
    """R-PRO-05: so many working days after the record was signed."""
    signed = [
        each.signed_at for each in inspection.records.all() if each.signed_at and each.voided_at is None
    ]
    signed_on = local_date(signed[0]) if signed else day.today
    due = day.after(signed_on, day.numbers.get("R-PRO-05a", "days").value)
    return _timed(
        inspection, day, begun_on=signed_on, due=due, step="告知结果", verb="告知",
        detail=f"{inspection.number}　{signed_on:%m-%d} 签署笔录",
    )  # fmt: skip


def to_mend(inspection: Inspection, day: Day) -> Todo:
    """A request that came back."""
    return Todo(
        title=inspection.enterprise.name,
        detail=f"{inspection.number}　退回意见：{inspection.opinion}",
        origin=inspection.subject.short_name,
        kind=InspectionKind(inspection.kind).label,
        step="退回修改",
        url=reverse("inspection_revise", args=[inspection.pk]),
        verb="修改",
        begun_on=local_date(inspection.requested_at),
    )


def to_inspect(inspection: Inspection, day: Day) -> Todo:
    """A task of an officer: to be carried out by the day planned for, or its result to be told."""
    if inspection.stage == Stage.RECORDED:
        return replace(to_tell(inspection, day), url=reverse("phone_task", args=[inspection.pk]))
    planned_on = local_date(inspection.planned_from)
    team = "、".join(member.officer.name for member in inspection.team.all())
    return _timed(
        inspection, day, begun_on=local_date(inspection.requested_at), due=Deadline(planned_on),
        step=Stage(inspection.stage).label, verb="办理", detail=f"{inspection.site.address}　{team}",
        url=reverse("phone_task", args=[inspection.pk]),
    )  # fmt: skip


def to_note(inspection: Inspection, day: Day) -> Todo:
    """A violation found that wants its case or the reason why there is none (R-PRO-11)."""
    told_at = inspection.result.told_at
    told_on = local_date(told_at) if told_at else day.today
    due = day.after(told_on, day.numbers.get("R-PRO-11", "days").value)
    return _timed(
        inspection, day, begun_on=told_on, due=due, step="立案或说明", verb="登记",
        detail=f"{inspection.number}　{told_on:%m-%d} 告知发现违法线索",
    )  # fmt: skip


def to_move(booking: Booking, day: Day) -> Todo:
    """A coming visit for which the enterprise asks another time."""
    inspection = booking.inspection
    planned_on = local_date(inspection.planned_from)
    asked_on = local_date(booking.answered_at or booking.told_at)
    return _timed(
        inspection, day, begun_on=asked_on, due=Deadline(planned_on), step="企业希望改期",
        verb="查看", detail=f"{inspection.number}　{booking.words}",
    )  # fmt: skip


def to_replan(inspection: Inspection, day: Day) -> Todo:
    """A task planned on a day that was made quiet meanwhile: nobody can approve or enter it there (R-FRQ-13)."""
    planned_on = local_date(inspection.planned_from)
    return _timed(
        inspection, day, begun_on=local_date(inspection.requested_at), due=Deadline(planned_on),
        step="安静期，改期", verb="查看",
        detail=f"{inspection.number}　拟 {planned_on:%m-%d} 入企，在安静期内，改期或撤回",
    )  # fmt: skip


def to_reply(invitation: Invitation, day: Day) -> Todo:
    """An enterprise's invitation; the law sets no period for the answer."""
    wanted = f"　{invitation.preferred}" if invitation.preferred else ""
    return Todo(
        title=invitation.site.enterprise.name,
        detail=f"{invitation.matter}{wanted}",
        origin=InvitedBy(invitation.by).label,
        kind="邀约检查",
        step="答复邀约",
        url=reverse("invitation_detail", args=[invitation.pk]),
        verb="答复",
        begun_on=local_date(invitation.made_at),
    )


def to_arrange(invitation: Invitation, day: Day) -> Todo:
    """An invitation that was accepted: the check-up is still to be requested."""
    return replace(to_reply(invitation, day), step="安排检查", verb="安排")


def to_end_service(service: ServiceVisit, day: Day) -> Todo:
    """A service visit that nobody has ended; it is over on the day on which it began."""
    begun_on = local_date(service.visit.entered_at)
    return Todo(
        title=service.visit.enterprise.name,
        detail=service.purpose,
        origin=service.subject.short_name,
        kind=ServiceKind(service.kind).label,
        step="结束走访",
        url=reverse("service_detail", args=[service.pk]),
        verb="结束",
        begun_on=begun_on,
        period=day.period(begun_on, begun_on),
    )


def to_enter_reply(letter: AssistanceLetter, day: Day) -> Todo:
    """A letter of ours whose answer is still to be entered, before our officers go there."""
    return replace(to_answer_letter(letter, day), title=f"致{letter.organ}函", step="登记复函", verb="登记")


def to_end_letter(letter: AssistanceLetter, day: Day) -> Todo:
    """A letter whose days are over and that nobody has closed."""
    return replace(to_answer_letter(letter, day), step="办结协助", verb="办结", period=Period())


def to_answer_letter(letter: AssistanceLetter, day: Day) -> Todo:
    """A letter of assistance from another district, to be answered before its officers come."""
    whose = letter.enterprise.name if letter.enterprise else letter.place
    return Todo(
        title=f"{letter.organ}来函",
        detail=f"{letter.number}　{whose}　{letter.matter}",
        origin=letter.organ,
        kind="异地协助",
        step="复函",
        url=reverse("letter_detail", args=[letter.pk]),
        verb="复函",
        begun_on=letter.sent_on,
        period=day.period(letter.sent_on, letter.first_on),
    )


def _timed(
    inspection: Inspection,
    day: Day,
    *,
    begun_on: date,
    due: Deadline | None,
    step: str,
    verb: str,
    detail: str,
    url: str = "",
) -> Todo:
    return Todo(
        title=inspection.enterprise.name,
        detail=detail,
        origin=inspection.subject.short_name,
        kind=InspectionKind(inspection.kind).label,
        step=step,
        url=url or reverse("inspection_detail", args=[inspection.pk]),
        verb=verb,
        begun_on=begun_on,
        period=day.period(begun_on, due),
    )


WAITING: tuple[Waiting, ...] = (
    Waiting(HEAD, _requests_to_decide, each(to_approve)),
    Waiting(HEAD, _letters_to_answer, each(to_answer_letter)),
    Waiting((Role.CLERK, Role.OFFICER), _requests_to_mend, each(to_mend)),
    Waiting(CLERK, _results_to_tell, each(to_tell)),
    Waiting(DEPARTMENT, lambda of, on: queries.list_invitations_to_answer(of), each(to_reply)),
    Waiting(CLERK, _invitations_to_arrange, each(to_arrange)),
    Waiting(DEPARTMENT, _moves, each(to_move)),
    Waiting(DEPARTMENT, _stopped, each(to_replan)),
    Waiting(CLERK, _replies_to_enter, each(to_enter_reply)),
    Waiting(CLERK, _letters_to_end, each(to_end_letter)),
    Waiting((*DEPARTMENT, *BUREAU), lambda of, on: queries.list_cases_to_note(of), each(to_note)),
    Waiting(
        (Role.OFFICER,),
        lambda of, on: queries.list_due_tasks_of_officer(of, day=on),
        each(to_inspect),
    ),
    Waiting(OF_A_SUBJECT, lambda of, on: queries.list_open_service_visits(of), each(to_end_service)),
)
