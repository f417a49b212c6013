"""The code at the gate: made, printed and read back. It says nothing and grants nothing by itself."""

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote

import segno
from django.conf import settings

from jingwei.platform.errors import Mistake
from jingwei.platform.sealing import digest

# JW, the district, 128 random bits in base32, and the first 40 bits of an HMAC-SM3 over both.
_FORM = re.compile(r"JW(\d{6})([A-Z2-7]{26})([A-Z2-7]{8})")
LENGTH = 2 + 6 + 26 + 8
# JD, the district, the same 128 bits, the second it was drawn in, and 50 bits of a seal of its own over all three: it
# ages, and nobody can make the posted code from it.
_DYNAMIC_FORM = re.compile(r"JD(\d{6})([A-Z2-7]{26})([A-Z2-7]{7})([A-Z2-7]{10})")
DYNAMIC_LENGTH = 2 + 6 + 26 + 7 + 10
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PLACE = "registry.sitecode.dynamic"
_BEGINNING = re.compile(r"J[WD]\d{6}")
_ASKED = re.compile(r"[?&]CODE=([^&#]*)")
_REST = re.compile(r"[?#]")  # what an app puts behind an address
# The sheet prints groups of four. Keyboards and apps make all kinds of dashes of a hyphen, and of a code a sentence.
_BETWEEN_GROUPS = re.compile(r"[\s\-_\u2010-\u2015\u2212.·:：]|企业码")
_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])")


@dataclass(frozen=True, slots=True)
class ReadCode:
    """A code that is one of ours: its district, its token, and when it was drawn if it is a dynamic one."""

    district: str
    token: str
    shown_at: datetime | None = None


def new_token() -> str:
    """Return 128 random bits in base32: 26 characters."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")


def write(token: str) -> str:
    """Return the text of the code for a token of this district."""
    return f"JW{settings.DISTRICT}{token}{_seal(settings.DISTRICT, token)}"


def write_dynamic(token: str, *, at: datetime) -> str:
    """Return the text of the code that the enterprise's phone shows at an instant; how long it holds is for R-SCAN-08a."""
    second = int(at.timestamp())
    written = "".join(_DIGITS[second >> shift & 31] for shift in range(30, -1, -5))
    return f"JD{settings.DISTRICT}{token}{written}{_dynamic_seal(settings.DISTRICT, token, written)}"


def read(text: str) -> ReadCode:
    """Read a scanned, pasted or typed text, posted or dynamic: the code alone, as printed in groups, or an address.

    Blanks and hyphens between the groups, full-width signs, small letters, and what an app adds to an address do no
    harm. Raises Mistake, saying which, for what is no code of ours, cut short, another district's, or forged. The age
    of a dynamic code is judged by whoever lets somebody in with it.
    """
    tail = _code_in(text)
    if tail.startswith("JD"):
        district, token, written, seal = _parts(_DYNAMIC_FORM, tail, DYNAMIC_LENGTH)
        _require_ours(district, seal, _dynamic_seal(district, token, written))
        second = 0
        for digit in written:
            second = second << 5 | _DIGITS.index(digit)
        return ReadCode(district, token, datetime.fromtimestamp(second, UTC))
    if not tail.startswith("JW"):
        raise Mistake("这不是企业码", "扫描企业门口张贴的企业码，或按企业名称查找", "code")
    district, token, seal = _parts(_FORM, tail, LENGTH)
    _require_ours(district, seal, _seal(district, token))
    return ReadCode(district, token)


def is_like_a_code(text: str) -> bool:
    """Whether the text means to be a code of some district, sound or not: so that a search knows what it is given."""
    return _BEGINNING.match(_code_in(text)) is not None


def as_typed(text: str) -> str:
    """Return what would be the code in a text, in the signs that are printed; not yet read."""
    return _code_in(text)


def _code_in(text: str) -> str:
    """Return what would be the code in a text: of an address its last part, or what it hands on as ``code``."""
    plain = _plain(unquote(text))
    asked = _ASKED.search(plain)
    address = asked[1] if asked else _REST.split(plain, maxsplit=1)[0]
    return _BETWEEN_GROUPS.sub("", address.rstrip("/ ").rsplit("/", 1)[-1])


def _plain(text: str) -> str:
    """Return the text in ordinary capital letters, without signs that show nothing."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in folded if unicodedata.category(sign) != "Cf").strip()


def _parts(form: re.Pattern[str], tail: str, length: int) -> tuple[str, ...]:
    if len(tail) < length:
        raise Mistake(
            f"企业码不完整，只读到 {len(tail)} 位，应有 {length} 位",
            "重新扫描，或完整输入码下方的字符",
            "code",
        )
    match = form.fullmatch(tail)
    if match is None:
        raise Mistake("企业码格式不对", "重新扫描，或核对输入的字符", "code")
    return match.groups()


def _require_ours(district: str, seal: str, ours: str) -> None:
    if district != settings.DISTRICT:
        raise Mistake(
            f"这是区划代码 {district} 的企业码，不属于本区（{settings.DISTRICT}）",
            "跨区检查须先取得属地协助函；请核对企业",
            "code",
        )
    if not hmac.compare_digest(seal, ours):
        raise Mistake(
            "企业码校验不符，不是本平台发放的码", "请企业出示平台发放的企业码；疑似伪造的，报告司法局", "code"
        )


def read_licence(text: str) -> str:
    """Return the 统一社会信用代码 in what a licence's QR says. Raises Mistake when it holds none in plain."""
    match = _CREDIT_CODE.search(_plain(text))
    if match is None:
        raise Mistake(
            "营业执照上的二维码里没有读到统一社会信用代码", "改扫企业码；没有企业码的，按企业名称登记", "code"
        )
    return match.group()


def _seal(district: str, token: str) -> str:
    key = hashlib.new("sm3", b"site-code:" + settings.SITE_CODE_KEY.encode()).digest()
    digest = hmac.new(key, f"{district}{token}".encode(), "sm3").digest()
    return base64.b32encode(digest[:5]).decode()


def _dynamic_seal(district: str, token: str, written: str) -> str:
    sealed = bytes.fromhex(digest(f"{district}{token}{written}", place=_PLACE))
    return base64.b32encode(sealed[:10]).decode()[:10]


def code_picture(address: str) -> str:
    """Return the QR of a site's address as SVG, black on white whatever the page's colours."""
    picture: str = segno.make(address, error="m").svg_inline(scale=6, light="#fff", border=4)
    return picture
