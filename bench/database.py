"""A cluster of the benches' own, with the settings of the real one, and an empty migrated database in it."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import connections

from jingwei.platform.database.access import APP, DATABASE, OWNER, SUPERUSER
from jingwei.platform.database.embedded import running
from jingwei.platform.database.location import Location, default_location, installed_programs

CLIENTS, THREADS = 8, 2


@dataclass(frozen=True, slots=True)
class Database:
    """The database and how to reach it."""

    location: Location

    def url(self, user: str) -> str:
        return f"postgresql://{user}@/{DATABASE}?host={quote(str(self.location.socket_folder), safe='')}"

    def execute(self, *statements: str) -> None:
        """Execute statements as the superuser, each by itself."""
        with self._connected() as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def load(self, *statements: str, tables: Sequence[str]) -> None:
        """Execute statements that lay rows into ``tables``: what each refers to is not looked up, and the indexes
        that hold no constraint are built once, afterwards.
        """
        with self._connected() as connection:
            indexes = connection.execute(
                "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
                "WHERE i.indrelid = ANY (%s::regclass[]) AND NOT i.indisunique",
                [list(tables)],
            ).fetchall()
            rebuilt = [definition for _, definition in indexes]
            dropped = [f"DROP INDEX {name}" for name, _ in indexes]
            settings = (
                "SET session_replication_role = replica",
                "SET synchronous_commit = off",
                "SET maintenance_work_mem = '256MB'",
            )
            for statement in (*settings, *dropped, *statements, *rebuilt):
                connection.execute(statement.encode())

    def _connected(self) -> psycopg.Connection[tuple[str, ...]]:
        return psycopg.connect(
            host=str(self.location.socket_folder), user=SUPERUSER, dbname=DATABASE, autocommit=True
        )

    def pgbench(self, script: Path, seconds: int) -> float:
        """Return how many transactions a second PostgreSQL does of a script, by eight clients, prepared."""
        done = subprocess.run(
            [
                installed_programs() / "bin" / "pgbench", "-M", "prepared", "-n", "-c", str(CLIENTS), "-j", str(THREADS),
                "-T", str(seconds), "-f", script, "-h", self.location.socket_folder, "-U", APP, DATABASE,
            ],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        found = re.search(r"tps = ([\d.]+) \(without", done.stdout)
        if done.returncode or not found:
            raise RuntimeError(f"pgbench failed: {done.stderr[-2000:]}")
        return float(found[1])


@contextmanager
def fresh_database() -> Iterator[Database]:
    """Make the cluster, migrate, point this process's Django to it, and remove all of it afterwards.

    One bench at a time: two would measure each other, and share the folder. The second stops with RuntimeError.
    """
    beside = default_location()
    location = Location(beside.folder.with_name(beside.folder.name + "-bench"), beside.account, is_open=True)
    beside.folder.parent.mkdir(parents=True, exist_ok=True)
    with (location.folder.with_suffix(".lock")).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise RuntimeError("Another bench of this checkout is running.") from None
        yield from _made(location)


def _made(location: Location) -> Iterator[Database]:
    _remove(location)
    try:
        with running(location):
            database = Database(location)
            os.environ["JINGWEI_DATABASE_URL"] = database.url(APP)
            os.environ["JINGWEI_OWNER_DATABASE_URL"] = database.url(OWNER)
            os.environ["DJANGO_SETTINGS_MODULE"] = "jingwei.config.settings"
            subprocess.run([sys.executable, "-m", "jingwei.cli", "migrate"], check=True)
            yield database
            # The next bench of this process finds another database behind the same address.
            connections.close_all()
    finally:
        _remove(location)


def _remove(location: Location) -> None:
    shutil.rmtree(location.folder, ignore_errors=True)
