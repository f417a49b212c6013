"""`jingwei serve` as a whole: it answers when it says so, and stops without a trace."""

import http.client
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest

from jingwei.platform.installation import read_purpose, write_purpose
from jingwei.platform.launch.commands import own_command
from jingwei.platform.launch.probes import free_port
from tests.harness.database import Database

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(committed_database: Database) -> Iterator[Start]:
    """A function that starts `jingwei serve` on the test's database; what still runs afterwards is ended."""
    started: list[subprocess.Popen[str]] = []

    def start(port: int, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            own_command("serve", "--workers", "1", *arguments),
            env={**os.environ, **committed_database.environment, "PORT": str(port), **environment},
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=60)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_once_it_says_so_and_ends_with_zero(start: Start, number: signal.Signals) -> None:
    port = free_port()
    process = start(port)
    assert process.stdout
    assert f"经纬已启动：http://127.0.0.1:{port}" in process.stdout.readline()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", "/")
        assert connection.getresponse().status in {200, 302}
    process.send_signal(number)
    output, _ = process.communicate(timeout=60)
    assert (process.returncode, output) == (0, "已停止。\n")
    with socket.socket() as probe, pytest.raises(ConnectionRefusedError):
        probe.connect(("127.0.0.1", port))


def test_a_port_in_use_ends_it_with_one_sentence(start: Start, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = start(port)
        process.communicate(timeout=60)
    assert process.returncode == 1
    assert capfd.readouterr().err.startswith(f"jingwei：端口 {port} 已被占用")


def test_the_demonstrations_database_is_not_served_without_its_mark(
    start: Start, capfd: pytest.CaptureFixture[str], committed_database: Database
) -> None:
    write_purpose(is_demonstration=True, now=datetime(2026, 3, 10, tzinfo=UTC))
    process = start(free_port(), JINGWEI_DEMO="0")
    process.communicate(timeout=60)
    assert process.returncode == 1
    said = capfd.readouterr().err
    assert "数据库存的是演示数据" in said
    assert "This database holds the demonstration" in said


def test_the_first_start_writes_what_the_database_is_for(start: Start) -> None:
    process = start(free_port(), JINGWEI_DEMO="0")
    assert process.stdout
    assert "经纬已启动" in process.stdout.readline()
    assert read_purpose() is False
