"""A department goes over into another in mid-year: nothing is orphaned, nothing is lost, history stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jingwei.inspections import operations
from jingwei.inspections.models import Inspection
from jingwei.inspections.terms import ActNature
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.jobs import deliver
from jingwei.platform.models import AuditEvent, Event
from jingwei.platform.terms import AuditOutcome
from jingwei.registry.models import Membership, Merger, Subject
from jingwei.registry.terms import Role, SubjectStatus
from tests.inspections.walking import Walk, cap, ledger_of, refused
from tests.people import NOW, TODAY, District, Person

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


def merge(people: District, person: Person | None = None, **changed: Any) -> Merger:
    given: dict[str, Any] = {
        "subject_id": people.subject.pk,
        "successor_id": people.other_subject.pk,
        "merged_on": TODAY,
        "document": "铜编〔2026〕7号",
    }
    return operations.merge_departments(
        **given | changed, actor=(person or people.supervisor).member, now=NOW
    )


def test_a_merger_moves_people_items_and_memberships_and_leaves_history(walk: Walk) -> None:
    people = walk.people
    done = walk.signed()
    walk.tell(done)
    merger = merge(people)
    absorbed, successor = Subject.objects.get(pk=people.subject.pk), people.other_subject
    assert (absorbed.status, absorbed.revoked_on) == (SubjectStatus.REVOKED, TODAY)
    assert absorbed.merged_into == successor
    assert not absorbed.officers.exists()
    assert successor.officers.filter(pk=people.officer.roster.pk).exists()
    assert people.item in successor.items.all()
    items = (people.item, people.second_item, people.unpublished_item)
    assert set(merger.moved["items"]) == {item.name for item in items}
    assert Inspection.objects.get(pk=done.pk).subject == absorbed
    held = Membership.objects.in_force(TODAY).filter(subject=successor)
    assert held.filter(account=people.clerk.account, role=Role.CLERK).exists()
    assert not held.filter(account=people.head.account).exists()
    assert not Membership.objects.in_force(TODAY).filter(subject=absorbed).exists()
    assert list(absorbed.steps.values_list("kind", flat=True)) == ["merged"]


def test_a_request_holds_its_department_so_that_no_merger_comes_between(walk: Walk) -> None:
    with CaptureQueriesContext(connection) as asked:
        walk.request()
    held = [each["sql"] for each in asked if "FOR NO KEY UPDATE" in each["sql"]]
    assert any('FROM "registry_subject"' in sql for sql in held)


def test_a_merger_that_would_orphan_an_open_task_is_refused_and_names_it(walk: Walk) -> None:
    task = walk.request()
    with pytest.raises(Conflict, match=task.number) as caught:
        merge(walk.people)
    assert "撤回" in caught.value.remedy
    assert not Merger.objects.exists()
    attempt = AuditEvent.objects.get(outcome=AuditOutcome.REFUSED)
    assert (attempt.target_kind, attempt.target_id) == ("subject", walk.people.subject.pk)
    operations.withdraw_inspection(
        inspection_id=task.pk, reason="机构改革", actor=walk.people.clerk.member, now=NOW
    )
    assert merge(walk.people)


def test_a_department_with_an_open_task_is_not_revoked(walk: Walk) -> None:
    task = walk.approved()
    with pytest.raises(Conflict, match=task.number):
        operations.revoke_department(
            subject_id=walk.people.subject.pk,
            reason="职责划转",
            on=TODAY,
            actor=walk.people.lead.member,
            now=NOW,
        )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"merged_on": TODAY + timedelta(days=1)}, "还没有到"),
        ({"document": " "}, "没有填写合并文号"),
        ({"successor_id": 10**9}, "没有这条检查主体"),
    ],
)
def test_a_merger_that_cannot_be_is_refused(walk: Walk, changed: dict[str, Any], message: str) -> None:
    with pytest.raises(Mistake, match=message):
        merge(walk.people, **changed)


def test_a_department_is_not_merged_with_itself_or_one_that_is_no_more(walk: Walk) -> None:
    with pytest.raises(Mistake, match="不能并入自己"):
        merge(walk.people, successor_id=walk.people.subject.pk)
    merge(walk.people)
    with pytest.raises(Conflict, match="目前已撤销"):
        merge(walk.people)


def test_only_the_bureau_merges(walk: Walk) -> None:
    with pytest.raises(NotAllowed):
        merge(walk.people, walk.people.head)


def test_the_absorbed_caps_end_and_what_was_used_counts_on(walk: Walk) -> None:
    people = walk.people
    ours, theirs = cap(people.subject, 2), cap(people.other_subject, 3)
    walk.tell(walk.signed())
    merge(people)
    for event in Event.objects.filter(name="registry.subject.merged"):
        deliver(event_id=event.pk)
        deliver(event_id=event.pk)
    ours.refresh_from_db()
    assert ours.valid_until == TODAY
    carried = ledger_of(theirs, people.enterprise)
    assert (carried.used, carried.granted) == (1, 3)
    assert ledger_of(ours, people.enterprise).used == 1


def test_the_page_previews_asks_again_and_merges(walk: Walk) -> None:
    people = walk.people
    desk = people.supervisor.sign_in(Client())
    address = f"/departments/{people.subject.pk}/merge/"
    assert desk.get(address).status_code == 200
    typed = {
        "successor_id": people.other_subject.pk,
        "merged_on": YESTERDAY.isoformat(),
        "document": "铜编〔2026〕7号",
    }
    shown = desk.post(address, typed).content.decode()
    assert "陆远" in shown
    assert "对生产经营单位安全生产情况的监督检查" in shown
    assert not Merger.objects.exists()
    stale = {**typed, "confirmed": f"{people.other_subject.pk} {TODAY}"}
    assert desk.post(address, stale).status_code == 200
    assert not Merger.objects.exists()
    done = desk.post(address, {**typed, "confirmed": f"{people.other_subject.pk} {YESTERDAY}"})
    assert done.status_code == 302
    assert Merger.objects.get().merged_on == YESTERDAY


def test_the_page_names_the_open_tasks(walk: Walk) -> None:
    task = walk.request()
    desk = walk.people.supervisor.sign_in(Client())
    for path in ("merge", "revoke"):
        shown = desk.get(f"/departments/{walk.people.subject.pk}/{path}/").content.decode()
        assert task.number in shown


def test_the_page_revokes(walk: Walk) -> None:
    desk = walk.people.lead.sign_in(Client())
    address = f"/departments/{walk.people.subject.pk}/revoke/"
    assert desk.post(address, {"on": TODAY.isoformat(), "reason": ""}).status_code == 422
    assert desk.post(address, {"on": TODAY.isoformat(), "reason": "职责划转"}).status_code == 302
    assert Subject.objects.get(pk=walk.people.subject.pk).status == SubjectStatus.REVOKED


@pytest.mark.parametrize("nature", [each for each in ActNature if each is not ActNature.INSPECTION])
def test_what_is_no_inspection_is_not_requested(walk: Walk, nature: ActNature) -> None:
    with refused("R-SUB-08") as caught:
        walk.request(nature=nature)
    assert caught.value.judgement.refusals[0].verdict.remedy  # type: ignore[union-attr]
    assert not Inspection.objects.exists()
