"""The embedded PostgreSQL: started, joined, left, killed."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from jingwei.platform.database import access, embedded
from jingwei.platform.database.access import APP, DATABASE, OWNER, SUPERUSER
from jingwei.platform.database.connecting import Process, database_settings
from jingwei.platform.database.embedded import running
from jingwei.platform.database.location import SERVER_ACCOUNT, EmbeddedDatabaseError, Location
from tests.harness.requirements import require_postgres

HOLD = """
import sys, time
from pathlib import Path
from jingwei.platform.database.embedded import running
from jingwei.platform.database.location import Location
with running(Location(Path(sys.argv[1]), sys.argv[2] or None, is_open=bool(sys.argv[3]))):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def location(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Location]:
    require_postgres()
    # The server's account cannot enter pytest's temporary folders, which belong to the caller alone.
    is_root = os.geteuid() == 0
    parent = Path("/var/lib/jingwei") if is_root else tmp_path_factory.mktemp("cluster")
    made = Location(parent / f"test-{os.getpid()}", SERVER_ACCOUNT if is_root else None)
    yield made
    embedded.stop(made)
    subprocess.run(["rm", "-rf", "--", made.folder, made.socket_folder], check=True)


def holder(location: Location) -> subprocess.Popen[str]:
    """Return another process that holds the server."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            textwrap.dedent(HOLD),
            location.folder,
            location.account or "",
            "1" * location.is_open,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def connect(location: Location, role: str = APP) -> psycopg.Connection:
    """Connect as our own processes do: the owner with its password, the application as the caller's account."""
    password = access.owner_password(location) if role == OWNER else None
    return psycopg.connect(
        host=str(location.socket_folder), dbname=DATABASE, user=role, password=password, autocommit=True
    )


def leave(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=60)
    assert process.returncode == 0


def is_up(location: Location) -> bool:
    try:
        connect(location).close()
    except psycopg.OperationalError:
        return False
    return True


def test_the_last_one_out_stops_the_server(location: Location) -> None:
    with running(location):
        other = holder(location)
    assert is_up(location)
    leave(other)
    assert not is_up(location)


def test_a_server_whose_owner_was_killed_is_joined_and_stopped_by_the_next(location: Location) -> None:
    killed = holder(location)
    killed.kill()
    killed.communicate()
    assert is_up(location)
    with running(location):
        assert is_up(location)
    assert not is_up(location)


def test_what_was_committed_survives_the_death_of_the_server(location: Location) -> None:
    with running(location):
        with connect(location, OWNER) as owner:
            owner.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        with connect(location) as app:
            app.execute("INSERT INTO kept VALUES (1)")
        # This process is its parent and has not collected it: the number stays taken, as in a container.
        os.kill(_server_number(location), signal.SIGKILL)
        while is_up(location):
            time.sleep(0.01)
        with running(location), connect(location) as app:
            assert app.execute("SELECT count(*) FROM kept").fetchone() == (1,)
    assert not is_up(location)


def test_a_stale_process_number_that_belongs_to_another_program_does_not_block_the_start(
    location: Location,
) -> None:
    with running(location):
        pass
    (location.data / "postmaster.pid").write_text(f"{os.getpid()}\n{location.data}\n0\n5432\n\n\n\nready\n")
    with running(location):
        assert is_up(location)


def test_the_applications_role_owns_nothing_and_may_not_alter(location: Location) -> None:
    with running(location):
        with connect(location, OWNER) as owner:
            owner.execute(
                "CREATE TABLE IF NOT EXISTS log (id bigint GENERATED ALWAYS AS IDENTITY, text text)"
            )
        with connect(location) as app:
            app.execute("INSERT INTO log (text) VALUES ('一')")
            for forbidden in (
                "DROP TABLE log",
                "TRUNCATE log",
                "ALTER TABLE log DISABLE TRIGGER ALL",
                "CREATE TABLE x ()",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(forbidden)
            row = app.execute(
                "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
            )
            assert row.fetchone() == (False, False, False)


def test_only_the_callers_account_may_connect_and_only_over_the_socket(location: Location) -> None:
    with running(location):
        with connect(location) as app:
            assert app.execute("SHOW listen_addresses").fetchone() == ("",)
            assert app.execute("SHOW synchronous_commit").fetchone() == ("on",)
        rules = (location.folder / "hba.conf").read_text().splitlines()
    assert all(rule.startswith("local ") for rule in rules)
    assert rules[-1] == "local all all reject"


@pytest.mark.parametrize("database", [DATABASE, "postgres", "template1"])
def test_nobody_becomes_the_superuser_while_the_server_runs(location: Location, database: str) -> None:
    with running(location), pytest.raises(psycopg.OperationalError, match="rejects connection"):
        psycopg.connect(host=str(location.socket_folder), dbname=database, user=SUPERUSER)


def test_the_owner_of_the_tables_needs_a_password_that_no_other_account_can_read(location: Location) -> None:
    with running(location):
        with pytest.raises(psycopg.OperationalError, match="no password supplied"):
            psycopg.connect(host=str(location.socket_folder), dbname=DATABASE, user=OWNER)
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(
                host=str(location.socket_folder), dbname=DATABASE, user=OWNER, password="jingwei_owner"
            )
        with connect(location, OWNER) as owner:
            assert owner.execute("SELECT current_user").fetchone() == (OWNER,)
    kept = location.folder / "owner-password"
    assert len(kept.read_text()) > 40
    assert kept.stat().st_mode & 0o077 == 0


def test_a_cluster_of_an_earlier_release_is_closed_at_its_next_start(location: Location) -> None:
    with running(location):
        pass
    # As the release of November 2026 left it: no password, and the caller let in as every role.
    (location.folder / "owner-password").unlink()
    access.run_alone(location, location.data, "postgres", f"ALTER ROLE {OWNER} PASSWORD NULL")
    (location.folder / "hba.conf").write_text("local all all peer map=jingwei\n")
    with running(location):
        with connect(location, OWNER) as owner:
            assert owner.execute("SELECT current_user").fetchone() == (OWNER,)
        for role in (OWNER, SUPERUSER):
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(host=str(location.socket_folder), dbname=DATABASE, user=role)


def test_a_server_that_an_earlier_release_left_running_is_not_joined(location: Location) -> None:
    with running(location):
        pass
    # The caller may enter as the superuser, as before, and its owner was killed.
    left = replace(location, is_open=True)
    killed = holder(left)
    killed.kill()
    killed.communicate()
    psycopg.connect(host=str(location.socket_folder), dbname=DATABASE, user=SUPERUSER).close()
    with running(location), pytest.raises(psycopg.OperationalError, match="rejects connection"):
        psycopg.connect(host=str(location.socket_folder), dbname=DATABASE, user=SUPERUSER)


@pytest.mark.parametrize(
    ("process", "limits"),
    [
        ("web", ("30s", "10s", "1min")),
        ("worker", ("30min", "1min", "30min")),
        ("command", ("0", "10min", "0")),
    ],
)
def test_a_process_waits_as_long_as_its_kind_may(
    location: Location, monkeypatch: pytest.MonkeyPatch, process: Process, limits: tuple[str, ...]
) -> None:
    monkeypatch.delenv("JINGWEI_DATABASE_URL", raising=False)
    options = database_settings("app", process)["OPTIONS"]["options"]
    with (
        running(location),
        psycopg.connect(host=str(location.socket_folder), dbname=DATABASE, user=APP, options=options) as app,
    ):
        shown = [
            app.execute(f"SHOW {name}").fetchone()
            for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        ]
    assert tuple(row[0] for row in shown if row) == limits


def test_a_long_path_gets_a_short_private_socket_folder() -> None:
    socket_folder = Location(Path("/" + "very-long-name/" * 10), None).socket_folder
    assert len(str(socket_folder)) < 60


def test_a_server_of_ones_own_is_read_from_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JINGWEI_DATABASE_URL", "postgresql://app:p%40ss@db.example:6432/jw?sslmode=require")
    settings = database_settings("app")
    assert (settings["HOST"], settings["PORT"], settings["NAME"], settings["PASSWORD"]) == (
        "db.example", "6432", "jw", "p@ss",
    )  # fmt: skip
    assert settings["OPTIONS"]["sslmode"] == "require"
    owner = database_settings("owner")
    assert owner | {"OPTIONS": {}} == settings | {"OPTIONS": {}}
    monkeypatch.setenv("JINGWEI_OWNER_DATABASE_URL", "postgresql://owner@db.example/jw")
    assert database_settings("owner")["USER"] == "owner"


def test_an_address_that_is_none_is_refused_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JINGWEI_DATABASE_URL", "mysql://x/y")
    with pytest.raises(EmbeddedDatabaseError, match="数据库地址应写作"):
        database_settings("app")


def _server_number(location: Location) -> int:
    return int((location.data / "postmaster.pid").read_text().split()[0])
