"""The time of an act that a phone kept while there was no network: taken from the phone, within bounds."""

from datetime import UTC, datetime

from jingwei.inspections.rules import kept_by_the_phone
from jingwei.platform.calendar import SHANGHAI, local_date
from jingwei.platform.errors import Mistake
from jingwei.platform.queries import get_numbers
from jingwei.rulebook import Moment, ask

AGAIN = "重新打开这一页，核对后再办，按办理的时间登记"
AFTERWARDS = "按网络故障补录，写明入企、离企时间和没有扫成的原因"


def time_of(
    moment: Moment, act: str, captured_at: datetime | None, *, now: datetime, remedy: str = AGAIN
) -> datetime:
    """Return when an act was done: when the phone says it was, else ``now``, the moment the platform heard of it.

    Raises Refused where the phone's time is older than the limit or in the future (R-SCAN-03c); within what clocks may
    differ, a time in the future is ``now``.
    """
    if captured_at is None:
        return now
    on = local_date(now)
    numbers = get_numbers(on)
    facts = kept_by_the_phone.Facts(
        act=act,
        captured_at=captured_at,
        received_at=now,
        remedy=remedy,
        longest=numbers.get("R-SCAN-03c", "longest"),
        skew=numbers.get("R-SCAN-03c", "skew"),
    )
    ask(moment, [facts], on=on).require()
    return min(captured_at, now)


def both_times(done_at: datetime, received_at: datetime) -> dict[str, str]:
    """Return what the log keeps of an act that a phone may have kept: when it was done, when the platform heard of it."""
    return {
        "done_at": done_at.astimezone(UTC).isoformat(),
        "received_at": received_at.astimezone(UTC).isoformat(),
    }


def require_order(earlier: tuple[str, datetime], later: tuple[str, datetime], field: str = "") -> None:
    """Raise Mistake where of two acts, each with its name, the later one is said to have been done first."""
    if later[1] < earlier[1]:
        shown = [f"{name} {at.astimezone(SHANGHAI):%m-%d %H:%M}" for name, at in (later, earlier)]
        raise Mistake(f"{shown[0]} 早于 {shown[1]}", "核对手机的日期和时间后重新办理", field)
