"""Certificates through their life: issued, flagged, suspended, given back, cancelled, and looked at every night."""

from datetime import date, timedelta
from typing import Any

import pytest

from jingwei.platform.actors import SYSTEM
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import AuditEvent, Event
from jingwei.registry import operations as registry
from jingwei.registry import resident_ids
from jingwei.registry.models import Certificate, Membership, Officer
from jingwei.registry.queries import (
    list_cancelled_certificates,
    list_first_certificates,
    list_standing,
    list_to_clean_up,
    why_cancel,
)
from jingwei.registry.terms import (
    ApplicationStage,
    CancelReason,
    CertificateKind,
    CertificateStatus,
    Field,
    Role,
    StaffKind,
)
from jingwei.rulebook import Refused
from tests.people import BEGAN, NOW, TODAY, District, district
from tests.registry.ids import resident_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> District:
    return district()


def issue(cast: District, **changed: Any) -> Certificate:
    given = {
        "officer_id": cast.officer.roster.pk,
        "number": "10320312099",
        "fields": [Field.EMERGENCY],
        "valid_from": TODAY,
        "issuer": "江苏省人民政府",
        "issued_on": TODAY,
    }
    return registry.issue_certificate(**{**given, **changed}, actor=cast.supervisor.member, now=NOW)


def newcomer(cast: District, **changed: Any) -> Officer:
    given = {"subject_id": cast.subject.pk, "name": "钟一", "staff": StaffKind.CIVIL_SERVANT}
    return registry.register_officer(**{**given, **changed}, actor=cast.clerk.member, now=NOW)


def flagged() -> set[str]:
    event = AuditEvent.objects.order_by("-id")[0]
    return {finding["rule"] for finding in event.data["findings"]}


def test_without_a_last_day_the_usual_term_runs(cast: District) -> None:
    assert issue(cast).valid_to == date(2031, 3, 9)
    assert flagged() == set()


def test_an_unusual_number_and_missing_details_are_flagged_and_do_not_stop_the_card(cast: District) -> None:
    card = issue(cast, number="1032031209", issuer="", issued_on=None)
    assert card.status == CertificateStatus.VALID
    assert flagged() == {"R-OFF-09", "R-OFF-10a"}


def test_the_card_of_a_ministry_has_a_number_of_its_own(cast: District) -> None:
    issue(cast, number="苏税0012", kind=CertificateKind.MINISTRY)
    assert flagged() == set()


def test_full_width_digits_are_the_same_number(cast: District) -> None:
    with pytest.raises(Refused, match="沈青"):
        issue(cast, number="１０３２０３１２００２")


def test_a_number_is_free_again_only_when_the_old_card_is_cancelled(cast: District) -> None:
    def again() -> Certificate:
        return issue(cast, number=cast.second.card.number, officer_id=cast.third.roster.pk)

    registry.suspend_certificate(
        certificate_id=cast.second.card.pk, reason="核查", actor=cast.lead.member, now=NOW
    )
    with pytest.raises(Refused, match="没有注销的证件"):
        again()
    registry.cancel_certificate(
        certificate_id=cast.second.card.pk, reason=CancelReason.MISUSED, actor=cast.lead.member, now=NOW
    )
    assert again().status == CertificateStatus.VALID


def test_who_has_left_gets_no_card_and_no_card_back(cast: District) -> None:
    registry.suspend_certificate(
        certificate_id=cast.officer.card.pk, reason="核查", actor=cast.lead.member, now=NOW
    )
    registry.note_officer_left(
        officer_id=cast.officer.roster.pk,
        reason=CancelReason.RETIRED,
        left_on=TODAY,
        actor=cast.clerk.member,
        now=NOW,
    )
    with pytest.raises(Refused, match="离岗"):
        issue(cast)
    with pytest.raises(Refused, match="离岗"):
        registry.resume_certificate(
            certificate_id=cast.officer.card.pk, reason="查清", actor=cast.lead.member, now=NOW
        )


def test_a_card_kept_while_suspended_is_still_back_when_it_is_cancelled(cast: District) -> None:
    given: Any = {"certificate_id": cast.officer.card.pk, "actor": cast.supervisor.member, "now": NOW}
    registry.suspend_certificate(reason="涉嫌违规", **given)
    registry.return_card(returned_on=TODAY - timedelta(days=1), **given)
    assert registry.cancel_certificate(reason=CancelReason.LEFT, **given).returned_on == TODAY - timedelta(
        days=1
    )


def test_a_card_given_back_to_its_holder_is_not_with_the_bureau_any_more(cast: District) -> None:
    given: Any = {"certificate_id": cast.officer.card.pk, "actor": cast.supervisor.member, "now": NOW}
    registry.suspend_certificate(reason="涉嫌违规", **given)
    registry.return_card(returned_on=TODAY, **given)
    assert registry.resume_certificate(reason="查无此事", **given).returned_on is None
    cancelled = registry.cancel_certificate(reason=CancelReason.LEFT, **given)
    assert cancelled.returned_on is None


def test_a_card_is_cancelled_once_on_a_day_that_has_come(cast: District) -> None:
    def cancel(**days: date) -> Certificate:
        return registry.cancel_certificate(
            certificate_id=cast.officer.card.pk,
            reason=CancelReason.LEFT,
            **days,
            actor=cast.lead.member,
            now=NOW,
        )

    with pytest.raises(Mistake, match="晚于今天"):
        cancel(cancelled_on=TODAY + timedelta(days=1))
    assert cancel(returned_on=TODAY).cancelled_on == TODAY
    with pytest.raises(Conflict, match="注销"):
        cancel()
    with pytest.raises(Conflict, match="收回"):
        registry.return_card(
            certificate_id=cast.officer.card.pk, returned_on=TODAY, actor=cast.lead.member, now=NOW
        )
    assert list_cancelled_certificates(TODAY, TODAY + timedelta(days=1)).count() == 1
    assert list_cancelled_certificates(TODAY + timedelta(days=1), TODAY + timedelta(days=9)).count() == 0


@pytest.mark.parametrize("who", ["clerk", "head", "officer", "contact", "security"])
def test_only_the_bureau_touches_cards(cast: District, who: str) -> None:
    actor, key = getattr(cast, who).member, cast.officer.card.pk
    for write in (
        lambda: registry.cancel_certificate(
            certificate_id=key, reason=CancelReason.LEFT, actor=actor, now=NOW
        ),
        lambda: registry.resume_certificate(certificate_id=key, reason="查清", actor=actor, now=NOW),
        lambda: registry.return_card(certificate_id=key, returned_on=TODAY, actor=actor, now=NOW),
        lambda: registry.sweep_certificates(actor=actor, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            write()


def test_the_same_person_is_registered_once_and_again_after_leaving(cast: District) -> None:
    number = resident_id("19850307", "001")
    officer = newcomer(cast, resident_id=number)
    assert resident_ids.opened(officer.id_sealed) == number
    with pytest.raises(Mistake, match="铜山区应急管理局名册（钟一）"):
        newcomer(cast, name="钟依", resident_id=number)
    with pytest.raises(Refused, match="校验码"):
        newcomer(cast, name="钟二", resident_id=number[:-1] + ("X" if number[-1] != "X" else "1"))
    assert number not in str(list(AuditEvent.objects.values_list("data", "sentence")))
    registry.note_officer_left(
        officer_id=officer.pk, reason=CancelReason.LEFT, left_on=TODAY, actor=cast.head.member, now=NOW
    )
    assert newcomer(cast, name="钟依", resident_id=number).pk != officer.pk


def test_only_the_bureau_moves_a_person_to_another_department(cast: District) -> None:
    def move(actor: Any) -> Officer:
        return registry.change_officer(
            officer_id=cast.officer.roster.pk, subject_id=cast.other_subject.pk, actor=actor, now=NOW
        )

    with pytest.raises(NotAllowed):
        move(cast.clerk.member)
    assert move(cast.supervisor.member).subject == cast.other_subject


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"fields": []}, Mistake, "执法领域"),
        ({"score": 101}, Mistake, "0 至 100"),
        ({"trained_on": TODAY + timedelta(days=1)}, Mistake, "晚于今天"),
    ],
)
def test_an_application_that_cannot_be_is_not_taken(
    cast: District, given: dict[str, Any], error: type[Exception], said: str
) -> None:
    officer = newcomer(cast)
    with pytest.raises(error, match=said):
        registry.apply_for_certificate(
            **{"officer_id": officer.pk, "fields": [Field.EMERGENCY], **given},
            actor=cast.clerk.member,
            now=NOW,
        )


def test_an_application_goes_back_with_a_reason_and_may_be_made_anew(cast: District) -> None:
    def apply(officer: Officer) -> Any:
        return registry.apply_for_certificate(
            officer_id=officer.pk, fields=[Field.EMERGENCY], actor=cast.clerk.member, now=NOW
        )

    def decide(key: int, opinion: str = "", *, is_approved: bool = False) -> Any:
        return registry.decide_application(
            application_id=key,
            is_approved=is_approved,
            opinion=opinion,
            actor=cast.supervisor.member,
            now=NOW,
        )

    with pytest.raises(Refused, match="执法辅助人员"):
        apply(cast.auxiliary.roster)
    with pytest.raises(Conflict, match="没有注销的执法证"):
        apply(cast.officer.roster)
    officer = newcomer(cast)
    first = apply(officer)
    with pytest.raises(Conflict, match="在办"):
        apply(officer)
    with pytest.raises(Mistake, match="退回须写明理由"):
        decide(first.pk)
    with pytest.raises(Conflict, match="不能发证"):
        issue(cast, officer_id=officer.pk, application_id=first.pk)
    assert decide(first.pk, "缺培训证明").stage == ApplicationStage.RETURNED
    second = apply(officer)
    decide(second.pk, is_approved=True)
    with pytest.raises(Conflict, match="另一人的"):
        issue(cast, application_id=second.pk)
    assert issue(cast, officer_id=officer.pk, application_id=second.pk).is_first
    assert list_first_certificates(TODAY, TODAY + timedelta(days=1)).count() == 1


def test_what_speaks_against_a_card_is_told_with_its_day(cast: District) -> None:
    def why(officer: Officer) -> Any:
        return why_cancel(list_standing(TODAY).get(officer=officer), on=TODAY)

    assert why(cast.officer.roster) == (None, None)
    assert why(cast.expired.roster) == (CancelReason.EXPIRED, TODAY)
    Officer.objects.filter(pk=cast.second.roster.pk).update(staff=StaffKind.DISPATCHED)
    assert why(cast.second.roster) == (CancelReason.NOT_ESTABLISHED, None)
    assert list_to_clean_up(cast.other_clerk.member, on=TODAY).count() == 0
    assert {card.officer.name for card in list_to_clean_up(cast.clerk.member, on=TODAY)} == {"秦越", "沈青"}


def test_the_nightly_look_tells_once_of_each_card_that_should_not_stand(cast: District) -> None:
    Officer.objects.filter(pk=cast.second.roster.pk).update(staff=StaffKind.GRID_WORKER)
    Officer.objects.filter(pk=cast.third.roster.pk).update(
        left_on=TODAY - timedelta(days=31), left_reason=CancelReason.RETIRED
    )
    Certificate.objects.filter(pk=cast.officer.card.pk).update(valid_to=TODAY + timedelta(days=90))

    def told() -> list[tuple[str, str]]:
        found = Event.objects.filter(name="registry.finding.raised").order_by("id")
        return sorted(
            (event.payload["finding"]["rule"], event.payload["finding"]["fact"][:2]) for event in found
        )

    registry.sweep_certificates(actor=SYSTEM, now=NOW)
    expected = [
        ("R-OFF-04b", "沈青"),
        ("R-OFF-05a", "龚䶮"),
        ("R-OFF-11b", "秦越"),
        ("R-OFF-11b", "陆远"),
        ("R-OFF-14b", "铜山"),
        ("R-OFF-14b", "铜山"),
    ]
    assert told() == sorted(expected)
    assert registry.sweep_certificates(actor=SYSTEM, now=NOW + timedelta(days=1)) == 0
    assert Certificate.objects.get(pk=cast.expired.card.pk).status == CertificateStatus.VALID
    last = AuditEvent.objects.order_by("-id")[0]
    assert last.sentence == "系统复核未注销的证件 5 本，新提示 0 项"


def test_a_legal_reviewer_needs_the_qualification_unless_they_reviewed_before(cast: District) -> None:
    def grant(who: Any) -> Membership:
        return registry.grant_membership(
            account_id=who.account.pk,
            role=Role.LEGAL_REVIEWER,
            subject=cast.subject,
            valid_from=TODAY,
            actor=cast.security.member,
            now=NOW,
        )

    with pytest.raises(Refused, match="没有法律职业资格"):
        grant(cast.officer)
    with pytest.raises(Refused, match="没有法律职业资格"):
        grant(cast.clerk)
    registry.change_officer(
        officer_id=cast.officer.roster.pk, has_legal_qualification=True, actor=cast.clerk.member, now=NOW
    )
    assert grant(cast.officer).role == Role.LEGAL_REVIEWER
    Membership.objects.create(
        account=cast.clerk.account,
        role=Role.LEGAL_REVIEWER,
        subject=cast.subject,
        valid_from=BEGAN,
        valid_until=TODAY,
    )
    assert grant(cast.clerk)
