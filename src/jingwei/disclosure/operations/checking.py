"""What nobody did is found by night: addresses that no longer answer, plans and urgent filings that are late."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from jingwei.disclosure import facts
from jingwei.disclosure.addresses import Look
from jingwei.disclosure.models import AddressCheck, Announcement, Filing
from jingwei.disclosure.operations.telling import tell_night
from jingwei.disclosure.terms import Addressee, AnnouncementKind, DisclosureAction
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.acts import operation
from jingwei.platform.calendar import local_date
from jingwei.platform.findings import Found
from jingwei.platform.queries import get_calendar, get_numbers
from jingwei.registry.models import Subject
from jingwei.registry.operations.access import BUREAU, access_registry
from jingwei.rulebook import Moment, Numbers, Raise, ask


@operation(DisclosureAction.ADDRESSES_CHECKED)
def note_address_checks(*, looked: Sequence[Look], actor: Actor, now: datetime) -> int:
    """Keep what was seen at the announcements' addresses; one that was good before and is not becomes a clue.

    Returns how many are bad. Raises NotAllowed for anybody but the system and the bureau.
    """
    access_registry(actor, *BUREAU)
    on = local_date(now)
    rows = Announcement.objects.select_related("subject").in_bulk([each.announcement_id for each in looked])
    was_bad = _bad_before(rows)
    checks = [
        AddressCheck(
            announcement=rows[each.announcement_id],
            at=now,
            is_good=each.status == 200 and each.shows_title,
            status=each.status,
            words=each.trouble,
        )
        for each in looked
        if each.announcement_id in rows
    ]
    bad = 0
    for check in checks:
        asked = facts.check_facts(check.announcement, check)
        for finding in ask(Moment.SWEEP, [asked], on=on).warnings:
            bad += 1
            check.words = finding.verdict.fact[:200]
            if check.announcement_id not in was_bad:
                events.raise_finding(
                    "disclosure", finding, now=now, act="announcement", act_id=check.announcement_id
                )
    AddressCheck.objects.bulk_create(checks)
    audit.record(DisclosureAction.ADDRESSES_CHECKED, actor=actor, now=now, count=len(checks), bad=bad)
    return bad


@operation(DisclosureAction.SWEPT)
def sweep_disclosure(*, actor: Actor, now: datetime) -> int:
    """Tell the supervisor, once of each, which plans of the year are neither announced nor filed long after their day.

    Urgent special inspections that were not filed in time are told as well (R-PUB-07b, R-SPC-07). Returns how many are
    new. Raises NotAllowed for anybody but the system and the bureau.
    """
    access_registry(actor, *BUREAU)
    on = local_date(now)
    numbers = get_numbers(on)
    subjects = list(Subject.objects.in_force(on).select_related("region").order_by("id"))
    found = [*_late_plans(subjects, on, numbers), *_late_specials(on, numbers)]
    new = tell_night(found, year=on.year, now=now)
    audit.record(DisclosureAction.SWEPT, actor=actor, now=now, count=len(subjects), raised=new)
    return new


def _late_plans(subjects: Iterable[Subject], on: date, numbers: Numbers) -> Iterator[Found]:
    """Return what is overdue of each subject's plan of the year: its publication, its filing with each addressee."""
    plans = {plan.subject_id: plan for plan in AnnualPlan.objects.filter(year=on.year, version=1)}
    announced = set(
        Announcement.objects.standing()
        .filter(kind=AnnouncementKind.PLAN, plan__year=on.year)
        .values_list("subject_id", flat=True)
    )
    filed: dict[int, set[str]] = defaultdict(set)
    for subject_id, addressee in Filing.objects.filter(plan__year=on.year).values_list(
        "subject_id", "addressee"
    ):
        filed[subject_id].add(addressee)
    for subject in subjects:
        plan = plans.get(subject.pk) or AnnualPlan(subject=subject, year=on.year)
        plan.subject = subject
        steps = [] if subject.pk in announced else [facts.PUBLISH]
        for addressee in Addressee:
            is_asked = addressee is Addressee.JUSTICE or not facts.is_town(subject)
            if is_asked and addressee not in filed[subject.pk]:
                steps.append(f"报{addressee.label}备案")
        asked = [facts.plan_facts(plan, step, done_on=None, as_of=on, numbers=numbers) for step in steps]
        for finding in ask(Moment.SWEEP, asked, on=on).warnings:
            if isinstance(finding.verdict, Raise):
                yield "subject", subject.pk, finding


def _late_specials(on: date, numbers: Numbers) -> Iterator[Found]:
    calendar = get_calendar()
    filed = Filing.objects.exclude(special=None).values("special")
    waiting = SpecialPlan.objects.approved().filter(is_urgent=True).exclude(pk__in=filed).order_by("id")
    for special in waiting:
        asked = facts.urgent_facts(special, filed_on=None, as_of=on, calendar=calendar, numbers=numbers)
        if asked is not None:
            for finding in ask(Moment.SWEEP, [asked], on=on).warnings:
                yield "specialplan", special.pk, finding


def _bad_before(rows: Iterable[int]) -> set[int]:
    """Return which of the announcements were bad when they were last looked at."""
    last = (
        AddressCheck.objects.filter(announcement__in=list(rows))
        .order_by("announcement", "-at", "-id")
        .distinct("announcement")
        .values_list("announcement", "is_good")
    )
    return {announcement_id for announcement_id, is_good in last if not is_good}
