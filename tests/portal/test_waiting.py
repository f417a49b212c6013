"""工作台: what is waited for in the registers and on the way, and that list and menu never differ."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.urls import reverse

from jingwei.disclosure.models import Announcement, Filing
from jingwei.disclosure.terms import Addressee, FilingState
from jingwei.inspections.models import AssistanceLetter, Inspection, Invitation
from jingwei.inspections.terms import InvitationState, InvitedBy, LetterDirection, LetterState, Stage
from jingwei.planning.models import SpecialPlan
from jingwei.planning.operations import Span, set_quiet_period
from jingwei.planning.terms import SpecialOrigin, SpecialStage
from jingwei.platform import files
from jingwei.platform.models import DatedNumber, Event, ImportRun
from jingwei.platform.operations.imports import PLACE
from jingwei.platform.sealing import seal_bytes
from jingwei.platform.terms import ImportState
from jingwei.portal.queries.waiting import WAITING
from jingwei.portal.queries.workbench import count_todo, list_todo
from jingwei.registry.desk import Todo
from jingwei.registry.models import (
    Basis,
    CertificateApplication,
    EstablishmentCheck,
    EstablishmentRow,
    Item,
    StandardConflict,
)
from jingwei.registry.terms import ApplicationStage, CheckResult, CoordinationStage, ItemStatus, Role
from tests.inspections.walking import REQUESTED_AT, Walk, special
from tests.people import NOW, TODAY, Person, district, make_person
from tests.portal.test_workbench import nothing_waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Walk:
    walk = Walk(district())
    nothing_waits(walk.people)
    return walk


def waits(person: Person) -> list[Todo]:
    """What waits for somebody, the number in the menu being the same."""
    todo = list_todo(person.member, now=NOW)
    assert count_todo(person.member, now=NOW) == len(todo)
    return todo


def steps(person: Person) -> list[str]:
    return [todo.step for todo in waits(person)]


def test_a_filing_that_came_back_waits_for_the_clerk_until_it_is_filed_anew(walk: Walk) -> None:
    filing = Filing.objects.filter(subject=walk.people.subject, addressee=Addressee.JUSTICE).order_by(
        "-plan__year"
    )[0]
    Filing.objects.filter(pk=filing.pk).update(state=FilingState.RETURNED, returned_reason="缺少附件")
    (todo,) = waits(walk.people.clerk)
    assert (todo.step, todo.detail) == ("退回重报", "退回理由：缺少附件")
    assert steps(walk.people.other_clerk) == []
    filing.pk, filing.state, filing.receipt = None, FilingState.SUBMITTED, ""
    filing.save()
    assert steps(walk.people.clerk) == []
    assert steps(walk.people.supervisor) == ["接收备案"]


def test_an_approved_plan_waits_to_be_announced_and_then_to_be_filed(walk: Walk) -> None:
    people = walk.people
    announced = Announcement.objects.filter(subject=people.subject, plan__year=TODAY.year).get()
    Filing.objects.filter(announcement=announced).delete()
    (todo,) = waits(people.clerk)
    assert todo.step == "报送备案"
    assert todo.due is not None
    assert todo.due.on == date(2026, 3, 31)
    Announcement.objects.filter(pk=announced.pk).delete()
    assert steps(people.clerk) == ["公告计划"]
    assert steps(people.other_clerk) == []


def test_a_special_inspection_ordered_from_above_waits_for_its_report(walk: Walk) -> None:
    over = TODAY - timedelta(days=60)
    made = special(walk.people, filed=False, first_on=over - timedelta(days=9), submitted_at=REQUESTED_AT)
    SpecialPlan.objects.filter(pk=made.pk).update(
        origin=SpecialOrigin.SUPERIOR, stage=SpecialStage.APPROVED, last_on=over
    )
    for person in (walk.people.clerk, walk.people.head):
        (todo,) = waits(person)
        assert (todo.step, todo.colour) == ("报告实施情况", "red")
    SpecialPlan.objects.filter(pk=made.pk).update(reported_on=TODAY, stage=SpecialStage.ENDED)
    assert steps(walk.people.clerk) == []


def test_a_task_on_a_day_made_quiet_meanwhile_waits_to_be_moved(walk: Walk) -> None:
    task = walk.approved()
    set_quiet_period(
        spans=[Span(TODAY, TODAY)], reason="重大活动", actor=walk.people.lead.member, now=REQUESTED_AT
    )
    (todo,) = waits(walk.people.clerk)
    assert (todo.step, todo.url) == ("安静期，改期", reverse("inspection_detail", args=[task.pk]))
    assert steps(walk.people.head) == ["安静期，改期"]
    assert steps(walk.people.other_clerk) == steps(walk.people.other_head) == []
    Inspection.objects.filter(pk=task.pk).update(stage=Stage.SUBMITTED)
    assert steps(walk.people.head) == ["审批"]


def test_a_letter_of_ours_waits_for_its_answer_and_its_end(walk: Walk) -> None:
    letter = AssistanceLetter.objects.create(
        direction=LetterDirection.OUTGOING, number="铜应急函〔2026〕1号", subject=walk.people.subject,
        organ="宿州市应急管理局", place="埇桥区", matter="查看台账", first_on=TODAY, state=LetterState.SENT,
        valid_to=TODAY, sent_on=date(2026, 3, 6), made_at=REQUESTED_AT,
    )  # fmt: skip
    assert steps(walk.people.clerk) == ["登记复函"]
    AssistanceLetter.objects.filter(pk=letter.pk).update(
        state=LetterState.AGREED, first_on=TODAY - timedelta(days=3), valid_to=TODAY - timedelta(days=1)
    )
    assert steps(walk.people.clerk) == ["办结协助"]


def test_an_accepted_invitation_waits_to_be_arranged(walk: Walk) -> None:
    Invitation.objects.create(
        site=walk.people.site, subject=walk.people.subject, by=InvitedBy.ENTERPRISE, matter="看一看",
        state=InvitationState.ACCEPTED, made_at=REQUESTED_AT, number="邀1",
    )  # fmt: skip
    assert steps(walk.people.clerk) == ["安排检查"]
    assert steps(walk.people.head) == []


def test_an_item_whose_basis_ended_waits_for_a_new_one_and_then_for_the_lead(walk: Walk) -> None:
    item = walk.people.item
    item.bases.update(valid_until=TODAY - timedelta(days=1))
    Item.objects.filter(pk=item.pk).update(status=ItemStatus.TO_ADJUST)
    assert steps(walk.people.clerk) == ["补登依据"]
    assert steps(walk.people.lead) == []
    Basis.objects.create(item=item, level="law", title="新法", article="第一条", valid_from=TODAY)
    assert steps(walk.people.clerk) == []
    assert steps(walk.people.lead) == ["公布事项"]
    assert steps(walk.people.supervisor) == []


def test_applications_go_to_the_bureau_and_back(walk: Walk) -> None:
    application = CertificateApplication.objects.create(
        officer=walk.people.expired.roster, stage=ApplicationStage.SUBMITTED, applied_at=REQUESTED_AT
    )
    for stage, person, step in (
        (ApplicationStage.SUBMITTED, walk.people.supervisor, "审核申领"),
        (ApplicationStage.APPROVED, walk.people.supervisor, "发放证件"),
        (ApplicationStage.RETURNED, walk.people.clerk, "退回重报"),
    ):
        CertificateApplication.objects.filter(pk=application.pk).update(stage=stage)
        assert steps(person) == [step]


def test_a_number_waits_for_whoever_did_not_enter_it(walk: Walk) -> None:
    DatedNumber.objects.create(
        rule="R-SCAN-05", name="limit", value=3, valid_from=date(2026, 4, 1), source="会议纪要",
        entered_by=walk.people.lead.account, entered_at=REQUESTED_AT,
    )  # fmt: skip
    assert steps(walk.people.supervisor) == ["批准数值"]
    assert steps(walk.people.lead) == []


def test_the_bureau_has_checks_conflicts_and_findings_of_all_areas(walk: Walk) -> None:
    people = walk.people
    check = EstablishmentCheck.objects.create(title="编制核对", as_of=TODAY, opened_at=REQUESTED_AT)
    EstablishmentRow.objects.create(
        establishment=check, subject=people.subject, name="某人", result=CheckResult.NOT_ON_ROSTER
    )
    first, second = people.standard, people.second_item.standards.all()[0]
    StandardConflict.objects.create(
        first=first, second=second, matter="间距不同", stage=CoordinationStage.ESCALATED,
        raised_by=people.clerk.account, raised_at=REQUESTED_AT,
    )  # fmt: skip
    for area, act, act_id in (("registry", "subject", people.subject.pk), ("planning", "nothing", None)):
        finding = {"rule": "R-SUB-01", "title": f"{area}的预警", "fact": "事实"}
        Event.objects.create(
            name=f"{area}.finding.raised", at=NOW, payload={"act": act, "act_id": act_id, "finding": finding}
        )
    todo = {row.title: row for row in waits(people.supervisor)}
    assert set(todo) == {"编制核对", "间距不同", "registry的预警", "planning的预警"}
    assert todo["registry的预警"].url == f"/subjects/{people.subject.pk}/"
    assert todo["planning的预警"].url == "/rules/R-SUB-01/"


def test_a_checked_spreadsheet_waits_for_whoever_uploaded_it(walk: Walk) -> None:
    clerk = walk.people.clerk
    file = files.store(
        seal_bytes(b"x", place=PLACE), name="人员.xlsx", media_type="x/y", actor=clerk.member, now=NOW
    )
    ImportRun.objects.create(
        kind="officers", file=file, state=ImportState.PREVIEWED, imported=3, asked_by=clerk.account,
        actor={"membership_id": clerk.member.membership_id}, asked_at=NOW,
    )  # fmt: skip
    assert steps(clerk) == ["确认导入"]
    assert steps(walk.people.head) == []


def test_every_kind_of_thing_has_somebody_with_a_workbench(walk: Walk) -> None:
    roles: Sequence[Role] = [role for kind in WAITING for role in kind.roles]
    assert not {role for role in roles if role.is_administrator or role is Role.ENTERPRISE_CONTACT}


@pytest.mark.parametrize("role", [Role.GOVERNMENT_CONFIRMER, Role.LEGAL_REVIEWER, Role.JUSTICE_OFFICE])
def test_nothing_waits_for_those_who_have_nothing_to_do(walk: Walk, role: Role) -> None:
    is_inside = role is not Role.GOVERNMENT_CONFIRMER
    somebody = make_person("zoe", "某人", role, subject=walk.people.subject if is_inside else None)
    assert steps(somebody) == []
