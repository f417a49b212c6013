"""Writes rows by the thousand into an area's own tables, with PostgreSQL's COPY: no object a row, no statement a row."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

from jingwei.platform.columns import LineField, LongProseField, ProseField

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

    Values are as the database keeps them: the value of a Term, a foreign key's number, JSON as its text;
    text takes the normal form of its column. Raises IntegrityError as a
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
    formed = [
        (place, fields[name].get_prep_value)
        for place, name in enumerate(columns)
        if isinstance(fields[name], LineField | ProseField | LongProseField)
    ]
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            values = [*row, *tail]
            for place, form in formed:
                values[place] = form(values[place])
            copy.write_row(values)


def among(field: str, values: Iterable[str]) -> models.Func:
    """Return a condition for ``filter``: the field is one of thousands of values, sent as one text.

    It compares with a constant array, which the database hashes. A join with the values instead would be planned by how
    many rows the table is believed to have, and while an import runs that may be none.
    """
    array = models.Func(
        models.Value(_SEPARATOR.join(values)),
        models.Value(_SEPARATOR),
        function="string_to_array",
        template="(%(function)s(%(expressions)s))",
        output_field=models.TextField(),
    )
    return models.Func(
        models.F(field),
        array,
        template="(%(expressions)s)",
        arg_joiner=" = ANY ",
        output_field=models.BooleanField(),
    )


def plan_each_time() -> None:
    """Let the database plan every statement of this transaction anew, for the values given and the tables as they are.

    Elsewhere a statement is planned once. A plan made while a table was empty would be kept while a hundred thousand
    rows come into it, and would go through all of them for each value.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
