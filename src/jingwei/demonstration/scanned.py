"""The inspections since the scanning date: all their steps in the order of time, written in bulk at the end.

Every step asks the same rules of the same facts as its operation does, and the load fails where one says no. That the
rows are the same is what ``tests/demonstration/test_replay.py`` proves.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from jingwei.demonstration import records, steps
from jingwei.demonstration.acts import Act, Field
from jingwei.demonstration.book import Book
from jingwei.demonstration.cast import call_the_cast
from jingwei.demonstration.chains import Chain, chain_of
from jingwei.demonstration.contacts import name_contacts
from jingwei.demonstration.courses import Course, World
from jingwei.demonstration.imported import scanning_from
from jingwei.demonstration.ledger import Ledger
from jingwei.demonstration.plans import InForce, Plan
from jingwei.demonstration.steps import Step
from jingwei.planning.models import QuietPeriod
from jingwei.platform.calendar import Calendar
from jingwei.platform.models import Account
from jingwei.platform.queries import get_numbers_of_days


def write_scanned(
    acts: Sequence[Act], field: Field, plans: Sequence[Plan], calendar: Calendar, *, now: datetime
) -> None:
    """Carry out acts up to now and write what came of them."""
    name_contacts(acts)
    world = _world(field, plans, calendar, last=now.date())
    courses: dict[int, Course] = {}
    plan: list[tuple[datetime, int, Step, Course]] = []
    for act in acts:
        course = Course(chain_of(act, field, calendar), world)
        courses[id(act)] = course
        if act.lead is not None:
            course.lead = courses[id(act.lead)]
            course.lead.followers.append(course)
        for at, step in steps_of(course.chain):
            if at < now:
                plan.append((at, len(plan), step, course))
    for at, _, step, course in sorted(plan, key=lambda each: each[:2]):
        step(course, at)
    for row in world.ledger.rows:
        world.book.add(row)
    world.book.write()


def steps_of(chain: Chain) -> Iterator[tuple[datetime, Step]]:
    """Yield the steps of an inspection with their times, in their order."""
    if chain.invited_at is not None and chain.accepted_at is not None:
        yield chain.invited_at, steps.invite
        yield chain.accepted_at, steps.accept_invitation
    yield chain.asked_at, steps.request_inspection
    yield chain.decided_at, steps.approve_inspection
    yield chain.scanned_at, steps.enter_visit
    if chain.voided_at is not None:
        yield chain.voided_at, steps.void_visit
        yield chain.entered_at, steps.enter_visit
    yield chain.after(4), steps.serve_notice
    yield chain.after(6), records.start_record
    yield chain.after(48), records.save_record
    if chain.failed:
        yield chain.after(50), records.add_photo
    yield chain.after(56), records.sign_record
    if chain.act.lead is None:  # Of a joint visit the lead says when it has ended.
        yield chain.left_at, steps.leave_visit
    yield chain.told_at, records.tell_result
    yield chain.published_at, records.publish_result
    if chain.rated_at is not None:
        yield chain.rated_at, records.rate_visit


def _world(field: Field, plans: Sequence[Plan], calendar: Calendar, *, last: date) -> World:
    first = scanning_from() - timedelta(days=1)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    cast = call_the_cast()
    return World(
        book=Book(),
        ledger=Ledger(),
        calendar=calendar,
        numbers=get_numbers_of_days(days),
        standards=field.standards,
        clerks=cast.clerks,
        heads=cast.heads,
        officers=cast.officers,
        accounts={account.pk: account for account in Account.objects.all()},
        plans=InForce(plans),
        quiet=list(QuietPeriod.objects.standing()),
        contacts=cast.contacts,
    )
