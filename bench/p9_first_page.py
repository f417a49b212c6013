"""P9, the first page: ``make run`` on a clean clone, again after a stop, and the memory of the whole tree at rest."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.report import CHECKOUT, Row, say
from jingwei.platform.launch.probes import free_port

WARM_RUNS = 5
REST = 15.0  # seconds until the tree is at rest
LONGEST_COLD, LONGEST_WARM, MOST_MEMORY = 120.0, 5.0, 450.0
PATIENCE = 900.0


def run(is_full: bool) -> Iterator[Row]:
    """Measure one cold start, five warm ones, and the memory after the first.

    Cold is a clone of what is committed, without .venv, assets and database; pip's and npm's caches are as they are.
    """
    with tempfile.TemporaryDirectory(prefix="jingwei-bench-") as folder:
        clone = Path(folder, "clone")
        subprocess.run(["git", "clone", "-q", "--no-hardlinks", CHECKOUT, clone], check=True)
        say("P9：干净克隆，首次启动")
        try:
            with _served(clone) as (cold, tree):
                time.sleep(REST)
                memory = _memory(tree)
            warm = []
            for _ in range(WARM_RUNS):
                say("P9：再次启动")
                with _served(clone) as (seconds, _):
                    warm.append(seconds)
        finally:
            _forget_database(clone)
    yield Row(
        id="P9", what="first page, clean clone", ours=cold, unit="s", runs=1,
        goal=f"≤ {LONGEST_COLD:g}", met=cold <= LONGEST_COLD,
    )  # fmt: skip
    again = median(warm)
    yield Row(
        id="P9", what="first page, after a stop", ours=again, unit="s", runs=WARM_RUNS,
        goal=f"≤ {LONGEST_WARM:g}", met=again <= LONGEST_WARM,
    )  # fmt: skip
    yield Row(
        id="P9", what="memory of the tree at rest", ours=memory, unit="MB", runs=1,
        goal=f"≤ {MOST_MEMORY:g}", met=memory <= MOST_MEMORY,
    )  # fmt: skip


@contextmanager
def _served(clone: Path) -> Iterator[tuple[float, int]]:
    """Run ``make run`` until its first page; yields the seconds it took and its process number, then stops it."""
    port = free_port()
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("JINGWEI_") and name not in {"VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    }
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env={**environment, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _answers(f"http://127.0.0.1:{port}/"):
            if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise RuntimeError("`make run` did not serve a page.")
            time.sleep(0.02)
        yield time.perf_counter() - began, process.pid
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)  # As Ctrl-C does.
        process.wait(60)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _memory(root: int) -> float:
    """Return the megabytes of a process and all that descend from it; pages shared among them count once."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    kilobytes, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024


def _forget_database(clone: Path) -> None:
    """Remove the clone's database where it lies outside the clone, as it does for root."""
    asked = (
        "from jingwei.platform.database.location import default_location; print(default_location().folder)"
    )
    python = clone / ".venv" / "bin" / "python"
    if python.exists():
        done = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            shutil.rmtree(done.stdout.strip(), ignore_errors=True)
