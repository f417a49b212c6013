"""The lamp of a department: from red to green and back, whose turn it is, and what the reading changes."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from jingwei.disclosure import operations
from jingwei.disclosure.models import Announcement
from jingwei.disclosure.queries import lamp_of, lamps
from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind, LampColour, Turn
from jingwei.planning.models import AnnualPlan
from jingwei.platform.models import DatedNumber
from jingwei.registry.models import Region, Subject, SubjectChange
from jingwei.registry.operations import end_basis
from jingwei.registry.terms import Field
from tests.disclosure.announcing import Announcing
from tests.people import NOW, TODAY, make_item, make_subject

ITEMS, BASES, STANDARDS = AnnouncementKind.ITEMS, AnnouncementKind.BASES, AnnouncementKind.STANDARDS
PLAN = AnnouncementKind.PLAN


def completed(announcing: Announcing) -> Announcing:
    """Announce what is missing; the plan is announced and filed."""
    for kind in (ITEMS, BASES, STANDARDS):
        announcing.announce(kind)
    return announcing


def test_a_lamp_goes_from_red_to_green(announcing: Announcing) -> None:
    lamp = announcing.lamp()
    assert (lamp.colour, lamp.missing) == (LampColour.RED, 3)
    assert lamp.announced[ITEMS].turn is Turn.CLERK
    assert lamp.announced[PLAN].colour is LampColour.GREEN
    assert lamp.profile.name == "口径一（字面）"
    completed(announcing)
    assert announcing.lamp().colour is LampColour.GREEN
    assert announcing.lamp().announced[AnnouncementKind.CAPS].colour is LampColour.RED


def test_a_change_turns_it_yellow_until_it_is_announced_again(announcing: Announcing) -> None:
    completed(announcing)
    make_item(announcing.people.subject, "对有限空间作业的检查", Field.EMERGENCY)
    lamp = announcing.lamp()
    assert lamp.colour is LampColour.YELLOW
    assert "公告后有变化" in lamp.announced[ITEMS].words
    for kind in (ITEMS, BASES, STANDARDS):
        announcing.announce(kind)
    assert announcing.lamp().colour is LampColour.GREEN


def test_the_end_of_a_basis_turns_it_red_from_that_day(announcing: Announcing) -> None:
    completed(announcing)
    item = announcing.people.item
    end_basis(
        basis_id=item.bases.get().pk,
        ended_on=TODAY,
        document="国务院令第1号",
        actor=announcing.people.clerk.member,
        now=NOW,
    )
    lamp = announcing.lamp()
    assert lamp.colour is LampColour.RED
    assert f"“{item.name}”的依据已失效" in lamp.announced[ITEMS].words
    assert announcing.lamp(on=TODAY - timedelta(days=1)).announced[ITEMS].words == "还没有公告"


def test_a_filing_is_yellow_with_the_bureau_red_when_returned_green_when_received(
    announcing: Announcing,
) -> None:
    key = (FilingKind.ITEMS, Addressee.JUSTICE)
    assert announcing.lamp().filed[key].words == "公告以后报送"
    made = announcing.announce()
    assert announcing.lamp().filed[key].act == "file"
    filing = announcing.file(made)
    cell = announcing.lamp().filed[key]
    assert (cell.colour, cell.turn) == (LampColour.YELLOW, Turn.BUREAU)
    operations.return_filing(
        filing_id=filing.pk, reason="缺盖章件", actor=announcing.people.lead.member, now=NOW
    )
    cell = announcing.lamp().filed[key]
    assert (cell.colour, cell.turn) == (LampColour.RED, Turn.CLERK)
    assert "缺盖章件" in cell.words
    announcing.receive(announcing.file(made))
    cell = announcing.lamp().filed[key]
    assert (cell.colour, cell.turn) == (LampColour.GREEN, Turn.NOBODY)
    make_item(announcing.people.subject, "对有限空间作业的检查", Field.EMERGENCY)
    announcing.announce()
    assert announcing.lamp().filed[key].colour is LampColour.YELLOW


@pytest.mark.parametrize(
    ("on", "colour"), [(date(2026, 3, 31), LampColour.YELLOW), (date(2026, 4, 1), LampColour.RED)]
)
def test_a_missing_plan_is_yellow_until_its_day_and_red_after(
    announcing: Announcing, on: date, colour: LampColour
) -> None:
    plan = announcing.plan()
    plan.filings.all().delete()
    plan.announcements.all().delete()
    cell = announcing.lamp(on=on).announced[PLAN]
    assert (cell.colour, cell.turn, cell.plan) == (colour, Turn.CLERK, plan)
    AnnualPlan.objects.filter(pk=plan.pk).update(stage="submitted")
    assert announcing.lamp(on=on).announced[PLAN].turn is Turn.HEAD
    plan.lines.all().delete()
    plan.delete()
    assert "还没有拟订" in announcing.lamp(on=on).announced[PLAN].words


def test_an_amendment_that_is_not_announced_is_yellow(announcing: Announcing) -> None:
    announcing.amended()
    cell = announcing.lamp().announced[PLAN]
    assert cell.colour is LampColour.YELLOW
    assert "按原计划检查" in cell.words


def test_a_subject_that_changed_waits_for_the_bureau(announcing: Announcing) -> None:
    SubjectChange.objects.create(
        subject=announcing.people.subject,
        happened_on=TODAY,
        document="铜编〔2026〕1号",
        due_on=TODAY + timedelta(days=31),
    )
    cell = announcing.lamp().announced[AnnouncementKind.SUBJECT]
    assert (cell.colour, cell.turn) == (LampColour.YELLOW, Turn.BUREAU)


def test_the_other_reading_asks_for_caps_and_the_filing_above(announcing: Announcing) -> None:
    completed(announcing)
    lead = announcing.people.lead.account
    DatedNumber.objects.create(
        rule="R-PUB-01",
        name="reading",
        value=2,
        valid_from=TODAY,
        source="铜司〔2026〕1号",
        entered_by=lead,
        entered_at=NOW,
        approved_by=announcing.people.supervisor.account,
        approved_at=NOW,
    )
    lamp = announcing.lamp()
    assert lamp.profile.name == "口径二（按省文件次序）"
    assert lamp.colour is LampColour.RED
    assert announcing.lamp(on=TODAY - timedelta(days=1)).profile.name == "口径一（字面）"
    Announcement.objects.get(plan=announcing.plan()).filings.filter(addressee="superior").delete()
    assert lamp_of(announcing.people.subject, TODAY).filed[FilingKind.PLAN, Addressee.SUPERIOR].colour in {
        LampColour.RED,
        LampColour.YELLOW,
    }
    town = Region.objects.create(code="320312101", name="柳新镇", parent=announcing.people.region)
    Subject.objects.filter(pk=announcing.people.subject.pk).update(region=town)
    subject = Subject.objects.select_related("region").get(pk=announcing.people.subject.pk)
    cell = lamp_of(subject, TODAY).filed[FilingKind.PLAN, Addressee.SUPERIOR]
    assert cell.colour is LampColour.NONE


def test_all_lamps_are_read_at_once(
    announcing: Announcing, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        subject = make_subject(announcing.people.region, f"第{number}局", f"局{number}", f"局{number}", "线")
        make_item(subject, f"第{number}项检查", Field.EMERGENCY)
    with django_assert_max_num_queries(24):
        found = lamps(TODAY)
    assert len(found) == 22
