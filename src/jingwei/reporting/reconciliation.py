"""A month's returns beside our own records, department by department (B15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from jingwei.inspections.terms import Origin
from jingwei.platform.actors import Actor
from jingwei.platform.queries import get_numbers
from jingwei.registry.models import Subject
from jingwei.registry.queries import list_visible_subjects
from jingwei.reporting.facts import return_facts
from jingwei.reporting.indicators.inspections import REPORTABLE
from jingwei.reporting.models import MonthlyReturn
from jingwei.reporting.operations import INSPECTIONS
from jingwei.reporting.periods import Period
from jingwei.reporting.rules.return_differs import return_differs
from jingwei.reporting.terms import Agreement
from jingwei.rulebook import Pass, Raise


@dataclass(frozen=True, slots=True)
class Row:
    """One department's month: its own number, ours, and how they agree. ``reported`` is None where nothing came."""

    subject: Subject
    reported: int | None
    imported: int
    scanned: int
    agreement: Agreement
    said: str
    received_at: datetime | None

    @property
    def recorded(self) -> int:
        """Our own reportable inspections of the month."""
        return self.imported + self.scanned

    @property
    def difference(self) -> int | None:
        """How many more the department reports than we have; None where nothing came."""
        return None if self.reported is None else self.reported - self.recorded


def list_reconciliation(actor: Actor, month: Period) -> Sequence[Row]:
    """Return the departments that the actor may see, those that differ most first; the announced, and who has rows."""
    returns = {each.subject_id: each for each in MonthlyReturn.objects.filter(month=month.first)}
    counted = {
        row["subject"]: (row["imported"], row["total"])
        for row in REPORTABLE.list_rows(month)
        .values("subject")
        .annotate(imported=Count("pk", filter=Q(origin=Origin.IMPORTED)), total=Count("pk"))
    }
    wanted = (
        Q(pk__in=Subject.objects.in_force(month.last)) | Q(pk__in=list(returns)) | Q(pk__in=list(counted))
    )
    numbers, rows = get_numbers(month.last), []
    for subject in list_visible_subjects(actor).filter(wanted):
        sent = returns.get(subject.pk)
        imported, total = counted.get(subject.pk, (0, 0))
        reported = sent.figures[INSPECTIONS] if sent else None
        agreement, said = Agreement.MISSING, "没有收到月报"
        if reported is not None:
            verdict = return_differs(return_facts(month, reported=reported, recorded=total, numbers=numbers))
            said = verdict.fact
            agreement = (
                Agreement.AGREES
                if isinstance(verdict, Pass)
                else Agreement.APART
                if isinstance(verdict, Raise)
                else Agreement.DIFFERS
            )
        received_at = sent.received_at if sent else None
        rows.append(Row(subject, reported, imported, total - imported, agreement, said, received_at))
    order = list(Agreement)
    return sorted(rows, key=lambda row: (order.index(row.agreement), -abs(row.difference or 0)))
