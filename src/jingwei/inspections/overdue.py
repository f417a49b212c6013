"""该查未查: risky enterprises that were not inspected within the months that the class table gives (B11)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from jingwei.inspections.facts.items import CARRIED_OUT
from jingwei.inspections.models import Inspection
from jingwei.planning.models import DepartmentGrade
from jingwei.planning.queries import TableInForce, table_in_force
from jingwei.platform.calendar import add_months
from jingwei.platform.queries import get_numbers
from jingwei.registry.models import Enterprise, Subject
from jingwei.registry.terms import CreditClass

RISKY = (CreditClass.C, CreditClass.D)


@dataclass(frozen=True, slots=True)
class Terms:
    """By which table and months the list goes. ``months``: class → most months between two inspections."""

    stands: TableInForce
    months: dict[CreditClass, int]


def terms_of(subject: Subject | None, *, on: date) -> Terms:
    """Return the terms that hold for a department on the day, or for the district without one."""
    stands = table_in_force(subject, on=on, numbers=get_numbers(on))
    months = {each: row.every for each, row in stands.rows.items() if each in RISKY and row.every}
    return Terms(stands, months)


def list_overdue(
    subject: Subject | None, *, on: date, terms: Terms, is_known_only: bool
) -> QuerySet[Enterprise]:
    """Return the risky enterprises whose last inspection is longer ago than their class allows, the longest wait first.

    By a department: its own inspections, and the stricter of monthly class and its own grade. Without one: anybody's
    inspections and the monthly class. Each comes with ``applies`` (the class), its ``months``, ``grade`` and ``last_on`` (None:
    never inspected). Only known: those that were inspected before, or that the department graded.
    """
    done = Inspection.objects.filter(enterprise=OuterRef("pk"), stage__in=CARRIED_OUT, performed_on__lte=on)
    grades = DepartmentGrade.objects.in_force(on).filter(enterprise=OuterRef("pk"), subject=subject)
    if subject is not None:
        done = done.filter(subject=subject)
    found = (
        Enterprise.objects.select_related("region")
        .annotate(grade=Subquery(grades.values("credit_class")[:1]))
        .filter(Q(credit_class__in=RISKY) | Q(grade__in=RISKY))
        .annotate(
            applies=Case(
                When(Q(credit_class=CreditClass.D) | Q(grade=CreditClass.D), then=Value(CreditClass.D.value)),
                default=Value(CreditClass.C.value),
            ),
            months=Case(
                *(When(applies=each, then=Value(months)) for each, months in terms.months.items()),
                output_field=IntegerField(),
            ),
            last_on=Subquery(done.order_by("-performed_on").values("performed_on")[:1]),
        )
    )
    late = Q()
    for credit_class, months in terms.months.items():
        since = add_months(on, -months)
        late |= Q(applies=credit_class) & (Q(last_on=None) | Q(last_on__lt=since))
    if is_known_only:
        found = found.exclude(last_on=None, grade=None)
    found = found.filter(late) if late else found.none()
    return found.order_by(F("last_on").asc(nulls_first=True), "-applies", "sort_key", "pk")
