"""Plans the coming fortnight: on every working day some departments have an approved task, so that lists look ahead."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from django.db import transaction
from django.db.models import Q, QuerySet

from jingwei.demonstration.acting import acting_for, at, working_day_before
from jingwei.demonstration.chains import ON_SITE_REASON
from jingwei.demonstration.chance import dice
from jingwei.demonstration.content import read
from jingwei.inspections import operations as inspections
from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import Stage
from jingwei.planning.models import QuietPeriod
from jingwei.planning.terms import InspectionKind
from jingwei.platform.calendar import Calendar
from jingwei.platform.queries import get_calendar, get_numbers
from jingwei.registry.models import Item, Officer, Site
from jingwei.registry.queries import is_certified
from jingwei.registry.terms import ItemStatus, Role, StaffKind
from jingwei.rulebook import Refused

DAYS = 14
A_DAY = 3  # tasks planned for each working day, each of another department
TRIES = 10
HOURS = (9, 10, 14)
MATERIALS = "许可和台账资料（演示计划任务）"  # by which a task planned here is known


def plan_ahead(*, today: date) -> None:
    """Request and approve tasks for each working day of the coming fortnight that has fewer than it should.

    None for a day on which the whole district is left in peace.
    """
    calendar = get_calendar()
    _withdraw_what_nobody_did(today)
    for n in range(1, DAYS + 1):
        day = today + timedelta(days=n)
        planned = Inspection.objects.filter(planned_from__gte=at(day, 0), planned_from__lt=at(day, 23, 59))
        quiet = QuietPeriod.objects.standing().filter(enterprise=None, first_on__lte=day, last_on__gte=day)
        if calendar.is_working_day(day) and not quiet.exists():
            for place in range(planned.count(), A_DAY):
                _plan(day, place, calendar, today=today)


def _withdraw_what_nobody_did(today: date) -> None:
    """Withdraw tasks planned for days that have passed: nobody plays their officers."""
    left = Inspection.objects.filter(
        materials=MATERIALS, stage=Stage.APPROVED, planned_until__lt=at(today, 0)
    ).select_related("subject")
    for each in left:
        inspections.withdraw_inspection(
            inspection_id=each.pk,
            reason="当日未能实施，另行安排",
            actor=acting_for(each.subject.short_name, Role.CLERK),
            now=at(today, 8),
        )


def _plan(day: date, place: int, calendar: Calendar, *, today: date) -> None:
    """Plan one task of a department that has none that day, at the first enterprise that the rules let pass."""
    thrown = dice("ahead", day, place)
    busy = Inspection.objects.filter(planned_from__gte=at(day, 0), planned_from__lt=at(day, 23, 59))
    taken = _subjects_of(busy)
    names = [name for name in read("volumes")["subjects"] if name not in taken]
    # The larger departments have something planned on most days.
    shares = [read("volumes")["subjects"][name]["share"] for name in names]
    name = thrown.choices(names, shares)[0]
    officers = _pair(name, day, thrown)
    items = list(
        Item.objects.filter(subject__short_name=name, status=ItemStatus.PUBLISHED)
        .exclude(code="TS-002")
        .order_by("code")
    )
    asked_on = working_day_before(calendar, today)
    for site, item in _candidates(items, thrown):
        request = inspections.Request(
            site_id=site.pk,
            kind=InspectionKind.ROUTINE,
            item_ids=[item.pk],
            officer_ids=[officer.pk for officer in officers],
            planned_from=at(day, HOURS[place]),
            planned_until=at(day, HOURS[place] + 2),
            purpose=item.name.removeprefix("对"),
            materials=MATERIALS,
            on_site_reasons={item.pk: ON_SITE_REASON} if item.is_remote_capable else {},
        )
        try:
            with transaction.atomic():
                asked = inspections.request_inspection(
                    request=request, actor=acting_for(name, Role.CLERK), now=at(asked_on, 15, 30)
                )
                inspections.approve_inspection(
                    inspection_id=asked.pk,
                    opinion="同意。",
                    actor=acting_for(name, Role.HEAD),
                    now=at(asked_on, 16, 40),
                )
        except Refused:
            continue
        return


def _subjects_of(found: QuerySet[Inspection]) -> set[str]:
    return set(found.values_list("subject__short_name", flat=True))


def _pair(subject: str, day: date, thrown: Random) -> list[Officer]:
    """Return two of a subject's officers who may inspect on the day, none of those who are named."""
    eligible = [kind.value for kind in StaffKind if kind.may_enforce]
    found = (
        Officer.objects.filter(
            subject__short_name=subject,
            staff__in=eligible,
            left_on=None,
            account__username__startswith="officer-0",
        )
        .prefetch_related("certificates")
        .order_by("id")
    )
    numbers = get_numbers(day)
    return thrown.sample([officer for officer in found if is_certified(officer, on=day, numbers=numbers)], 2)


def _candidates(items: list[Item], thrown: Random) -> Iterator[tuple[Site, Item]]:
    """Yield sites with an item that fits each; none of the enterprises that the content names."""
    content = read("trades")
    named = [row["name"] for row in read("enterprises")["enterprise"]]
    for _ in range(TRIES):
        item = thrown.choice(items)
        sites = Site.objects.exclude(enterprise__name__in=named).select_related("enterprise")
        codes = item.subject.jurisdiction
        sites = sites.filter(_any(Q(region__code__startswith=code) for code in codes))
        if item.code not in content["everybody"]:
            words = (
                word for trade in content["trade"] if item.code in trade["items"] for word in trade["words"]
            )
            sites = sites.filter(_any(Q(enterprise__name__contains=f"示例{word}") for word in words))
        if count := sites.count():
            yield sites.order_by("id")[thrown.randrange(count)], item


def _any(conditions: Iterator[Q]) -> Q:
    """Return a condition that holds where one of them does; where there are none, nowhere."""
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found
