"""On a later day: the month's classes arrive, and the plans of a year go on as each department's days come."""

from datetime import date

from jingwei.demonstration.acting import at
from jingwei.demonstration.acts import survey
from jingwei.demonstration.book import Book
from jingwei.demonstration.cast import Cast, call_the_cast
from jingwei.demonstration.classes import keep_classes
from jingwei.demonstration.district import SITE
from jingwei.demonstration.plans import build_plans
from jingwei.demonstration.schedule import Way, way_of
from jingwei.disclosure import operations as disclosure
from jingwei.disclosure.models import Announcement
from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind
from jingwei.planning import operations as planning
from jingwei.planning.models import AnnualPlan
from jingwei.planning.terms import PlanStage
from jingwei.platform.queries import get_calendar
from jingwei.registry.models import Item, Subject
from jingwei.registry.terms import ItemStatus

BEGINS = (11, 9)  # month and day from which the first departments draw up the plan of the coming year


def go_on(*, today: date) -> None:
    """Let the days since the last call pass for classes and plans; what somebody did in the meantime stays."""
    cast, calendar = call_the_cast(), get_calendar()
    keep_classes(cast, calendar, today=today)
    year = today.year + (today >= date(today.year, *BEGINS))
    if AnnualPlan.objects.filter(year=year).count() < Subject.objects.count():
        book = Book()
        build_plans(book, cast, survey(), calendar, today=today)
        book.write()
    usable = set(Item.objects.filter(status=ItemStatus.PUBLISHED).values_list("subject", flat=True))
    for n, subject in enumerate(Subject.objects.order_by("code")):
        way = way_of(subject.short_name, year, n, calendar, is_inspecting=subject.pk in usable)
        plan = AnnualPlan.objects.filter(subject=subject, year=year, version=1).first()
        if plan is not None:
            _go_on(cast, plan, way, today=today)


def _go_on(cast: Cast, plan: AnnualPlan, way: Way, *, today: date) -> None:
    """Take the steps of a plan that were due before today, each on its day."""
    clerk, head = cast.clerks[plan.subject_id], cast.heads[plan.subject_id]
    if plan.stage == PlanStage.DRAFT and way.submitted < today:
        plan = planning.submit_plan(plan_id=plan.pk, actor=clerk, now=at(way.submitted, 15, 10))
    if plan.stage == PlanStage.SUBMITTED and way.decided < today:
        plan = planning.approve_plan(
            plan_id=plan.pk, opinion="同意，按规定公告、备案。", actor=head, now=at(way.decided, 16, 5)
        )
    if plan.stage != PlanStage.APPROVED or way.announced is None or way.announced >= today:
        return
    if Announcement.objects.filter(plan=plan).exists():
        return
    announcement = disclosure.announce(
        subject_id=plan.subject_id,
        kind=AnnouncementKind.PLAN,
        announced_on=way.announced,
        url=f"{SITE}/plans/{plan.year}/{plan.subject.code}-{plan.version}.html",
        plan_id=plan.pk,
        actor=clerk,
        now=at(way.announced, 11, 20),
    )
    if way.filed is not None and way.filed < today:
        disclosure.submit_filing(
            announcement_id=announcement.pk,
            kind=FilingKind.PLAN,
            addressee=Addressee.JUSTICE,
            actor=clerk,
            now=at(way.filed, 15, 40),
        )
