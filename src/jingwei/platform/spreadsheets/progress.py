"""How far a running import is, told while its one transaction is still open."""

from django.db import connections

from jingwei.platform.models import ImportRun


class Progress:
    """Notes the rows done on a connection of its own: what the import itself writes nobody sees before its end."""

    def __init__(self, run_id: int) -> None:
        self._run_id = run_id
        self._connection = connections["default"].copy()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def __call__(self, done: int) -> None:
        """Note that so many rows are done."""
        with self._connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {ImportRun._meta.db_table} SET done = %s WHERE id = %s", [done, self._run_id]
            )
