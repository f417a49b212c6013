"""Files made to use up memory or time: each ends its own process, soon and with a clear answer, and nothing else."""

import gc
import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from jingwei.platform.errors import Mistake
from jingwei.platform.spreadsheets import sandbox
from jingwei.platform.spreadsheets.sandbox import open_grids_apart
from jingwei.platform.spreadsheets.workbooks import open_grids
from tests.platform.hostile import HOSTILE
from tests.platform.sheets import workbook

DATA = Path(__file__).parents[1] / "data"
MOST_MEMORY = 200 * 1024  # KiB
MOST_SECONDS = 60  # about two on a machine that does nothing else; hostile ones took minutes


def children() -> set[int]:
    """Return the processes whose parent is this one."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, _, rest = status.read_text().partition(" (")
        except OSError:
            continue
        if int(rest.rpartition(") ")[2].split()[1]) == os.getpid():
            found.add(int(number))
    return found


@contextmanager
def watched(before: set[int]) -> Iterator[list[int]]:
    """Watch the processes started within: the list holds the most memory, in KiB, that one was seen to have."""
    most, is_over = [0], Event()

    def look() -> None:
        while not is_over.wait(0.01):
            for child in children() - before:
                try:
                    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{child}/status").read_text())
                except OSError:
                    continue
                most[0] = max(most[0], int(found[1]) if found else 0)

    looking = Thread(target=look)
    looking.start()
    try:
        yield most
    finally:
        is_over.set()
        looking.join()


def read_whole(content: bytes) -> int:
    """Return how many rows the file has."""
    return sum(1 for grid in open_grids_apart(content, name="名册.xlsx") for _ in grid.rows())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_answered_soon_and_in_little_memory(name: str) -> None:
    content = HOSTILE[name]()
    before = children()
    began = time.monotonic()
    with watched(before) as memory, suppress(Mistake):
        read_whole(content)
    assert time.monotonic() - began < MOST_SECONDS
    assert 0 < memory[0] < MOST_MEMORY
    gc.collect()
    assert children() <= before


@pytest.mark.parametrize(
    "file",
    ["o02_unit_merged_two_columns_down.xlsx", "o10_filtered_rows.xlsx", "o11b_1904.xls", "o08_gbk.csv"],
)
def test_a_file_is_read_apart_as_it_is_read_here(file: str) -> None:
    content = (DATA / file).read_bytes()
    here = [(grid.name, grid.counts_from_1904, list(grid.rows())) for grid in open_grids(content, name=file)]
    apart = [
        (grid.name, grid.counts_from_1904, list(grid.rows())) for grid in open_grids_apart(content, name=file)
    ]
    assert apart == here


def test_several_sheets_are_read_in_any_order_and_one_not_wanted_is_let_go_of() -> None:
    many = [[line] for line in range(1000)]
    content = workbook(*many, 第二=[["x"]], 第三=[["y"], ["z"]])
    first, second, third = open_grids_apart(content, name="x")
    begun = first.rows()
    assert next(begun).cells == [0]
    assert [row.cells for row in third.rows()] == [["y"], ["z"]]
    second.close()
    assert list(second.rows()) == []
    assert [row.cells[0] for row in begun] == list(range(1, 1000))


def test_the_process_ends_with_those_who_read_from_it() -> None:
    before = children()
    grids = open_grids_apart(workbook(*[[line] for line in range(1000)]), name="x")
    rows = next(grids).rows()
    next(rows)
    assert len(children() - before) == 1
    del grids, rows
    gc.collect()
    assert children() == before


def test_a_process_that_is_killed_while_it_reads_ends_the_reading_once() -> None:
    before = children()
    rows = next(open_grids_apart(workbook(*[[line] for line in range(1000)]), name="x")).rows()
    next(rows)
    (reader,) = children() - before
    os.kill(reader, signal.SIGKILL)
    with pytest.raises(Mistake, match="读不下去"):
        list(rows)


def test_a_process_that_needs_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "PATIENCE", 0)
    before = children()
    with pytest.raises(Mistake, match="用的时间超过限度"):
        read_whole(workbook(["a"]))
    assert children() <= before


def test_a_process_that_uses_up_its_time_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    monkeypatch.setattr(sandbox, "SECONDS_PER_MIB", 0)
    monkeypatch.setattr(sandbox, "MEMORY", 2**30)
    with pytest.raises(Mistake, match="用的时间超过限度"):
        read_whole((b"1," * 90 + b"\n") * 100_000)


def test_what_reads_strangers_files_has_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JINGWEI_SECRET_KEY", "told-to-nobody")
    before = children()
    grids = open_grids_apart(workbook(["a"]), name="x")
    assert next(grids).name
    (reader,) = children() - before
    assert b"told-to-nobody" not in Path(f"/proc/{reader}/environ").read_bytes()
