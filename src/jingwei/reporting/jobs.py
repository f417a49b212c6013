"""What statistics do when something has happened elsewhere."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from jingwei.notices.terms import Purpose
from jingwei.platform.actors import SYSTEM
from jingwei.reporting.operations import receive_return


def take_return(
    *,
    circular: int,
    purpose: str,
    period: str,
    answered_at: str,
    subject: int,
    numbers: dict[str, int] | None,
    **_: Any,
) -> None:
    """Keep the numbers with which a department answered the circular that asks for the monthly return."""
    if purpose == Purpose.MONTHLY and period and numbers:
        receive_return(
            subject_id=subject,
            month=date.fromisoformat(f"{period}-01"),
            figures=numbers,
            circular_id=circular,
            answered_at=datetime.fromisoformat(answered_at),
            actor=SYSTEM,
            now=timezone.now(),
        )
