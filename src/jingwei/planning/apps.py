"""Registers the area with Django."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """caps and their ledger."""

    name = "jingwei.planning"
    label = "planning"
    verbose_name = "计划"
