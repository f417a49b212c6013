"""Registers the area with Django."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """tasks visits records ratings."""

    name = "jingwei.inspections"
    label = "inspections"
    verbose_name = "行政检查"
