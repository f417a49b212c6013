"""Each operation as it comes to be called: the page and the interface come to the same, for every role."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from jingwei.platform import clock
from jingwei.registry.terms import Role
from tests.architecture.test_operations import OPERATIONS, PARTS_OF_AN_ACT
from tests.people import NOW, District, Person, district, make_person
from tests.situations.situation import SITUATIONS, Call, Outcome, Situation, outcome_of
from tests.situations.unstated import UNREFUSED, UNSTATED

for file in sorted(Path(__file__).parent.glob("*.py")):
    if not file.stem.startswith("test_"):
        import_module(f"tests.situations.{file.stem}")

WANTED = {name for name in OPERATIONS if name not in PARTS_OF_AN_ACT}
STATED = pytest.mark.parametrize("situation", SITUATIONS, ids=str)


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", _now)


@pytest.fixture
def people(db: None) -> District:
    return district()


def test_every_operation_has_a_situation_in_which_it_succeeds() -> None:
    stated = {name for each in SITUATIONS if not each.refused for name in each.operations}
    assert stated <= WANTED, f"no operations: {stated - WANTED}"
    assert WANTED - stated == UNSTATED, "state how it comes to be called, or take it out of unstated.py"


@STATED
def test_page_and_program_come_to_what_is_stated(situation: Situation, people: District) -> None:
    call = situation.make(people)
    found = [outcome_of(send, call.by) for send in ways(call)]
    assert found, "a call from nowhere"
    for each in found:
        assert each == found[0], each.answer
        if situation.refused:
            assert each.came == "422", each.answer
            assert {rule for row in each.log for rule in row.refused_by} == set(situation.refused)
        else:
            assert each.came == "done", each.answer
            assert each.log, "nothing on the log"
            assert all(row.outcome == "done" for row in each.log)


@STATED
def test_an_operation_that_asks_rules_has_a_situation_in_which_they_refuse(
    situation: Situation, people: District
) -> None:
    if situation.refused:
        return
    call = situation.make(people)
    judged = any(row.judged for row in outcome_of(ways(call)[0], call.by).log)
    refused = {name for each in SITUATIONS if each.refused for name in each.operations}
    lacking = {name for name in situation.operations if judged and name not in refused}
    excused = {name for name in situation.operations if name in UNREFUSED}
    assert lacking == excused, "state what the rules refuse, or why they cannot"


@STATED
def test_every_other_role_is_kept_out_of_page_and_program(situation: Situation, people: District) -> None:
    call = situation.make(people)
    for role, person in everybody(people).items():
        if role not in call.roles and call.job is None:
            for outcome in (outcome_of(send, person) for send in ways(call)):
                assert outcome.came in {"403", "404"}, (role, outcome.came, outcome.answer)
                assert not any(row.outcome == "done" for row in outcome.log), role


def ways(call: Call) -> list[Callable[[Client], Any]]:
    """The ways by which a call can be made."""
    if call.job is not None:
        return [call.from_worker]
    assert (call.page and call.program) or call.why, "say why there is no such door"
    doors = (call.page, call.from_page), (call.program, call.from_program)
    return [send for address, send in doors if address]


def everybody(people: District) -> dict[Role, Person]:
    """Somebody of each role, of the acting department where the role is a department's."""
    found = (
        people.clerk,
        people.head,
        people.officer,
        people.supervisor,
        people.lead,
        people.contact,
        people.system,
        people.security,
        people.audit,
        make_person("peng", "孟书", Role.LEGAL_REVIEWER, subject=people.subject),
        make_person("quan", "程章", Role.GOVERNMENT_CONFIRMER),
        make_person("rong", "司徒", Role.JUSTICE_OFFICE),
    )
    return {each.member.role: each for each in found}


def _now() -> datetime:
    return NOW


def test_everybody_has_every_role(people: District) -> None:
    assert set(everybody(people)) == set(Role)


def test_a_difference_between_page_and_program_is_seen() -> None:
    assert Outcome("done", ()) != Outcome("422", ())
