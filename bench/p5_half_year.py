"""P5, the half-year report: one figure against one ``count(*)``, the page, and the groups that follow it.

Three years of inspections lie in the order of their days, as they do in a district that has worked for three years.
Both sides go over one connection of this process; the page is called as a request, log-in and templates included.
"""

import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from statistics import median, quantiles
from typing import TYPE_CHECKING

from bench.database import fresh_database
from bench.report import Row, say

if TYPE_CHECKING:
    from django.test import Client

SIZES = (10_000, 100_000, 1_000_000)
RUNS = 40
WARM_UP = 5
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
MOST_RATIO, LONGEST_PAGE = 3.0, 150.0
FLOOR = "SELECT count(*) FROM inspections_inspection WHERE reportable_on >= %s AND reportable_on < %s"


def run(is_full: bool) -> Iterator[Row]:
    """Measure at every size: the figure that the report leads with, and the page by department, town and month."""
    with fresh_database() as database:
        import django

        django.setup()
        from django.conf import settings
        from django.db import connection
        from django.test import Client

        from bench import half_year_district
        from jingwei.reporting.indicators import get_indicator
        from jingwei.reporting.periods import Period
        from jingwei.reporting.terms import Breakdown

        settings.ALLOWED_HOSTS = ["testserver"]
        say("P5：建立示例区")
        laid = half_year_district.lay()
        client = laid.supervisor.sign_in(Client())
        period, lead = Period(FIRST, LAST), get_indicator("inspections.reportable")

        def counted() -> None:
            with connection.cursor() as cursor:
                cursor.execute(FLOOR, [period.first, period.end])
                cursor.fetchone()

        for size in SIZES:
            say(f"P5：{size} 件检查")
            half_year_district.fill(database, laid, size)
            ours, floor = median(_times(lambda: lead.value(period))), median(_times(counted))
            yield Row(
                id="P5", what="one figure", size=size, ours=ours, unit="ms", floor=floor, runs=RUNS,
                goal=f"≤ {MOST_RATIO:g}×", met=ours <= MOST_RATIO * floor,
            )  # fmt: skip
            pages: list[tuple[str, dict[str, str], str]] = [
                ("page", {}, ""),
                *((f"groups by {by.value}", {"HX-Request": "true"}, f"&by={by.value}") for by in Breakdown),
            ]
            for what, headers, query in pages:
                address = f"/statistics/?{period.query}{query}"
                slowest = quantiles(_times(partial(_opened, client, address, headers)), n=20)[18]
                yield Row(
                    id="P5", what=f"{what}, p95", size=size, ours=slowest, unit="ms", runs=RUNS,
                    goal=f"≤ {LONGEST_PAGE:g}", met=slowest <= LONGEST_PAGE,
                )  # fmt: skip


def _opened(client: "Client", address: str, headers: dict[str, str]) -> None:
    answer = client.get(address, headers=headers)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")


def _times(act: Callable[[], object]) -> list[float]:
    """Return how long each of the runs took, in milliseconds; the first few are not counted."""
    times = []
    for number in range(WARM_UP + RUNS):
        began = time.perf_counter()
        act()
        if number >= WARM_UP:
            times.append((time.perf_counter() - began) * 1000)
    return times
