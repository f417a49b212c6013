"""Situations of circulars."""

from jingwei.notices.terms import Wanted
from jingwei.registry.terms import OF_A_SUBJECT, Role
from tests.notices.sending import BODY, DUE, TITLE, Sending
from tests.people import District
from tests.situations.situation import Call, situation

BUREAU = (Role.SUPERVISOR, Role.SUPERVISION_LEAD)
LEAD = (Role.SUPERVISION_LEAD,)
DRAFT = {
    "purpose": "general",
    "scope": "picked",
    "kind": "circular",
    "title": TITLE,
    "body": BODY,
    "wanted": "text",
    "due_on": DUE,
}


@situation("notices.draft_circular")
def a_complete_draft(people: District) -> Call:
    said = {**DRAFT, "pick": [str(people.subject.pk), str(people.other_subject.pk)]}
    return Call(by=people.supervisor, roles=BUREAU, page="/circulars/new/", program="/circulars", says=said)


@situation("notices.change_circular")
def a_draft_with_another_title(people: District) -> Call:
    circular = Sending(people).draft()
    said = {**DRAFT, "title": "关于编制核对的补充通知", "pick": [str(people.subject.pk)]}
    return Call(
        by=people.supervisor,
        roles=BUREAU,
        page=f"/circulars/{circular.pk}/change/",
        program=f"/circulars/{circular.pk}/change",
        says=said,
    )


@situation("notices.issue_circular")
def a_draft_that_is_in_order(people: District) -> Call:
    circular = Sending(people).draft()
    return Call(
        by=people.lead,
        roles=LEAD,
        page=f"/circulars/{circular.pk}/issue/",
        program=f"/circulars/{circular.pk}/issue",
    )


@situation("notices.issue_circular", refused=("R-FMT-08",))
def a_title_that_ends_in_another_kind(people: District) -> Call:
    circular = Sending(people).draft(title="关于编制核对的意见书")
    return Call(
        by=people.lead,
        roles=LEAD,
        page=f"/circulars/{circular.pk}/issue/",
        program=f"/circulars/{circular.pk}/issue",
    )


@situation("notices.withdraw_circular")
def a_draft_that_is_not_needed(people: District) -> Call:
    circular = Sending(people).draft()
    return Call(
        by=people.supervisor,
        roles=BUREAU,
        page=f"/circulars/{circular.pk}/withdraw/",
        program=f"/circulars/{circular.pk}/withdraw",
        says={"reason": "改为电话核对"},
        prefix="withdraw",
    )


@situation("notices.close_circular")
def one_that_all_have_had(people: District) -> Call:
    circular = Sending(people).issued()
    return Call(
        by=people.supervisor,
        roles=BUREAU,
        page=f"/circulars/{circular.pk}/close/",
        program=f"/circulars/{circular.pk}/close",
    )


@situation("notices.draft_result_circular")
def one_that_is_closed(people: District) -> Call:
    sending = Sending(people)
    circular = sending.close(sending.issued())
    return Call(
        by=people.supervisor,
        roles=BUREAU,
        page=f"/circulars/{circular.pk}/result/",
        program=f"/circulars/{circular.pk}/result",
    )


@situation("notices.remind")
def two_that_have_not_answered(people: District) -> Call:
    circular = Sending(people).issued()
    return Call(
        by=people.supervisor,
        roles=BUREAU,
        page=f"/circulars/{circular.pk}/remind/",
        program=f"/circulars/{circular.pk}/remind",
        says={"everybody": True},
    )


@situation("notices.receive_circular")
def one_that_has_just_come(people: District) -> Call:
    circular = Sending(people).issued()
    return Call(
        by=people.clerk,
        roles=OF_A_SUBJECT,
        page=f"/circulars/{circular.pk}/receive/",
        program=f"/circulars/{circular.pk}/receive",
    )


@situation("notices.answer_circular")
def one_that_asks_for_words(people: District) -> Call:
    circular = Sending(people).issued(wanted=Wanted.TEXT)
    return Call(
        by=people.clerk,
        roles=(Role.CLERK, Role.HEAD),
        page=f"/circulars/{circular.pk}/answer/",
        program=f"/circulars/{circular.pk}/answer",
        says={"text": "已核对，无出入。"},
    )


@situation("notices.send_back_answer")
def an_answer_that_lacks_two_people(people: District) -> Call:
    sending = Sending(people)
    circular = sending.issued()
    recipient = sending.answer(circular)
    return Call(
        by=people.supervisor,
        roles=BUREAU,
        page=f"/circulars/{circular.pk}/recipients/{recipient.pk}/send-back/",
        program=f"/circulars/{circular.pk}/recipients/{recipient.pk}/send-back",
        says={"reason": "缺两人"},
    )


@situation("notices.open_monthly_return")
def the_month_that_has_ended(people: District) -> Call:
    return Call(
        by=people.lead,
        roles=LEAD,
        page="/circulars/month/",
        program="/circulars/month",
        says={"period": "2026-02"},
    )
