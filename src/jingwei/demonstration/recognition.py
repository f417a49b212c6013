"""Tells the demonstration's database from a real one, that of an earlier release included, which has no row for it."""

from django.contrib.auth.hashers import check_password
from django.db import connection

from jingwei.demonstration.logins import PASSWORD, list_log_ins
from jingwei.demonstration.terms import DemonstrationAction
from jingwei.platform import installation
from jingwei.platform.models import Account, AuditEvent


def holds_demonstration() -> bool | None:
    """Return True for the demonstration's database, False for a real one, None for one in which nothing is yet."""
    written = installation.read_purpose()
    if written is not None:
        return written
    if not installation.holds_accounts():
        return None
    return _was_loaded() or _lets_the_published_password_in()


def _was_loaded() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [AuditEvent._meta.db_table])
        if not cursor.fetchone()[0]:
            return False
    return AuditEvent.objects.filter(action=DemonstrationAction.LOADED).exists()


def _lets_the_published_password_in() -> bool:
    """Tell whether one of the demonstration's accounts still has its password; the log may have been left behind."""
    names = [each.username for each in list_log_ins()]
    kept = Account.objects.filter(username__in=names).values_list("password", flat=True)
    return any(check_password(PASSWORD, password) for password in kept)
