"""The demonstration district: whole after one call, ready again on every later day, and true to the rules."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from pytest_django import Settings

from jingwei.demonstration.acting import acting_as
from jingwei.demonstration.content import read
from jingwei.demonstration.logins import PASSWORD, list_log_ins, shown_log_ins
from jingwei.demonstration.operations import load_demonstration
from jingwei.inspections import operations as inspections
from jingwei.inspections.models import Inspection, Record, Visit
from jingwei.inspections.queries import list_tasks_of_officer
from jingwei.inspections.terms import Origin, Stage
from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.errors import NotAllowed
from jingwei.platform.models import Account, AuditEvent, CalendarYear
from jingwei.registry import codes
from jingwei.registry.models import Certificate, Enterprise, Item, Membership, SiteCode, Subject
from jingwei.registry.queries import list_enterprises
from jingwei.registry.rules.credit_code import Facts, credit_code
from jingwei.registry.terms import CertificateStatus, ItemStatus, Role
from jingwei.rulebook import Pass, Refused
from tests.demonstration.loaded import TODAY

NOW = datetime.combine(TODAY, time(9, 30), SHANGHAI)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district")]


def spoilt() -> Inspection:
    return Inspection.objects.get(purpose="烟花爆竹经营单位节前检查")


def at_the_gate(inspection: Inspection) -> dict[str, Any]:
    """What the phone sends there: the code posted, and where it is."""
    code = codes.write(SiteCode.objects.get(site=inspection.site, ended_at=None).token)
    return {"code": code, "position": inspections.Position(34.18, 117.17, 12)}


def test_the_log_ins_are_printed_and_fit() -> None:
    printed = shown_log_ins()
    assert 0 < len(list_log_ins()) <= 20
    assert PASSWORD in printed
    for each in list_log_ins():
        account = Account.objects.get(username=each.username)
        assert account.name == each.name
        assert f"{each.username} " in printed
        assert each.roles in printed
    assert check_password(PASSWORD, Account.objects.get(username="clerk").password)


def test_nobody_else_can_sign_in() -> None:
    known = {each.username for each in list_log_ins()}
    assert not any(each.has_usable_password() for each in Account.objects.exclude(username__in=known))


def test_every_enterprise_is_fictional_and_its_code_sound() -> None:
    enterprises = Enterprise.objects.all()
    assert len(enterprises) == 12_000
    assert all("示例" in each.name for each in enterprises)
    assert all(isinstance(credit_code(Facts(each.credit_code, True)), Pass) for each in enterprises)


def test_an_enterprise_is_found_by_the_initials_of_its_name() -> None:
    assert "徐州星禾示例机械有限公司" in {each.name for each in list_enterprises("xzxhsljx")}


def test_what_is_published_has_an_article_and_what_has_none_waits() -> None:
    for item in Item.objects.prefetch_related("bases"):
        if item.status == ItemStatus.PUBLISHED:
            assert all(basis.article for basis in item.bases.all())
    assert Item.objects.filter(status=ItemStatus.PENDING_BASIS).count() == 104
    assert Item.objects.filter(status=ItemStatus.PUBLISHED).count() == 44
    assert Item.objects.filter(is_remote_capable=True, status=ItemStatus.PUBLISHED).exists()
    assert all(subject.announced_on for subject in Subject.objects.all())


def test_certificates_stand_in_every_state() -> None:
    ends = set(Certificate.objects.values_list("valid_to", flat=True))
    assert {TODAY - timedelta(days=1), TODAY + timedelta(days=20)} <= ends
    assert Certificate.objects.filter(status=CertificateStatus.SUSPENDED).exists()


def test_no_administrator_holds_anything_else() -> None:
    for membership in Membership.objects.all():
        if Role(membership.role).is_administrator:
            assert Membership.objects.filter(account=membership.account_id).count() == 1


def test_lists_are_not_empty_and_every_record_is_signed() -> None:
    done = Inspection.objects.filter(stage__in=[Stage.RECORDED, Stage.CONCLUDED], origin=Origin.PLATFORM)
    assert done.count() > 2000
    assert Record.objects.exclude(signed_at=None).count() == done.count()
    assert not Visit.objects.filter(left_at=None, voided_at=None).exists()
    assert Inspection.objects.filter(ended_in_case=True).exists()


def test_the_officer_has_two_routine_tasks_a_complaint_and_an_urgent_one_to_scan() -> None:
    officer = acting_as("officer", Role.OFFICER)
    tasks = list(list_tasks_of_officer(officer, day=TODAY))
    assert sum(each.stage == Stage.APPROVED for each in tasks) == 4
    entered = [
        inspections.enter_visit(inspection_id=each.pk, **at_the_gate(each), actor=officer, now=NOW)
        for each in tasks
        if each != spoilt() and (each.stage == Stage.APPROVED or each.urgent)
    ]
    assert len(entered) == 4


def test_the_head_finds_one_to_approve_and_the_clerk_one_returned() -> None:
    waiting = Inspection.objects.get(purpose="家居商场消防安全日常检查")
    head = acting_as("head", Role.HEAD)
    assert waiting.stage == Stage.SUBMITTED
    assert inspections.approve_inspection(inspection_id=waiting.pk, actor=head, now=NOW).approved_at == NOW
    assert Inspection.objects.filter(stage=Stage.RETURNED, opinion__contains="联合检查").exists()


def test_the_gate_refuses_the_spoilt_task_with_every_reason_at_once() -> None:
    task = spoilt()
    with pytest.raises(Refused) as caught:
        inspections.enter_visit(
            inspection_id=task.pk, **at_the_gate(task), actor=acting_as("officer", Role.OFFICER), now=NOW
        )
    refused = {finding.rule.code for finding in caught.value.judgement.refusals}
    assert {"R-OFF-02", "R-OFF-12", "R-FRQ-01"} <= refused
    assert all(finding.rule.cites for finding in caught.value.judgement.refusals)


def test_loading_again_on_the_same_day_changes_nothing() -> None:
    before = AuditEvent.objects.count(), Inspection.objects.count()
    load_demonstration(today=TODAY)
    assert (AuditEvent.objects.count(), Inspection.objects.count()) == before


def test_on_a_later_day_waiting_tasks_move_and_spent_ones_are_asked_anew() -> None:
    officer = acting_as("officer", Role.OFFICER)
    task = Inspection.objects.get(purpose="消防安全日常检查：疏散通道、设施器材和值班")
    inspections.enter_visit(inspection_id=task.pk, **at_the_gate(task), actor=officer, now=NOW)
    tomorrow = TODAY + timedelta(days=1)
    load_demonstration(today=tomorrow)
    tasks = {each.purpose: each for each in list_tasks_of_officer(officer, day=tomorrow)}
    anew = Inspection.objects.filter(purpose=task.purpose).latest("id")
    assert anew.pk != task.pk
    assert anew.stage == Stage.APPROVED
    assert spoilt().purpose in tasks
    before = Inspection.objects.count()
    load_demonstration(today=tomorrow)
    assert Inspection.objects.count() == before


def test_next_year_has_a_calendar_marked_as_no_official_one() -> None:
    assert CalendarYear.objects.get(year=2026).is_official
    filled = CalendarYear.objects.get(year=2027)
    assert not filled.is_official
    assert filled.document == "演示日历，非官方"


def test_nothing_is_loaded_outside_demonstration_mode(settings: Settings) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(NotAllowed, match="演示模式"):
        load_demonstration(today=TODAY)


def test_every_task_names_people_items_and_enterprises_that_exist() -> None:
    usernames = {row["username"] for row in read("people")["person"]}
    for row in [*read("tasks")["task"], *read("tasks")["earlier"]]:
        assert set(row["officers"]) <= usernames
        assert Item.objects.filter(code__in=row["items"]).count() == len(row["items"])
        assert Enterprise.objects.filter(name__in=row["enterprises"]).count() == len(row["enterprises"])
