"""The tables of planning."""

from jingwei.planning.models.caps import Cap, CapLedger
from jingwei.planning.models.classes import ClassFile, ClassTable, DepartmentGrade, EnterpriseClass, Relief
from jingwei.planning.models.plans import AnnualPlan, PlanLine
from jingwei.planning.models.quiet import QuietPeriod, Slot
from jingwei.planning.models.special import SpecialPlan

__all__ = [
    "AnnualPlan",
    "Cap",
    "CapLedger",
    "ClassFile",
    "ClassTable",
    "DepartmentGrade",
    "EnterpriseClass",
    "PlanLine",
    "QuietPeriod",
    "Relief",
    "Slot",
    "SpecialPlan",
]
