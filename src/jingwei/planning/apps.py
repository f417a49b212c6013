"""Registers the area with Django."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """caps and their ledger."""

    name = "jingwei.planning"
    label = "planning"
    verbose_name = "计划"

    def ready(self) -> None:
        """Let the worker know the job of each night: it is queued by the clock and by nobody's act."""
        from jingwei.planning import jobs  # noqa: F401 - Models are there only now.
