"""The row by which a database knows what it holds, and whether its tables are there to be asked."""

from datetime import datetime

from django.db import connection

from jingwei.platform.models import Account, Installation


def is_migrated() -> bool:
    """Tell whether the database has the table of the row; an older or an empty one has not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [Installation._meta.db_table])
        return bool(cursor.fetchone()[0])


def holds_accounts() -> bool:
    """Tell whether anybody has an account here: a database without any holds nothing of anybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [Account._meta.db_table])
        return bool(cursor.fetchone()[0]) and Account.objects.exists()


def read_purpose() -> bool | None:
    """Return what the row says: True for the demonstration, False for real work, None when nothing is written."""
    if not is_migrated():
        return None
    return Installation.objects.values_list("is_demonstration", flat=True).first()


def write_purpose(*, is_demonstration: bool, now: datetime) -> None:
    """Write the row where there is none; of several processes that start at once, the first one's stands."""
    if is_migrated():
        Installation.objects.bulk_create(
            [Installation(is_demonstration=is_demonstration, noted_at=now)], ignore_conflicts=True
        )
