"""A PostgreSQL of the tests' own; each process gets a database cloned from a migrated template.

``@pytest.mark.django_db`` rolls back, as everywhere. A test whose threads or processes commit takes the fixture
``committed_database`` instead: the application may not truncate the log, so its database is cloned afresh afterwards.
Both connect as the application does: ``default`` is jingwei_app, ``owner`` is jingwei_owner.
"""

import hashlib
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from psycopg.sql import SQL, Identifier
from pytest_django import DjangoDbBlocker, Settings

from jingwei.platform.database.access import APP, OWNER, SUPERUSER
from jingwei.platform.database.embedded import PRIVILEGES, running
from jingwei.platform.database.location import (
    CHECKOUT,
    Location,
    test_location,
)
from tests.harness.requirements import require_postgres

TEMPLATES_KEPT = 3
TEMPLATE_LOCK = 7_202_611  # any number that nothing else locks


@dataclass(frozen=True)
class Database:
    """One process's database in the tests' cluster."""

    location: Location
    name: str
    template: str

    def url(self, user: str) -> str:
        """Address for JINGWEI_DATABASE_URL, for a process of its own."""
        return f"postgresql://{user}@/{self.name}?host={quote(str(self.location.socket_folder), safe='')}"

    @property
    def environment(self) -> dict[str, str]:
        """Variables that make another process of ours use this database."""
        return {"JINGWEI_DATABASE_URL": self.url(APP), "JINGWEI_OWNER_DATABASE_URL": self.url(OWNER)}

    def clone(self) -> None:
        """Make the database anew from the template, throwing out whoever is connected."""
        connections.close_all()
        with _superuser(self.location) as database:
            database.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(self.name)))
            database.execute(
                SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(
                    Identifier(self.name), Identifier(OWNER), Identifier(self.template)
                )
            )

    def drop(self) -> None:
        """Remove the database."""
        connections.close_all()
        with _superuser(self.location) as database:
            database.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(self.name)))


@pytest.fixture(scope="session")
def test_cluster() -> Iterator[Location]:
    """The running server of the tests, shared by all processes of all test runs of this checkout."""
    require_postgres()
    # These data may be lost with the machine, so nothing waits for the disk.
    with running(test_location(), fsync="off", full_page_writes="off") as location:
        yield location


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, test_cluster: Location
) -> Iterator[Database]:
    """Takes the place of pytest-django's: points both aliases to this process's clone of the template."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        _drop_orphans(test_cluster)
        template = _migrated_template(test_cluster)
        database = Database(test_cluster, f"test_{os.getpid()}_{worker}", template)
        database.clone()
        _point_django_to(test_cluster, database.name)
        yield database
        database.drop()


@pytest.fixture
def committed_database(django_db_setup: Database, django_db_blocker: DjangoDbBlocker) -> Iterator[Database]:
    """The database for tests that commit, from threads or other processes; pristine again after the test."""
    with django_db_blocker.unblock():
        yield django_db_setup
        django_db_setup.clone()


@pytest.fixture(scope="session")
def _uploads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of folders for the files of one test each; who keeps a file makes the folder, and few do."""
    parent = tmp_path_factory.mktemp("files")
    return (parent / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _uploads_of_one_test(settings: Settings, _uploads: Iterator[Path]) -> None:
    settings.MEDIA_ROOT = next(_uploads)


@contextmanager
def _superuser(location: Location) -> Iterator[psycopg.Connection]:
    with psycopg.connect(
        host=str(location.socket_folder), user=SUPERUSER, dbname="postgres", autocommit=True
    ) as connection:
        yield connection


def _point_django_to(location: Location, name: str) -> None:
    for alias, user in (("default", APP), ("owner", OWNER)):
        connections[alias].close()
        connections[alias].settings_dict.update(
            HOST=str(location.socket_folder), PORT="5432", NAME=name, USER=user, PASSWORD=""
        )


def _migrated_template(location: Location) -> str:
    """Return the name of a database to which the migrations, as they stand in the checkout, were applied.

    Several processes may ask at once: the first builds it under a lock, the others find it.
    """
    name = f"template_{_migrations_digest()}"
    with _superuser(location) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        found = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
        if name in found:
            return name
        draft = f"draft_{name}"
        server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(draft)))
        server.execute(SQL("CREATE DATABASE {} OWNER {}").format(Identifier(draft), Identifier(OWNER)))
        with psycopg.connect(host=str(location.socket_folder), user=SUPERUSER, dbname=draft) as inside:
            for statement in PRIVILEGES:
                inside.execute(statement)
        _point_django_to(location, draft)
        call_command("migrate", database="owner", verbosity=0)
        connections.close_all()
        server.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(draft), Identifier(name)))
        old = server.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%' ORDER BY oid DESC"
        ).fetchall()
        for (stale,) in old[TEMPLATES_KEPT:]:
            server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(stale)))
    return name


def _migrations_digest() -> str:
    digest = hashlib.sha256(f"{version('django')} {version('procrastinate')} {PRIVILEGES}".encode())
    for path in sorted((CHECKOUT / "src" / "jingwei").glob("*/migrations/*.py")):
        digest.update(f"{path.relative_to(CHECKOUT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _drop_orphans(location: Location) -> None:
    """Drop the databases of test processes that were killed."""
    with _superuser(location) as server:
        for (name,) in server.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'"
        ).fetchall():
            try:
                os.kill(int(name.split("_")[1]), 0)
            except ProcessLookupError:
                server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
            except PermissionError:
                pass  # Alive, and another user's.
