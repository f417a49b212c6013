"""Writes rows by the thousand into an area's own tables, with PostgreSQL's COPY: no object a row, no statement a row."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

_SEPARATOR = "\x1f"  # made for this; nobody can type it


def keys_for(model: type[models.Model], count: int) -> list[int]:
    """Take so many new keys of a table, for rows that others will point to."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of the named columns; all other columns get the model's defaults, the key its next number.

    Values are as the database keeps them: the value of a Term, a foreign key's number, JSON as its text. Raises IntegrityError as a
    single row would.
    """
    fields = {str(field.column): field for field in model._meta.concrete_fields}
    rest = {
        name: field.get_db_prep_save(field.get_default(), connection)
        for name, field in fields.items()
        if name not in columns and not field.primary_key
    }
    quoted = ", ".join(connection.ops.quote_name(name) for name in (*columns, *rest))
    statement = f"COPY {connection.ops.quote_name(model._meta.db_table)} ({quoted}) FROM STDIN"
    tail = tuple(rest.values())
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row((*row, *tail))


def among(values: Iterable[str]) -> RawSQL:
    """Return a condition for ``filter(x__in=among(...))`` when there are thousands of values: one text, one argument."""
    return RawSQL("SELECT unnest(string_to_array(%s, %s))", [_SEPARATOR.join(values), _SEPARATOR])


def plan_each_time() -> None:
    """Let the database plan every statement of this transaction anew, for the values given and the tables as they are.

    Elsewhere a statement is planned once. A plan made while a table was empty would be kept while a hundred thousand
    rows come into it, and would go through all of them for each value.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
