"""The full demonstration district, loaded once for all tests that look at it and kept while the sources stay as they are.

It takes half a minute to load. The first process that needs it makes a template database, the others wait for it and
clone it; the next test run finds it, unless a source has changed.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from psycopg.sql import SQL, Identifier
from pytest_django.plugin import DjangoDbBlocker

import jingwei
from jingwei.demonstration.operations import load_demonstration
from jingwei.platform.database.access import SUPERUSER
from tests.harness.database import Database

TODAY = date(2026, 11, 22)
SOURCES = Path(jingwei.__file__).parent
LOCK = 7_202_614  # any number that nothing else locks
PREFIX = "district_"


@pytest.fixture(scope="module")
def district(
    django_db_setup: Database, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[date]:
    """The district as it is loaded on ``TODAY``, in the place of this process's empty database; the tests roll back."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as changed:
        changed.setattr("django.conf.settings.DEMONSTRATION", True)
        changed.setattr("django.conf.settings.MEDIA_ROOT", tmp_path_factory.mktemp("files"))
        replace(django_db_setup, template=_loaded(django_db_setup)).clone()
        yield TODAY
        django_db_setup.clone()


def _loaded(database: Database) -> str:
    """Return the name of a database that holds the district, made under a lock where there is none."""
    name = f"{PREFIX}{_digest()}"
    with psycopg.connect(
        host=str(database.location.socket_folder), user=SUPERUSER, dbname="postgres", autocommit=True
    ) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        found = [row[0] for row in server.execute("SELECT datname FROM pg_database").fetchall()]
        if name in found:
            return name
        for stale in found:
            if stale.startswith(PREFIX):
                server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(stale)))
        # A database of which nothing is known yet, as on a first start: where other tests took much back, the server
        # holds the tables for empty and plans a minute for what takes a moment.
        database.clone()
        load_demonstration(today=TODAY)
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "ANALYZE"
            )  # Each clone is planned for what it holds, as a database is that has run a minute.
        connections.close_all()
        copy = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        server.execute(copy.format(Identifier(name), Identifier(database.name)))
    return name


def _digest() -> str:
    digest = hashlib.sha256(TODAY.isoformat().encode())
    for path in sorted(SOURCES.rglob("*")):
        if path.suffix in {".py", ".toml", ".csv"} and "static" not in path.parts:
            digest.update(f"{path.relative_to(SOURCES)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
