"""What disclosure does by itself: hears of announced subjects, looks at addresses by night, and for what is late."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from jingwei.disclosure import operations
from jingwei.disclosure.addresses import look_at
from jingwei.disclosure.queries import list_standing_announcements
from jingwei.platform.actors import SYSTEM
from jingwei.platform.calendar import local_date
from jingwei.platform.patience import HOURS

AT_ONCE = 8  # sites asked at the same time


def note_subject_announced(*, subject_id: int, announced_on: str, url: str, **_: Any) -> None:
    """Keep the announcement of a subject, which the registry has made, as a version of its own."""
    operations.note_subject_announcement(
        subject_id=subject_id,
        announced_on=date.fromisoformat(announced_on),
        url=url,
        actor=SYSTEM,
        now=timezone.now(),
    )


@app.periodic(cron="40 18 * * *")  # UTC: twenty to three in the night here
@app.task(name="disclosure.look_at_addresses", retry=HOURS)
def look_at_addresses(timestamp: int) -> None:
    """Look at the address of every announcement that stands (R-PUB-09b); not in a demonstration, whose sites are none."""
    if settings.DEMONSTRATION:
        return
    now = timezone.now()
    standing = [
        (row.pk, row.url, row.title) for row in list_standing_announcements(on=local_date(now)) if row.url
    ]
    with ThreadPoolExecutor(AT_ONCE) as asking:
        looked = list(asking.map(lambda each: look_at(*each), standing))
    operations.note_address_checks(looked=looked, actor=SYSTEM, now=now)


@app.periodic(cron="50 18 * * *")  # UTC: ten to three in the night here
@app.task(name="disclosure.sweep", retry=HOURS)
def sweep(timestamp: int) -> None:
    """Look for plans and urgent filings that are late; running it twice tells nothing twice."""
    operations.sweep_disclosure(actor=SYSTEM, now=timezone.now())
