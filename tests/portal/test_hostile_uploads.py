"""Spreadsheets made to stop the site, uploaded to a real server and read by a real worker: each ends once, alone."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from jingwei.platform.calendar import local_date
from jingwei.platform.launch.commands import worker_command
from jingwei.platform.models import ImportRun
from jingwei.platform.terms import ImportState
from tests.harness.database import Database
from tests.harness.server import Served
from tests.people import District, district
from tests.platform.hostile import HOSTILE

CSRF = "a" * 32
MOST_SECONDS = 10  # for an answer that takes a few hundredths of a second, on a machine that runs other tests
MOST_WAITING = 120  # seconds until all of them have been read


@pytest.fixture
def worker(committed_database: Database, settings: Settings) -> Iterator["subprocess.Popen[bytes]"]:
    """The process that carries out jobs, on the test's own database."""
    process = subprocess.Popen(
        worker_command(),
        env={
            **os.environ,
            **committed_database.environment,
            "JINGWEI_FILES": str(settings.MEDIA_ROOT),
            "DJANGO_SETTINGS_MODULE": "jingwei.config.settings",
        },
        stdout=sys.stderr,
    )
    yield process
    process.kill()
    process.wait()


def asked(
    served: Served, path: str, *, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, float]:
    """Return the status of the answer and the seconds until it was there."""
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(served.url).port or 0, timeout=60)
    began = time.monotonic()
    connection.request("POST" if body is not None else "GET", path, body, headers or {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, time.monotonic() - began


def uploaded(served: Served, people: District, name: str, content: bytes) -> tuple[int, float]:
    """Upload a roster as the clerk."""
    session = people.clerk.sign_in(Client()).cookies[django_settings.SESSION_COOKIE_NAME].value
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}.xlsx"\r\n\r\n'
    token = f'--edge\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{CSRF}\r\n'
    names = (django_settings.SESSION_COOKIE_NAME, django_settings.CSRF_COOKIE_NAME)
    return asked(
        served,
        reverse("import_new", args=["officers"]),
        body=token.encode() + head.encode() + content + b"\r\n--edge--\r\n",
        headers={
            "Content-Type": "multipart/form-data; boundary=edge",
            "Cookie": f"{names[0]}={session}; {names[1]}={CSRF}",
        },
    )


def test_hostile_files_are_taken_at_once_and_end_once_while_the_public_pages_stay_up(
    served: Served, worker: "subprocess.Popen[bytes]"
) -> None:
    people = district(local_date(timezone.now()))
    public: list[tuple[int, float]] = []
    is_over = Event()

    def look() -> None:
        while not is_over.wait(0.2):
            with suppress(OSError):
                public.append(asked(served, "/public/"))

    looking = Thread(target=look)
    looking.start()
    try:
        for number, (name, made) in enumerate(HOSTILE.items()):
            status, seconds = uploaded(served, people, f"{number}", made())
            assert (status, seconds < MOST_SECONDS) == (302, True), (name, status, seconds)
        deadline = time.monotonic() + MOST_WAITING
        while ImportRun.objects.filter(state=ImportState.RUNNING).exists():
            assert time.monotonic() < deadline, list(ImportRun.objects.values_list("file__name", "state"))
            time.sleep(0.2)
    finally:
        is_over.set()
        looking.join()
    runs = list(ImportRun.objects.order_by("pk"))
    assert len(runs) == len(HOSTILE)
    for run, name in zip(runs, HOSTILE, strict=True):
        assert (run.state, bool(run.error), run.begun) == (ImportState.REFUSED, True, 1), (name, run.error)
        assert "系统故障" not in run.error, name
    assert len(public) > 5
    assert {status for status, _ in public} == {200}
    assert max(seconds for _, seconds in public) < MOST_SECONDS
    assert worker.poll() is None
