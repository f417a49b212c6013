"""Brings the tables in step with the code, as the role that owns them."""

from django.core.management import call_command
from django.db import connections

LOCK = 7_202_612  # Any number that nothing else locks; held while migrations run.


def migrate() -> None:
    """Apply all migrations through the alias ``owner``; of several processes that start at once, one at a time."""
    # Not the connection that migrates: one migration may close it, and the lock with it.
    guard = connections["owner"].copy()
    try:
        with guard.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        call_command("migrate", database="owner", verbosity=0)
    finally:
        guard.close()
