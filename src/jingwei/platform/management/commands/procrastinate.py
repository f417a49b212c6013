"""``procrastinate`` as the library has it, whose worker first asks whether the database is the one of the settings."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.utils.module_loading import import_string
from procrastinate.contrib.django.management.commands import procrastinate


class Command(procrastinate.Command):
    """Takes the place of the library's command, however the worker is started."""

    def handle(self, *args: Any, **kwargs: Any) -> None:
        """Check before the worker takes its first job, then go on as the library does."""
        if kwargs.get("command") == "worker":
            try:
                import_string(settings.BEFORE_SERVING)()
            except RuntimeError as error:
                raise CommandError(str(error)) from error
            finally:
                connection.close()
        super().handle(*args, **kwargs)
