"""What awaits whom, and until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from jingwei.inspections.models import Inspection
from jingwei.inspections.queries import list_inspections, list_tasks_of_officer
from jingwei.inspections.terms import InspectionAction, Stage
from jingwei.notices.models import Circular, Recipient
from jingwei.notices.queries import count_awaiting, list_awaiting, list_overdue
from jingwei.notices.terms import Purpose, RecipientState, Wanted
from jingwei.planning.terms import InspectionKind
from jingwei.platform.calendar import Calendar, Deadline, local_date
from jingwei.platform.models import AuditEvent, Event
from jingwei.platform.queries import get_calendar, get_numbers
from jingwei.platform.terms import AuditOutcome
from jingwei.registry.members import Member
from jingwei.registry.models import Subject, SubjectChange
from jingwei.registry.queries import list_awaiting_subjects, list_open_changes
from jingwei.registry.terms import Role, SubjectStatus
from jingwei.rulebook import Numbers, Refused

SOON = 2  # working days
FINDING = "inspections.finding.raised"
FINDINGS_KEPT = timedelta(days=30)  # how far back the workbench looks, until supervision takes findings up
ATTEMPTS_KEPT = timedelta(days=7)
LONGEST_LIST = 100
LABELS = {action.value: action.label for action in InspectionAction}
# Not a standing request but an urgent inspection that went ahead of its approval (R-PRO-02).
TO_MAKE_UP = Q(approved_at=None, visit__isnull=False) & ~Q(urgent="") & ~Q(stage=Stage.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """One thing that waits for somebody: what it is, where it comes from, until when, and where it is done."""

    title: str
    detail: str
    origin: str
    kind: str
    step: str
    url: str
    verb: str
    begun_on: date
    due: Deadline | None = None
    left: int | None = None  # working days; negative when overdue; None without a period
    used: int = 0  # share of the period that is over, in percent

    @property
    def colour(self) -> str:
        """The lamp: red overdue, amber within two working days, green in time, grey without a period."""
        if self.left is None:
            return "grey"
        return "red" if self.left < 0 else "amber" if self.left <= SOON else "green"


def count_todo(member: Member) -> int:
    """Return how many things wait for the member's own action."""
    own = Inspection.objects.filter(subject=member.subject_id)
    match member.role:
        case Role.HEAD:
            return own.filter(Q(stage=Stage.SUBMITTED) | TO_MAKE_UP).count()
        case Role.CLERK:
            inspections = own.filter(stage__in=[Stage.RETURNED, Stage.RECORDED])
            return inspections.count() + count_awaiting(member.subject_id)
        case Role.GOVERNMENT_CONFIRMER:
            return list_awaiting_subjects(member).count()
    return 0


def list_todo(member: Member, *, now: datetime) -> list[Todo]:
    """Return what waits for the member, overdue first, then by the day it is due."""
    calendar, today = get_calendar(), local_date(now)
    match member.role:
        case Role.HEAD:
            found = list_inspections(member).filter(Q(stage=Stage.SUBMITTED) | TO_MAKE_UP)
            rows = [_to_approve(each, calendar, today) for each in found]
        case Role.CLERK:
            found = list_inspections(member).filter(stage__in=[Stage.RETURNED, Stage.RECORDED])
            numbers = get_numbers(today)
            rows = [
                _to_tell(each, calendar, today, numbers)
                if each.stage == Stage.RECORDED
                else _to_mend(each, today)
                for each in found.prefetch_related("records")
            ]
            rows += [_to_answer(each, calendar, today) for each in list_awaiting(member.subject_id)]
        case Role.OFFICER:
            rows = [_to_inspect(each, calendar, today) for each in list_tasks_of_officer(member, day=today)]
        case Role.SUPERVISOR | Role.SUPERVISION_LEAD:
            findings = list_findings(now=now)
            tasks = _tasks_of(findings)
            rows = [_to_look_at(event, tasks.get(event.pk)) for event in findings]
            rows += [_to_press(*each, calendar, today) for each in list_overdue(today=today)]
            rows += [_to_step(each) for each in list_awaiting_subjects(member)]
            rows += [_to_reannounce(each, calendar, today) for each in list_open_changes()]
        case Role.GOVERNMENT_CONFIRMER:
            rows = [_to_step(each) for each in list_awaiting_subjects(member)]
        case _:
            rows = []
    far = date.max
    return sorted(rows, key=lambda row: (row.due.on if row.due else far, row.begun_on))


def list_done(member: Member) -> QuerySet[AuditEvent]:
    """Return what the member has done lately, newest first."""
    return AuditEvent.objects.filter(
        account_id=member.account_id, outcome=AuditOutcome.DONE, target_kind="inspection"
    ).order_by("-id")[:LONGEST_LIST]


def list_begun(member: Member) -> QuerySet[Inspection]:
    """Return the inspections that the member requested, newest first."""
    return list_inspections(member).filter(requested_by=member.account_id).order_by("-id")[:LONGEST_LIST]


def list_findings(*, now: datetime) -> Sequence[Event]:
    """Return the findings that the rules raised lately, newest first."""
    return list(Event.objects.filter(name=FINDING, at__gt=now - FINDINGS_KEPT).order_by("-id")[:LONGEST_LIST])


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Something that was tried and refused."""

    title: str
    detail: str
    url: str
    at: datetime


def list_attempts(*, now: datetime) -> Sequence[Attempt]:
    """Return the attempts on inspections that were refused in the last seven days, newest first."""
    events = list(
        AuditEvent.objects.filter(
            outcome=AuditOutcome.REFUSED, action__in=LABELS, at__gt=now - ATTEMPTS_KEPT
        ).order_by("-id")[:20]
    )
    tasks = Inspection.objects.select_related("enterprise").in_bulk([each.target_id for each in events])
    return [_attempt(event, tasks.get(event.target_id or 0)) for event in events]


def _attempt(event: AuditEvent, task: Inspection | None) -> Attempt:
    found = [each["title"] for each in event.data.get("findings", ()) if each["verdict"] == "refuse"]
    reasons = "；".join(dict.fromkeys(found)) or event.data.get("error", "")
    return Attempt(
        title=f"{LABELS[event.action]}　{task.enterprise.name if task else ''}".strip("　"),
        detail=f"{event.actor_office}{event.actor_name}：{reasons}",
        url=reverse("inspection_detail", args=[task.pk]) if task else "",
        at=event.at,
    )


def in_groups(rows: Iterable[Todo]) -> list[tuple[str, list[Todo]]]:
    """Return the rows under the headings of their lamps, empty ones left out."""
    headings = {"red": "已逾期", "amber": "两个工作日内", "green": "期限内", "grey": "没有法定期限"}
    rows = list(rows)
    groups = [
        (heading, [row for row in rows if row.colour == colour]) for colour, heading in headings.items()
    ]
    return [(heading, found) for heading, found in groups if found]


def _to_approve(inspection: Inspection, calendar: Calendar, today: date) -> Todo:
    asked_on = local_date(inspection.requested_at)
    waited = _between(calendar, asked_on, today)
    due: Deadline | None = Deadline(local_date(inspection.planned_from))
    step = "审批"
    if inspection.visit is not None:
        due, step = _after(calendar, local_date(inspection.visit.entered_at), 1), "紧急检查补批"
    waiting = f"已等 {waited} 个工作日" if waited else "今日提交"
    return _timed(
        inspection, calendar, today, begun_on=asked_on, due=due, step=step, verb="审批",
        detail=f"{inspection.number}　{waiting}，拟 {local_date(inspection.planned_from):%m-%d} 入企",
    )  # fmt: skip


def _to_tell(inspection: Inspection, calendar: Calendar, today: date, numbers: Numbers) -> Todo:
    """R-PRO-05: so many working days after the record was signed."""
    signed = [
        each.signed_at for each in inspection.records.all() if each.signed_at and each.voided_at is None
    ]
    signed_on = local_date(signed[0]) if signed else today
    due = _after(calendar, signed_on, numbers.get("R-PRO-05a", "days").value)
    return _timed(
        inspection, calendar, today, begun_on=signed_on, due=due, step="告知结果", verb="告知",
        detail=f"{inspection.number}　{signed_on:%m-%d} 签署笔录",
    )  # fmt: skip


def _to_mend(inspection: Inspection, today: date) -> Todo:
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


def _to_inspect(inspection: Inspection, calendar: Calendar, today: date) -> Todo:
    planned_on = local_date(inspection.planned_from)
    team = "、".join(member.officer.name for member in inspection.team.all())
    return _timed(
        inspection, calendar, today, begun_on=local_date(inspection.requested_at), due=Deadline(planned_on),
        step=Stage(inspection.stage).label, verb="办理", detail=f"{inspection.site.address}　{team}",
        url=reverse("phone_task", args=[inspection.pk]),
    )  # fmt: skip


def _tasks_of(findings: Sequence[Event]) -> dict[int, int]:
    """Return the inspection that each finding speaks of, by the event's id; an act may be its visit or its record."""
    acts = [(event.pk, event.payload["act"], event.payload["act_id"]) for event in findings]
    visits = dict(
        Inspection.objects.filter(visit__in=[of for _, act, of in acts if act == "visit"]).values_list(
            "visit", "pk"
        )
    )
    records = dict(
        Inspection.objects.filter(records__in=[of for _, act, of in acts if act == "record"]).values_list(
            "records", "pk"
        )
    )
    found = {"visit": visits, "record": records}
    return {pk: task for pk, act, of in acts if (task := found[act].get(of) if act in found else of)}


def _to_look_at(event: Event, inspection_id: int | None) -> Todo:
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


def _to_answer(recipient: Recipient, calendar: Calendar, today: date) -> Todo:
    """A circular that waits for the department's receipt or answer."""
    circular = recipient.circular
    step, verb = ("签收通知", "签收") if recipient.received_at is None else ("回复通知", "回复")
    if recipient.state == RecipientState.SENT_BACK:
        step, verb = "退回重报", "重报"
    return _of_circular(
        circular, calendar, today, step=step, verb=verb, origin="司法局",
        detail=f"{circular.number}　{Wanted(circular.wanted).label}",
    )  # fmt: skip


def _to_press(circular: Circular, lacking: int, calendar: Calendar, today: date) -> Todo:
    """A circular that some departments have not done after its due day."""
    return _of_circular(
        circular, calendar, today, step="逾期未办", verb="催办", origin=f"{lacking} 家",
        detail=f"{circular.number}　{lacking} 家未办",
    )  # fmt: skip


def _to_step(subject: Subject) -> Todo:
    """A body on its way to be a subject, whose next step is the viewer's."""
    step, verb = {
        SubjectStatus.DECLARED: ("司法局审核", "审核"),
        SubjectStatus.REVIEWED: ("区政府确认", "确认"),
        SubjectStatus.CONFIRMED: ("网站公告", "公告"),
    }[SubjectStatus(subject.status)]
    last = subject.steps.order_by("id").last()
    return Todo(
        title=subject.name,
        detail=last.document if last else "",
        origin=subject.code,
        kind="检查主体",
        step=step,
        url=reverse("subject_detail", args=[subject.pk]),
        verb=verb,
        begun_on=last.on if last else date.max,
    )


def _to_reannounce(change: SubjectChange, calendar: Calendar, today: date) -> Todo:
    """A change that has to be announced again within its month (R-SUB-06)."""
    left = _between(calendar, today, change.due_on)
    return Todo(
        title=change.subject.name,
        detail=f"{change.document}　{change.happened_on} 变更",
        origin=change.subject.code,
        kind="主体变更",
        step="重新公告",
        url=reverse("subject_detail", args=[change.subject_id]),
        verb="公告",
        begun_on=change.happened_on,
        due=Deadline(change.due_on),
        left=left,
        used=_share(_between(calendar, change.happened_on, change.due_on), left),
    )


def _of_circular(
    circular: Circular, calendar: Calendar, today: date, *, step: str, verb: str, origin: str, detail: str
) -> Todo:
    begun_on = local_date(circular.issued_at) if circular.issued_at else today
    left = _between(calendar, today, circular.due_on) if circular.due_on else None
    whole = _between(calendar, begun_on, circular.due_on) if circular.due_on else None
    return Todo(
        title=circular.title,
        detail=detail,
        origin=origin,
        kind=Purpose(circular.purpose).label,
        step=step,
        url=reverse("circular_detail", args=[circular.pk]),
        verb=verb,
        begun_on=begun_on,
        due=Deadline(circular.due_on) if circular.due_on else None,
        left=left,
        used=_share(whole, left),
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
    left = _between(calendar, today, due.on) if due else None
    whole = _between(calendar, begun_on, due.on) if due else None
    return Todo(
        title=inspection.enterprise.name,
        detail=detail,
        origin=inspection.subject.short_name,
        kind=InspectionKind(inspection.kind).label,
        step=step,
        url=url or reverse("inspection_detail", args=[inspection.pk]),
        verb=verb,
        begun_on=begun_on,
        due=due,
        left=left,
        used=_share(whole, left),
    )


def _share(whole: int | None, left: int | None) -> int:
    """Return the share of a period that is over, in percent."""
    return 100 if not whole or left is None or left <= 0 else max(0, 100 - 100 * left // whole)


def _between(calendar: Calendar, start: date, end: date) -> int | None:
    """Return the working days between, or None where a year's table is missing: a list must not fall for that."""
    try:
        return calendar.working_days_between(start, end)
    except Refused:
        return None


def _after(calendar: Calendar, start: date, count: int) -> Deadline | None:
    try:
        return calendar.working_days(start, count)
    except Refused:
        return None
