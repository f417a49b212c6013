"""No sequence of acts passes a cap, skips an approval, inspects what is not published, comes on a quiet day or goes
beyond a special inspection.

The same machine finds each of these where a gate forgets to ask.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db.models import F
from django.db.models.functions import Greatest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import run_state_machine_as_test

from jingwei.inspections.operations import gate
from jingwei.inspections.steps import approvals, requests
from jingwei.planning import operations as planning
from jingwei.planning.models import CapLedger
from jingwei.rulebook import Judgement, Moment, rule_of
from jingwei.rulebook import ask as really_ask
from tests.inspections.sequence import AnySequence
from tests.inspections.sequence_begun import lay

PATIENT = hypothesis_settings(
    deadline=None,
    database=None,
    derandomize=True,
    stateful_step_count=30,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # What is found is a planted fault: nobody needs its shortest form.
)
FORGOTTEN = {
    "a cap": (("R-FRQ-01",), "passed a cap"),
    "an approval": (("R-PRO-01",), "entered without approval"),
    "what is published": (("R-PUB-02", "R-PUB-05a", "R-PUB-08"), "inspected what is not published"),
    "a quiet day": (("R-FRQ-13",), "came on a quiet day"),
    "a special inspection's bounds": (("R-SPC-02", "R-SPC-04b"), "went beyond a special inspection"),
}


@pytest.fixture
def machine(db: None) -> type[AnySequence]:
    """The machine, with a district under it."""
    return type("Machine", (AnySequence,), {"laid": lay()})


def test_no_sequence_of_acts_breaks_what_must_hold(machine: type[AnySequence]) -> None:
    run_state_machine_as_test(machine, settings=hypothesis_settings(PATIENT, max_examples=25))


@pytest.mark.parametrize("what", FORGOTTEN)
def test_a_gate_that_forgets_to_ask_is_found(
    what: str, machine: type[AnySequence], monkeypatch: pytest.MonkeyPatch
) -> None:
    codes, words = FORGOTTEN[what]
    _forget(monkeypatch, codes)
    if what == "a cap":
        monkeypatch.setattr(planning, "take_visit", _take_without_looking)
    with pytest.raises(AssertionError, match=words):
        run_state_machine_as_test(machine, settings=hypothesis_settings(PATIENT, max_examples=300))


def _forget(monkeypatch: pytest.MonkeyPatch, codes: Sequence[str]) -> None:
    """Let requests, approvals and gates ask everything but these rules."""

    def forgetful(moment: Moment, facts: Sequence[object], *, on: date) -> Judgement:
        return really_ask(moment, [each for each in facts if rule_of(each).code not in codes], on=on)

    for module in (requests, approvals, gate):
        monkeypatch.setattr(module, "ask", forgetful)


def _take_without_looking(rows: Sequence[CapLedger], *, in_capped: bool, was_pending: bool) -> Any:
    """What the ledger would be without its condition: the last permitted visit is taken by anybody."""
    found = CapLedger.objects.filter(pk__in=[row.pk for row in rows])
    if in_capped:
        found.update(used=F("used") + 1, granted=Greatest(F("granted"), F("used") + 1))
