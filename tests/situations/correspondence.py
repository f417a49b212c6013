"""Situations of letters of assistance, outsiders, invitations, and the time told of a coming visit."""

from datetime import date, timedelta
from typing import Any

from jingwei.inspections import operations
from jingwei.inspections.models import AssistanceLetter, Invitation
from jingwei.inspections.operations import LetterDraft, LetterReceived
from jingwei.registry.terms import Role
from tests.people import NOW, TODAY, District
from tests.situations.situation import Call, situation

KEEPERS, CLERK, HEAD = (Role.CLERK, Role.HEAD), (Role.CLERK,), (Role.HEAD,)
CONTACT = (Role.ENTERPRISE_CONTACT,)
LAST = TODAY + timedelta(days=20)
SENT = {
    "organ": "泉山区应急管理局",
    "place": "徐州示例仓储有限公司，泉山区示例路9号",
    "matter": "请协助检查有限空间作业",
    "first_on": TODAY,
    "valid_to": LAST,
}
CAME: dict[str, Any] = {
    "organ": "宿州市应急管理局",
    "number": "宿应急函〔2026〕18号",
    "matter": "核查设备来源",
    "sent_on": TODAY,
    "first_on": TODAY,
    "valid_to": LAST,
}
ONLY_THE_PORTAL = "the enterprise's own page is the portal's, and says the same"


def lists(people: District) -> dict[str, list[int]]:
    """Return about what, and who goes."""
    return {
        "item_ids": [people.item.pk],
        "officer_ids": [people.officer.roster.pk, people.second.roster.pk],
    }


def sent(people: District) -> AssistanceLetter:
    """Send a letter of ours."""
    letter = LetterDraft(**SENT, **lists(people))  # type: ignore[arg-type]
    return operations.send_letter(letter=letter, actor=people.clerk.member, now=NOW)


def received(people: District) -> AssistanceLetter:
    """Register one that came."""
    letter = LetterReceived(**CAME, enterprise_id=people.enterprise.pk, site_id=people.site.pk)
    return operations.register_letter(letter=letter, actor=people.clerk.member, now=NOW)


def offered(people: District) -> Invitation:
    """Offer a check-up."""
    return operations.offer_check_up(
        site_id=people.site.pk, matter="帮助自查", actor=people.clerk.member, now=NOW
    )


def invited(people: District) -> Invitation:
    """Ask a department to come."""
    return operations.invite(
        site_id=people.site.pk,
        subject_id=people.subject.pk,
        matter="请看一看新车间",
        actor=people.contact.member,
        now=NOW,
    )


@situation("inspections.send_letter")
def a_letter_about_an_enterprise_next_door(people: District) -> Call:
    said = {**SENT, **lists(people)}
    return Call(by=people.clerk, roles=KEEPERS, page="/letters/new/?place=1", program="/letters", says=said)


@situation("inspections.register_letter")
def a_letter_that_came(people: District) -> Call:
    return Call(
        by=people.clerk,
        roles=KEEPERS,
        page=f"/letters/register/?site={people.site.pk}",
        program="/letters/received",
        typed=CAME,
        body={**_plain(CAME), "enterprise_id": people.enterprise.pk, "site_id": people.site.pk},
    )


@situation("inspections.enter_reply")
def a_letter_that_was_agreed_to(people: District) -> Call:
    letter = sent(people)
    said = {"reply_number": "泉应急函〔2026〕8号", "replied_on": TODAY}
    return Call(
        by=people.clerk,
        roles=KEEPERS,
        page=f"/letters/{letter.pk}/reply/",
        program=f"/letters/{letter.pk}/reply",
        typed={**said, "agrees": "True"},
        body={**_plain(said), "agrees": True},
    )


@situation("inspections.answer_letter")
def a_letter_that_the_head_agrees_to(people: District) -> Call:
    letter = received(people)
    return Call(
        by=people.head,
        roles=HEAD,
        page=f"/letters/{letter.pk}/answer/",
        program=f"/letters/{letter.pk}/answer",
        typed={"agrees": "True"},
        body={"agrees": True},
    )


@situation("inspections.end_letter")
def a_letter_of_which_the_work_is_done(people: District) -> Call:
    letter = sent(people)
    reply = {"agrees": True, "reply": "", "reply_number": "1号", "replied_on": TODAY}
    operations.enter_reply(letter_id=letter.pk, actor=people.clerk.member, now=NOW, **reply)  # type: ignore[arg-type]
    return Call(
        by=people.clerk,
        roles=KEEPERS,
        page=f"/letters/{letter.pk}/end/",
        program=f"/letters/{letter.pk}/end",
    )


@situation("inspections.report_outsiders")
def outsiders_without_a_letter(people: District) -> Call:
    said = {"organ": "宿州市公安局", "matter": "查账", "performed_on": TODAY}
    return Call(
        by=people.clerk,
        roles=(*KEEPERS, Role.OFFICER, *CONTACT),
        page=f"/outside-inspections/new/?site={people.site.pk}",
        program="/outsiders",
        typed=said,
        body={**_plain(said), "enterprise_id": people.enterprise.pk, "site_id": people.site.pk},
    )


@situation("inspections.offer_check_up")
def a_check_up_that_helps(people: District) -> Call:
    said = {"matter": "帮助自查"}
    return Call(
        by=people.clerk,
        roles=CLERK,
        page=f"/invitations/new/?site={people.site.pk}",
        program="/invitations/offer",
        typed=said,
        body={**said, "site_id": people.site.pk},
    )


@situation("inspections.invite")
def an_enterprise_that_asks_to_be_looked_at(people: District) -> Call:
    said = {"site_id": people.site.pk, "subject_id": people.subject.pk, "matter": "请看一看新车间"}
    return Call(by=people.contact, roles=CONTACT, program="/invitations", says=said, why=ONLY_THE_PORTAL)


@situation("inspections.accept_invitation")
def an_invitation_that_suits(people: District) -> Call:
    made = invited(people)
    return Call(
        by=people.clerk,
        roles=KEEPERS,
        page=f"/invitations/{made.pk}/accept/",
        program=f"/invitations/{made.pk}/accept",
        says={"answer": "下周去"},
    )


@situation("inspections.decline_invitation")
def an_invitation_that_does_not_suit(people: District) -> Call:
    made = invited(people)
    return Call(
        by=people.clerk,
        roles=KEEPERS,
        page=f"/invitations/{made.pk}/decline/",
        program=f"/invitations/{made.pk}/decline",
        says={"reason": "不是本单位的事项"},
        prefix="decline",
    )


@situation("inspections.take_back_invitation")
def an_offer_that_is_not_needed(people: District) -> Call:
    made = offered(people)
    return Call(
        by=people.clerk,
        roles=KEEPERS,
        page=f"/invitations/{made.pk}/take-back/",
        program=f"/invitations/{made.pk}/take-back",
    )


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
