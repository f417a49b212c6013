"""Nobody approves an inspection they are on, nobody but the enterprise rates a visit, and a scan far away is seen."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jingwei.inspections import operations
from jingwei.inspections.models import Inspection, Rating
from jingwei.inspections.operations import Position
from jingwei.inspections.queries import rating_token
from jingwei.inspections.terms import EntryWay, RatedAspect, UrgentReason
from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import AuditEvent
from jingwei.registry.members import Member
from jingwei.registry.models import Membership
from jingwei.registry.queries import member_of
from jingwei.registry.terms import Role
from tests.inspections.calling import Caller
from tests.inspections.walking import (
    APPROVED_AT,
    REQUESTED_AT,
    Walk,
    after,
    clues,
    findings,
    fresh,
    log,
    rejected,
)
from tests.people import BEGAN, NOW, Person

FAR = Position(34.6801, 117.1701, 20)  # 55 km north of the gate


def made_head(walk: Walk, person: Person, *, authorisation: str = "") -> Member:
    """The same account, a head as well by a second membership."""
    return member_of(
        Membership.objects.create(
            account=person.account,
            role=Role.HEAD,
            subject=walk.people.subject,
            is_deputy=bool(authorisation),
            authorisation=authorisation,
            valid_from=BEGAN,
        )
    )


@pytest.mark.parametrize("authorisation", ["", "铜应急授〔2026〕7号"])
def test_who_is_on_the_team_approves_it_in_no_other_role(walk: Walk, authorisation: str) -> None:
    task = walk.request()
    head = made_head(walk, walk.people.second, authorisation=authorisation)
    with rejected("不能审批自己参加的检查") as caught:
        operations.approve_inspection(inspection_id=task.pk, actor=head, now=APPROVED_AT)
    assert isinstance(caught.value, NotAllowed)
    assert fresh(task).approved_at is None
    assert log(task)[-1].outcome == "refused"


def test_several_at_once_leave_out_the_approvers_own(walk: Walk) -> None:
    people = walk.people
    own = walk.request()
    others = walk.request(
        officer_ids=[people.officer.roster.pk, people.third.roster.pk], separate_reason="另一车间"
    )
    head = made_head(walk, people.second)
    rows = operations.approve_many(inspection_ids=[own.pk, others.pk], actor=head, now=APPROVED_AT)
    assert [row.error is None for row in rows] == [False, True]


def test_an_emergency_is_not_made_up_by_who_was_there(walk: Walk) -> None:
    task = walk.request(urgent=UrgentReason.SAFETY, now=after(-5))
    walk.enter(task, way=EntryWay.URGENT, entered_at=NOW, now=after(30))
    head = made_head(walk, walk.people.officer)
    with rejected("不能审批自己参加的检查"):
        operations.approve_inspection(inspection_id=task.pk, actor=head, now=after(60))


def test_another_time_is_an_approval_too(walk: Walk) -> None:
    task = walk.approved()
    head = made_head(walk, walk.people.officer)
    with rejected("不能审批自己参加的检查"):
        operations.reschedule_inspection(
            inspection_id=task.pk,
            planned_from=NOW + timedelta(days=1),
            planned_until=NOW + timedelta(days=1, hours=2),
            reason="企业希望改期",
            actor=head,
            now=APPROVED_AT + timedelta(minutes=5),
        )


def test_the_same_resident_id_is_the_same_person(walk: Walk) -> None:
    """On another subject's roster as an officer, head here by the account of that row."""
    people = walk.people
    task = walk.request()
    for person in (people.second, people.other_officer):
        person.roster.id_digest = "d" * 64
        person.roster.save()
    head = made_head(walk, people.other_officer)
    with rejected("不能审批自己参加的检查"):
        operations.approve_inspection(inspection_id=task.pk, actor=head, now=APPROVED_AT)


def test_the_page_offers_no_approval_of_ones_own(walk: Walk) -> None:
    task = walk.request(now=REQUESTED_AT)
    address = reverse("inspection_approve", args=[task.pk])
    own = Person(walk.people.second.account, made_head(walk, walk.people.second)).sign_in(Client())
    assert address not in own.get(reverse("inspection_detail", args=[task.pk])).content.decode()
    other = walk.people.head.sign_in(Client())
    assert address in other.get(reverse("inspection_detail", args=[task.pk])).content.decode()


def rated(walk: Walk) -> tuple[Inspection, dict[str, object]]:
    task = walk.signed()
    visit = walk.leave(task)
    return task, {"token": rating_token(visit), "stars": {aspect.value: 5 for aspect in RatedAspect}}


def test_only_the_enterprise_itself_spends_its_rating(walk: Walk) -> None:
    people = walk.people
    task, body = rated(walk)
    others = (
        people.officer,
        people.clerk,
        people.head,
        people.supervisor,
        people.lead,
        people.system,
        people.audit,
        people.other_contact,
    )
    for person in others:
        Caller(person).post("/ratings", body, status=403)
    visit = fresh(task).visit
    assert visit is not None
    assert not visit.is_rated
    assert not Rating.objects.exists()
    attempts = AuditEvent.objects.filter(action="inspections.visit.rated", outcome="refused")
    assert {each.actor_name for each in attempts} == {"未登录访客"}
    assert all(each.data["arguments"] == {} for each in attempts)
    assert Caller(people.contact).post("/ratings", body)["is_done"]


def test_no_department_and_no_bureau_reads_a_token(walk: Walk) -> None:
    people = walk.people
    task, body = rated(walk)
    token = str(body["token"]).split(":")[0]
    pages = [
        reverse("inspection_detail", args=[task.pk]),
        reverse("inspection_list"),
        f"/api/v1/inspections/{task.pk}",
        f"/enterprise/rate/{body['token']}/",
    ]
    for person in (people.officer, people.head, people.supervisor):
        client = person.sign_in(Client())
        for page in pages[:-1]:
            assert f"{token}:" not in client.get(page).content.decode()
        assert client.get(pages[-1]).status_code == 403


def test_a_scan_55_km_away_is_a_clue_and_is_listed(walk: Walk) -> None:
    near, far = walk.approved(separate_reason="甲"), walk.approved(separate_reason="乙")
    walk.enter(near)
    walk.leave(near)
    visit = walk.enter(far, position=FAR, place_reason="在办事处扫", now=after(90))
    assert visit.distance is not None
    assert 55_000 < visit.distance < 56_000
    assert clues() == ["R-SCAN-05b"]
    assert findings()[0]["act_id"] == visit.pk
    assert "R-SCAN-05b" in {each["rule"] for each in log(far)[-1].data["findings"]}

    supervisor = walk.people.supervisor.sign_in(Client())
    shown = supervisor.get(reverse("entry_exceptions"), {"far": "true"}).content.decode()
    assert reverse("inspection_detail", args=[far.pk]) in shown
    assert reverse("inspection_detail", args=[near.pk]) not in shown
    assert f"扫码位置距企业 {visit.distance} 米，在办事处扫" in shown
    page = supervisor.get(reverse("inspection_detail", args=[far.pk])).content.decode()
    assert "远离企业，已报区司法局核实" in page
    assert "远离企业" not in supervisor.get(reverse("inspection_detail", args=[near.pk])).content.decode()
