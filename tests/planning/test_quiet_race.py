"""Two set the same days of the district at once: one does, the other hears of it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import connection

from jingwei.planning.models import QuietPeriod
from jingwei.planning.operations import Span, set_quiet_period
from jingwei.platform.errors import Conflict
from tests.harness.database import Database
from tests.people import NOW, district

THREADS = 6


def test_the_same_days_are_set_once(committed_database: Database) -> None:
    people = district()
    together = threading.Barrier(THREADS)

    def one(first: int) -> str:
        together.wait()
        try:
            set_quiet_period(
                spans=[Span(date(2026, 5, first), date(2026, 5, 20))],
                reason="全国两会期间",
                actor=people.lead.member,
                now=NOW,
            )
        except Conflict:
            return "overlaps"
        finally:
            connection.close()
        return "set"

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(one, range(1, THREADS + 1)))
    assert sorted(answers) == ["overlaps"] * (THREADS - 1) + ["set"]
    assert QuietPeriod.objects.count() == 1
