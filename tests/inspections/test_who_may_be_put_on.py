"""Which kind of person may inspect: nobody without establishment is put on, scans in or signs (M07)."""

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.inspections.operations import AssistantInput
from jingwei.platform.errors import Rejected
from jingwei.registry import operations as registry
from jingwei.registry.models import Officer
from jingwei.registry.terms import CancelReason, StaffKind
from jingwei.rulebook import Refused
from tests.inspections.walking import Walk
from tests.people import NOW, TODAY

BARRED = [kind for kind in StaffKind if not kind.may_enforce]
every_barred_kind = pytest.mark.parametrize("kind", BARRED, ids=lambda kind: kind.value)


def become(walk: Walk, kind: StaffKind) -> None:
    """Whatever card 沈青 holds, the roster now says this."""
    Officer.objects.filter(pk=walk.people.second.roster.pk).update(staff=kind)


def rules(error: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {finding.rule.code for finding in error.value.judgement.refusals}


@every_barred_kind
def test_such_a_person_is_not_put_on_a_task(walk: Walk, kind: StaffKind) -> None:
    become(walk, kind)
    with pytest.raises(Refused) as refused:
        walk.request()
    assert "R-SUB-03" in rules(refused)
    assert kind.label in str(refused.value)


@every_barred_kind
def test_somebody_who_became_such_a_person_since_stops_the_team_at_the_gate(
    walk: Walk, kind: StaffKind
) -> None:
    task = walk.approved()
    become(walk, kind)
    with pytest.raises(Refused) as refused:
        walk.enter(task)
    assert "R-SUB-03" in rules(refused)


def test_such_a_person_does_not_scan_in_for_the_team(walk: Walk) -> None:
    task = walk.approved()
    with pytest.raises(Refused) as refused:
        walk.enter(task, by=walk.people.auxiliary)
    assert {"R-SUB-03", "R-OFF-02", "R-SCAN-02"} <= rules(refused)


def test_such_a_person_may_come_along_as_a_named_assistant(walk: Walk) -> None:
    people = walk.people
    helper = AssistantInput(name=people.auxiliary.roster.name, employer=people.subject.name, purpose="记录")
    task = walk.request(assistants=[helper])
    assert task.assistants.get().name == "于谨"


def test_such_a_person_does_not_sign_as_an_officer(walk: Walk) -> None:
    task = walk.approved()
    walk.enter(task)
    walk.serve(task)
    walk.start(task)
    walk.fill(task)
    with pytest.raises((Refused, Rejected)):
        walk.sign(task, signatures=walk.signatures(walk.people.officer, walk.people.auxiliary))
    walk.sign(task)


def test_who_has_left_the_post_is_stopped_at_the_gate_though_the_card_still_stands(walk: Walk) -> None:
    task = walk.approved()
    registry.note_officer_left(
        officer_id=walk.people.second.roster.pk,
        reason=CancelReason.LEFT,
        left_on=TODAY,
        actor=walk.people.clerk.member,
        now=NOW,
    )
    with pytest.raises(Refused, match="离岗") as refused:
        walk.enter(task)
    assert "R-OFF-05b" in rules(refused)


def test_the_page_of_an_officer_is_given_the_inspections_carried_out(walk: Walk, client: Client) -> None:
    walk.signed()
    walk.approved()
    walk.people.supervisor.sign_in(client)
    address = reverse("officer_inspections", args=[walk.people.officer.roster.pk])
    assert '2026 年</td>\n          <td class="jw-num">1<' in client.get(address).content.decode()
    address = reverse("officer_inspections", args=[walk.people.third.roster.pk])
    assert "还没有参加过检查" in client.get(address).content.decode()
