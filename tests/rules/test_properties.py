"""What must hold for all facts, not for examples only."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jingwei.inspections.rules.back_entry_in_time import Facts as BackEntry
from jingwei.inspections.rules.back_entry_in_time import back_entry_in_time
from jingwei.inspections.rules.one_visit_a_task import Facts as Scans
from jingwei.inspections.rules.one_visit_a_task import Scan, one_visit_a_task
from jingwei.inspections.terms import FaultReason
from jingwei.planning.rules.annual_cap import Cap, annual_cap
from jingwei.planning.rules.annual_cap import Facts as Capped
from jingwei.planning.rules.what_counts import Facts as Counted
from jingwei.planning.rules.what_counts import what_counts
from jingwei.planning.terms import ExemptReason, InspectionKind
from jingwei.registry.rules.certificate_valid import Certificate, certificate_valid
from jingwei.registry.rules.certificate_valid import Facts as Held
from jingwei.registry.rules.credit_code import ALPHABET, ORGANISATION_WEIGHTS, WEIGHTS, credit_code
from jingwei.registry.rules.credit_code import Facts as Coded
from jingwei.registry.rules.resident_id import Facts as Identified
from jingwei.registry.rules.resident_id import resident_id
from jingwei.registry.terms import CertificateStatus
from jingwei.rulebook import Moment, Number, Numbers, Pass, Refuse, Rule, all_rules, ask
from jingwei.rulebook.loading import load_every_rule

load_every_rule()
DAY = date(2025, 7, 16)
caps = some.builds(
    Cap,
    label=some.just("区应急管理局"),
    used=some.integers(0, 9),
    granted=some.integers(0, 9),
    pending=some.integers(0, 3),
)


def valid_code(region: str, organisation: str) -> str:
    """Compose a valid code by the standard's own formula, independently of the rule."""
    values = {sign: place for place, sign in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
    rest = 11 - sum(values[s] * w for s, w in zip(organisation, ORGANISATION_WEIGHTS, strict=True)) % 11
    body = f"91{region}{organisation}{'X' if rest == 10 else rest % 11}"
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(body, WEIGHTS, strict=True))
    return body + ALPHABET[(31 - total % 31) % 31]


codes = some.builds(
    valid_code, some.integers(110000, 659999).map(str), some.text(ALPHABET, min_size=8, max_size=8)
)


def says_no(all_caps: tuple[Cap, ...]) -> bool:
    facts = Capped(enterprise="甲机械公司", year=2025, is_capped=True, caps=all_caps)
    return isinstance(annual_cap(facts), Refuse)


@given(some.lists(caps, min_size=1, max_size=4), some.integers(0, 5))
def test_more_visits_never_turn_a_refusal_into_a_pass(before: list[Cap], more: int) -> None:
    after = tuple(Cap(cap.label, cap.used + more, cap.granted, cap.pending) for cap in before)
    assert not says_no(tuple(before)) or says_no(after)


@given(some.lists(caps, min_size=1, max_size=4), some.integers(0, 5))
def test_a_raised_cap_never_turns_a_pass_into_a_refusal(before: list[Cap], more: int) -> None:
    after = tuple(Cap(cap.label, cap.used, cap.granted + more, cap.pending) for cap in before)
    assert says_no(tuple(before)) or not says_no(after)


@given(some.lists(caps, min_size=1, max_size=4), caps)
def test_one_more_cap_never_turns_a_refusal_into_a_pass(before: list[Cap], another: Cap) -> None:
    assert not says_no(tuple(before)) or says_no((*before, another))


@given(
    some.none() | some.sampled_from(InspectionKind),
    some.booleans(),
    some.none() | some.sampled_from(ExemptReason),
    some.integers(0, 1),
)
def test_every_visit_counts_and_what_is_limited_uses_up_the_cap(
    kind: InspectionKind | None, is_ordered: bool, exempt: ExemptReason | None, switch: int
) -> None:
    counts = what_counts(Counted(kind, is_ordered, exempt, Number(switch))).value
    assert counts.in_total
    assert counts.in_capped or not counts.is_limited
    assert not (counts.in_case and counts.is_limited)
    assert not (counts.in_superior and (counts.in_case or counts.in_capped))


@given(codes)
def test_every_valid_credit_code_is_accepted(code: str) -> None:
    assert isinstance(credit_code(Coded(code, True)), Pass)


@given(codes, some.integers(0, 17), some.characters(codec="utf-8"))
def test_every_change_of_one_sign_of_a_credit_code_is_refused(code: str, place: int, sign: str) -> None:
    changed = code[:place] + sign + code[place + 1 :]
    assert changed == code or isinstance(credit_code(Coded(changed, True)), Refuse)


@pytest.mark.parametrize("place", range(18))
def test_every_digit_of_a_resident_id_matters(place: int) -> None:
    right = "11010519491231002X"
    for digit in set("0123456789X") - {right[place]}:
        changed = right[:place] + digit + right[place + 1 :]
        assert isinstance(resident_id(Identified(changed, DAY)), Refuse)


@given(some.text(max_size=20))
def test_no_text_whatever_breaks_the_check_of_a_code(text: str) -> None:
    credit_code(Coded(text, True))
    resident_id(Identified(text, DAY))


def test_a_finding_keeps_no_resident_id() -> None:
    finding = ask(Moment.REGISTER, [Identified("11010519491231002X", DAY)], on=DAY).findings[0]
    assert "19491231" not in str(finding.as_record())
    assert "19491231" not in repr(finding.facts)


@given(some.integers(-5, 40), some.integers(0, 30), some.integers(0, 30))
def test_a_longer_limit_never_flags_a_back_entry_that_a_shorter_lets_pass(
    after: int, days: int, more: int
) -> None:
    def passes(limit: int) -> bool:
        entered_on = DAY + timedelta(days=after)
        return isinstance(
            back_entry_in_time(BackEntry(FaultReason.NETWORK, "无信号", DAY, entered_on, Number(limit))), Pass
        )

    assert not passes(days) or passes(days + more)


@given(some.integers(-4000, 4000))
def test_a_certificate_binds_from_its_first_day_to_its_last(offset: int) -> None:
    card = Certificate("10030218801", CertificateStatus.VALID, DAY, date(2030, 7, 15))
    on = DAY + timedelta(days=offset)
    refused = isinstance(certificate_valid(Held("李甲", card, on, Number(90))), Refuse)
    assert refused is not (card.valid_from <= on <= card.valid_to)


@given(
    some.lists(
        some.builds(Scan, task=some.sampled_from("甲乙丙"), officer=some.sampled_from("丁戊")), max_size=9
    )
)
def test_scanning_again_never_adds_a_visit(scans: list[Scan]) -> None:
    assert one_visit_a_task(Scans(tuple(scans))).value == one_visit_a_task(Scans(tuple(scans * 2))).value


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)
def test_every_number_binds_from_the_day_its_rule_does(rule: Rule) -> None:
    numbers = Numbers(on=rule.since, district="320312")
    for name in rule.numbers:
        assert numbers.get(rule.code, name).source


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)
def test_a_rule_is_small_and_is_explained_in_the_language_of_its_readers(rule: Rule) -> None:
    assert len(rule.path.read_text(encoding="utf-8").splitlines()) <= 60
    assert rule.explanation.split("\n")[0].endswith("。")
    assert len(rule.title) <= 20
