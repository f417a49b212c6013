"""Writes rows by the thousand, with PostgreSQL's COPY. Only here may rows of other areas be written so.

Whoever writes this way owes what the operations would have done besides: the replay test holds the district to that.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db import connection, models
from psycopg.sql import SQL, Identifier

M = TypeVar("M", bound=models.Model)


def ids_for(model: type[models.Model], count: int) -> list[int]:
    """Take so many keys from a table's sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def with_ids(rows: Iterable[M]) -> list[M]:
    """Give rows without a key theirs, in their order, and return them."""
    kept = list(rows)
    if kept:
        for row, key in zip(kept, ids_for(type(kept[0]), len(kept)), strict=True):
            row.pk = key
    return kept


def write(rows: Sequence[models.Model]) -> None:
    """Write rows of one table that have their keys. Nothing is sent for no rows."""
    if not rows:
        return
    fields = type(rows[0])._meta.concrete_fields
    columns = [Identifier(field.column or "") for field in fields]
    statement = SQL("COPY {} ({}) FROM STDIN").format(
        Identifier(rows[0]._meta.db_table), SQL(", ").join(columns)
    )
    # What a row holds in memory is what PostgreSQL takes; JSON alone has to be put into words for it.
    names = [field.attname for field in fields]
    worded = {n: field for n, field in enumerate(fields) if isinstance(field, models.JSONField)}
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            values = [getattr(row, name) for name in names]
            for n, field in worded.items():
                values[n] = field.get_db_prep_save(values[n], connection)
            copy.write_row(values)


def add(rows: Iterable[M]) -> list[M]:
    """Give rows their keys, write them, and return them."""
    kept = with_ids(rows)
    write(kept)
    return kept
