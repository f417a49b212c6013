"""Replays the past year's inspections through the operations, so that every list, ledger and log agrees."""

from datetime import date, timedelta

from jingwei.demonstration.acting import Course, acting_for, at, carry_out, working_day_before
from jingwei.demonstration.content import read
from jingwei.demonstration.district import BEGAN_ON
from jingwei.inspections import operations as inspections
from jingwei.inspections.terms import Outcome
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.queries import get_calendar, get_numbers
from jingwei.registry.models import Item, Officer, Site
from jingwei.registry.queries import is_certified
from jingwei.registry.terms import Role


def replay_history(*, today: date) -> None:
    """Carry out each act of the content on its day; those before the system began are left out."""
    calendar = get_calendar()
    for n, (subject, item_code, enterprise, days, kind, outcome, failed) in enumerate(
        read("history")["acts"]
    ):
        day = working_day_before(calendar, today - timedelta(days=days - 1))
        asked_on = working_day_before(calendar, day)
        if asked_on <= BEGAN_ON:
            continue
        item = Item.objects.get(code=item_code)
        officers = _two_officers(item, day)
        is_case = kind == InspectionKind.CASE_BASED
        request = inspections.Request(
            site_id=Site.objects.filter(enterprise__name=enterprise).order_by("id")[0].pk,
            kind=InspectionKind(kind),
            item_ids=[item.pk],
            officer_ids=[officer.pk for officer in officers],
            planned_from=at(day, 9 + n % 6),
            planned_until=at(day, 11 + n % 6),
            purpose=item.name.removeprefix("对"),
            exempt=ExemptReason.COMPLAINT if is_case else None,
            evidence=f"12345热线工单演示{n + 1:04}号" if is_case else "",
            plan=f"年度专项检查计划（演示）第{n + 1}项" if kind == InspectionKind.SPECIAL else "",
        )
        inspection = inspections.request_inspection(
            request=request, actor=acting_for(subject, Role.CLERK), now=at(asked_on, 9, 30)
        )
        inspections.approve_inspection(
            inspection_id=inspection.pk,
            opinion="同意。",
            actor=acting_for(subject, Role.HEAD),
            now=at(asked_on, 15, 20),
        )
        usernames = [officer.account.username for officer in officers if officer.account]
        course = Course(Outcome(outcome), failed, is_rated=n % 2 == 0)
        carry_out(inspection, usernames, at(day, 9 + n % 6, 5), course)


def _two_officers(item: Item, day: date) -> list[Officer]:
    """Return the first two of the item's subject who could inspect on the day."""
    found = (
        Officer.objects.filter(subject=item.subject_id)
        .select_related("account")
        .prefetch_related("certificates")
        .order_by("id")
    )
    numbers = get_numbers(day)
    return [officer for officer in found if is_certified(officer, on=day, numbers=numbers)][:2]
