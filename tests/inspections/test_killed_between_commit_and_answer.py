"""The web process dies after the commit and before the answer, fifty times: nothing is lost, nothing is done twice."""

import functools
import http.client
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jingwei.inspections.models import Inspection, Presence, Visit
from jingwei.inspections.terms import Stage
from jingwei.planning.models import Cap, CapLedger
from jingwei.platform.calendar import local_date
from jingwei.platform.database.location import CHECKOUT
from jingwei.platform.launch.probes import free_port, wait_until_it_answers
from jingwei.platform.models import AuditEvent, KeptAnswer
from tests.harness.database import Database
from tests.inspections.gate import AT_THE_GATE, Gate, lay_gates
from tests.inspections.mortal_server import HEADER
from tests.people import BEGAN, District, district

TIMES = 50
CSRF = "a" * 32


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client got."""

    status: int
    location: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Phone:
    """An officer's phone: signed in, and with a key of its own for each act."""

    port: int
    cookie: str
    gate: Gate
    second_id: int

    def enter(self, task: Inspection, key: str, **headers: str) -> Answer | None:
        """Scan in; None when the connection broke before an answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        fields = {
            "csrfmiddlewaretoken": CSRF,
            "code": self.gate.code,
            "way": "scan",
            "latitude": AT_THE_GATE.latitude,
            "longitude": AT_THE_GATE.longitude,
            "present": self.second_id,
        }
        sent = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": self.cookie,
            "Idempotency-Key": key,
            **headers,
        }
        path = reverse("phone_enter", kwargs={"inspection_id": task.pk})
        try:
            connection.request("POST", path, urlencode(fields), sent)
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheader("Location"), answer.read())
        except (http.client.HTTPException, OSError):
            return None
        finally:
            connection.close()


@pytest.fixture
def mortal_server(committed_database: Database) -> Iterator[int]:
    """The port of a server whose process can be made to die."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.inspections.mortal_server", str(port)],
        cwd=CHECKOUT,
        env={**os.environ, **committed_database.environment},
        start_new_session=True,
    )
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}", process)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # Its child with it.
        process.wait()


def sign_in(people: District) -> str:
    """Return the cookies of the first officer."""
    session = people.officer.sign_in(Client()).cookies[django_settings.SESSION_COOKIE_NAME].value
    return f"{django_settings.SESSION_COOKIE_NAME}={session}; {django_settings.CSRF_COOKIE_NAME}={CSRF}"


def until(work: Callable[[], Answer | None], seconds: float = 30) -> Answer:
    """Do it again until there is an answer, as the phone's queue does."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := work():
            return answer
        time.sleep(0.1)
    raise TimeoutError("no answer came")


def die_with_the_answer(phone: Phone, task: Inspection, key: str) -> KeptAnswer:
    """Kill the process that has committed the entry; return the answer that nobody got."""
    while True:
        assert phone.enter(task, key, **{HEADER: "1"}) is None
        if kept := KeptAnswer.objects.filter(key=key).first():
            return kept
        time.sleep(0.1)  # No process had taken the request yet.


def test_nothing_is_lost_or_doubled(mortal_server: int) -> None:
    on = local_date(timezone.now())
    people = district(on)
    (gate,) = lay_gates(people, 1, tasks=TIMES)
    cap = Cap.objects.create(subject=people.subject, visits=2 * TIMES, valid_from=BEGAN, source="测试")
    phone = Phone(mortal_server, sign_in(people), gate, people.second.roster.pk)

    for task in gate.tasks:
        key = str(uuid.uuid4())
        unheard = die_with_the_answer(phone, task, key)
        first, second = (until(functools.partial(phone.enter, task, key)) for _ in range(2))
        assert first == second
        assert first == Answer(unheard.status or 0, unheard.headers["Location"], bytes(unheard.body))
        assert first.location == reverse("phone_entered", kwargs={"inspection_id": task.pk})

    assert Visit.objects.count() == KeptAnswer.objects.count() == TIMES
    assert Presence.objects.count() == 2 * TIMES
    assert CapLedger.objects.get(cap=cap, enterprise=gate.site.enterprise_id, year=on.year).used == TIMES
    entered = Inspection.objects.filter(stage=Stage.ENTERED)
    assert entered.values("visit").distinct().count() == TIMES
    log = AuditEvent.objects.filter(action="inspections.visit.entered", outcome="done")
    assert list(log.order_by("target_id").values_list("target_id", flat=True)) == list(
        entered.order_by("pk").values_list("pk", flat=True)
    )
