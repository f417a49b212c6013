"""Dates as official papers write them: Arabic digits, no zero fill, Beijing time."""

from datetime import date, datetime

from jingwei.platform.calendar import SHANGHAI


def chinese_date(on: date) -> str:
    """Write a legal date as 2026年3月5日 (GB/T 9704-2012: Arabic digits, no zero fill)."""
    return f"{on.year}年{on.month}月{on.day}日"


def chinese_moment(at: datetime) -> str:
    """Write an instant in Beijing time as 2026年3月5日14时05分. Raises ValueError for a naive datetime."""
    if at.tzinfo is None:
        raise ValueError("an instant on an official paper needs its time zone")
    local = at.astimezone(SHANGHAI)
    return f"{chinese_date(local.date())}{local.hour}时{local.minute:02}分"
