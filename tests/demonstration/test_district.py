"""The district in full: what is published of it, what is ours and says so, and nothing that a rule of its day refuses."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import pytest
from django.db.models import Count, F, Q

from jingwei.demonstration.ahead import A_DAY, DAYS
from jingwei.demonstration.check import check_district, ties
from jingwei.demonstration.content import read
from jingwei.demonstration.operations import load_demonstration
from jingwei.disclosure.lamps import read_lamps
from jingwei.disclosure.models import Filing
from jingwei.disclosure.terms import Addressee, FilingKind, FilingState, LampColour
from jingwei.inspections.models import Inspection, Notice, Result, ServiceVisit, TeamMember, Visit
from jingwei.inspections.terms import EntryWay, Origin, Stage
from jingwei.planning.models import (
    AnnualPlan,
    CapLedger,
    DepartmentGrade,
    EnterpriseClass,
    QuietPeriod,
    Relief,
)
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.platform.calendar import SHANGHAI, local_date
from jingwei.platform.models import Account, AuditEvent, Event, Numbering
from jingwei.platform.numbering import number_parts
from jingwei.platform.queries import get_calendar
from jingwei.registry.models import (
    Certificate,
    CertificateApplication,
    Enterprise,
    Entrustment,
    EstablishmentCheck,
    EstablishmentRow,
    Item,
    Membership,
    Officer,
    Site,
    SiteCode,
    Subject,
    SubjectStep,
)
from jingwei.registry.terms import (
    ApplicationStage,
    CheckResult,
    ItemStatus,
    PartyKind,
    Role,
    SubjectStepKind,
)
from jingwei.rulebook import Moment
from tests.demonstration.loaded import TODAY

HALF = date(2025, 1, 1), date(2025, 6, 30)
BASE = date(2024, 1, 1), date(2024, 6, 30)
SCANNING = date(2025, 7, 1)
NORTH, SOUTH, WEST, EAST = 34.85, 34.0, 116.7, 117.7  # around 铜山, by the map
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def test_seventy_two_subjects_were_announced_before_they_acted_in_2025() -> None:
    assert Subject.objects.in_force(date(2025, 6, 30)).count() == 72
    assert Subject.objects.count() == 72
    kinds = Counter(Subject.objects.values_list("kind", flat=True))
    assert set(kinds) == {PartyKind.ORGAN, PartyKind.AUTHORISED, PartyKind.ENTRUSTED}
    assert Subject.objects.filter(line="镇（街道）").count() == 27
    acted = Inspection.objects.filter(performed_on__gte="2024-12-30")
    assert not acted.exclude(subject__announced_on__lte=F("performed_on")).exists()


def test_every_subject_came_to_be_one_step_after_the_other() -> None:
    way = [
        SubjectStepKind.DECLARED,
        SubjectStepKind.REVIEWED,
        SubjectStepKind.CONFIRMED,
        SubjectStepKind.ANNOUNCED,
    ]
    for subject in Subject.objects.prefetch_related("steps"):
        steps = sorted(subject.steps.all(), key=lambda step: step.pk)
        assert [step.kind for step in steps] == way
        assert [step.on for step in steps] == sorted(step.on for step in steps)
        assert steps[-1].on == subject.announced_on
        assert steps[-1].url
    assert SubjectStep.objects.count() == 4 * 72


def test_every_entrusted_body_has_a_letter_that_was_published() -> None:
    agents = Subject.objects.filter(kind=PartyKind.ENTRUSTED)
    assert Entrustment.objects.count() == agents.count() > 0
    for letter in Entrustment.objects.select_related("principal", "agent"):
        assert letter.principal == letter.agent.principal
        assert letter.issuer == letter.principal.name
        assert letter.is_in_force(TODAY)


def test_of_148_items_44_may_be_used_and_the_others_wait_for_their_article() -> None:
    assert Item.objects.count() == 148
    assert Item.objects.filter(status=ItemStatus.PUBLISHED).count() == 44
    assert Item.objects.filter(status=ItemStatus.PENDING_BASIS).count() == 104
    for item in Item.objects.filter(status=ItemStatus.PUBLISHED).prefetch_related("standards__points"):
        assert item.published_on is not None
        assert item.published_on < date(2025, 1, 1)
        assert all(standard.points.count() >= 3 for standard in item.standards.all())


def test_1252_people_were_checked_102_cards_cancelled_and_116_first_ones_issued() -> None:
    decided = EstablishmentRow.objects.filter(decided_at__date__range=HALF)
    assert decided.values("officer").distinct().count() == decided.count() == Officer.objects.count() == 1252
    assert {CheckResult(each) for each in decided.values_list("result", flat=True)} == set(CheckResult)
    assert not EstablishmentCheck.objects.filter(closed_at=None).exists()
    assert Certificate.objects.filter(cancelled_on__range=HALF).exclude(cancel_reason="").count() == 102
    first = Certificate.objects.filter(is_first=True, issued_on__range=HALF)
    assert first.count() == 116
    applications = CertificateApplication.objects.filter(certificate__in=first)
    assert set(applications.values_list("stage", flat=True)) == {ApplicationStage.ISSUED}
    assert applications.count() == 116


def test_there_are_12000_enterprises_with_15000_sites_in_the_district() -> None:
    assert Enterprise.objects.count() == 12_000
    assert not Enterprise.objects.exclude(name__contains="示例").exists()
    assert not Enterprise.objects.exclude(credit_code__contains="DEM").exists()
    named = [row["name"] for row in read("enterprises")["enterprise"]]
    assert not Enterprise.objects.exclude(name__in=named).filter(industry="").exists()
    assert Site.objects.count() == SiteCode.objects.filter(ended_at=None).count() == 15_000
    inside = Q(latitude__range=(SOUTH, NORTH), longitude__range=(WEST, EAST))
    assert not Site.objects.exclude(inside).exists()


def test_at_most_twenty_can_sign_in_and_every_subject_has_a_clerk_and_a_head() -> None:
    usable = [each for each in Account.objects.all() if each.has_usable_password()]
    assert len(usable) <= 20
    for role in (Role.CLERK, Role.HEAD):
        served = Membership.objects.filter(role=role).values("subject").distinct()
        assert served.count() == 72


def test_the_published_figures_are_counted_from_the_rows() -> None:
    assert Inspection.objects.filter(reportable_on__range=HALF).count() == 1237
    assert Inspection.objects.filter(reportable_on__range=BASE).count() == 1711
    invited = Inspection.objects.filter(performed_on__range=HALF, exempt=ExemptReason.INVITED)
    assert invited.count() == 3
    assert all(each.evidence and each.reportable_on for each in invited)


def test_before_the_scanning_date_acts_were_imported_and_from_then_on_scanned() -> None:
    imported = Inspection.objects.filter(origin=Origin.IMPORTED)
    assert not imported.filter(performed_on__gte=SCANNING).exists()
    assert not imported.exclude(visit=None).exists()
    assert not imported.filter(source_system="").exists()
    scanned = Inspection.objects.filter(origin=Origin.PLATFORM, stage=Stage.CONCLUDED)
    assert not scanned.filter(performed_on__lt=SCANNING).exists()
    assert not scanned.filter(visit=None).exists()
    assert not Visit.objects.filter(scanned_at=None).exists()
    assert not Inspection.objects.filter(performed_on__gt=TODAY).exists()
    told = AuditEvent.objects.filter(action="inspections.inspection.imported")
    assert told.values("target_id").distinct().count() == imported.count()


def test_every_month_has_had_its_inspections() -> None:
    months = Counter(
        (day.year, day.month)
        for day in Inspection.objects.exclude(reportable_on=None).values_list("reportable_on", flat=True)
        if day is not None
    )
    assert len(months) == 35
    assert min(months.values()) > 60


def test_among_the_past_is_what_happens_now_and_then() -> None:
    scanned = Inspection.objects.filter(origin=Origin.PLATFORM)
    assert scanned.filter(ended_in_case=True).exists()
    assert scanned.exclude(joint_with=None).exists()
    assert scanned.exclude(exempt="").exists()
    assert Visit.objects.exclude(voided_at=None).exists()
    assert Visit.objects.filter(is_rated=True).exists()
    assert not scanned.filter(ended_in_case=True).exclude(reportable_on=None).exists()


def test_no_rule_of_its_day_refuses_what_was_done() -> None:
    assert [str(each) for each in check_district(every=15)] == []
    assert ties() == []


def test_what_a_rule_would_have_refused_is_found_at_each_moment_that_asks_it() -> None:
    done = Inspection.objects.filter(stage__in=[Stage.RECORDED, Stage.CONCLUDED]).order_by("id")
    place, lone = next(
        (n, pk)
        for n, (pk, origin) in enumerate(done.values_list("pk", "origin"))
        if n and origin == Origin.PLATFORM
    )
    TeamMember.objects.filter(inspection=lone).latest("id").delete()
    found = {(each.moment, each.finding.rule.code) for each in check_district(every=place)}
    assert found >= {(moment, "R-OFF-01") for moment in (Moment.APPROVE, Moment.ENTER, Moment.RECORD)}


def test_the_ledger_holds_every_visit_once() -> None:
    """Of each subject's own cap: what was used is what was counted, what was exempt was not."""
    visited = (
        Inspection.objects.filter(visit__isnull=False)
        .values("subject", "enterprise", "visit__year")
        .annotate(used=Count("id", filter=Q(is_counted=True)), exempt=Count("id", filter=Q(is_counted=False)))
    )
    held = {
        (row.cap.subject_id, row.enterprise_id, row.year): (row.used, row.exempt)
        for row in CapLedger.objects.filter(cap__item=None, cap__line="").select_related("cap")
    }
    for row in visited:
        key = row["subject"], row["enterprise"], row["visit__year"]
        assert held.get(key) == (row["used"], row["exempt"]), key
    assert not [row for row in CapLedger.objects.all() if row.used > row.granted]


def test_document_numbers_have_no_gaps() -> None:
    given: dict[tuple[str, int], set[int]] = {}
    for number in _numbers():
        parts = number_parts(number)
        assert parts is not None, number
        given.setdefault(parts[:2], set()).add(parts[2])
    last = {(row.series, row.year): row.last for row in Numbering.objects.all()}
    for series, numbers in given.items():
        assert numbers == set(range(1, len(numbers) + 1)), series
        assert last[series] == len(numbers), series


def test_on_every_working_day_of_the_coming_fortnight_some_departments_have_a_task() -> None:
    _holds_a_fortnight(TODAY)


def test_the_fortnight_is_filled_up_on_a_later_day() -> None:
    later = TODAY + timedelta(days=5)
    load_demonstration(today=later)
    _holds_a_fortnight(later)
    midnight = datetime.combine(later, time(), SHANGHAI)
    assert not Inspection.objects.filter(
        materials__contains="演示计划任务", stage=Stage.APPROVED, planned_until__lt=midnight
    ).exists()


def _holds_a_fortnight(today: date) -> None:
    calendar = get_calendar()
    for n in range(1, DAYS + 1):
        day = today + timedelta(days=n)
        planned = Inspection.objects.filter(planned_from__date=day, stage=Stage.APPROVED)
        assert planned.count() == (A_DAY if calendar.is_working_day(day) else 0), day
        assert planned.values("subject").distinct().count() == planned.count()


def _numbers() -> Iterable[str]:
    yield from Inspection.objects.values_list("number", flat=True)
    yield from Notice.objects.values_list("number", flat=True)
    yield from (number for number in Result.objects.values_list("number", flat=True) if number)


def test_every_department_has_its_plans_and_some_were_filed_late() -> None:
    for year in (2025, 2026):
        approved = AnnualPlan.objects.approved().filter(year=year, version=1)
        assert approved.count() == 72
        assert Filing.objects.filter(kind=FilingKind.PLAN, plan__year=year, is_late=True).exists()
    assert AnnualPlan.objects.approved().filter(version=2).count() == 4
    assert Filing.objects.filter(state=FilingState.SUBMITTED).exists()
    assert Filing.objects.filter(state=FilingState.RETURNED).exists()
    towns = Filing.objects.filter(subject__line="镇（街道）")
    assert not towns.filter(addressee=Addressee.SUPERIOR).exists()


def test_from_2026_on_every_routine_inspection_cites_a_line_and_every_special_one_its_plan() -> None:
    asked = Inspection.objects.filter(requested_at__gte=datetime(2026, 1, 1, tzinfo=SHANGHAI))
    routine = asked.filter(kind=InspectionKind.ROUTINE, exempt="", urgent="")
    assert routine.count() > 500
    assert not routine.filter(plan_line=None).exists()
    special = asked.filter(kind=InspectionKind.SPECIAL)
    assert special.exists()
    assert not special.filter(special=None).exists()


def test_most_lamps_are_green_and_some_are_not() -> None:
    subjects = list(Subject.objects.select_related("region", "principal"))
    colours = Counter(lamp.colour for lamp in read_lamps(subjects, on=TODAY))
    assert colours[LampColour.GREEN] > 36
    assert colours[LampColour.YELLOW] > 0
    assert colours[LampColour.RED] > 0


def test_classes_are_of_this_month_and_nobody_inspected_has_changed() -> None:
    month = TODAY.replace(day=1)
    assert EnterpriseClass.objects.filter(month=month).count() == 12_000
    assert not Enterprise.objects.exclude(class_month=month).exists()
    other = EnterpriseClass.objects.exclude(credit_class=F("enterprise__credit_class"))
    assert other.exists()
    assert not CapLedger.objects.filter(enterprise__in=other.values("enterprise")).exists()
    assert DepartmentGrade.objects.in_force(TODAY).exists()
    assert Relief.objects.in_force(TODAY).exists()


def test_nobody_comes_in_a_quiet_period_and_whoever_was_invited_has_an_invitation() -> None:
    for period in QuietPeriod.objects.standing():
        days = [period.first_on, min(period.last_on, TODAY - timedelta(days=1))]
        came = Inspection.objects.filter(performed_on__range=days, kind=InspectionKind.ROUTINE)
        mine = came.filter(enterprise=period.enterprise) if period.enterprise else came
        assert not mine.exists()
    invited = Inspection.objects.filter(exempt=ExemptReason.INVITED, origin=Origin.PLATFORM)
    assert invited.exists()
    assert not invited.filter(invitation=None).exists()


def test_calls_are_counted_and_one_enterprise_is_called_on_too_often() -> None:
    assert ServiceVisit.objects.count() > 200
    raised = Event.objects.filter(name="inspections.finding.raised").values_list("payload", flat=True)
    rules = Counter(payload["finding"]["rule"] for payload in raised)
    assert rules["R-SCAN-07b"] == 1
    assert rules["R-PRO-09b"] == 1


def test_some_came_in_otherwise_than_by_the_code() -> None:
    ways = set(Visit.objects.values_list("way", flat=True))
    assert ways == {EntryWay.SCAN, EntryWay.SEARCH, EntryWay.LICENCE}


def test_results_were_public_the_morning_after_they_were_told() -> None:
    told = Result.objects.filter(inspection__origin=Origin.PLATFORM, told_at__isnull=False)
    assert told.count() > 2000
    for told_at, published_on in told.values_list("told_at", "published_on"):
        assert told_at is not None
        if local_date(told_at) < TODAY:
            assert published_on == local_date(told_at) + timedelta(days=1)
