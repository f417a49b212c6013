"""The spreadsheets that planning takes in."""

from jingwei.planning.imports.caps import CapImporter
from jingwei.planning.imports.classes import ClassImporter
from jingwei.planning.imports.grades import GradeImporter
from jingwei.planning.imports.plans import PlanImporter

__all__ = ["CapImporter", "ClassImporter", "GradeImporter", "PlanImporter"]
