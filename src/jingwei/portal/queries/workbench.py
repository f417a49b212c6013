"""What awaits whom, and until when: each role's own kinds, in one list and in one number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from jingwei.disclosure.models import Filing
from jingwei.disclosure.queries import list_filings, list_filings_to_receive
from jingwei.disclosure.terms import Addressee, FilingState
from jingwei.inspections.models import AssistanceLetter, Inspection
from jingwei.inspections.queries import (
    list_asked_to_move,
    list_cases_to_note,
    list_inspections,
    list_invitations_to_answer,
    list_letters,
    list_tasks_of_officer,
)
from jingwei.inspections.terms import InspectionAction, LetterDirection, LetterState, Stage
from jingwei.notices.queries import list_awaiting, list_overdue
from jingwei.planning.models import AnnualPlan
from jingwei.planning.queries import list_awaiting_specials, list_plans, list_plans_to_decide
from jingwei.planning.terms import PlanStage
from jingwei.platform.calendar import Calendar, local_date
from jingwei.platform.models import AuditEvent, Event
from jingwei.platform.queries import get_calendar, get_numbers
from jingwei.platform.terms import AuditOutcome
from jingwei.portal.queries import todo_inspections as of_inspections
from jingwei.portal.queries import todo_papers as of_papers
from jingwei.portal.queries.todo import Todo
from jingwei.registry.members import Member
from jingwei.registry.models import Subject
from jingwei.registry.queries import list_awaiting_subjects, list_open_changes
from jingwei.registry.terms import Role

FINDING = "inspections.finding.raised"
FINDINGS_KEPT = timedelta(days=30)  # how far back the workbench looks, until supervision takes findings up
ATTEMPTS_KEPT = timedelta(days=7)
LONGEST_LIST = 100
LABELS = {action.value: action.label for action in InspectionAction}
# Not a standing request but an urgent inspection that went ahead of its approval (R-PRO-02).
TO_MAKE_UP = Q(approved_at=None, visit__isnull=False) & ~Q(urgent="") & ~Q(stage=Stage.WITHDRAWN)


def count_todo(member: Member) -> int:
    """Return how many things wait for the member's own act, in one statement: every page of the desk shows it.

    What only has to be looked at or to be on time for, a finding or a task of the day, is in the list alone.
    """
    waiting: list[QuerySet[Any]] = []
    match member.role:
        case Role.HEAD:
            waiting = [
                _requests_to_decide(member),
                list_plans_to_decide(member),
                list_awaiting_specials(member),
                list_invitations_to_answer(member),
                _letters_to_answer(member),
                list_cases_to_note(member),
            ]
        case Role.CLERK:
            waiting = [
                _inspections_of_clerk(member),
                list_awaiting(member.subject_id),
                _plans_to_mend(member),
                list_awaiting_specials(member),
                _receipts_missing(member),
                list_invitations_to_answer(member),
                list_asked_to_move(member),
                list_cases_to_note(member),
            ]
        case Role.SUPERVISOR | Role.SUPERVISION_LEAD:
            waiting = [list_awaiting_subjects(member), list_filings_to_receive(member)]
        case Role.GOVERNMENT_CONFIRMER:
            waiting = [list_awaiting_subjects(member), list_awaiting_specials(member)]
        case _:
            return 0
    first, *others = (found.order_by().values("pk") for found in waiting)
    return first.union(*others, all=True).count()


def list_todo(member: Member, *, now: datetime) -> list[Todo]:
    """Return what waits for the member, overdue first, then by the day it is due; a bounded number of statements."""
    calendar, today = get_calendar(), local_date(now)
    match member.role:
        case Role.HEAD:
            rows = _of_head(member, calendar, today)
        case Role.CLERK:
            rows = _of_clerk(member, calendar, today)
        case Role.OFFICER:
            tasks = list_tasks_of_officer(member, day=today)
            rows = [of_inspections.to_inspect(each, calendar, today) for each in tasks]
        case Role.SUPERVISOR | Role.SUPERVISION_LEAD:
            rows = _of_bureau(member, calendar, today, now)
        case Role.GOVERNMENT_CONFIRMER:
            rows = _steps(member)
            rows += [
                of_papers.to_advance_special(each, calendar, today) for each in list_awaiting_specials(member)
            ]
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


def _of_head(member: Member, calendar: Calendar, today: date) -> list[Todo]:
    numbers = get_numbers(today)
    rows = [of_inspections.to_approve(each, calendar, today) for each in _requests_to_decide(member)]
    rows += [
        of_papers.to_approve_plan(each, calendar, today, numbers) for each in list_plans_to_decide(member)
    ]
    rows += [of_papers.to_advance_special(each, calendar, today) for each in list_awaiting_specials(member)]
    rows += [of_inspections.to_reply(each) for each in list_invitations_to_answer(member)]
    rows += [of_inspections.to_answer_letter(each, calendar, today) for each in _letters_to_answer(member)]
    rows += [of_inspections.to_note(each, calendar, today, numbers) for each in list_cases_to_note(member)]
    return rows


def _of_clerk(member: Member, calendar: Calendar, today: date) -> list[Todo]:
    numbers = get_numbers(today)
    rows = [
        of_inspections.to_tell(each, calendar, today, numbers)
        if each.stage == Stage.RECORDED
        else of_inspections.to_mend(each, today)
        for each in _inspections_of_clerk(member).prefetch_related("records")
    ]
    rows += [of_papers.to_answer(each, calendar, today) for each in list_awaiting(member.subject_id)]
    rows += [of_papers.to_mend_plan(each) for each in _plans_to_mend(member)]
    rows += [of_papers.to_advance_special(each, calendar, today) for each in list_awaiting_specials(member)]
    rows += [of_papers.to_enter_receipt(each) for each in _receipts_missing(member)]
    rows += [of_inspections.to_reply(each) for each in list_invitations_to_answer(member)]
    moves = list_asked_to_move(member).select_related("inspection__subject", "inspection__enterprise")
    rows += [of_inspections.to_move(each, calendar, today) for each in moves]
    rows += [of_inspections.to_note(each, calendar, today, numbers) for each in list_cases_to_note(member)]
    return rows


def _of_bureau(member: Member, calendar: Calendar, today: date, now: datetime) -> list[Todo]:
    findings = list_findings(now=now)
    tasks = _tasks_of(findings)
    rows = [of_inspections.to_look_at(event, tasks.get(event.pk)) for event in findings]
    rows += [of_papers.to_press(*each, calendar, today) for each in list_overdue(today=today)]
    rows += _steps(member)
    rows += [of_papers.to_reannounce(each, calendar, today) for each in list_open_changes()]
    rows += [of_papers.to_receive(each) for each in list_filings_to_receive(member)]
    return rows


def _steps(member: Member) -> list[Todo]:
    subjects: QuerySet[Subject] = list_awaiting_subjects(member).prefetch_related("steps")
    return [of_papers.to_step(each) for each in subjects]


def _requests_to_decide(member: Member) -> QuerySet[Inspection]:
    return list_inspections(member).filter(Q(stage=Stage.SUBMITTED) | TO_MAKE_UP)


def _inspections_of_clerk(member: Member) -> QuerySet[Inspection]:
    return list_inspections(member).filter(stage__in=[Stage.RETURNED, Stage.RECORDED])


def _plans_to_mend(member: Member) -> QuerySet[AnnualPlan]:
    return list_plans(member).filter(stage=PlanStage.RETURNED, subject=member.subject_id)


def _receipts_missing(member: Member) -> QuerySet[Filing]:
    return list_filings(member).filter(addressee=Addressee.SUPERIOR, state=FilingState.SUBMITTED)


def _letters_to_answer(member: Member) -> QuerySet[AssistanceLetter]:
    return list_letters(member).filter(direction=LetterDirection.INCOMING, state=LetterState.SENT)


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
