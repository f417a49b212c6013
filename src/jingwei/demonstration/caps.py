"""Writes the published caps and the working days that the demonstration needs."""

from datetime import date, datetime, timedelta

from jingwei.demonstration.content import read
from jingwei.demonstration.district import BEGAN_ON
from jingwei.planning.models import Cap
from jingwei.platform.actors import SYSTEM
from jingwei.platform.models import CalendarYear
from jingwei.platform.operations import load_calendar_year
from jingwei.registry.models import Item, Subject

FILL = "演示日历，非官方"
# Fixed dates only; festivals by the lunar calendar cannot be known before the State Council's notice.
DAYS_OFF = ((1, 1, 1), (5, 1, 3), (10, 1, 7))  # month, first day, how many


def write_caps() -> None:
    """Write each subject's cap by class, the lines' joint caps and the items' own."""
    content = read("caps")
    source = {"valid_from": BEGAN_ON, "source": content["source"]}
    caps = [
        Cap(subject=subject, credit_class=credit_class, visits=visits, **source)
        for subject in Subject.objects.order_by("id")
        for credit_class, visits in content["each_subject"].items()
    ]
    caps += [
        Cap(line=row["line"], credit_class=credit_class, visits=visits, **source)
        for row in content["line"]
        for credit_class, visits in row["visits"].items()
    ]
    for row in content["item"]:
        item = Item.objects.select_related("subject").get(code=row["item"])
        caps.append(Cap(subject=item.subject, item=item, visits=row["visits"], **source))
    Cap.objects.bulk_create(caps)


def fill_calendar(*, today: date, now: datetime) -> None:
    """Fill the years that no notice was entered for, up to the next one, marked as a demonstration's (R-CAL-02)."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    for year in range(BEGAN_ON.year, today.year + 2):
        if year not in known:
            starts = ((date(year, month, day), count) for month, day, count in DAYS_OFF)
            off = [start + timedelta(days=n) for start, count in starts for n in range(count)]
            load_calendar_year(
                year=year,
                document=FILL,
                exceptions={day: False for day in off if day.weekday() < 5},
                is_official=False,
                actor=SYSTEM,
                now=now,
            )
