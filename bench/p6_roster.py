"""P6, the roster: 100,000 officers from .xlsx, one in a hundred bad in fifteen ways, the error file out."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.database import Database, fresh_database
from bench.report import Row, say

SIZE, RUNS = 100_000, 5
HIGHEST_RATIO, MOST_MEMORY = 3.0, 300.0
EMPTY = "TRUNCATE registry_certificate, registry_officer, platform_importrun, platform_storedfile CASCADE"


def run(is_full: bool) -> Iterator[Row]:
    """Measure the import against the floor: calamine reads the sheet, COPY lays its columns into the same tables.

    Each run is a process of its own, whose start is not counted and whose peak memory is. The floor checks
    nothing, writes no error file, and has what it seals with made before.
    """
    with fresh_database() as database, tempfile.TemporaryDirectory(prefix="jingwei-bench-") as folder:
        sheet = Path(folder, "roster.xlsx")
        say("P6：名册十万行")
        _worker("prepare", sheet)
        floors, ours, memory = [], [], []
        for _ in range(RUNS):
            floors.append(_timed(database, "floor", sheet)["seconds"])
            done = _timed(database, "import", sheet)
            say(f"P6：{done['seconds']:.1f} s，下限 {floors[-1]:.1f} s，{done['memory']:.0f} MB")
            ours.append(done["seconds"])
            memory.append(done["memory"])
    seconds, floor, most = median(ours), median(floors), max(memory)
    yield Row(
        id="P6", what="roster import, 1 % bad", size=SIZE, ours=seconds, unit="s", floor=floor, runs=RUNS,
        goal=f"≤ {HIGHEST_RATIO:g} × floor", met=seconds <= HIGHEST_RATIO * floor,
    )  # fmt: skip
    yield Row(
        id="P6", what="roster import, peak memory", size=SIZE, ours=most, unit="MB", runs=RUNS,
        goal=f"≤ {MOST_MEMORY:g}", met=most <= MOST_MEMORY,
    )  # fmt: skip


def _timed(database: Database, what: str, sheet: Path) -> dict[str, float]:
    database.execute(EMPTY)
    return _worker(what, sheet)


def _worker(what: str, sheet: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.roster_worker", what, sheet], check=True, stdout=subprocess.PIPE
    )
    answer: dict[str, float] = json.loads(done.stdout)
    return answer
