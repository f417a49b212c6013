"""Eight threads take the last permitted visit: one gets it, seven hear why not, whatever way the cap came about."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.db.models import F

from jingwei.inspections.models import Inspection, Presence, Visit
from jingwei.inspections.terms import EntryWay, Stage
from jingwei.planning.models import Cap, CapLedger
from jingwei.planning.queries import facts_of_cap
from jingwei.platform.models import AuditEvent
from jingwei.registry.models import Enterprise
from jingwei.registry.terms import CreditClass
from jingwei.rulebook import Moment, Refused, ask
from tests.harness.database import Database
from tests.inspections.gate import Gate, enter, lay_gates
from tests.people import BEGAN, NOW, TODAY, District, district

THREADS, ROUNDS = 8, 200
YEAR = TODAY.year

Enter = Callable[[District, Gate, Inspection], Visit]


@dataclass(frozen=True, slots=True)
class Round:
    """What came of eight threads at one gate."""

    gate: Gate
    entered: list[Visit]
    refused: list[Refused]


def race(people: District, gates: list[Gate], how: Enter) -> Iterator[Round]:
    """Let eight threads, each with a connection of its own, enter one gate after the other at the same moment."""
    together = threading.Barrier(THREADS)

    def one(gate: Gate, task: Inspection) -> Visit | Refused:
        together.wait()
        try:
            return how(people, gate, task)
        except Refused as refused:
            return refused

    def end(_: int) -> None:
        together.wait()
        connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        for gate in gates:
            answers = list(pool.map(one, [gate] * THREADS, gate.tasks))
            yield Round(
                gate,
                [answer for answer in answers if isinstance(answer, Visit)],
                [answer for answer in answers if isinstance(answer, Refused)],
            )
        list(pool.map(end, range(THREADS)))


def check(rounds: list[Round]) -> None:
    """Assert that each round let one in and told the others the rule and its article."""
    assert [len(each.entered) for each in rounds] == [1] * len(rounds)
    for refused in (error for each in rounds for error in each.refused):
        assert [finding.rule.code for finding in refused.judgement.refusals] == ["R-FRQ-01"]
        assert all(str(cite) for finding in refused.judgement.refusals for cite in finding.rule.cites)


def cap(people: District, visits: int, credit_class: CreditClass) -> Cap:
    return Cap.objects.create(
        subject=people.subject, credit_class=credit_class, visits=visits, valid_from=BEGAN, source="测试"
    )


def leave_one_visit(people: District, gates: list[Gate]) -> None:
    """Leave one visit under the cap at each gate: used all but one, not opened yet, or carried over to a new class."""
    kinds = [gates[start::3] for start in range(3)]
    common = cap(people, 2, CreditClass.B)
    cap(people, 1, CreditClass.A)
    former, new = cap(people, 4, CreditClass.C), cap(people, 3, CreditClass.D)
    CapLedger.objects.bulk_create(
        CapLedger(cap=common, enterprise=gate.site.enterprise, year=YEAR, granted=2, used=1, pending=THREADS)
        for gate in kinds[0]
    )
    CapLedger.objects.bulk_create(
        CapLedger(cap=former, enterprise=gate.site.enterprise, year=YEAR, granted=4, used=new.visits - 1)
        for gate in kinds[2]
    )
    for credit_class, chosen in zip((CreditClass.B, CreditClass.A, CreditClass.D), kinds, strict=True):
        Enterprise.objects.filter(sites__in=[gate.site for gate in chosen]).update(credit_class=credit_class)


def test_the_last_permitted_visit_is_taken_once(committed_database: Database) -> None:
    people = district()
    gates = lay_gates(people, ROUNDS, tasks=THREADS)
    leave_one_visit(people, gates)

    rounds = list(race(people, gates, enter))

    check(rounds)
    assert not CapLedger.objects.filter(used__gt=F("granted")).exists()
    assert (
        Inspection.objects.filter(stage=Stage.ENTERED, visit__isnull=False, is_counted=True).count() == ROUNDS
    )
    assert Inspection.objects.filter(stage=Stage.APPROVED, visit=None).count() == ROUNDS * (THREADS - 1)
    assert Visit.objects.count() == ROUNDS
    assert Presence.objects.count() == 2 * ROUNDS
    attempts = AuditEvent.objects.filter(action="inspections.visit.entered")
    assert attempts.filter(outcome="done").count() == ROUNDS
    refused = attempts.filter(outcome="refused", target_kind="inspection", data__findings__0__rule="R-FRQ-01")
    assert refused.count() == ROUNDS * (THREADS - 1)
    assert set(refused.values_list("target_id", flat=True)) == set(
        Inspection.objects.filter(stage=Stage.APPROVED).values_list("pk", flat=True)
    )
    for gate in gates:
        ledger = CapLedger.objects.filter(enterprise=gate.site.enterprise_id).latest("id")
        assert ledger.used == ledger.granted


def enter_without_lock(people: District, gate: Gate, task: Inspection) -> Visit:
    """Enter as a careless programmer would: read the count, ask the rule, write; nothing is held in between."""
    with transaction.atomic():
        enterprise = gate.site.enterprise
        ledger = CapLedger.objects.select_related("cap__subject").get(enterprise=enterprise, year=YEAR)
        ask(
            Moment.ENTER, [facts_of_cap(enterprise.name, YEAR, [ledger], is_limited=True)], on=TODAY
        ).require()
        visit = Visit.objects.create(
            site=gate.site, enterprise=enterprise, year=YEAR, way=EntryWay.SCAN, entered_at=NOW, received_at=NOW,
            scanned_by=people.officer.roster,
        )  # fmt: skip
        task.mark_entered(visit, is_counted=True)
        task.save(update_fields=["visit", "is_counted", "stage"])
        ledger.used += 1
        ledger.save(update_fields=["used"])
        return visit


def test_the_race_catches_an_entry_that_holds_no_lock(committed_database: Database) -> None:
    people = district()
    gates = lay_gates(people, 20, tasks=THREADS)
    common = cap(people, 2, CreditClass.B)
    CapLedger.objects.bulk_create(
        CapLedger(cap=common, enterprise=gate.site.enterprise, year=YEAR, granted=2, used=1) for gate in gates
    )

    rounds = list(race(people, gates, enter_without_lock))

    with pytest.raises(AssertionError):
        check(rounds)
    # The ledger itself says that all is well: only counting who went in finds the fault.
    assert not CapLedger.objects.filter(used__gt=F("granted")).exists()
    assert Visit.objects.count() > len(gates)
