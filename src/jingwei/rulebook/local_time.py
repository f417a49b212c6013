"""Legal time: the law's days and hours are China's, instants are stored in UTC (R-FMT-09)."""

from datetime import datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def local(at: datetime) -> datetime:
    """Return the instant in China's time zone; its ``date()`` is the legal day."""
    return at.astimezone(CHINA)


def shown(at: datetime) -> str:
    """Return the instant as verdicts print it: ``2025-07-18 09:32``."""
    return f"{local(at):%Y-%m-%d %H:%M}"
