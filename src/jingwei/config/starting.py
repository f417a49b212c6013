"""Asks before anything is served or carried out whether the database holds what the settings say it does."""

import os
import sys
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection

from jingwei.demonstration.recognition import holds_demonstration
from jingwei.platform import installation

HOLDS_DEMONSTRATION = (
    "数据库存的是演示数据，而 JINGWEI_DEMO 没有设为 1，不能启动：演示账号的密码是公开的。"
    "要演示，设 JINGWEI_DEMO=1 后再启动；要正式使用，用 JINGWEI_DATA 或 JINGWEI_DATABASE_URL 另指一个空的数据库。"
    "(This database holds the demonstration, but JINGWEI_DEMO is not 1. To show the demonstration, set JINGWEI_DEMO=1. "
    "For real use, point JINGWEI_DATA or JINGWEI_DATABASE_URL to an empty database.)"
)
HOLDS_REAL_WORK = (
    "数据库存的是正式数据，而 JINGWEI_DEMO 设为 1，不能启动：正式数据会被标成演示数据。"
    "要正式使用，去掉 JINGWEI_DEMO；要演示，用 JINGWEI_DATA 或 JINGWEI_DATABASE_URL 另指一个空的数据库。"
    "(This database holds real data, but JINGWEI_DEMO is 1. For real use, unset JINGWEI_DEMO. For the demonstration, "
    "point JINGWEI_DATA or JINGWEI_DATABASE_URL to an empty database.)"
)
IS_SUPERUSER = (
    "JINGWEI_DATABASE_URL 用的是数据库的超级用户，不能启动：网页程序不应有权改动日志和所有数据库。"
    "按 docs/operate/install.md 建立两个角色，JINGWEI_DATABASE_URL 用 jingwei_app，JINGWEI_OWNER_DATABASE_URL 用 jingwei_owner。"
    "(JINGWEI_DATABASE_URL connects as a superuser. Make the two roles described in docs/operate/install.md.)"
)
OWNS_THE_LOG = (
    "注意：JINGWEI_DATABASE_URL 的角色是数据表的所有者，能关掉日志的保护。请按 docs/operate/install.md 分为两个角色。"
    "(Warning: the role of JINGWEI_DATABASE_URL owns the tables; see docs/operate/install.md.)"
)


class StartError(RuntimeError):
    """The database is not the one that the settings speak of; the message says what to do, in Chinese and English."""


def check_before_serving() -> None:
    """Ask what must hold before anybody is served: the purpose of the database is that of the setting, the role is small.

    A database in which nothing is yet takes the purpose of the setting for good. Raises StartError.
    """
    _check_role()
    found = holds_demonstration()
    _require_same(found)
    installation.write_purpose(is_demonstration=settings.DEMONSTRATION, now=datetime.now(UTC))


def check_before_command() -> None:
    """Ask the same before a command; where JINGWEI_DEMO is not set at all, the command takes the database's word.

    So a figure printed from the demonstration's database is marked as such, whoever forgot the setting. A purpose that
    an earlier release left unwritten is written. Raises StartError.
    """
    found = holds_demonstration()
    if "JINGWEI_DEMO" in os.environ:
        _require_same(found)
    elif found:
        settings.DEMONSTRATION = True
        os.environ["JINGWEI_DEMO"] = "1"  # For the processes that the command starts.
    if found is not None:
        installation.write_purpose(is_demonstration=found, now=datetime.now(UTC))


def _require_same(found: bool | None) -> None:
    if found is not None and found != settings.DEMONSTRATION:
        raise StartError(HOLDS_DEMONSTRATION if found else HOLDS_REAL_WORK)


def _check_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, EXISTS (SELECT FROM pg_class WHERE oid = to_regclass('platform_auditevent') "
            "AND pg_has_role(relowner, 'USAGE')) FROM pg_roles WHERE rolname = current_user"
        )
        is_superuser, owns_the_log = cursor.fetchone()
    if is_superuser:
        raise StartError(IS_SUPERUSER)
    if owns_the_log:
        print(OWNS_THE_LOG, file=sys.stderr, flush=True)
