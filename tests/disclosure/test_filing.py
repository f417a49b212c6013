"""Filing: with whom, in which version, by when; received with a number, returned with a reason, batch by batch."""

from datetime import date, timedelta

import pytest

from jingwei.disclosure import operations
from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.queries import find_plan_in_force, list_filings_to_receive
from jingwei.disclosure.terms import Addressee, AnnouncementKind, FilingKind, FilingState
from jingwei.planning.models import SpecialPlan
from jingwei.planning.terms import ApproverLevel, SpecialStage
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import Event
from jingwei.registry.models import Region, Subject
from jingwei.registry.terms import Field
from tests.disclosure.announcing import Announcing
from tests.people import NOW, TODAY, make_item


def unfiled_plan(announcing: Announcing, announced_on: date = TODAY) -> Announcement:
    """The announcement of the year's plan, as if nothing had been filed yet."""
    announcement = Announcement.objects.get(plan=announcing.plan())
    announcement.filings.all().delete()
    announcement.announced_on = announced_on
    announcement.save()
    return announcement


@pytest.mark.parametrize("kind", [FilingKind.ITEMS, FilingKind.SCOPE])
def test_items_and_scope_are_filed_with_the_bureau_and_numbered(
    announcing: Announcing, kind: FilingKind
) -> None:
    filing = announcing.file(announcing.announce(), kind)
    assert (filing.state, filing.filed_on, filing.due_on) == (FilingState.SUBMITTED, TODAY, None)
    assert list(list_filings_to_receive(announcing.people.supervisor.member)) == [filing]
    assert not list_filings_to_receive(announcing.people.clerk.member)
    received = announcing.receive(filing)
    assert (received.receipt, received.received_on) == ("铜司备〔2026〕1号", TODAY)
    assert not list_filings_to_receive(announcing.people.supervisor.member)


def test_a_superseded_version_is_refused_and_the_new_one_named(announcing: Announcing) -> None:
    first = announcing.announce()
    early = announcing.file(first)
    make_item(announcing.people.subject, "对有限空间作业的检查", Field.EMERGENCY)
    announcing.announce()
    with pytest.raises(Conflict, match="新版代替") as raised:
        announcing.file(first, FilingKind.SCOPE)
    assert "第 2 版" in raised.value.remedy
    with pytest.raises(Conflict, match="又公告了新版") as raised:
        announcing.receive(early)
    assert "退回" in raised.value.remedy


def test_the_same_version_is_filed_once_unless_it_was_returned(announcing: Announcing) -> None:
    made = announcing.announce()
    filing = announcing.file(made)
    with pytest.raises(Conflict, match="已经报区司法局"):
        announcing.file(made)
    supervisor = announcing.people.supervisor.member
    with pytest.raises(Mistake, match="理由"):
        operations.return_filing(filing_id=filing.pk, reason="", actor=supervisor, now=NOW)
    operations.return_filing(filing_id=filing.pk, reason="缺盖章件", actor=supervisor, now=NOW)
    with pytest.raises(Conflict, match="已退回"):
        announcing.receive(filing)
    assert announcing.file(made).pk != filing.pk


@pytest.mark.parametrize(
    ("kind", "addressee", "said"),
    [
        (FilingKind.STANDARDS, Addressee.JUSTICE, "不能报标准备案"),
        (FilingKind.PLAN, Addressee.JUSTICE, "不能报年度计划备案"),
        (FilingKind.ITEMS, Addressee.SUPERIOR, "只报区司法局"),
    ],
)
def test_what_does_not_stand_in_an_announcement_is_not_filed_with_it(
    announcing: Announcing, kind: FilingKind, addressee: Addressee, said: str
) -> None:
    with pytest.raises(Mistake, match=said):
        announcing.file(announcing.announce(), kind, addressee)


def test_only_the_own_clerk_files_and_only_the_bureau_receives(announcing: Announcing) -> None:
    people, made = announcing.people, announcing.announce()
    for person in (people.other_clerk, people.officer, people.supervisor):
        with pytest.raises(NotAllowed):
            announcing.file(made, by=person)
    filing = announcing.file(made)
    for person in (people.clerk, people.head, people.other_head):
        with pytest.raises(NotAllowed):
            announcing.receive(filing, by=person)
        with pytest.raises(NotAllowed):
            operations.return_filing(filing_id=filing.pk, reason="误", actor=person.member, now=NOW)


def test_a_plan_goes_to_both_and_the_receipt_from_above_is_entered(announcing: Announcing) -> None:
    made = unfiled_plan(announcing)
    announcing.receive(announcing.file(made, FilingKind.PLAN))
    filing = announcing.file(made, FilingKind.PLAN, Addressee.SUPERIOR)
    clerk = announcing.people.clerk.member
    with pytest.raises(Conflict, match="上级业务主管部门"):
        announcing.receive(filing)
    for number, on, said in (
        ("", TODAY, "回执文号"),
        ("徐应急备〔2026〕7号", TODAY + timedelta(days=1), "回执日期"),
        ("徐应急备〔2026〕7号", TODAY - timedelta(days=1), "回执日期"),
    ):
        with pytest.raises(Mistake, match=said):
            operations.enter_superior_receipt(
                filing_id=filing.pk, number=number, received_on=on, actor=clerk, now=NOW
            )
    done = operations.enter_superior_receipt(
        filing_id=filing.pk, number="徐应急备〔2026〕7号", received_on=TODAY, actor=clerk, now=NOW
    )
    assert (done.state, done.receipt) == (FilingState.RECEIVED, "徐应急备〔2026〕7号")


def test_a_town_files_with_the_bureau_alone(announcing: Announcing) -> None:
    town = Region.objects.create(code="320312101", name="柳新镇", parent=announcing.people.region)
    Subject.objects.filter(pk=announcing.people.subject.pk).update(region=town)
    made = unfiled_plan(announcing)
    with pytest.raises(Mistake, match="镇街"):
        announcing.file(made, FilingKind.PLAN, Addressee.SUPERIOR)
    assert announcing.file(made, FilingKind.PLAN).addressee == Addressee.JUSTICE


@pytest.mark.parametrize(
    ("day", "is_late", "clues"),
    [
        (date(2026, 3, 31), False, 0),
        (date(2026, 4, 1), True, 0),
        (date(2026, 4, 15), True, 0),
        (date(2026, 4, 16), True, 1),
    ],
)
def test_a_plan_filed_after_march_stays_marked_late(
    announcing: Announcing, day: date, is_late: bool, clues: int
) -> None:
    made = unfiled_plan(announcing)
    filing = announcing.file(made, FilingKind.PLAN, now=NOW.replace(month=day.month, day=day.day))
    assert (filing.due_on, filing.is_late) == (date(2026, 3, 31), is_late)
    assert Event.objects.filter(name="disclosure.finding.raised").count() == clues


def test_the_department_above_keeps_its_own_books(announcing: Announcing) -> None:
    made = unfiled_plan(announcing, TODAY - timedelta(days=5))
    early = TODAY - timedelta(days=3)
    with pytest.raises(Mistake, match="报送日期"):
        announcing.file(made, FilingKind.PLAN, Addressee.SUPERIOR, filed_on=TODAY - timedelta(days=6))
    assert announcing.file(made, FilingKind.PLAN, Addressee.SUPERIOR, filed_on=early).filed_on == early
    assert announcing.file(made, FilingKind.PLAN, filed_on=early).filed_on == TODAY


def test_an_urgent_special_inspection_is_filed_within_five_working_days(announcing: Announcing) -> None:
    special = SpecialPlan.objects.create(
        subject=announcing.people.subject,
        name="有限空间作业专项检查",
        drafted_at=NOW,
        first_on=TODAY,
        last_on=TODAY + timedelta(days=30),
        stage=SpecialStage.APPROVED,
        approver=ApproverLevel.GOVERNMENT,
        approved_on=TODAY,
        is_urgent=True,
    )
    made = announcing.announce(AnnouncementKind.SPECIAL, special_id=special.pk)
    filing = announcing.file(made, FilingKind.SPECIAL, now=NOW + timedelta(days=8))
    assert (filing.due_on, filing.is_late) == (date(2026, 3, 17), True)
    raised = Event.objects.get(name="disclosure.finding.raised")
    assert raised.payload["finding"]["rule"] == "R-SPC-07"
    assert (raised.payload["act"], raised.payload["act_id"]) == ("specialplan", special.pk)


def test_a_withdrawn_announcement_is_not_filed(announcing: Announcing) -> None:
    made = announcing.announce()
    operations.withdraw_announcement(
        announcement_id=made.pk, reason="误", actor=announcing.people.clerk.member, now=NOW
    )
    with pytest.raises(Conflict, match="撤下"):
        announcing.file(made)
    assert not Filing.objects.filter(announcement=made).exists()


def test_what_was_withdrawn_meanwhile_is_returned_and_not_received(announcing: Announcing) -> None:
    made = announcing.announce()
    filing = announcing.file(made)
    operations.withdraw_announcement(
        announcement_id=made.pk, reason="误", actor=announcing.people.clerk.member, now=NOW
    )
    with pytest.raises(Conflict, match="已于 2026-03-10 撤下") as raised:
        announcing.receive(filing)
    assert "退回" in raised.value.remedy


def test_an_amendment_binds_by_the_bureaus_receipt_and_not_by_the_one_from_above(
    announcing: Announcing,
) -> None:
    amended, subject = announcing.amended(), announcing.people.subject
    made = announcing.announce(AnnouncementKind.PLAN, plan_id=amended.pk)
    above = announcing.file(made, FilingKind.PLAN, Addressee.SUPERIOR)
    operations.enter_superior_receipt(
        filing_id=above.pk,
        number="徐应急备〔2026〕7号",
        received_on=TODAY,
        actor=announcing.people.clerk.member,
        now=NOW,
    )
    assert find_plan_in_force(subject, year=TODAY.year, on=TODAY) != amended
    announcing.receive(announcing.file(made, FilingKind.PLAN))
    assert find_plan_in_force(subject, year=TODAY.year, on=TODAY) == amended
