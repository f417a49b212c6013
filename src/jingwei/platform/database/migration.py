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


def gather_statistics() -> None:
    """Count anew what the planner knows of tables that were filled at once and never counted.

    The server does so by itself within a minute; until then it would plan for empty tables.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relid::regclass FROM pg_stat_user_tables WHERE n_live_tup > 1000 "
            "AND last_analyze IS NULL AND last_autoanalyze IS NULL AND schemaname = current_schema()"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"ANALYZE {table}")
