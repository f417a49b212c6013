"""Rows that many tests start from: made once in a database, then copied in, which takes a tenth of the time.

They are the test's own as before: it may change or remove them, and they go with its transaction.
"""

import pickle
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction
from psycopg import Cursor
from psycopg.sql import SQL, Identifier

Given = ParamSpec("Given")
Made = TypeVar("Made")
Rows = Cursor[tuple[Any, ...]]

# Another one after each cloning, and in each cluster: a new cluster gives out the same oids again.
DATABASE = (
    "SELECT oid, system_identifier FROM pg_database, pg_control_system() WHERE datname = current_database()"
)
INSERTED = "SELECT relname, n_tup_ins FROM pg_stat_xact_user_tables WHERE n_tup_ins > 0"


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a function returned, and the rows of the tables it filled as COPY writes them."""

    made: bytes
    tables: dict[str, bytes]

    def fits(self, cursor: Rows) -> bool:
        """Tell whether the tables are empty."""
        held = (SQL("EXISTS (TABLE {})").format(Identifier(table)) for table in self.tables)
        return cursor.execute(SQL("SELECT {}").format(SQL(" OR ").join(held))).fetchall() == [(False,)]

    def put(self, cursor: Rows) -> Any:
        """Write the rows and return what was made with them."""
        for table, rows in self.tables.items():
            with cursor.copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
                copy.write(rows)
        return pickle.loads(self.made)


def made_once(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Let a function that does nothing but insert do so once; the next call with the same arguments puts the rows back.

    Where one of its tables holds other rows, it makes its own as ever.
    """
    kept: dict[tuple[object, ...], _Kept] = {}

    @wraps(make)
    def make_or_put(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        with transaction.atomic(), connection.cursor() as wrapped:
            cursor: Rows = wrapped.cursor
            key = (*cursor.execute(DATABASE).fetchall(), args, *kwargs.items())
            if key in kept:
                return kept[key].put(cursor) if kept[key].fits(cursor) else make(*args, **kwargs)
            before = _inserted(cursor)
            made = make(*args, **kwargs)
            if tables := _filled(cursor, _inserted(cursor) - before):
                kept[key] = _Kept(pickle.dumps(made), tables)
            return made

    return make_or_put


def _inserted(cursor: Rows) -> Counter[str]:
    """Count what the transaction has inserted so far into each table."""
    return Counter(dict(cursor.execute(INSERTED).fetchall()))


def _filled(cursor: Rows, inserted: Counter[str]) -> dict[str, bytes]:
    """Return the rows of the tables, or nothing if one holds others than were inserted."""
    found = {}
    for table, count in inserted.items():
        with cursor.copy(SQL("COPY {} TO STDOUT").format(Identifier(table))) as copy:
            found[table] = b"".join(copy)
        if found[table].count(b"\n") != count:
            return {}
    return found
