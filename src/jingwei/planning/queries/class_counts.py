"""How many enterprises stand in which class: in the district, in each town, and against the month before."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from jingwei.planning.models import ClassFile, DepartmentGrade, EnterpriseClass, Relief
from jingwei.platform.calendar import add_months
from jingwei.registry.models import Enterprise, Region, Subject
from jingwei.registry.queries import list_enterprises
from jingwei.registry.terms import CreditClass


@dataclass(frozen=True, slots=True)
class TownCounts:
    """The enterprises of one town, by class."""

    region: Region
    by_class: dict[CreditClass, int]

    @property
    def total(self) -> int:
        """All enterprises of the town."""
        return sum(self.by_class.values())


@dataclass(frozen=True, slots=True)
class Moves:
    """How the classes of one month differ from those of the month before: (before, now) → enterprises."""

    month: date
    before: date
    pairs: dict[tuple[CreditClass | None, CreditClass], int]

    @property
    def up(self) -> int:
        """Those that became riskier."""
        return sum(n for (old, new), n in self.pairs.items() if old and new.rank > old.rank)

    @property
    def down(self) -> int:
        """Those that became less risky."""
        return sum(n for (old, new), n in self.pairs.items() if old and new.rank < old.rank)

    @property
    def new(self) -> int:
        """Those that had no class in the month before."""
        return sum(n for (old, _), n in self.pairs.items() if old is None)


def count_towns() -> list[TownCounts]:
    """Return the enterprises by town and class as they stand, in the order of the towns' codes."""
    rows = Enterprise.objects.order_by().values_list("region", "credit_class").annotate(number=Count("pk"))
    found: dict[int, dict[CreditClass, int]] = {}
    for region, credit_class, number in rows:
        found.setdefault(region, {})[CreditClass(credit_class)] = number
    regions = Region.objects.filter(pk__in=found).order_by("code")
    return [
        TownCounts(region, {each: found[region.pk].get(each, 0) for each in CreditClass})
        for region in regions
    ]


def count_stale(*, on: date) -> int:
    """Return how many enterprises have a class, yet not of the month of the day."""
    this_month = on.replace(day=1)
    known = Enterprise.objects.exclude(credit_class=CreditClass.UNKNOWN)
    return known.filter(Q(class_month=None) | Q(class_month__lt=this_month)).count()


def moves_of(month: date) -> Moves:
    """Return how the classes of a month differ from those of the month before it."""
    last = add_months(month, -1)
    before = EnterpriseClass.objects.filter(enterprise=OuterRef("enterprise"), month=last)
    rows = (
        EnterpriseClass.objects.filter(month=month)
        .order_by()
        .annotate(before=Subquery(before.values("credit_class")[:1]))
        .values_list("before", "credit_class")
        .annotate(number=Count("pk"))
    )
    return Moves(
        month, last, {(old and CreditClass(old), CreditClass(new)): number for old, new, number in rows}
    )


def list_class_files() -> QuerySet[ClassFile]:
    """Return the files of classes that were imported, newest month first."""
    return ClassFile.objects.select_related("imported_by").order_by("-month", "-id")


def list_classed(text: str, *, subject: Subject | None, on: date) -> QuerySet[Enterprise]:
    """Return enterprises by their names, each with ``grade``, the subject's own of the day, ``before``, the class of
    the month before its own, and ``relief_since``.
    """
    grades = DepartmentGrade.objects.in_force(on).filter(enterprise=OuterRef("pk"), subject=subject)
    last = EnterpriseClass.objects.filter(enterprise=OuterRef("pk"), month__lt=OuterRef("class_month"))
    reliefs = Relief.objects.in_force(on).filter(enterprise=OuterRef("pk"))
    return list_enterprises(text).annotate(
        grade=Subquery(grades.values("credit_class")[:1]),
        before=Subquery(last.order_by("-month").values("credit_class")[:1]),
        relief_since=Subquery(reliefs.values("entered_on")[:1]),
        month=F("class_month"),
    )
