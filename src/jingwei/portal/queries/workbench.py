"""What waits for a member, in one list and in one number; what it has done and begun; what was refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import InspectionAction
from jingwei.platform.calendar import local_date
from jingwei.platform.models import AuditEvent
from jingwei.platform.queries import get_calendar, get_numbers
from jingwei.platform.terms import AuditOutcome, PlatformAction
from jingwei.portal.queries.places import urls_of
from jingwei.portal.queries.waiting import waiting_for
from jingwei.registry.desk import Day, Todo
from jingwei.registry.members import Member
from jingwei.registry.terms import MembershipAction

ATTEMPTS_KEPT = timedelta(days=7)
LONGEST_LIST = 100
# What everybody does who comes in: no work done.
UNSHOWN = [PlatformAction.SIGNED_IN, PlatformAction.SIGNED_OUT, MembershipAction.CHOSEN]
LABELS = {action.value: action.label for action in InspectionAction}


@dataclass(frozen=True, slots=True)
class Done:
    """Something the member did, and where it stands, empty where that has no page."""

    sentence: str
    at: datetime
    url: str


def count_todo(member: Member, *, now: datetime) -> int:
    """Return how long ``list_todo`` is, in one statement: every page of the desk shows it."""
    today = local_date(now)
    found = [kind.find(member, today).order_by().values("pk") for kind in waiting_for(member)]
    if not found:
        return 0
    first, *others = found
    return first.union(*others, all=True).count()


def list_todo(member: Member, *, now: datetime) -> list[Todo]:
    """Return what waits for the member, overdue first, then by the day it is due; a bounded number of statements."""
    today = local_date(now)
    day = Day(today, get_calendar(), get_numbers(today))
    rows = [todo for kind in waiting_for(member) for todo in kind.show(list(kind.find(member, today)), day)]
    far = date.max
    return sorted(rows, key=lambda row: (row.due.on if row.due else far, row.begun_on))


def list_done(member: Member) -> list[Done]:
    """Return what the member has done lately, newest first; who it was is left out of the sentences."""
    done = AuditEvent.objects.filter(
        account_id=member.account_id,
        outcome=AuditOutcome.DONE,
        target_kind__gt="",
    ).exclude(action__in=UNSHOWN)
    events = list(done.defer("data").order_by("-id")[:LONGEST_LIST])
    urls = urls_of((each.target_kind, each.target_id) for each in events)
    return [
        Done(
            each.sentence.removeprefix(f"{each.actor_office}{each.actor_name}"),
            each.at,
            urls.get((each.target_kind, each.target_id), ""),
        )
        for each in events
    ]


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
