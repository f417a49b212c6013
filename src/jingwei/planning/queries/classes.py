"""Reads of classes: which one holds for an enterprise, and what follows from it."""

from datetime import date

from jingwei.planning.models import DepartmentGrade
from jingwei.registry.models import Enterprise, Subject
from jingwei.registry.terms import CreditClass


def class_for(enterprise: Enterprise, subject: Subject, *, on: date) -> CreditClass:
    """Return the class that a subject has to go by: the stricter of the monthly class and the subject's own grade."""
    grade = DepartmentGrade.objects.in_force(on).filter(enterprise=enterprise, subject=subject).first()
    known = [CreditClass(enterprise.credit_class), *([CreditClass(grade.credit_class)] if grade else [])]
    return max(known, key=lambda each: each.rank)
