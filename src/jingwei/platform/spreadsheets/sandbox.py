"""Opens uploaded spreadsheets in a process of its own, which may use only so much memory and time.

A few kilobytes can be made to ask for gigabytes or minutes, and new ways to do so are found every year. Here such a file
ends its own process, and its import with a clear answer; neither the worker nor anybody else's work ends with it.
"""

import os
import resource
import signal
import subprocess
import sys
import traceback
import weakref
from collections.abc import Iterator
from itertools import islice
from multiprocessing.connection import Connection, Pipe
from typing import Any

from jingwei.platform.errors import Mistake
from jingwei.platform.spreadsheets.workbooks import Grid, RawRow, open_grids

_MIB = 1024 * 1024
MEMORY, MEMORY_PER_BYTE = (
    128 * _MIB,
    24,
)  # bytes beyond those of the empty process; and for each byte of the file
SECONDS, SECONDS_PER_MIB = 5, 5  # of the processor
PATIENCE = 6  # times the seconds of the processor until nobody waits any longer: the machine has other work
_BATCH = 250  # rows
_COPY = "把要导入的内容复制到新的表格里，另存为 .xlsx 再传"


def open_grids_apart(content: bytes, *, name: str) -> Iterator[Grid]:
    """Return what ``open_grids`` returns, read by a process of its own that ends with the last of it.

    Raises Mistake as ``open_grids`` does, and for a file that takes more memory or time to read than such a file may.
    """
    reader = _Reader(content, name)
    while (found := reader.ask("grid")) is not None:
        index, title, counts_from_1904 = found
        yield Grid(title, reader.rows(index), counts_from_1904)


class _Reader:
    """The process, as its parent sees it: a question goes in, an answer comes out."""

    def __init__(self, content: bytes, name: str) -> None:
        seconds = SECONDS + SECONDS_PER_MIB * len(content) // _MIB
        self._patience = PATIENCE * seconds
        self._connection, theirs = Pipe()
        self._process = subprocess.Popen(
            [
                sys.executable, "-m", __name__,
                str(theirs.fileno()), str(MEMORY + MEMORY_PER_BYTE * len(content)), str(seconds),
            ],
            # What opens the files of strangers has no use for our keys and passwords.
            env={"PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )  # fmt: skip
        theirs.close()
        self._end = weakref.finalize(self, _end, self._process, self._connection)
        self._tell((name, content))

    def ask(self, *question: object) -> Any:
        """Return the answer to one question. Raises the Mistake that the process found, or says why it has ended."""
        self._tell(question)
        try:
            if not self._connection.poll(self._patience):
                self._end()
                raise _too_slow()
            kind, answer = self._connection.recv()
        except (EOFError, OSError) as error:
            raise self._broken_off() from error
        if kind == "mistake":
            raise Mistake(*answer)
        if kind == "fault":
            raise RuntimeError(answer)
        return answer

    def rows(self, index: int) -> Iterator[RawRow]:
        """Return the rows of a sheet; closed before their end, they are let go of."""
        try:
            while batch := self.ask("rows", index):
                yield from batch
        finally:
            if self._end.alive:
                self.ask("close", index)

    def _tell(self, message: object) -> None:
        try:
            self._connection.send(message)
        except OSError as error:
            raise self._broken_off() from error

    def _broken_off(self) -> Mistake:
        """Return what the end of the process says of the file."""
        code = self._process.wait()
        self._end()
        if code == -signal.SIGXCPU:
            return _too_slow()
        return Mistake("这份表格读不下去：单元格相距太远、解开后太大，或者已经损坏", _COPY, "file")


def _too_slow() -> Mistake:
    return Mistake("读这份表格用的时间超过限度，不像正常的表格", _COPY, "file")


def _end(process: "subprocess.Popen[bytes]", connection: Connection) -> None:
    connection.close()
    process.kill()
    process.wait()


def _answer(connection: Connection) -> None:
    """Answer the parent's questions about the one file until the parent is gone or has all it wants."""
    name, content = connection.recv()
    grids = open_grids(content, name=name)
    rows: list[Iterator[RawRow]] = []
    while True:
        try:
            question = connection.recv()
        except EOFError:
            return
        try:
            answer = _answered(question, grids, rows)
        except Mistake as mistake:
            connection.send(("mistake", (mistake.message, mistake.remedy, mistake.field)))
        except MemoryError:
            raise
        except Exception:
            # A fault of ours, not of the file: the parent is to fail loudly with it.
            connection.send(("fault", traceback.format_exc()))
        else:
            connection.send(("answer", answer))


def _answered(question: tuple[Any, ...], grids: Iterator[Grid], rows: list[Iterator[RawRow]]) -> Any:
    match question:
        case ("grid",):
            grid = next(grids, None)
            if grid is None:
                return None
            rows.append(grid.rows())
            return len(rows) - 1, grid.name, grid.counts_from_1904
        case ("rows", index):
            return list(islice(rows[index], _BATCH))
        case ("close", index):
            rows[index] = iter(())
    return None


def _limit(memory: int, seconds: int) -> None:
    """Let this process take so many bytes more than it has, and so many seconds, and leave no picture of them."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    try:
        with open("/proc/self/statm") as pages:
            memory += int(pages.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (OSError, ValueError):
        pass  # Other systems than Linux do not hold a process to it; the limits of time and of cells are left.


def main() -> None:
    """Read one file for the process that started this one: number of the connection, bytes, seconds."""
    handle, memory, seconds = map(int, sys.argv[1:])
    _limit(memory, seconds)
    try:
        _answer(Connection(handle))
    except MemoryError:
        # Cleaning up would ask for more of what is used up.
        os._exit(1)


if __name__ == "__main__":
    main()
