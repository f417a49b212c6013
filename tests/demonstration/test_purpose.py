"""A database knows whether it holds the demonstration, and nothing serves it as what it is not."""

import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import Error, connections, transaction
from django.test import Client, RequestFactory
from pytest_django import Settings

from jingwei.config.starting import StartError, check_before_command, check_before_serving
from jingwei.demonstration.logins import PASSWORD, list_log_ins
from jingwei.demonstration.recognition import holds_demonstration
from jingwei.demonstration.terms import DemonstrationAction
from jingwei.platform import audit, installation
from jingwei.platform.actors import SYSTEM
from jingwei.platform.launch.commands import own_command, worker_command
from jingwei.platform.models import Account, Installation
from tests.harness.database import Database

NOW = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)


def somebody() -> Account:
    return Account.objects.create_account("somebody", "某人", "a-password-of-their-own")


def one_of_the_demonstration() -> Account:
    return Account.objects.create_account(list_log_ins()[0].username, "演示人", PASSWORD)


@pytest.mark.django_db
@pytest.mark.parametrize("is_demonstration", [True, False])
def test_an_empty_database_takes_the_purpose_of_its_first_start_for_good(
    settings: Settings, is_demonstration: bool
) -> None:
    assert holds_demonstration() is None
    settings.DEMONSTRATION = is_demonstration
    check_before_serving()
    check_before_serving()
    assert Installation.objects.get().is_demonstration is is_demonstration
    settings.DEMONSTRATION = not is_demonstration
    with pytest.raises(StartError, match="JINGWEI_DEMO"):
        check_before_serving()
    assert Installation.objects.get().is_demonstration is is_demonstration


@pytest.mark.django_db
def test_a_database_of_an_earlier_release_is_known_by_its_log(settings: Settings) -> None:
    somebody()
    audit.record(DemonstrationAction.LOADED, actor=SYSTEM, now=NOW)
    assert holds_demonstration() is True
    with pytest.raises(StartError, match=r"存的是演示数据.*This database holds the demonstration"):
        check_before_serving()
    settings.DEMONSTRATION = True
    check_before_serving()
    assert Installation.objects.get().is_demonstration


@pytest.mark.django_db
def test_a_database_whose_log_was_left_behind_is_known_by_the_published_password() -> None:
    somebody()
    one_of_the_demonstration()
    assert holds_demonstration() is True


@pytest.mark.django_db
def test_a_database_with_accounts_of_its_own_is_real(settings: Settings) -> None:
    somebody()
    # The name alone says nothing: real people may be called like those of the demonstration.
    Account.objects.create_account(list_log_ins()[0].username, "某人", "a-password-of-their-own")
    assert holds_demonstration() is False
    settings.DEMONSTRATION = True
    with pytest.raises(StartError, match=r"存的是正式数据.*This database holds real data"):
        check_before_serving()


@pytest.mark.django_db
def test_a_command_without_the_setting_takes_the_databases_word(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JINGWEI_DEMO", "")  # so that what the command sets is taken back
    monkeypatch.delenv("JINGWEI_DEMO")
    settings.DEMONSTRATION = False
    installation.write_purpose(is_demonstration=True, now=NOW)
    check_before_command()
    assert settings.DEMONSTRATION is True
    monkeypatch.setenv("JINGWEI_DEMO", "0")
    settings.DEMONSTRATION = False
    with pytest.raises(StartError):
        check_before_command()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE platform_installation SET is_demonstration = false", "DELETE FROM platform_installation"],
)
def test_the_application_cannot_change_what_the_database_is(statement: str) -> None:
    installation.write_purpose(is_demonstration=True, now=NOW)
    with (
        pytest.raises(Error, match="permission denied"),
        transaction.atomic(),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_published_password_never_lets_anybody_in_where_real_data_is(
    client: Client, rf: RequestFactory, settings: Settings
) -> None:
    account = one_of_the_demonstration()
    sent = {"username": account.username, "password": PASSWORD}
    settings.DEMONSTRATION = False
    assert authenticate(rf.post("/sign-in/"), **sent) is None
    assert "登录名或密码不正确" in client.post("/sign-in/", sent).content.decode()
    assert "_auth_user_id" not in client.session
    settings.DEMONSTRATION = True
    assert authenticate(rf.post("/sign-in/"), **sent) == account


def test_nobody_chooses_the_published_password_where_real_data_is(settings: Settings) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(ValidationError, match="公开的演示密码"):
        validate_password(PASSWORD)


@pytest.fixture
def demonstrations(committed_database: Database) -> Database:
    """A database that says it holds the demonstration, for processes of their own."""
    one_of_the_demonstration()
    installation.write_purpose(is_demonstration=True, now=NOW)
    return committed_database


@pytest.fixture
def real(committed_database: Database) -> Database:
    """A database with an account of its own."""
    somebody()
    return committed_database


def start(command: list[str], database: Database, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {name: value for name, value in os.environ.items() if name != "JINGWEI_DEMO"}
    return subprocess.run(
        command,
        env=given
        | database.environment
        | {"DJANGO_SETTINGS_MODULE": "jingwei.config.settings"}
        | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


LOAD = "from jingwei.config.{} import application"
DOORS = {
    "another server by WSGI": [sys.executable, "-c", LOAD.format("wsgi")],
    "another server by ASGI": [sys.executable, "-c", LOAD.format("asgi")],
    "the worker": worker_command(),
}


@pytest.mark.parametrize("door", ["another server by WSGI", "another server by ASGI", "the worker"])
def test_nothing_that_serves_starts_on_a_database_of_the_other_kind(
    demonstrations: Database, door: str
) -> None:
    done = start(DOORS[door], demonstrations)
    assert done.returncode == 1, done.stderr
    assert "数据库存的是演示数据" in done.stderr
    assert "set JINGWEI_DEMO=1" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [("demo",), ("migrate",), ("report", "--from", "2026-01-01", "--to", "2026-01-02")]
)
def test_no_command_works_on_real_data_as_a_demonstration(real: Database, arguments: tuple[str, ...]) -> None:
    done = start(own_command(*arguments), real, JINGWEI_DEMO="1")
    assert done.returncode == 1
    assert done.stderr.startswith("jingwei：数据库存的是正式数据")
    assert not done.stdout


def test_a_figure_printed_from_the_demonstrations_database_is_marked_whoever_forgot_the_setting(
    demonstrations: Database,
) -> None:
    done = start(
        own_command("report", "--from", "2026-01-01", "--to", "2026-01-31", "--json"), demonstrations
    )
    assert done.returncode == 0, done.stderr
    assert '"demonstration": "演示数据"' in done.stdout


def test_what_serves_as_the_superuser_of_the_database_does_not_start(real: Database) -> None:
    done = start(DOORS["another server by WSGI"], real, JINGWEI_DATABASE_URL=real.url("postgres"))
    assert done.returncode == 1
    assert "超级用户" in done.stderr
    assert "superuser" in done.stderr


def test_what_serves_as_the_owner_of_the_tables_is_warned(real: Database) -> None:
    done = start(DOORS["another server by WSGI"], real, JINGWEI_DATABASE_URL=real.url("jingwei_owner"))
    assert done.returncode == 0, done.stderr
    assert "所有者" in done.stderr
