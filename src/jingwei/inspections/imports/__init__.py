"""Spreadsheets of inspections and of scans, one module a kind."""

from jingwei.inspections.imports.inspections import InspectionImporter
from jingwei.inspections.imports.scans import ScanImporter

__all__ = ["InspectionImporter", "ScanImporter"]
