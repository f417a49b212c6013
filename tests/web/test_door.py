"""Slow and large requests over real TCP: they are ended in time, and everybody else is answered meanwhile."""

import asyncio
import http.client
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from jingwei.platform.launch.commands import web_command
from jingwei.platform.launch.lan import certificate
from jingwei.platform.launch.probes import free_port, wait_until_it_answers
from jingwei.web.door import LARGEST_BODY, Door
from tests.harness.database import Database
from tests.harness.server import Served

MANY = 24  # slow clients at once; the server has four threads


def connect(served: Served) -> socket.socket:
    parts = urlsplit(served.url)
    assert parts.hostname
    assert parts.port
    return socket.create_connection((parts.hostname, parts.port), timeout=30)


def answers(served: Served) -> float:
    """Ask for a public page and return how many seconds it took."""
    began = time.monotonic()
    parts = urlsplit(served.url)
    with closing(http.client.HTTPConnection(parts.netloc, timeout=30)) as connection:
        connection.request("GET", "/public/")
        assert connection.getresponse().status == 200
    return time.monotonic() - began


def head(served: Served, length: int | None) -> bytes:
    size = f"Content-Length: {length}" if length is not None else "Transfer-Encoding: chunked"
    return (
        f"POST /sign-in/ HTTP/1.1\r\nHost: {urlsplit(served.url).netloc}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\n{size}\r\n\r\n"
    ).encode()


@pytest.mark.parametrize("begun", ["a head without an end", "a body without an end"])
def test_those_who_send_slowly_hold_up_nobody_else(served: Served, begun: str) -> None:
    with ExitStack() as held:
        for _ in range(MANY):
            slow = held.enter_context(connect(served))
            said = head(served, 1000)
            slow.sendall(said[:-2] if begun == "a head without an end" else said + b"username=")
        time.sleep(0.5)
        assert max(answers(served) for _ in range(3)) < 10


def test_those_who_read_slowly_hold_up_nobody_else(served: Served) -> None:
    asked = f"GET /components/ HTTP/1.1\r\nHost: {urlsplit(served.url).netloc}\r\n\r\n".encode()
    with ExitStack() as held:
        for _ in range(MANY):
            held.enter_context(connect(served)).sendall(asked * 20)
        time.sleep(0.5)
        assert max(answers(served) for _ in range(3)) < 20


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_sent(served: Served) -> None:
    with connect(served) as large:
        large.sendall(head(served, LARGEST_BODY + 1))
        assert large.recv(4096).startswith(b"HTTP/1.1 413")


def test_a_body_of_unknown_length_is_refused_once_it_is_too_large(served: Served) -> None:
    piece = b"x" * 1024 * 1024
    with connect(served) as large:
        large.sendall(head(served, None))
        try:
            for _ in range(LARGEST_BODY // len(piece) + 8):
                large.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        except OSError:
            pass  # Refused and closed while we were still sending.
        try:
            said = large.recv(4096)
        except ConnectionResetError:
            said = b"HTTP/1.1 413"
        assert said.startswith(b"HTTP/1.1 413")
    answers(served)


def test_a_head_that_does_not_end_is_ended(served: Served) -> None:
    with connect(served) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: ")
        slow.settimeout(40)
        while slow.recv(4096):
            pass


def test_the_same_holds_over_https_for_the_local_network(
    committed_database: Database, tmp_path: Path
) -> None:
    port = free_port()
    process = subprocess.Popen(
        web_command(
            host="127.0.0.1",
            port=port,
            workers=1,
            certificate=certificate(tmp_path, "127.0.0.1", datetime.now(UTC)),
        ),
        env={
            **os.environ,
            **committed_database.environment,
            "DJANGO_SETTINGS_MODULE": "jingwei.config.settings",
            "JINGWEI_HTTPS": "1",
        },
        stdout=sys.stderr,
        start_new_session=True,
    )
    context = ssl._create_unverified_context()
    try:
        wait_until_it_answers(f"https://127.0.0.1:{port}", process)
        with ExitStack() as held:
            for number in range(MANY):
                slow = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
                if number % 2:  # The others do not even begin to speak TLS.
                    slow = held.enter_context(context.wrap_socket(slow))
                    slow.sendall(b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nx")
            with closing(
                http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=context)
            ) as other:
                other.request("GET", "/public/")
                assert other.getresponse().status == 200
    finally:
        process.terminate()
        process.wait(20)


class Client:
    """The server's side of one connection, by hand: what comes in, after how many seconds, and what went out."""

    def __init__(
        self, *pieces: tuple[float, bytes], more_follows: bool = False, length: int | None = None
    ) -> None:
        self._pieces = list(pieces)
        self._more_follows = more_follows
        headers = [] if length is None else [(b"content-length", str(length).encode())]
        self.scope = {
            "type": "http", "method": "POST", "path": "/", "query_string": b"", "http_version": "1.1",
            "scheme": "http", "headers": headers, "server": ("127.0.0.1", 1), "client": ("127.0.0.1", 2),
        }  # fmt: skip
        self.sent: list[dict[str, object]] = []

    async def receive(self) -> dict[str, object]:
        if not self._pieces:
            await asyncio.sleep(3600)
        after, piece = self._pieces.pop(0)
        await asyncio.sleep(after)
        more = bool(self._pieces) or self._more_follows
        return {"type": "http.request", "body": piece, "more_body": more}

    async def send(self, message: dict[str, object]) -> None:
        self.sent.append(message)

    def ask(self, door: Door) -> tuple[object, bytes]:
        # In a thread of its own: a browser of another test may keep a loop running in this one.
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, door(self.scope, self.receive, self.send)).result()
        body = b"".join(bytes(each.get("body", b"")) for each in self.sent)  # type: ignore[call-overload]
        return self.sent[0]["status"], body


def echo(environment: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
    start("200 OK", [("X-Thread", threading.current_thread().name)])
    yield environment["wsgi.input"].read()  # type: ignore[attr-defined]


def test_a_request_that_comes_in_pieces_arrives_whole() -> None:
    assert Client((0, b"one "), (0.01, b"two "), (0, b"three")).ask(Door(echo)) == (200, b"one two three")


def test_a_body_that_stops_coming_is_answered_408() -> None:
    status, said = Client((0, b"one"), more_follows=True).ask(Door(echo, silence=0.05))
    assert status == 408
    assert "没有写入任何数据" in said.decode()


def test_a_body_that_drips_is_answered_408_however_steadily_it_drips() -> None:
    pieces = [(0.02, b"x")] * 100
    assert Client(*pieces).ask(Door(echo, silence=1, longest=0.3))[0] == 408


def test_a_body_larger_than_it_said_is_answered_413() -> None:
    assert Client((0, b"x" * 60), (0, b"x" * 60), length=100).ask(Door(echo, largest=100))[0] == 413


def test_an_application_that_fails_leaves_the_door_working() -> None:
    def fail(environment: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
        raise RuntimeError("the application's fault")

    door = Door(fail)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            Client((0, b"")).ask(door)
