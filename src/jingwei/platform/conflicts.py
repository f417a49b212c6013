"""Two people want the same at the same moment: the database stops the second, and this says it in words."""

import re

import psycopg
from django.apps import apps
from django.db import IntegrityError, OperationalError, models

from jingwei.platform.errors import Busy, Conflict

COLUMNS = re.compile(r"\(([^()]*)\)=")


def as_conflict(error: IntegrityError) -> Conflict | None:
    """Return what a unique constraint refused as a Conflict naming table and columns, or None for any other constraint.

    Values stay out of the words: they may be personal.
    """
    cause = error.__cause__
    if not isinstance(cause, psycopg.errors.UniqueViolation):
        return None
    fields = _fields(cause.diag)
    what = f"{fields[0].model._meta.verbose_name}（{_labels(fields)}）" if fields else "同样的内容"
    return Conflict(
        f"{what}刚刚已有人登记，这一次没有写入",
        "刷新页面查看；同一件事不必再办，不是同一件的核对后改一个再提交",
        fields[0].name if len(fields) == 1 else "",
    )


def as_busy(error: OperationalError) -> Busy | None:
    """Return as Busy what the database broke off because it took too long, or None for any other trouble.

    How long is too long stands in `database/connecting.py`.
    """
    too_long = (psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable)
    if not isinstance(error.__cause__, too_long):
        return None
    return Busy("系统正忙，这一次没有办成，也没有写入任何数据", "稍候再试；一再出现的，告诉系统管理员")


def _fields(diag: psycopg.errors.Diagnostic) -> "list[models.Field[object, object]]":
    """Return the fields that the constraint holds unique together, as the database names them; none where unknown."""
    model = next((each for each in apps.get_models() if each._meta.db_table == diag.table_name), None)
    if model is None:
        return []
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.name == diag.constraint_name:
            return [model._meta.get_field(name) for name in constraint.fields]  # type: ignore[misc]
    found = COLUMNS.search(diag.message_detail or "")
    columns = {name.strip(' "') for name in found[1].split(",")} if found else set()
    return [each for each in model._meta.local_fields if each.column in columns]


def _labels(fields: "list[models.Field[object, object]]") -> str:
    return "、".join(str(field.verbose_name) for field in fields)
