"""Todos that inspections make: requests, results, cases, invitations, letters, findings."""

from datetime import date

from django.urls import reverse

from jingwei.inspections.models import AssistanceLetter, Booking, Inspection, Invitation
from jingwei.inspections.terms import InvitedBy, Stage
from jingwei.planning.terms import InspectionKind
from jingwei.platform.calendar import Calendar, Deadline, local_date
from jingwei.platform.models import Event
from jingwei.portal.queries.todo import Todo, between, days_after, period_of
from jingwei.rulebook import Numbers


def to_approve(inspection: Inspection, calendar: Calendar, today: date) -> Todo:
    """A request that waits for the head, or an urgent inspection to be approved afterwards."""
    asked_on = local_date(inspection.requested_at)
    waited = between(calendar, asked_on, today)
    due: Deadline | None = Deadline(local_date(inspection.planned_from))
    step = "审批"
    if inspection.visit is not None:
        due, step = days_after(calendar, local_date(inspection.visit.entered_at), 1), "紧急检查补批"
    waiting = f"已等 {waited} 个工作日" if waited else "今日提交"
    return _timed(
        inspection, calendar, today, begun_on=asked_on, due=due, step=step, verb="审批",
        detail=f"{inspection.number}　{waiting}，拟 {local_date(inspection.planned_from):%m-%d} 入企",
    )  # fmt: skip


def to_tell(inspection: Inspection, calendar: Calendar, today: date, numbers: Numbers) -> Todo:
    """R-PRO-05: so many working days after the record was signed."""
    signed = [
        each.signed_at for each in inspection.records.all() if each.signed_at and each.voided_at is None
    ]
    signed_on = local_date(signed[0]) if signed else today
    due = days_after(calendar, signed_on, numbers.get("R-PRO-05a", "days").value)
    return _timed(
        inspection, calendar, today, begun_on=signed_on, due=due, step="告知结果", verb="告知",
        detail=f"{inspection.number}　{signed_on:%m-%d} 签署笔录",
    )  # fmt: skip


def to_mend(inspection: Inspection, today: date) -> Todo:
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


def to_inspect(inspection: Inspection, calendar: Calendar, today: date) -> Todo:
    """A task of an officer."""
    planned_on = local_date(inspection.planned_from)
    team = "、".join(member.officer.name for member in inspection.team.all())
    return _timed(
        inspection, calendar, today, begun_on=local_date(inspection.requested_at), due=Deadline(planned_on),
        step=Stage(inspection.stage).label, verb="办理", detail=f"{inspection.site.address}　{team}",
        url=reverse("phone_task", args=[inspection.pk]),
    )  # fmt: skip


def to_note(inspection: Inspection, calendar: Calendar, today: date, numbers: Numbers) -> Todo:
    """A violation found that wants its case or the reason why there is none (R-PRO-11)."""
    told_at = inspection.result.told_at
    told_on = local_date(told_at) if told_at else today
    due = days_after(calendar, told_on, numbers.get("R-PRO-11", "days").value)
    return _timed(
        inspection, calendar, today, begun_on=told_on, due=due, step="立案或说明", verb="登记",
        detail=f"{inspection.number}　{told_on:%m-%d} 告知发现违法线索",
    )  # fmt: skip


def to_move(booking: Booking, calendar: Calendar, today: date) -> Todo:
    """A coming visit for which the enterprise asks another time."""
    inspection = booking.inspection
    planned_on = local_date(inspection.planned_from)
    asked_on = local_date(booking.answered_at or booking.told_at)
    return _timed(
        inspection, calendar, today, begun_on=asked_on, due=Deadline(planned_on), step="企业希望改期",
        verb="查看", detail=f"{inspection.number}　{booking.words}",
    )  # fmt: skip


def to_reply(invitation: Invitation) -> Todo:
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


def to_answer_letter(letter: AssistanceLetter, calendar: Calendar, today: date) -> Todo:
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
        period=period_of(calendar, letter.sent_on, Deadline(letter.first_on), today),
    )


def to_look_at(event: Event, inspection_id: int | None) -> Todo:
    """A finding that somebody has to look at."""
    finding = event.payload["finding"]
    url = reverse("rule_detail", args=[finding["rule"]])
    if inspection_id is not None:
        url = reverse("inspection_detail", args=[inspection_id])
    return Todo(
        title=finding["title"],
        detail=finding["fact"],
        origin=finding["rule"],
        kind="预警",
        step="待研判",
        url=url,
        verb="查看",
        begun_on=local_date(event.at),
    )


def _timed(
    inspection: Inspection,
    calendar: Calendar,
    today: date,
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
        period=period_of(calendar, begun_on, due, today),
    )
