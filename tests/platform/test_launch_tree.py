"""The process tree: what dies is started again, what is stopped leaves nothing."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

SUPERVISOR = """
import sys
from jingwei.platform.launch.tree import Stopped, Tree, ignore_signals, stop_on_signals
stop_on_signals()
tree = Tree()
try:
    tree.add("工人", [sys.executable, "-c", sys.argv[1]], {"DIARY": sys.argv[2]})
    tree.tend(lambda: None)
except Stopped:
    ignore_signals()
    tree.stop()
    print("stopped")
"""
# A child that has a child of its own, as the web server has its workers.
CHILD = """
import os, subprocess, sys, time
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
with open(os.environ["DIARY"], "a") as diary:
    diary.write(f"{os.getpid()} {grandchild.pid}\\n")
time.sleep(600)
"""


def supervise(diary: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SUPERVISOR), textwrap.dedent(CHILD), diary],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def started(diary: Path) -> list[list[int]]:
    """Return the process numbers of each start: child, grandchild."""
    return [list(map(int, line.split())) for line in diary.read_text().splitlines()] if diary.exists() else []


def until(is_so: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def is_running(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="Looks at processes through /proc.")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_children_and_ends_with_zero(tmp_path: Path, number: signal.Signals) -> None:
    supervisor = supervise(tmp_path / "diary")
    until(lambda: started(tmp_path / "diary"))
    supervisor.send_signal(number)
    output, _ = supervisor.communicate(timeout=60)
    assert (supervisor.returncode, output) == (0, "stopped\n")
    # What was killed dies when the kernel gets round to it.
    until(lambda: not any(is_running(each) for each in started(tmp_path / "diary")[0]))


def test_a_child_that_dies_is_started_again_and_leaves_no_grandchild(tmp_path: Path) -> None:
    supervisor = supervise(tmp_path / "diary")
    until(lambda: started(tmp_path / "diary"))
    child, grandchild = started(tmp_path / "diary")[0]
    os.kill(child, signal.SIGKILL)
    until(lambda: len(started(tmp_path / "diary")) == 2)
    until(lambda: not is_running(grandchild))
    supervisor.terminate()
    _, said = supervisor.communicate(timeout=60)
    assert "工人意外退出" in said


def test_children_end_when_their_supervisor_is_killed(tmp_path: Path) -> None:
    supervisor = supervise(tmp_path / "diary")
    until(lambda: started(tmp_path / "diary"))
    child, grandchild = started(tmp_path / "diary")[0]
    supervisor.kill()
    supervisor.wait()
    until(lambda: not is_running(child))
    os.kill(grandchild, signal.SIGKILL)  # A web server ends its own workers; this stand-in does not.
    supervisor.communicate()
