"""P1, the scan at the gate: ``inspections.operations.enter_visit``, eight clients in two processes, on a growing past.

The floor is the same statements, sent by pgbench as prepared ones to the same server between our runs. We call the
operation itself: sign-in, session and the page come on top and are no part of the claim.
"""

import multiprocessing
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median, quantiles

from bench.database import Database, fresh_database
from bench.report import Row, say
from bench.scan_workers import Scan, enter_many, start

SIZES, FULL_SIZE = (10_000, 100_000, 1_000_000), 10_000_000
RUNS, PROCESSES, ENTRIES = 5, 2, 160  # entries by each process in one run
WARM_UP = 40
FLOOR_SECONDS = 5
LEAST_RATIO, LONGEST_P99, MOST_STATEMENTS, FLAT = 0.16, 50.0, 12, 1.2


def run(is_full: bool) -> Iterator[Row]:
    """Measure at every size; a row each for speed, slowest hundredth and growth, one for the statements."""
    sizes = [*SIZES, FULL_SIZE] if is_full else SIZES
    with fresh_database() as database, tempfile.TemporaryDirectory() as folder:
        import django

        django.setup()
        from bench import scan_district, scan_floor  # They import the models.

        say("P1：建立示例区")
        queue = scan_district.lay(database)
        entry = scan_floor.capture(next(queue))
        script = Path(folder, "scan-in.sql")
        script.write_text(scan_floor.script_of(entry))
        yield Row(
            id="P1", what="statements an entry, BEGIN and COMMIT apart", ours=entry.count, unit="statements",
            runs=1, goal=f"≤ {MOST_STATEMENTS}", met=entry.count <= MOST_STATEMENTS,
        )  # fmt: skip
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(PROCESSES, spawn, start) as pool:
            first: float | None = None
            for size in sizes:
                say(f"P1：{size} 次既往入企")
                scan_district.grow(database, entry, size)
                _run(pool, [next(queue) for _ in range(PROCESSES * WARM_UP)])
                pairs = [_measure(pool, queue, database, script) for _ in range(RUNS)]
                ours, floor = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
                slowest = quantiles((ms for pair in pairs for ms in pair[2]), n=100)[98]
                first = first or ours
                yield from _rows(size, ours, floor, slowest, first)


def _measure(
    pool: ProcessPoolExecutor, queue: Iterator[Scan], database: Database, script: Path
) -> tuple[float, float, list[float]]:
    """Return our entries a second, the floor's, and how long each of ours took."""
    rate, times = _run(pool, [next(queue) for _ in range(PROCESSES * ENTRIES)])
    floor = database.pgbench(script, FLOOR_SECONDS)
    say(f"  {rate:.1f}/s，下限 {floor:.1f}/s")
    return rate, floor, times


def _run(pool: ProcessPoolExecutor, scans: Sequence[Scan]) -> tuple[float, list[float]]:
    began = time.perf_counter()
    times = [
        ms for part in pool.map(enter_many, (scans[n::PROCESSES] for n in range(PROCESSES))) for ms in part
    ]
    return len(scans) / (time.perf_counter() - began), times


def _rows(size: int, ours: float, floor: float, slowest: float, first: float) -> Iterator[Row]:
    yield Row(
        id="P1", what="entries", size=size, ours=ours, unit="1/s", floor=floor, runs=RUNS,
        goal=f"≥ {LEAST_RATIO}", met=ours / floor >= LEAST_RATIO,
    )  # fmt: skip
    yield Row(
        id="P1", what="p99", size=size, ours=slowest, unit="ms", runs=RUNS,
        goal=f"≤ {LONGEST_P99:g}", met=slowest <= LONGEST_P99,
    )  # fmt: skip
    yield Row(
        id="P1", what="slower than at the first size", size=size, ours=first / ours, unit="×", runs=RUNS,
        goal=f"≤ {FLAT}", met=first / ours <= FLAT,
    )  # fmt: skip
