"""The `jingwei` command as a person types it."""

import os
import subprocess

from jingwei.platform.launch.commands import own_command
from tests.harness.database import Database


def jingwei(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        own_command(*arguments),
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_a_command_it_says_how_to_call_it() -> None:
    done = jingwei()
    assert done.returncode == 2
    assert "usage: jingwei" in done.stderr


def test_a_port_that_is_none_is_refused_in_plain_words() -> None:
    done = jingwei("serve", PORT="eighty")
    assert done.returncode == 2
    assert "端口应是 1 到 65535 的整数，现为“eighty”" in done.stderr


def test_an_error_is_one_line_on_standard_error_and_exit_code_one() -> None:
    done = jingwei("migrate", JINGWEI_DATABASE_URL="mysql://x/y")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "jingwei：数据库地址应写作 postgresql://用户:密码@主机:端口/库名\n"


def test_a_data_folder_that_cannot_be_had_is_named() -> None:
    done = jingwei("migrate", JINGWEI_DATA="/proc/nothing", JINGWEI_DATABASE_URL="")
    assert done.returncode == 1
    assert "/proc/nothing" in done.stderr
    assert "Traceback" not in done.stderr


def test_standard_output_carries_the_answer_only(committed_database: Database) -> None:
    done = jingwei("manage", "shell", "-v", "0", "-c", "print(6 * 7)", **committed_database.environment)
    assert (done.returncode, done.stdout) == (0, "42\n")


def test_migrating_twice_changes_nothing(committed_database: Database) -> None:
    for _ in range(2):
        assert jingwei("migrate", **committed_database.environment).returncode == 0
    done = jingwei("manage", "migrate", "--check", "--database", "owner", **committed_database.environment)
    assert done.returncode == 0, done.stderr
