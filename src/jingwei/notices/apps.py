"""Registers the area with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """circulars, their receipt, returns and reminders."""

    name = "jingwei.notices"
    label = "notices"
    verbose_name = "通知报送"

    def ready(self) -> None:
        """Let the worker know the job of each morning: it is queued by the clock and by nobody's act."""
        from jingwei.notices import jobs  # noqa: F401 - Models are there only now.
