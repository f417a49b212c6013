"""工作台: plans, special inspections, filings, invitations, moves, letters and cases, each for whom it waits."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jingwei.disclosure.models import Filing
from jingwei.disclosure.terms import Addressee, FilingState
from jingwei.inspections.models import AssistanceLetter
from jingwei.inspections.operations import ask_other_time, invite
from jingwei.inspections.terms import LetterDirection, LetterState, Outcome
from jingwei.planning.models import AnnualPlan, SpecialPlan
from jingwei.planning.terms import PlanStage, SpecialStage
from jingwei.portal.queries.workbench import count_todo, list_todo
from jingwei.registry.desk import Todo
from jingwei.registry.terms import Role
from tests.inspections.walking import REQUESTED_AT, TOLD_AT, Walk, special
from tests.people import NOW, TODAY, Person, district, make_person
from tests.portal.test_workbench import nothing_waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Walk:
    return Walk(district())


def confirmer() -> Person:
    return make_person("cleo", "闻人正", Role.GOVERNMENT_CONFIRMER)


def plan(
    walk: Walk, stage: PlanStage = PlanStage.SUBMITTED, *, year: int = 2027, version: int = 1
) -> AnnualPlan:
    return AnnualPlan.objects.create(
        subject=walk.people.subject,
        year=year,
        version=version,
        stage=stage,
        drafted_at=REQUESTED_AT,
        submitted_at=REQUESTED_AT,
    )


def submitted(walk: Walk, stage: SpecialStage = SpecialStage.SUBMITTED) -> SpecialPlan:
    return special(
        walk.people, filed=False, stage=stage, first_on=date(2026, 3, 12), submitted_at=REQUESTED_AT
    )


def filing(walk: Walk, addressee: Addressee, **changes: object) -> Filing:
    found = Filing.objects.filter(subject=walk.people.subject, addressee=addressee).order_by("id")[0]
    Filing.objects.filter(pk=found.pk).update(
        state=FilingState.SUBMITTED, received_on=None, filed_on=TODAY, **changes
    )
    return found


def letter(walk: Walk, first_on: date = TODAY) -> AssistanceLetter:
    return AssistanceLetter.objects.create(
        direction=LetterDirection.INCOMING,
        number="宿应急函〔2026〕7号",
        subject=walk.people.subject,
        organ="宿州市应急管理局",
        enterprise=walk.people.enterprise,
        matter="查看台账",
        first_on=first_on,
        valid_to=first_on + timedelta(days=5),
        state=LetterState.SENT,
        sent_on=date(2026, 3, 6),
        made_at=REQUESTED_AT,
    )


def invited(walk: Walk, matter: str = "请帮助看一看") -> None:
    people = walk.people
    invite(
        site_id=people.site.pk,
        subject_id=people.subject.pk,
        matter=matter,
        actor=people.contact.member,
        now=REQUESTED_AT,
    )


def only(person: Person) -> Todo:
    """The one thing that waits, which the menu counts as well."""
    (todo,) = list_todo(person.member, now=NOW)
    assert count_todo(person.member, now=NOW) == 1
    return todo


def test_a_plan_waits_for_the_head_until_the_day_it_is_due(walk: Walk, client: Client) -> None:
    made = plan(walk, year=2028)
    todo = only(walk.people.head)
    assert (todo.step, todo.url) == ("审批计划", reverse("plan_detail", args=[made.pk]))
    assert todo.due is not None
    assert todo.due.on == date(2028, 3, 31)
    assert todo.left is None  # The working days of that year are not known yet.
    assert client.get(todo.url).status_code == 302
    assert walk.people.head.sign_in(client).get(todo.url).status_code == 200


def test_an_amended_plan_has_no_day_by_law(walk: Walk) -> None:
    plan(walk, year=2026, version=2)
    todo = only(walk.people.head)
    assert (todo.due, todo.colour) == (None, "grey")


def test_a_plan_that_came_back_waits_for_the_clerk(walk: Walk) -> None:
    plan(walk, PlanStage.RETURNED)
    assert only(walk.people.clerk).step == "退回修改"
    assert list_todo(walk.people.other_clerk.member, now=NOW) == []


def test_a_special_inspection_waits_for_the_government_before_it_begins(walk: Walk, client: Client) -> None:
    made = submitted(walk)
    person = confirmer()
    todo = only(person)
    assert (todo.step, todo.left, todo.colour) == ("政府批准", 2, "amber")
    assert list_todo(walk.people.head.member, now=NOW) == []
    text = person.sign_in(client).get(reverse("workbench")).content.decode()
    assert reverse("special_detail", args=[made.pk]) in text


@pytest.mark.parametrize(
    ("stage", "who", "step"),
    [
        (SpecialStage.DRAFT, "head", "报政府批准"),
        (SpecialStage.RETURNED, "head", "退回修改"),
        (SpecialStage.RETURNED, "clerk", "退回修改"),
    ],
)
def test_a_special_inspection_in_hand_waits_in_its_department(
    walk: Walk, stage: SpecialStage, who: str, step: str
) -> None:
    submitted(walk, stage)
    assert only(getattr(walk.people, who)).step == step


def test_a_filing_waits_for_the_bureau(walk: Walk, client: Client) -> None:
    nothing_waits(walk.people)
    made = filing(walk, Addressee.JUSTICE, is_late=True)
    todo = only(walk.people.supervisor)
    assert (todo.verb, todo.url) == ("接收", reverse("filing_detail", args=[made.pk]))
    assert "逾期报送" in todo.detail
    assert list_todo(walk.people.clerk.member, now=NOW) == []
    assert walk.people.supervisor.sign_in(client).get(todo.url).status_code == 200


def test_a_receipt_from_above_waits_for_the_clerk_to_enter_it(walk: Walk) -> None:
    nothing_waits(walk.people)
    filing(walk, Addressee.SUPERIOR)
    assert only(walk.people.clerk).step == "等上级回执"
    assert list_todo(walk.people.supervisor.member, now=NOW) == []


def test_an_invitation_waits_for_clerk_and_head(walk: Walk) -> None:
    invited(walk)
    for person in (walk.people.clerk, walk.people.head):
        todo = only(person)
        assert (todo.step, todo.detail) == ("答复邀约", "请帮助看一看")
    assert list_todo(walk.people.other_clerk.member, now=NOW) == []


def test_a_visit_to_be_moved_waits_for_clerk_and_head_until_the_day(walk: Walk) -> None:
    later = NOW + timedelta(days=1)
    task = walk.approved(planned_from=later, planned_until=later + timedelta(hours=2))
    ask_other_time(inspection_id=task.pk, words="下周二上午", actor=walk.people.contact.member, now=NOW)
    for person in (walk.people.clerk, walk.people.head):
        todo = only(person)
        assert (todo.step, todo.left) == ("企业希望改期", 1)
        assert "下周二上午" in todo.detail


def test_a_letter_waits_for_the_head_until_they_come(walk: Walk, client: Client) -> None:
    made = letter(walk, first_on=NOW.date() - timedelta(days=1))
    todo = only(walk.people.head)
    assert (todo.title, todo.left, todo.colour) == ("宿州市应急管理局来函", -1, "red")
    assert todo.url == reverse("letter_detail", args=[made.pk])
    assert walk.people.head.sign_in(client).get(todo.url).status_code == 200


def test_a_violation_waits_for_its_case_or_the_reason(walk: Walk) -> None:
    task = walk.signed()
    walk.tell(task, outcome=Outcome.CLUE_OF_VIOLATION, problems="安全出口堵塞")
    for person in (walk.people.clerk, walk.people.head):
        (todo,) = list_todo(person.member, now=TOLD_AT)
        assert (todo.step, todo.left) == ("立案或说明", 15)
        assert count_todo(person.member, now=NOW) == 1
    assert list_todo(walk.people.other_head.member, now=TOLD_AT) == []


@pytest.mark.parametrize("who", ["clerk", "head", "officer", "supervisor", "lead"])
def test_the_number_in_the_menu_is_one_statement(walk: Walk, who: str) -> None:
    nothing_waits(walk.people)
    member = getattr(walk.people, who).member
    with CaptureQueriesContext(connection) as asked:
        assert count_todo(member, now=NOW) == 0
    assert len(asked) == 1


@pytest.mark.parametrize("who", ["clerk", "head"])
def test_the_list_takes_the_same_statements_however_long(walk: Walk, who: str) -> None:
    member = getattr(walk.people, who).member

    def add(number: int) -> None:
        invited(walk, f"第 {number} 次")
        submitted(walk, SpecialStage.RETURNED)
        later = NOW + timedelta(days=number)
        task = walk.approved(planned_from=later, planned_until=later + timedelta(hours=1))
        ask_other_time(inspection_id=task.pk, words="改天", actor=walk.people.contact.member, now=NOW)
        walk.request(planned_from=later, planned_until=later + timedelta(hours=1))

    add(1)
    list_todo(member, now=NOW)
    with CaptureQueriesContext(connection) as few:
        short = list_todo(member, now=NOW)
    add(2)
    with CaptureQueriesContext(connection) as many:
        long = list_todo(member, now=NOW)
    assert len(long) > len(short)
    assert len(many) == len(few) <= 30
    assert count_todo(member, now=NOW) == len(long)
