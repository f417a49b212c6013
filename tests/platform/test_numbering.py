"""Document numbers have no gap and no double, whoever asks at the same time and whatever fails."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from jingwei.platform.models import Numbering
from jingwei.platform.numbering import document_number, next_number, pass_over
from tests.harness.database import Database

THREADS, ROUNDS = 8, 25


@pytest.mark.django_db
def test_a_number_is_written_with_the_full_year_in_six_corner_brackets() -> None:
    assert document_number("铜应急检", 2026) == "铜应急检〔2026〕1号"
    assert document_number("铜应急检", 2026) == "铜应急检〔2026〕2号"
    assert document_number("铜应急检", 2027) == "铜应急检〔2027〕1号"
    assert document_number("铜市监检", 2026) == "铜市监检〔2026〕1号"


@pytest.mark.django_db
def test_a_number_of_an_act_that_failed_is_given_again() -> None:
    assert next_number("铜应急检", 2026) == 1
    savepoint = transaction.savepoint()
    assert next_number("铜应急检", 2026) == 2
    transaction.savepoint_rollback(savepoint)
    assert next_number("铜应急检", 2026) == 2


def test_eight_threads_of_which_every_third_act_fails_leave_no_gap(committed_database: Database) -> None:
    start = threading.Barrier(THREADS)

    def work(thread: int) -> list[int]:
        kept = []
        start.wait()
        try:
            for turn in range(ROUNDS):
                try:
                    with transaction.atomic():
                        number = next_number("铜应急检", 2026)
                        if (thread + turn) % 3 == 0:
                            raise RuntimeError("the act failed")
                    kept.append(number)
                except RuntimeError:
                    pass
        finally:
            connection.close()
        return kept

    with ThreadPoolExecutor(THREADS) as pool:
        given = sorted(number for kept in pool.map(work, range(THREADS)) for number in kept)
    assert given == list(range(1, len(given) + 1))
    assert Numbering.objects.get().last == len(given)
    assert len(given) > THREADS * ROUNDS / 2


@pytest.mark.django_db
def test_numbers_given_elsewhere_are_not_given_again() -> None:
    document_number("铜应急检", 2026)
    pass_over(["铜应急检〔2026〕18号", "铜应急检〔2026〕7号", "铜应急检〔2025〕300号", "JC-2026-0099", ""])
    assert document_number("铜应急检", 2026) == "铜应急检〔2026〕19号"
    assert document_number("铜应急检", 2025) == "铜应急检〔2025〕301号"
    pass_over(["铜应急检〔2026〕3号"])
    assert document_number("铜应急检", 2026) == "铜应急检〔2026〕20号"
