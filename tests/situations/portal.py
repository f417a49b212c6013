"""Situations of what the administrators and the bureau do about the system, and of spreadsheets."""

from datetime import date, time, timedelta

from django.test import Client

from jingwei.planning.models import Slot
from jingwei.planning.operations import offer_slot
from jingwei.planning.terms import Weekday
from jingwei.platform.models import Account, ImportRun
from jingwei.portal import operations
from jingwei.portal.jobs import preview_import
from jingwei.registry.operations.access import BUREAU
from jingwei.registry.terms import Role
from tests.people import NOW, TODAY, District
from tests.platform.sheets import person_number, workbook
from tests.portal.test_imports import roster, upload
from tests.portal.test_system_jobs import troubled
from tests.situations.situation import Call, Upload, situation

SYSTEM, SECURITY = (Role.SYSTEM_ADMINISTRATOR,), (Role.SECURITY_ADMINISTRATOR,)
LEAD, CONTACT = (Role.SUPERVISION_LEAD,), (Role.ENTERPRISE_CONTACT,)
IMPORTING = (Role.CLERK, Role.HEAD, *BUREAU)
SHOWN_ONCE = "the answer is a password, which is shown once and kept under no key"


@situation("portal.open_account", "platform.create_account")
def a_person_who_has_just_come(people: District) -> Call:
    said = {"username": "zhong.yi", "name": "钟一"}
    return Call(by=people.system, roles=SYSTEM, page="/system/accounts/new/", why=SHOWN_ONCE, says=said)


@situation("portal.reset_account_password", "platform.reset_password")
def a_password_that_was_forgotten(people: District) -> Call:
    page = f"/system/accounts/{people.clerk.account.pk}/reset/"
    return Call(by=people.system, roles=SYSTEM, page=page, why=SHOWN_ONCE)


@situation("portal.close_account", "platform.disable_account")
def a_person_who_has_left(people: District) -> Call:
    account = people.clerk.account
    return Call(
        by=people.system,
        roles=SYSTEM,
        page=f"/system/accounts/{account.pk}/close/",
        program=f"/accounts/{account.pk}/close",
        says={"reason": "调离"},
        prefix="close",
    )


@situation("portal.reopen_account", "platform.enable_account")
def a_person_who_has_come_back(people: District) -> Call:
    account = Account.objects.create_account("zhong.yi", "钟一")
    Account.objects.filter(pk=account.pk).update(is_active=False)
    return Call(
        by=people.system,
        roles=SYSTEM,
        page=f"/system/accounts/{account.pk}/reopen/",
        program=f"/accounts/{account.pk}/reopen",
    )


@situation("registry.grant_membership")
def a_clerk_who_is_to_act_for_the_department(people: District) -> Call:
    account = Account.objects.create_account("zhong.yi", "钟一")
    return Call(
        by=people.security,
        roles=SECURITY,
        page=f"/system/accounts/{account.pk}/grant/",
        program=f"/accounts/{account.pk}/grant",
        says={"role": "clerk", "subject": people.subject.pk, "valid_from": TODAY},
        prefix="grant",
    )


@situation("registry.authorise_deputy")
def a_writ_for_a_month(people: District) -> Call:
    account = people.clerk.account
    return Call(
        by=people.security,
        roles=SECURITY,
        page=f"/system/accounts/{account.pk}/deputy/",
        program=f"/accounts/{account.pk}/deputy",
        says={
            "subject": people.subject.pk,
            "authorisation": "铜应急授〔2026〕7号",
            "valid_from": TODAY,
            "valid_until": TODAY + timedelta(days=30),
        },
        prefix="deputy",
    )


@situation("registry.revoke_membership")
def a_clerk_who_is_one_no_longer(people: District) -> Call:
    held, account = people.clerk.member.membership_id, people.clerk.account
    return Call(
        by=people.security,
        roles=SECURITY,
        page=f"/system/accounts/{account.pk}/memberships/{held}/revoke/",
        program=f"/accounts/{account.pk}/memberships/{held}/revoke",
        says={"ends_on": TODAY, "reason": "调离"},
        prefix=f"end-{held}",
    )


@situation("portal.load_calendar", "platform.load_calendar_year")
def the_notice_of_a_year(people: District) -> Call:
    return Call(
        by=people.lead,
        roles=LEAD,
        page="/system/calendar/",
        program="/calendar/load",
        says={"year": 2031, "document": "国办发明电〔2030〕9号", "days": "01-01 休\n01-19 班"},
    )


@situation("portal.enter_rule_number", "platform.enter_number")
def a_number_that_holds_from_next_year(people: District) -> Call:
    return Call(
        by=people.lead,
        roles=LEAD,
        page="/rules/R-OFF-01/numbers/",
        program="/rules/R-OFF-01/numbers",
        says={"name": "minimum", "value": 3, "valid_from": date(2027, 1, 1), "source": "测试文件第一条"},
    )


@situation("portal.approve_rule_number", "platform.approve_number")
def a_number_that_somebody_else_entered(people: District) -> Call:
    number = operations.enter_rule_number(
        rule="R-OFF-01",
        name="minimum",
        value=3,
        valid_from=date(2027, 1, 1),
        source="测试文件第一条",
        actor=people.lead.member,
        now=NOW,
    )
    return Call(
        by=people.supervisor,
        roles=BUREAU,
        page=f"/rules/R-OFF-01/numbers/{number.pk}/approve/",
        program=f"/rules/R-OFF-01/numbers/{number.pk}/approve",
    )


@situation("portal.run_job_again", "platform.run_job_again")
def a_job_that_was_given_up(people: District) -> Call:
    job = troubled("failed", 10)
    return Call(
        by=people.system,
        roles=SYSTEM,
        page=f"/system/jobs/{job.pk}/run/",
        program=f"/jobs/{job.pk}/run",
    )


@situation("portal.upload_sheet", "platform.receive_sheet")
def a_sheet_of_officers(people: District) -> Call:
    return Call(
        by=people.clerk,
        roles=IMPORTING,
        page="/imports/new/officers/",
        program="/imports/kinds/officers",
        says={"file": Upload("名册.xlsx", roster(people))},
    )


def previewed(people: District, content: bytes) -> ImportRun:
    run = upload(people.supervisor.sign_in(Client()), content)
    preview_import(importrun_id=run.pk)
    return run


@situation("portal.confirm_sheet", "platform.confirm_import")
def a_sheet_that_was_checked(people: District) -> Call:
    run = previewed(people, roster(people))
    return Call(
        by=people.supervisor,
        roles=IMPORTING,
        page=f"/imports/{run.pk}/confirm/",
        program=f"/imports/{run.pk}/confirm",
    )


@situation("portal.explain_sheet", "platform.explain_columns")
def a_column_that_nobody_knows(people: District) -> Call:
    titles = ("姓名", "身份证号", "单位", "人员性质", "本人执法证")
    row = ("张三", person_number(1), people.subject.name, "行政编制", "10031200001")
    run = previewed(people, workbook(titles, row))
    return Call(
        by=people.supervisor,
        roles=IMPORTING,
        page=f"/imports/{run.pk}/columns/",
        program=f"/imports/{run.pk}/columns",
        typed={"column_0": "-"},
        body={"columns": {"本人执法证": ""}},
    )


@situation("planning.offer_slot")
def a_morning_that_suits(people: District) -> Call:
    said = {"opens": "09:00", "closes": "12:00", "note": "安全员在岗"}
    return Call(
        by=people.contact,
        roles=CONTACT,
        page="/enterprise/slots/",
        program="/enterprise/slots/offer",
        typed={**said, "site": people.site.pk, "weekday": "2"},
        body={**said, "site_id": people.site.pk, "weekday": 2},
    )


@situation("planning.withdraw_slot")
def a_morning_that_suits_no_more(people: District) -> Call:
    slot: Slot = offer_slot(
        site_id=people.site.pk,
        weekday=Weekday.TUESDAY,
        opens=time(9),
        closes=time(12),
        note="",
        actor=people.contact.member,
        now=NOW,
    )
    return Call(
        by=people.contact,
        roles=CONTACT,
        page=f"/enterprise/slots/{slot.pk}/withdraw/",
        program=f"/enterprise/slots/{slot.pk}/withdraw",
    )
