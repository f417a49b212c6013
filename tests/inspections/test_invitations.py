"""Invited and offered check-ups: asked, answered, turned into one inspection, and led by advice."""

from datetime import timedelta
from typing import Any

import pytest

from jingwei.inspections import operations
from jingwei.inspections.models import Invitation
from jingwei.inspections.queries import (
    get_invitation,
    list_invitations,
    list_invitations_to_answer,
)
from jingwei.inspections.terms import InvitationState, Outcome, UrgentReason
from jingwei.planning.terms import ExemptReason
from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import AuditEvent
from tests.inspections.walking import Walk, cap, fresh, ledger_of, log, refused, rejected
from tests.people import NOW, Person

ASKED_AT = NOW - timedelta(days=3)
ANSWERED_AT = NOW - timedelta(days=2)


def invited(walk: Walk, *, by: Person | None = None, **changes: Any) -> Invitation:
    """The enterprise asks the subject to come."""
    people = walk.people
    usual: dict[str, Any] = {
        "site_id": people.site.pk,
        "subject_id": people.subject.pk,
        "matter": "新装除尘设备请帮助看一看",
        "item_ids": [people.item.pk],
        "preferred": "上午",
        "now": ASKED_AT,
    }
    return operations.invite(actor=(by or people.contact).member, **usual | changes)


def offered(walk: Walk, *, by: Person | None = None, **changes: Any) -> Invitation:
    """The subject's clerk offers to come."""
    usual: dict[str, Any] = {"site_id": walk.people.site.pk, "matter": "送法上门体检", "now": ASKED_AT}
    return operations.offer_check_up(actor=(by or walk.people.clerk).member, **usual | changes)


def accepted(walk: Walk) -> Invitation:
    """An invitation that the subject's clerk accepted."""
    made = invited(walk)
    return operations.accept_invitation(
        invitation_id=made.pk, answer="欢迎", actor=walk.people.clerk.member, now=ANSWERED_AT
    )


def asked_for(made: Invitation | None, **changes: Any) -> dict[str, Any]:
    """What a request says that comes of an invitation."""
    return {
        "exempt": ExemptReason.INVITED,
        "evidence": made.number if made else "企业电话",
        "invitation_id": made.pk if made else None,
    } | changes


def test_an_invitation_has_a_number_items_and_a_place_on_the_log(walk: Walk) -> None:
    made = invited(walk)
    assert made.number == "邀〔2026〕1号"
    assert list(made.items.all()) == [walk.people.item]
    event = AuditEvent.objects.get(target_kind="invitation", target_id=made.pk)
    assert "邀请铜山区应急管理局" in event.sentence
    assert offered(walk).number == "邀〔2026〕2号"


def test_an_accepted_invitation_becomes_one_inspection_that_takes_no_cap(walk: Walk) -> None:
    published = cap(walk.people.subject, 1)
    made = accepted(walk)
    task = walk.approve(walk.request(**asked_for(made)))
    made.refresh_from_db()
    assert made.state == InvitationState.USED
    walk.enter(task)
    row = ledger_of(published, walk.people.enterprise)
    assert (row.used, row.exempt) == (0, 1)
    assert fresh(task).invitation == made


def test_a_visit_called_invited_needs_an_invitation(walk: Walk) -> None:
    with refused("R-JNT-04a"):
        walk.request(**asked_for(None))


def test_an_invitation_that_waits_or_was_declined_or_taken_back_is_not_enough(walk: Walk) -> None:
    made = invited(walk)
    with refused("R-JNT-04a") as caught:
        walk.request(**asked_for(made))
    assert "待答复" in str(caught.value)
    operations.decline_invitation(
        invitation_id=made.pk, reason="近期排满", actor=walk.people.head.member, now=ANSWERED_AT
    )
    with refused("R-JNT-04a"):
        walk.request(**asked_for(made))
    other = accepted(walk)
    operations.take_back_invitation(invitation_id=other.pk, actor=walk.people.contact.member, now=ANSWERED_AT)
    with refused("R-JNT-04a"):
        walk.request(**asked_for(other))


def test_an_invitation_of_another_enterprise_does_not_serve(walk: Walk) -> None:
    made = invited(walk, by=walk.people.other_contact, site_id=walk.people.other_site.pk)
    operations.accept_invitation(invitation_id=made.pk, actor=walk.people.clerk.member, now=ANSWERED_AT)
    with refused("R-JNT-04a") as caught:
        walk.request(**asked_for(made))
    assert "不是本企业与本单位之间" in str(caught.value)


def test_an_invitation_made_when_the_officers_are_there_is_too_late(walk: Walk) -> None:
    made = invited(walk, now=NOW)
    operations.accept_invitation(invitation_id=made.pk, actor=walk.people.clerk.member, now=NOW)
    with refused("R-JNT-04a"):
        walk.request(**asked_for(made), now=NOW)


def test_one_invitation_carries_one_inspection_until_that_is_withdrawn(walk: Walk) -> None:
    made = accepted(walk)
    first = walk.approve(walk.request(**asked_for(made)))
    later: dict[str, Any] = {
        "planned_from": NOW + timedelta(days=1),
        "planned_until": NOW + timedelta(days=1, hours=2),
    }
    with refused("R-JNT-04a") as caught:
        walk.request(**asked_for(made), separate_reason="另一条生产线", **later)
    assert first.number in str(caught.value)
    with rejected("已安排检查，不能撤回"):
        operations.take_back_invitation(invitation_id=made.pk, actor=walk.people.contact.member, now=NOW)
    operations.withdraw_inspection(
        inspection_id=first.pk, reason="改期", actor=walk.people.clerk.member, now=ANSWERED_AT
    )
    made.refresh_from_db()
    assert made.state == InvitationState.ACCEPTED
    assert walk.request(**asked_for(made), **later).invitation == made


def test_an_offer_is_the_enterprises_to_accept(walk: Walk) -> None:
    made = offered(walk)
    with rejected("经办人不能这样做"):
        operations.accept_invitation(invitation_id=made.pk, actor=walk.people.clerk.member, now=ANSWERED_AT)
    with rejected("这不是本企业的事项"):
        operations.accept_invitation(
            invitation_id=made.pk, actor=walk.people.other_contact.member, now=ANSWERED_AT
        )
    operations.accept_invitation(invitation_id=made.pk, actor=walk.people.contact.member, now=ANSWERED_AT)
    assert walk.request(**asked_for(Invitation.objects.get())).exempt == ExemptReason.INVITED
    with rejected("已接受，不能再答复"):
        operations.decline_invitation(
            invitation_id=made.pk, reason="不便", actor=walk.people.contact.member, now=NOW
        )


def test_an_invitation_is_the_subjects_to_answer_and_nobody_elses(walk: Walk) -> None:
    made = invited(walk)
    for person in (walk.people.other_clerk, walk.people.contact, walk.people.supervisor, walk.people.officer):
        with pytest.raises(NotAllowed):
            operations.accept_invitation(invitation_id=made.pk, actor=person.member, now=ANSWERED_AT)
    with rejected("没有写明理由"):
        operations.decline_invitation(
            invitation_id=made.pk, reason=" ", actor=walk.people.clerk.member, now=ANSWERED_AT
        )
    with rejected("没有这份邀约"):
        operations.accept_invitation(invitation_id=10**9, actor=walk.people.clerk.member, now=ANSWERED_AT)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"matter": "  "}, "没有写明想查什么"),
        ({"subject_id": 10**9}, "没有选择可以检查的单位"),
        ({"site_id": 10**9}, "没有选择企业的场所"),
    ],
)
def test_an_invitation_with_something_wrong_says_what(
    walk: Walk, change: dict[str, Any], message: str
) -> None:
    with rejected(message):
        invited(walk, **change)


def test_items_must_be_the_subjects_and_published(walk: Walk) -> None:
    with rejected("不是铜山区应急管理局的"):
        invited(walk, item_ids=[walk.people.other_item.pk])
    with rejected("没有公布"):
        invited(walk, item_ids=[walk.people.unpublished_item.pk])


def test_nobody_invites_to_another_enterprises_site(walk: Walk) -> None:
    with rejected("这不是本企业的场所"):
        invited(walk, by=walk.people.other_contact)
    with rejected("经办人不能这样做"):
        invited(walk, by=walk.people.clerk)
    with rejected("企业联系人不能这样做"):
        offered(walk, by=walk.people.contact)


def test_twenty_unanswered_are_enough(walk: Walk) -> None:
    for _ in range(20):
        invited(walk)
    with rejected("没有答复"):
        invited(walk)


def test_each_sees_its_own_and_what_waits_for_it(walk: Walk) -> None:
    ours, theirs = invited(walk), offered(walk)
    people = walk.people
    assert list(list_invitations(people.contact.member)) == [theirs, ours]
    assert list(list_invitations_to_answer(people.contact.member)) == [theirs]
    assert list(list_invitations_to_answer(people.clerk.member)) == [ours]
    assert set(list_invitations(people.supervisor.member)) == {ours, theirs}
    for stranger in (people.other_contact, people.other_clerk, people.system):
        assert not list_invitations(stranger.member)
        with pytest.raises(NotAllowed):
            get_invitation(stranger.member, ours.pk)


@pytest.mark.parametrize(
    ("outcome", "urgent", "is_warned"),
    [
        (Outcome.CORRECTED_ON_SPOT, None, False),
        (Outcome.CORRECTION_ORDERED, None, True),
        (Outcome.CORRECTION_ORDERED, UrgentReason.SAFETY, False),
    ],
)
def test_what_is_found_on_an_invited_visit_leads_to_advice_first(
    walk: Walk, outcome: Outcome, urgent: UrgentReason | None, is_warned: bool
) -> None:
    task = walk.signed(**asked_for(accepted(walk), urgent=urgent))
    walk.tell(
        task,
        outcome=outcome,
        problems="粉尘清理不及时",
        demand="清理",
        correct_by=(NOW + timedelta(days=9)).date(),
    )
    findings = log(task)[-1].data["findings"]
    assert ("R-JNT-04b" in {each["rule"] for each in findings}) is is_warned
