"""What the system does by itself each morning: reminds, and opens the monthly return."""

from datetime import UTC, date, datetime, timedelta

from procrastinate.contrib.django import app

from jingwei.notices import operations
from jingwei.notices.queries import list_to_remind
from jingwei.platform.actors import SYSTEM
from jingwei.platform.calendar import Calendar, local_date
from jingwei.platform.errors import Conflict
from jingwei.platform.patience import HOURS
from jingwei.platform.queries import get_calendar


@app.periodic(cron="30 0 * * *")  # UTC: half past eight in the morning here
@app.task(name="notices.each_morning", retry=HOURS)
def each_morning(timestamp: int) -> None:
    """On a working day remind whom it is time to remind, and on the month's first one ask for the last month's return.

    ``timestamp`` is the moment it was due. Running it twice a day does nothing more. Raises Refused where the working days are not known (R-CAL-02).
    """
    now = datetime.fromtimestamp(timestamp, UTC)
    today, calendar = local_date(now), get_calendar()
    if not calendar.is_working_day(today):
        return
    # First what needs no other year: one circular due in a year without a calendar stops the reminders.
    if _is_first_working_day(today, calendar):
        last_month = today.replace(day=1) - timedelta(days=1)
        operations.open_monthly_return(period=f"{last_month:%Y-%m}", actor=SYSTEM, now=now)
    for circular_id, recipient_ids in list_to_remind(today=today, calendar=calendar).items():
        try:
            operations.remind(circular_id=circular_id, recipient_ids=recipient_ids, actor=SYSTEM, now=now)
        except Conflict:  # Closed, answered or reminded by hand meanwhile.
            continue


def _is_first_working_day(today: date, calendar: Calendar) -> bool:
    earlier = (today.replace(day=day) for day in range(1, today.day))
    return not any(calendar.is_working_day(day) for day in earlier)
