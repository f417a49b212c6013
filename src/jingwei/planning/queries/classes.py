"""Reads of classes: which one holds for an enterprise, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from jingwei.planning.facts import classes as facts
from jingwei.planning.models import ClassFile, ClassTable, DepartmentGrade, EnterpriseClass, Relief
from jingwei.planning.rules import low_risk_relief
from jingwei.platform.actors import Actor
from jingwei.registry.members import Member
from jingwei.registry.models import Enterprise, Subject
from jingwei.registry.terms import CreditClass
from jingwei.rulebook import Numbers

facts_of_class = facts.class_facts
GRADES = (CreditClass.A, CreditClass.B, CreditClass.C, CreditClass.D)


@dataclass(frozen=True, slots=True)
class ClassRow:
    """What a class brings: share drawn in percent, visits a year (None as needed), most months between two (None
    without term).
    """

    ratio: int
    visits: int | None
    every: int | None


@dataclass(frozen=True, slots=True)
class TableInForce:
    """The table that a subject goes by on a day. ``table`` is None while only the default of R-RSK-02a stands."""

    rows: Mapping[CreditClass, ClassRow]
    table: ClassTable | None = None


def stricter(first: str, second: str | None) -> CreditClass:
    """Return the stricter of two classes; the second may be missing. Unknown is not low."""
    known = [CreditClass(each) for each in (first, second) if each]
    return max(known, key=lambda each: each.rank)


def class_for(enterprise: Enterprise, subject: Subject, *, on: date) -> CreditClass:
    """Return the class that a subject has to go by: the stricter of the monthly class and the subject's own grade."""
    grades = DepartmentGrade.objects.in_force(on).filter(enterprise=enterprise, subject=subject)
    grade = grades.values_list("credit_class", flat=True).first()
    return stricter(enterprise.credit_class, grade)


def class_in_statement(enterprise: Enterprise, subject: Subject, *, on: date) -> Combinable:
    """Return the same class as ``class_for`` as an expression, for a statement that is asked anyhow."""
    monthly = Value(enterprise.credit_class)
    above = [each for each in GRADES if each.rank > CreditClass(enterprise.credit_class).rank]
    if not above:
        return monthly
    grades = DepartmentGrade.objects.in_force(on).filter(
        enterprise=enterprise, subject=subject, credit_class__in=above
    )
    return Coalesce(Subquery(grades.order_by("-credit_class").values("credit_class")[:1]), monthly)


def facts_of_relief(
    enterprise: Enterprise,
    subject: Subject,
    *,
    on: date,
    is_routine_on_site: bool,
    is_drawn: bool = False,
    complaints: int = 0,
) -> low_risk_relief.Facts:
    """Return the facts of R-RSK-03a for one task; at most one statement, and none where the class is not low."""
    credit_class, is_in_relief = CreditClass(enterprise.credit_class), False
    if is_routine_on_site and credit_class is CreditClass.A:
        grades = DepartmentGrade.objects.in_force(on).filter(enterprise=OuterRef("pk"), subject=subject)
        is_in_relief, grade = (
            Enterprise.objects.filter(pk=enterprise.pk)
            .values_list(
                Exists(Relief.objects.in_force(on).filter(enterprise=OuterRef("pk"))),
                Subquery(grades.values("credit_class")[:1]),
            )
            .get()
        )
        credit_class = stricter(credit_class, grade)
    return facts.relief_facts(
        enterprise,
        credit_class,
        is_in_relief=is_in_relief,
        complaints=complaints,
        is_routine_on_site=is_routine_on_site,
        is_drawn=is_drawn,
    )


def list_class_tables() -> QuerySet[ClassTable]:
    """Return all tables of ratios and visits, the district's before the subjects', newest first."""
    return ClassTable.objects.select_related("subject", "saved_by").order_by(
        "subject__sort_key", "-valid_from"
    )


def table_in_force(subject: Subject | None, *, on: date, numbers: Numbers) -> TableInForce:
    """Return the table that holds on the day: the subject's own, else the district's, else R-RSK-02a's default."""
    found = ClassTable.objects.filter(Q(subject=subject) | Q(subject=None), valid_from__lte=on)
    tables = sorted(found, key=lambda table: (table.subject_id is not None, table.valid_from))
    if not tables:
        return TableInForce(default_rows(numbers))
    return TableInForce(rows_of(tables[-1].rows), tables[-1])


def rows_of(rows: Mapping[str, Mapping[str, Any]]) -> dict[CreditClass, ClassRow]:
    """Return the rows of a table as it is kept, by class."""
    return {CreditClass(each): ClassRow(**row) for each, row in rows.items()}


def default_rows(numbers: Numbers) -> dict[CreditClass, ClassRow]:
    """Return the table that stands until one is saved: another county's (外地参照), the terms ours."""
    return {
        CreditClass.A: ClassRow(_number(numbers, "ratio_a"), _number(numbers, "visits_a"), None),
        CreditClass.B: ClassRow(_number(numbers, "ratio_b"), _number(numbers, "visits_b"), None),
        CreditClass.C: ClassRow(
            _number(numbers, "ratio_c"), _number(numbers, "visits_c"), _number(numbers, "every_c")
        ),
        CreditClass.D: ClassRow(_number(numbers, "ratio_d"), None, _number(numbers, "every_d")),
    }


def list_grades(actor: Actor, *, on: date) -> QuerySet[DepartmentGrade]:
    """Return the departments' grades not ended by the day, newest first: the bureau all, others their subject's."""
    found = (
        DepartmentGrade.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on))
        .select_related("enterprise__region", "subject", "entered_by")
        .order_by("-valid_from", "-id")
    )
    if isinstance(actor, Member) and actor.is_bureau:
        return found
    if isinstance(actor, Member) and actor.subject_id:
        return found.filter(subject_id=actor.subject_id)
    return found.none()


def list_reliefs(*, on: date) -> QuerySet[Relief]:
    """Return all reliefs, those in force on the day first, newest first."""
    return (
        Relief.objects.select_related("enterprise__region", "entered_by")
        .annotate(is_over=Q(left_on__isnull=False, left_on__lte=on))
        .order_by("is_over", "-entered_on", "-id")
    )


def history_of(enterprise: Enterprise) -> QuerySet[EnterpriseClass]:
    """Return an enterprise's classes, newest month first."""
    return EnterpriseClass.objects.filter(enterprise=enterprise).order_by("-month")


def grades_of(enterprise: Enterprise) -> QuerySet[DepartmentGrade]:
    """Return all departments' grades of an enterprise, ended ones too, newest first."""
    found = DepartmentGrade.objects.filter(enterprise=enterprise).select_related("subject", "entered_by")
    return found.order_by("-valid_from", "-id")


def reliefs_of(enterprise: Enterprise) -> QuerySet[Relief]:
    """Return the reliefs an enterprise has or had, newest first."""
    return Relief.objects.filter(enterprise=enterprise).select_related("entered_by").order_by("-id")


def latest_month() -> date | None:
    """Return the newest month whose classes are in; None before the first file."""
    return ClassFile.objects.order_by("-month").values_list("month", flat=True).first()


def _number(numbers: Numbers, name: str) -> int:
    return numbers.get("R-RSK-02a", name).value
