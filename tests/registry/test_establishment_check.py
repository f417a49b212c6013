"""The establishment check: returns against the roster, what is found, what a supervisor decides of it."""

from typing import Any

import pytest
from django.db import IntegrityError

from jingwei.platform.actors import SYSTEM, Actor
from jingwei.platform.errors import Conflict, Mistake, NotAllowed
from jingwei.platform.models import AuditEvent
from jingwei.registry import operations as registry
from jingwei.registry import resident_ids
from jingwei.registry.models import EstablishmentCheck, EstablishmentRow, Officer
from jingwei.registry.operations import ReturnedPerson
from jingwei.registry.queries import count_people, list_decided_rows, list_to_clean_up
from jingwei.registry.terms import CancelReason, CheckDecision, CheckResult, StaffKind
from tests.people import NOW, TODAY, District, district
from tests.registry.ids import resident_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> District:
    return district()


@pytest.fixture
def check(cast: District) -> EstablishmentCheck:
    return registry.open_establishment_check(
        title="2026年上半年编制核对",
        as_of=TODAY,
        circular="铜司通〔2026〕1号",
        actor=cast.supervisor.member,
        now=NOW,
    )


def person(line: int, name: str, card: str = "", **changed: Any) -> ReturnedPerson:
    return ReturnedPerson(line=line, name=name, certificate_number=card, **changed)


def roster_of(cast: District) -> list[ReturnedPerson]:
    """What a department returns when everything is right: four with a card, one auxiliary."""
    return [
        person(3, "陆远", "10320312001", staff=StaffKind.CIVIL_SERVANT),
        person(4, "沈青", "10320312002", staff=StaffKind.CIVIL_SERVANT),
        person(5, "龚䶮", "10320312003", staff=StaffKind.CIVIL_SERVANT),
        person(6, "秦越", "10320312004", staff=StaffKind.CIVIL_SERVANT),
        person(7, "于谨", staff=StaffKind.AUXILIARY),
    ]


def take(
    cast: District, check: EstablishmentCheck, rows: list[ReturnedPerson], actor: Actor | None = None
) -> dict[str, EstablishmentRow]:
    registry.take_establishment_return(
        check_id=check.pk,
        subject_id=cast.subject.pk,
        rows=rows,
        actor=actor or cast.clerk.member,
        now=NOW,
    )
    return {row.name: row for row in check.rows.all()}


def decide(
    cast: District, row: EstablishmentRow, decision: CheckDecision, note: str = ""
) -> EstablishmentRow:
    return registry.decide_row(
        row_id=row.pk, decision=decision, note=note, actor=cast.supervisor.member, now=NOW
    )


def test_a_return_that_agrees_is_found_to_match_and_confirmed_at_one_stroke(
    cast: District, check: EstablishmentCheck
) -> None:
    rows = take(cast, check, roster_of(cast))
    known = {name: row.result for name, row in rows.items()}
    assert known == {
        **dict.fromkeys(("陆远", "沈青", "龚䶮", "秦越"), CheckResult.MATCHES),
        # Nobody proves by a name alone that it is the same person.
        "于谨": CheckResult.DIFFERS,
    }
    confirmed = registry.confirm_matches(check_id=check.pk, actor=cast.supervisor.member, now=NOW)
    assert confirmed == 4
    assert check.rows.get(name="于谨").decided_at is None


def test_every_kind_of_mismatch_is_found(cast: District, check: EstablishmentCheck) -> None:
    rows = take(
        cast,
        check,
        [
            person(3, "陆远", "10320312001", staff=StaffKind.CIVIL_SERVANT, post="科长"),
            person(4, "沈青", "10320312002", staff=StaffKind.CONTRACT),
            person(5, "江澄", "10320312005", staff=StaffKind.CIVIL_SERVANT),
            person(6, "钟一", staff=StaffKind.PUBLIC_INSTITUTION),
            person(7, "龚䶮", "10320312003"),
        ],
    )
    assert {name: row.result for name, row in rows.items()} == {
        "陆远": CheckResult.DIFFERS,
        "沈青": CheckResult.NOT_ESTABLISHED,
        "江澄": CheckResult.ELSEWHERE,
        "钟一": CheckResult.NOT_ON_ROSTER,
        "龚䶮": CheckResult.MATCHES,
        "秦越": CheckResult.NOT_IN_RETURN,
        "于谨": CheckResult.NOT_IN_RETURN,
    }
    assert rows["陆远"].differences == [{"field": "post", "label": "职务", "roster": "", "return": "科长"}]
    assert {each["label"]: (each["roster"], each["return"]) for each in rows["沈青"].differences} == {
        "人员性质": ("行政编制", "合同制")
    }
    assert rows["江澄"].differences[0]["roster"] == "铜山区市场监督管理局"
    assert rows["秦越"].line is None


def test_the_resident_id_finds_a_person_whose_name_was_mistyped(
    cast: District, check: EstablishmentCheck
) -> None:
    number = resident_id("19850307", "001")
    registry.change_officer(
        officer_id=cast.officer.roster.pk, resident_id=number, actor=cast.clerk.member, now=NOW
    )
    row = take(cast, check, [person(3, "陆沅", resident_id=number)])["陆沅"]
    assert row.officer == cast.officer.roster
    assert row.result == CheckResult.DIFFERS
    assert number not in str([*AuditEvent.objects.values_list("data", "sentence"), row.differences])


def test_taking_the_return_over_changes_the_roster(cast: District, check: EstablishmentCheck) -> None:
    number = resident_id("19850307", "001")
    rows = take(cast, check, [person(3, "陆远", "10320312001", post="科长", resident_id=number)])
    decide(cast, rows["陆远"], CheckDecision.TAKE_RETURN)
    officer = Officer.objects.get(pk=cast.officer.roster.pk)
    assert officer.post == "科长"
    assert resident_ids.shown(officer.id_sealed) == "3203**********" + number[-4:]
    sentences = list(AuditEvent.objects.values_list("sentence", flat=True))
    assert any("职务由“”改为“科长”" in sentence for sentence in sentences)


def test_somebody_on_another_roster_is_moved_when_the_return_is_right(
    cast: District, check: EstablishmentCheck
) -> None:
    rows = take(cast, check, [person(3, "江澄", "10320312005")])
    decide(cast, rows["江澄"], CheckDecision.TAKE_RETURN)
    assert Officer.objects.get(name="江澄").subject == cast.subject


def test_a_stranger_is_put_on_the_roster_or_dismissed_with_a_reason(
    cast: District, check: EstablishmentCheck
) -> None:
    number = resident_id("19900101", "002")
    rows = take(
        cast, check, [person(3, "钟一", staff=StaffKind.CIVIL_SERVANT, resident_id=number), person(4, "钟二")]
    )
    row = decide(cast, rows["钟一"], CheckDecision.REGISTER)
    assert row.officer is not None
    assert row.officer.id_digest == resident_ids.digest_of(number)
    with pytest.raises(Mistake, match="没有填写人员性质"):
        decide(cast, rows["钟二"], CheckDecision.REGISTER)
    with pytest.raises(Mistake, match="须写明理由"):
        decide(cast, rows["钟二"], CheckDecision.DISMISS)
    assert decide(cast, rows["钟二"], CheckDecision.DISMISS, "已调往外区").note == "已调往外区"


def test_whoever_is_not_established_goes_on_the_clean_up_list_until_the_card_is_cancelled(
    cast: District, check: EstablishmentCheck
) -> None:
    rows = take(
        cast, check, [*roster_of(cast)[1:], person(3, "陆远", "10320312001", staff=StaffKind.CONTRACT)]
    )
    decide(cast, rows["陆远"], CheckDecision.CLEAN_UP)
    listed = list_to_clean_up(cast.supervisor.member, on=TODAY)
    assert "陆远" in {card.officer.name for card in listed}
    registry.cancel_certificate(
        certificate_id=cast.officer.card.pk,
        reason=CancelReason.NOT_ESTABLISHED,
        returned_on=TODAY,
        actor=cast.supervisor.member,
        now=NOW,
    )
    listed = list_to_clean_up(cast.supervisor.member, on=TODAY)
    assert "陆远" not in {card.officer.name for card in listed}


def test_a_decision_must_fit_what_was_found(cast: District, check: EstablishmentCheck) -> None:
    rows = take(cast, check, roster_of(cast))
    with pytest.raises(Mistake, match="核对结果是“一致”，不能“列入清理”"):
        decide(cast, rows["陆远"], CheckDecision.CLEAN_UP)
    decide(cast, rows["陆远"], CheckDecision.CONFIRM)
    with pytest.raises(Conflict, match="已处理：核对无误"):
        decide(cast, rows["陆远"], CheckDecision.CONFIRM)


def test_a_second_return_replaces_only_what_is_not_decided(cast: District, check: EstablishmentCheck) -> None:
    rows = take(cast, check, roster_of(cast))
    decided = decide(cast, rows["陆远"], CheckDecision.CONFIRM)
    again = take(cast, check, [person(3, "陆远", "10320312001", post="科长"), *roster_of(cast)[1:4]])
    assert again["陆远"] == decided
    assert again["陆远"].post == ""
    assert again["于谨"].result == CheckResult.NOT_IN_RETURN
    assert check.rows.count() == 5


def test_a_second_return_loses_nobody_who_shares_a_name_with_somebody_decided(
    cast: District, check: EstablishmentCheck
) -> None:
    first, other = resident_id("19900101", "011"), resident_id("19920202", "013")
    rows = take(cast, check, [person(3, "石磊", resident_id=first)])
    decide(cast, rows["石磊"], CheckDecision.DISMISS, "借调人员")
    both = [person(3, "石磊", resident_id=first), person(4, "石磊", resident_id=other)]
    take(cast, check, both)
    assert check.rows.filter(name="石磊").count() == 2
    assert check.rows.get(name="石磊", decided_at=None).line == 4


def test_a_circular_has_one_round_though_two_returns_come_at_once(
    cast: District, check: EstablishmentCheck
) -> None:
    with pytest.raises(IntegrityError):
        EstablishmentCheck.objects.create(title="又一次", as_of=TODAY, circular=check.circular, opened_at=NOW)


def test_several_rows_are_decided_each_on_its_own(cast: District, check: EstablishmentCheck) -> None:
    rows = take(cast, check, roster_of(cast)[:3])
    ended = registry.decide_rows(
        row_ids=[rows["陆远"].pk, rows["秦越"].pk, 10**9],
        decision=CheckDecision.CONFIRM,
        actor=cast.supervisor.member,
        now=NOW,
    )
    assert [each.error is None for each in ended] == [True, False, False]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "没有人员"),
        (
            [person(3, "甲", resident_id="32031219850307001"), person(4, "乙")],
            "第 3 行甲：公民身份号码有 17 位",
        ),
        (
            [
                person(3, "甲", resident_id=resident_id("19850307", "001")),
                person(9, "乙", resident_id=resident_id("19850307", "001")),
            ],
            "第 3、9 行是同一人",
        ),
        ([person(3, "甲", "10320312001"), person(4, "甲", "10320312001")], "第 3、4 行是同一人"),
    ],
)
def test_a_wrong_return_is_given_back_whole(
    cast: District, check: EstablishmentCheck, rows: list[ReturnedPerson], said: str
) -> None:
    with pytest.raises(Mistake, match=said):
        take(cast, check, rows)
    assert not check.rows.exists()


def test_a_check_closes_when_nothing_is_left_and_takes_no_return_after(
    cast: District, check: EstablishmentCheck
) -> None:
    def close() -> EstablishmentCheck:
        return registry.close_check(check_id=check.pk, actor=cast.supervisor.member, now=NOW)

    with pytest.raises(Conflict, match="没有单位报送"):
        close()
    rows = take(cast, check, roster_of(cast)[:4])
    with pytest.raises(Conflict, match="还有 5 人没有处理"):
        close()
    registry.confirm_matches(check_id=check.pk, actor=cast.supervisor.member, now=NOW)
    decide(cast, rows["于谨"], CheckDecision.KEEP_ROSTER, "辅助人员，报表漏报")
    assert close().closed_at == NOW
    with pytest.raises(Conflict, match="办结"):
        take(cast, check, roster_of(cast))


def test_who_was_checked_in_a_period_is_counted_once(cast: District, check: EstablishmentCheck) -> None:
    take(cast, check, roster_of(cast))
    registry.confirm_matches(check_id=check.pk, actor=cast.supervisor.member, now=NOW)
    second = registry.open_establishment_check(title="补充核对", as_of=TODAY, actor=SYSTEM, now=NOW)
    take(cast, second, roster_of(cast))
    registry.confirm_matches(
        check_id=second.pk, subject_id=cast.subject.pk, actor=cast.supervisor.member, now=NOW
    )
    rows = list_decided_rows(TODAY, TODAY.replace(day=11))
    assert (rows.count(), count_people(rows)) == (8, 4)
    assert not list_decided_rows(TODAY.replace(day=11), TODAY.replace(day=12)).exists()


def test_who_may_do_what(cast: District, check: EstablishmentCheck) -> None:
    for outsider in (cast.other_clerk, cast.officer, cast.contact, cast.security):
        with pytest.raises(NotAllowed):
            take(cast, check, roster_of(cast), outsider.member)
    rows = take(cast, check, roster_of(cast), cast.lead.member)
    for who in (cast.clerk, cast.head, cast.officer, cast.audit):
        with pytest.raises(NotAllowed):
            registry.decide_row(
                row_id=rows["陆远"].pk, decision=CheckDecision.CONFIRM, actor=who.member, now=NOW
            )
        with pytest.raises(NotAllowed):
            registry.confirm_matches(check_id=check.pk, actor=who.member, now=NOW)
        with pytest.raises(NotAllowed):
            registry.close_check(check_id=check.pk, actor=who.member, now=NOW)
        with pytest.raises(NotAllowed):
            registry.open_establishment_check(title="甲", as_of=TODAY, actor=who.member, now=NOW)
    with pytest.raises(Mistake, match="已有一次"):
        registry.open_establishment_check(
            title="又一次", as_of=TODAY, circular="铜司通〔2026〕1号", actor=cast.lead.member, now=NOW
        )
