"""A small supervisor: starts processes, starts again what dies, stops all."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a dead child is started again, doubling in between
PROVEN = 60.0  # a child that lived so many seconds starts with the first pause again
GRACE = 8.0  # seconds from the request to stop until children are killed
TICK = 0.2


class Stopped(Exception):
    """Ctrl-C or SIGTERM arrived."""


@dataclass
class Child:
    """One supervised process with its group."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    pause: float = FIRST_PAUSE
    restart_at: float | None = None
    started_at: float = 0.0
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        """Start the process in a session of its own: Ctrl-C reaches the supervisor alone, which stops it in order."""
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr.fileno(),
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - the supervisor has one thread
        )
        self.started_at, self.restart_at = time.monotonic(), None

    def tend(self, now: float) -> None:
        """Start the process again when it has died and its pause is over."""
        if self.restart_at is not None:
            if now >= self.restart_at:
                self.start()
        elif self.process.poll() is not None:
            self.kill()
            if now - self.started_at > PROVEN:
                self.pause = FIRST_PAUSE
            print(
                f"{self.name}意外退出（{self.process.returncode}），{self.pause:g} 秒后重新启动",
                file=sys.stderr,
                flush=True,
            )
            self.restart_at = now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def kill(self) -> None:
        """Kill what is left of the process's group: workers whose parent died would keep the port."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass


class Tree:
    """The children of one `jingwei serve`."""

    def __init__(self) -> None:
        self.children: list[Child] = []

    def add(self, name: str, command: list[str], environment: Mapping[str, str]) -> Child:
        """Start a child and keep it."""
        child = Child(name, command, environment)
        self.children.append(child)
        child.start()
        return child

    def tend(self, also: Callable[[], None]) -> None:
        """Keep the children running until a signal raises Stopped; ``also`` is called about once a second."""
        ticks = 0
        while True:
            now = time.monotonic()
            for child in self.children:
                child.tend(now)
            ticks += 1
            if ticks % 5 == 0:
                also()
            time.sleep(TICK)

    def stop(self) -> None:
        """Ask all children to end, wait for them, kill what does not."""
        for child in self.children:
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + GRACE
        for child in self.children:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                pass
            child.kill()
            child.process.wait()


def stop_on_signals() -> None:
    """Turn Ctrl-C and SIGTERM into Stopped in the main thread."""

    def raise_stopped(number: int, frame: object) -> None:
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, raise_stopped)


def ignore_signals() -> None:
    """Let nothing interrupt the way out: an impatient second Ctrl-C would leave processes behind."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def _end_with_parent() -> None:
    """In the child, before it becomes its program: on Linux, be ended when the supervisor is killed."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    if _prctl is not None:
        _prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


_prctl = getattr(
    ctypes.CDLL(None), "prctl", None
)  # Looked up before the fork: a child must not take the loader's lock.
