"""Takes in a request whole, within bounds of size and time, before a thread of the application is given to it.

There are a few threads, and each holds a connection to the database. A client that sends its form byte by byte, or
reads its answer so, costs a little memory here and no thread: eight of them would otherwise stop the service.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from asgiref.wsgi import WsgiToAsgiInstance

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LARGEST_BODY = 56 * 1024 * 1024  # bytes: the largest sheet that is taken, and what a form adds to it
IN_MEMORY = 256 * 1024  # bytes of one request or answer; what is more lies in a file without a name
SILENCE = 15.0  # seconds without a byte, either way
LONGEST = 180.0  # seconds for a whole body, and for a whole answer
PIECE = 64 * 1024
THREADS = 4


class Door:
    """An ASGI application in front of a WSGI one."""

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        *,
        largest: int = LARGEST_BODY,
        silence: float = SILENCE,
        longest: float = LONGEST,
    ) -> None:
        self._application = application
        self._largest, self._silence, self._longest = largest, silence, longest
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="page")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        with (
            tempfile.SpooledTemporaryFile(IN_MEMORY) as body,
            tempfile.SpooledTemporaryFile(IN_MEMORY) as answer,
        ):
            refusal = await self._take_in(scope, receive, body)
            if refusal is not None:
                await _refuse(send, *refusal)
                return
            try:
                environment = _environment(scope, body)
            except ValueError:
                await _refuse(send, 400, "请求无法识别，没有写入任何数据。刷新后重新提交。")
                return
            loop = asyncio.get_running_loop()
            start = await loop.run_in_executor(self._threads, self._ask, environment, answer)
            try:
                async with asyncio.timeout(self._longest):
                    await self._hand_out(start, answer, send)
            except TimeoutError:
                return  # Who does not read gets no more; the server closes the connection.

    async def _take_in(self, scope: Message, receive: Receive, body: IO[bytes]) -> tuple[int, str] | None:
        """Keep the whole body, or return the status and the words with which it is refused."""
        too_large = (
            413,
            f"提交的内容超过 {self._largest // 1024 // 1024} MB，没有写入任何数据。压缩或分开后再提交。",
        )
        said = dict(scope["headers"]).get(b"content-length", b"0")
        if said.isdigit() and int(said) > self._largest:
            return too_large
        kept = 0
        try:
            async with asyncio.timeout(self._longest):
                while True:
                    async with asyncio.timeout(self._silence):
                        message = await receive()
                    if message["type"] == "http.disconnect":
                        return 400, "连接中断，没有写入任何数据。"
                    piece = message.get("body", b"")
                    kept += len(piece)
                    if kept > self._largest:
                        return too_large
                    body.write(piece)
                    if not message.get("more_body", False):
                        break
        except TimeoutError:
            return 408, "网络过慢，没有收全提交的内容，没有写入任何数据。换到信号好的地方再提交。"
        body.seek(0)
        return None

    def _ask(self, environment: Message, answer: IO[bytes]) -> Message:
        """In a thread: have the application answer, keep the answer's body, return its beginning."""
        start: Message = {}

        def begin(status: str, headers: list[tuple[str, str]], _: object = None) -> None:
            start.update(
                type="http.response.start",
                status=int(status.split(" ", 1)[0]),
                headers=[(name.lower().encode("latin1"), value.encode("latin1")) for name, value in headers],
            )

        pieces = self._application(environment, begin)
        try:
            for piece in pieces:
                answer.write(piece)
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
        return start

    async def _hand_out(self, start: Message, answer: IO[bytes], send: Send) -> None:
        await send(start)
        answer.seek(0)
        while piece := answer.read(PIECE):
            async with asyncio.timeout(self._silence):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def _environment(scope: Message, body: IO[bytes]) -> Message:
    """Return the request as WSGI has it. Raises ValueError for one whose head makes no sense."""
    asked: Any = WsgiToAsgiInstance(None)  # type: ignore[no-untyped-call]
    asked.scope = scope
    environment: Message = asked.build_environ(scope, body)
    return environment


async def _refuse(send: Send, status: int, words: str) -> None:
    """Answer in a few plain words and ask for the connection to be closed: what else was on its way is not read."""
    content = (
        f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>{status}</title><p>{words}".encode()
    )
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(content)).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
