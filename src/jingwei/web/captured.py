"""When a form that a phone kept without a network was submitted, reckoned by the platform's own clock."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

MADE, SENT = "Jingwei-Made-At", "Jingwei-Sent-At"
# What reaches the platform at once is dated by the platform.
AT_ONCE = timedelta(seconds=10)


def captured_at(request: HttpRequest, now: datetime) -> datetime | None:
    """Return when the form was submitted on the phone, or None where it came at once or nothing is said of it.

    The phone says when it was submitted and when it is sent, both by its own clock: how long it waited is what counts,
    so that a clock that is wrong does no harm. The times come in headers, apart from what the idempotency key stands for.
    """
    made, sent = (_instant(request.headers.get(name, "")) for name in (MADE, SENT))
    if made is None or sent is None or abs(sent - made) < AT_ONCE:
        return None
    try:
        return now - (sent - made)
    except OverflowError:
        return None


def _instant(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
