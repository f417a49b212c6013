"""Looks at the address of an announcement: whether the government's site answers, and the page shows the title."""

import html
import re
import time
from collections.abc import Collection
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

SITES = ".gov.cn"
TIMEOUT = 10.0  # seconds for the whole of one look
LARGEST = 2 * 1024 * 1024  # bytes read of a page; the title stands further up
PIECE = 64 * 1024
# Within a tag there is no "<". To look for the end of each that never ends, up to the end of the page, takes the square
# of its length.
BLANK = re.compile(r"<[^<>]*>|\s+")
# Why nobody looks while the data is the demonstration's; the page says so.
WHY_OFF = "演示数据的网址并不存在，演示模式下不核对网址"


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen at the address of one announcement. ``status`` None: nobody answered, ``trouble`` says why."""

    announcement_id: int
    status: int | None
    shows_title: bool
    trouble: str = ""


class _OnlySites(HTTPRedirectHandler):
    """Follows a redirection only to another government's site."""

    def __init__(self, also: Collection[str]) -> None:
        self.also = also

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """Return the next request. Raises URLError for a place that is no government's."""
        if not _may_ask(newurl, self.also):
            raise URLError("转到了政府网站以外的地址")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def look_at(
    announcement_id: int, url: str, title: str, *, timeout: float = TIMEOUT, also: Collection[str] = ()
) -> Look:
    """Look at one address. Only hosts that end in .gov.cn are asked, and those in ``also``, which tests name.

    ``timeout``: seconds for connecting and reading together. Never raises: what goes wrong is in the answer.
    """
    if not _may_ask(url, also):
        return Look(announcement_id, None, False, "不是政府网站的地址")
    until = time.monotonic() + timeout
    opener = build_opener(_OnlySites(also))
    request = Request(url, headers={"User-Agent": "jingwei-address-check", "Accept": "text/html"})
    try:
        with opener.open(request, timeout=timeout) as answer:
            page = _read(answer, until)
            return Look(announcement_id, answer.status, _bare(title) in _bare(page))
    except HTTPError as error:
        error.close()
        return Look(announcement_id, error.code, False)
    except TimeoutError:
        return Look(announcement_id, None, False, f"{timeout:g} 秒内没有答复")
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            return Look(announcement_id, None, False, f"{timeout:g} 秒内没有答复")
        return Look(announcement_id, None, False, str(error.reason)[:120])
    except (OSError, HTTPException, ValueError) as error:
        return Look(announcement_id, None, False, (str(error) or type(error).__name__)[:120])


def _may_ask(url: str, also: Collection[str]) -> bool:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and (host.endswith(SITES) or host in also)


def _read(answer: Any, until: float) -> str:
    """Return the page as text. Raises TimeoutError where it drips on and on."""
    content = b""
    while len(content) < LARGEST and (piece := answer.read1(PIECE)):
        content += piece
        if time.monotonic() > until:
            raise TimeoutError
    charset = answer.headers.get_content_charset() or "utf-8"
    try:
        return content.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return content.decode("gb18030", errors="replace")


def _bare(text: str) -> str:
    """Return the text without tags and blanks: sites break long titles over lines."""
    return BLANK.sub("", html.unescape(text))
