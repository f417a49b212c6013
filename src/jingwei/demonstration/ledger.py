"""The cap ledger of one load, kept in memory the way ``planning.operations`` keeps it in its table."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from jingwei.planning.models import Cap, CapLedger
from jingwei.registry.models import Enterprise, Item, Subject


class Ledger:
    """All rows opened so far. Nobody's class changes in the demonstration's past, so no row has a sister to mind."""

    def __init__(self) -> None:
        """Begin with nothing taken off any cap."""
        self._rows: dict[tuple[int, int, int], CapLedger] = {}
        self._caps: dict[int | str, list[Cap]] = defaultdict(list)
        for cap in Cap.objects.select_related("subject", "item").order_by("id"):
            self._caps[cap.subject_id or cap.line].append(cap)

    @property
    def rows(self) -> list[CapLedger]:
        """The rows as they are to be written."""
        return list(self._rows.values())

    def of(
        self, subject: Subject, enterprise: Enterprise, items: Sequence[Item], on: date
    ) -> list[CapLedger]:
        """Return the rows that a visit on the day goes against, opened if need be, in the order of their caps."""
        codes = {item.pk for item in items}
        found = [
            cap
            for cap in sorted(
                [*self._caps[subject.pk], *self._caps[subject.line]], key=lambda each: each.pk or 0
            )
            if (cap.item_id is None or cap.item_id in codes)
            and cap.credit_class in {"", enterprise.credit_class}
            and cap.valid_from <= on
            and (cap.valid_until is None or on < cap.valid_until)
        ]
        return [self._open(cap, enterprise, on.year) for cap in found]

    def _open(self, cap: Cap, enterprise: Enterprise, year: int) -> CapLedger:
        key = (cap.pk, enterprise.pk, year)
        if key not in self._rows:
            self._rows[key] = CapLedger(cap=cap, enterprise=enterprise, year=year, granted=cap.visits)
        return self._rows[key]


def change_pending(rows: Sequence[CapLedger], by: int) -> None:
    """Note that approved visits not yet made have become more or fewer."""
    for row in rows:
        row.pending = max(0, row.pending + by)


def take_visit(rows: Sequence[CapLedger], *, in_capped: bool, was_pending: bool) -> None:
    """Count one visit: against the caps, or as exempt."""
    for row in rows:
        row.pending = max(0, row.pending - was_pending)
        if in_capped:
            row.used += 1
        else:
            row.exempt += 1


def return_visit(rows: Sequence[CapLedger], *, in_capped: bool) -> None:
    """Give a visit back that was voided."""
    for row in rows:
        if in_capped:
            row.used -= 1
        else:
            row.exempt -= 1
