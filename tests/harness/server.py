"""A real web server on the test's own database."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import Settings

from jingwei.platform.launch.commands import web_command
from jingwei.platform.launch.probes import free_port, wait_until_it_answers
from tests.harness.database import Database


@dataclass(frozen=True)
class Served:
    """A running server: its address and its process, which a test may kill."""

    url: str
    process: subprocess.Popen[bytes]


@pytest.fixture
def serve(
    committed_database: Database, tmp_path: Path, settings: Settings
) -> Iterator[Callable[..., Served]]:
    """A function that starts granian on ``committed_database``; keyword arguments are environment variables.

    Commit what the pages shall show before or after the call. Every server is stopped after the test.
    """
    started: list[subprocess.Popen[bytes]] = []

    def start(*, port: int | None = None, **environment: str) -> Served:
        port = port or free_port()
        process = subprocess.Popen(
            web_command(host="127.0.0.1", port=port, workers=1),
            env={
                **os.environ,
                **committed_database.environment,
                "JINGWEI_FILES": str(settings.MEDIA_ROOT),
                "DJANGO_SETTINGS_MODULE": "jingwei.config.settings",
                **environment,
            },
            stdout=sys.stderr,
            start_new_session=True,
        )
        started.append(process)
        url = f"http://127.0.0.1:{port}"
        wait_until_it_answers(url, process)
        return Served(url, process)

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture
def served(serve: Callable[..., Served]) -> Served:
    """One server with the settings of a real one."""
    return serve()
