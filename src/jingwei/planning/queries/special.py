"""Reads of special inspections: who sees which, and how much of the yearly number is used."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from jingwei.planning.facts import special as facts
from jingwei.planning.models import SpecialPlan
from jingwei.planning.terms import SpecialOrigin, SpecialStage
from jingwei.platform.actors import Actor
from jingwei.platform.calendar import Calendar
from jingwei.platform.errors import NotAllowed
from jingwei.platform.queries import get_calendar, get_numbers
from jingwei.registry.members import Member
from jingwei.registry.models import Subject
from jingwei.registry.terms import Role
from jingwei.rulebook import Finding, Moment, Numbers, Refused, ask


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """How many special inspections of its own a subject had approved in a year, of how many."""

    subject: Subject
    used: int
    quota: int

    @property
    def share(self) -> int:
        """How full it is, in whole percent, at most 100; a quota of nothing is full."""
        return min(100, self.used * 100 // self.quota) if self.quota else 100


def list_specials(actor: Actor) -> QuerySet[SpecialPlan]:
    """Return the special inspections that the actor may see, newest first.

    The bureau and the government's confirmer see all; a subject's people those it leads and, once they are submitted,
    those in which it takes part.
    """
    found = SpecialPlan.objects.select_related("subject").order_by("-first_on", "-id")
    if not isinstance(actor, Member):
        return found.none()
    if actor.is_bureau or actor.role is Role.GOVERNMENT_CONFIRMER:
        return found
    if actor.subject_id is None or actor.role.is_administrator:
        return found.none()
    joined = Q(partners=actor.subject_id) & ~Q(stage__in=[SpecialStage.DRAFT, SpecialStage.RETURNED])
    # The partners are a table of their own: without this a plan would come once for each.
    ours = SpecialPlan.objects.filter(Q(subject=actor.subject_id) | joined).values("pk")
    return found.filter(pk__in=ours)


def get_special(actor: Actor, special_id: int) -> SpecialPlan:
    """Return one special inspection the actor may see. Raises NotAllowed for all others, existing or not."""
    found = list_specials(actor).select_related("drafted_by", "decided_by").filter(pk=special_id).first()
    if found is None:
        raise NotAllowed("没有这项专项检查，或不是本单位的", "从专项检查列表打开")
    return found


def list_awaiting_specials(actor: Actor) -> QuerySet[SpecialPlan]:
    """Return the special inspections that wait for the actor's own act, those submitted first of all first.

    The government's confirmer decides on those submitted, a head submits what is drawn up, a clerk mends what came back.
    """
    waiting: tuple[SpecialStage, ...] = ()
    match actor.role if isinstance(actor, Member) else None:
        case Role.GOVERNMENT_CONFIRMER:
            waiting = (SpecialStage.SUBMITTED,)
        case Role.HEAD:
            waiting = (SpecialStage.DRAFT, SpecialStage.RETURNED)
        case Role.CLERK:
            waiting = (SpecialStage.RETURNED,)
    return list_specials(actor).filter(stage__in=waiting).order_by("submitted_at", "id")


def get_quota_use(actor: Actor, *, year: int, today: date) -> list[QuotaUse]:
    """Return for each subject the actor may see how much of the year's number is used, the fullest first.

    The number is that of the year's first day, in the present year of today; years before it was demanded have none.
    Of many subjects only those that lead a special inspection of the year are named.
    """
    if year < facts.NUMBERED_SINCE.year:
        return []
    on = today if year == today.year else max(date(year, 1, 1), facts.NUMBERED_SINCE)
    quota = facts.quota_of(get_numbers(on)).value
    mine = actor.subject_id if isinstance(actor, Member) else None
    led = SpecialPlan.objects.approved().filter(origin=SpecialOrigin.OWN, first_on__year=year)
    used = Counter(led.values_list("subject", flat=True))
    shown = Subject.objects.filter(pk=mine) if mine else Subject.objects.filter(pk__in=used)
    rows = [QuotaUse(subject, used[subject.pk], quota) for subject in shown.order_by("sort_key")]
    return sorted(rows, key=lambda row: -row.used)


def find_late_report(special: SpecialPlan, *, as_of: date) -> Finding | None:
    """Return what R-SPC-08b says of a report that is late, or None: in time, not asked for, or not to be counted.

    ``as_of``: the day of the look. A term that ends in a year without a calendar cannot be counted yet (R-CAL-02).
    """
    if special.origin != SpecialOrigin.SUPERIOR or special.last_on is None or not _was_approved(special):
        return None
    return _late(special, as_of=as_of, calendar=get_calendar(), numbers=get_numbers(as_of))


def list_late_reports(*, today: date) -> list[SpecialPlan]:
    """Return those ordered from above that are late with their report by R-SPC-08b, the longest ago first."""
    calendar, numbers = get_calendar(), get_numbers(today)
    return [
        each
        for each in list_unreported(today=today)
        if _late(each, as_of=today, calendar=calendar, numbers=numbers)
    ]


def list_unreported(*, today: date) -> QuerySet[SpecialPlan]:
    """Return those ordered from above whose term is over and that nobody has reported on, the longest ago first."""
    return (
        SpecialPlan.objects.approved()
        .filter(origin=SpecialOrigin.SUPERIOR, reported_on=None, last_on__lt=today)
        .select_related("subject")
        .order_by("last_on", "id")
    )


def _late(special: SpecialPlan, *, as_of: date, calendar: Calendar, numbers: Numbers) -> Finding | None:
    try:
        asked = facts.report_facts(special, as_of=as_of, calendar=calendar, numbers=numbers)
    except Refused:
        return None
    return next(iter(ask(Moment.SWEEP, [asked], on=as_of).warnings), None)


def _was_approved(special: SpecialPlan) -> bool:
    return special.stage in {SpecialStage.APPROVED, SpecialStage.ENDED}
