"""What planning does by itself: after an act of a lower area, and in the night."""

from datetime import date

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from procrastinate.contrib.django import app

from jingwei.planning import operations
from jingwei.planning.models import Cap, CapLedger
from jingwei.platform.actors import SYSTEM
from jingwei.platform.patience import HOURS


@app.periodic(cron="30 18 * * *")  # UTC: half past two in the night here
@app.task(name="planning.sweep_specials", retry=HOURS)
def sweep_specials(timestamp: int) -> None:
    """Close the special inspections whose term is over and look who is late with the report; twice does nothing more."""
    operations.sweep_specials(actor=SYSTEM, now=timezone.now())


def end_caps_of_merged(*, absorbed_id: int, successor_id: int, merged_on: str) -> None:
    """End the absorbed subject's caps on the day of the merger and carry what they hold of that year over.

    An enterprise has had its visits, whichever of the two made them: they stand against the successor's cap on the same
    matter and class, which is never granted less than what is used. A cap that the successor has not published is not
    made up.
    """
    on = date.fromisoformat(merged_on)
    ending = list(Cap.objects.in_force(on).filter(subject=absorbed_id))
    held = list(CapLedger.objects.filter(cap__in=ending, year=on.year).select_related("cap").order_by("id"))
    caps = {
        (cap.item_id, cap.credit_class): cap for cap in Cap.objects.in_force(on).filter(subject=successor_id)
    }
    for row in held:
        cap = caps.get((row.cap.item_id, row.cap.credit_class))
        if cap is not None and (row.used or row.exempt):
            _carry_over(row, cap)
    Cap.objects.filter(pk__in=[cap.pk for cap in ending]).update(valid_until=on)


def _carry_over(row: CapLedger, cap: Cap) -> None:
    CapLedger.objects.get_or_create(
        cap=cap, enterprise_id=row.enterprise_id, year=row.year, defaults={"granted": cap.visits}
    )
    found = CapLedger.objects.select_for_update().filter(
        cap=cap, enterprise_id=row.enterprise_id, year=row.year
    )
    found.update(
        used=F("used") + row.used,
        exempt=F("exempt") + row.exempt,
        granted=Greatest(F("granted"), F("used") + row.used),
    )
