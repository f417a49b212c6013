"""The spreadsheets that planning takes in."""

from jingwei.planning.imports.caps import CapImporter

__all__ = ["CapImporter"]
