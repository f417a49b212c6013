"""Jobs: tried again after longer and longer waits, taken up again when their worker was killed, seen when given up."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from jingwei.platform.actors import Actor
from jingwei.platform.database.location import CHECKOUT
from jingwei.platform.errors import Conflict
from jingwei.platform.events import publish
from jingwei.platform.launch.commands import worker_command
from jingwei.platform.models import AuditEvent, Delivery, Numbering
from jingwei.platform.operations import run_job_again
from jingwei.platform.patience import DAYS, HOURS
from tests.harness.database import Database

NOW = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
ADMINISTRATOR = Actor(account_id=7, name="系统管理员")
StartWorker = Callable[..., subprocess.Popen[bytes]]


def test_each_wait_is_longer_than_the_one_before_up_to_days() -> None:
    waits = [DAYS.wait(attempts=attempts, job_id=1) for attempts in range(DAYS.tries)]
    assert timedelta(seconds=30) <= waits[0] <= timedelta(seconds=36)
    assert all(earlier < later for earlier, later in pairwise(waits[:8]))
    assert timedelta(days=2) <= waits[-1] <= timedelta(days=2.4)
    assert timedelta(days=5) < sum(waits, timedelta()) < timedelta(days=10)
    assert DAYS.wait(attempts=10**6, job_id=1) <= timedelta(days=2.4)
    assert sum((HOURS.wait(attempts=n, job_id=1) for n in range(HOURS.tries)), timedelta()) < timedelta(
        hours=5
    )


def test_jobs_that_failed_together_do_not_come_back_together() -> None:
    waits = {DAYS.wait(attempts=5, job_id=number) for number in range(100)}
    assert len(waits) == 100
    assert max(waits) - min(waits) > timedelta(minutes=30)


def test_no_task_is_tried_again_at_once_or_for_ever() -> None:
    for name, task in app.tasks.items():
        assert task.retry_strategy in (None, DAYS, HOURS), name


@pytest.fixture
def start_worker(committed_database: Database, tmp_path: Path) -> Iterator[StartWorker]:
    """A function that starts a worker whose one subscriber does as the files in ``tmp_path`` tell it."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            worker_command(),
            cwd=CHECKOUT,
            env={
                **os.environ,
                **committed_database.environment,
                "DJANGO_SETTINGS_MODULE": "tests.platform.slow_settings",
                "JINGWEI_PROCESS": "worker",
                "SLOW_FOLDER": str(tmp_path),
            },
            stdout=sys.stderr,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(holds: Callable[[], bool], seconds: float = 90) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def age_heartbeats(database: Database) -> None:
    """Let a minute pass for the workers that are no more."""
    with psycopg.connect(database.url("jingwei_owner")) as owner:
        owner.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")


def test_a_job_whose_worker_was_killed_is_carried_out_by_the_next_and_once(
    committed_database: Database, start_worker: StartWorker, tmp_path: Path
) -> None:
    publish("test.slow", now=NOW)
    first = start_worker()
    until((tmp_path / "begun").exists)
    first.send_signal(signal.SIGKILL)
    first.wait()
    job = ProcrastinateJob.objects.get(task_name="platform.deliver")
    assert job.status == "doing"
    assert not Numbering.objects.exists()

    age_heartbeats(committed_database)
    (tmp_path / "go").touch()
    app.configure_task("platform.take_up").defer(timestamp=0)  # As every minute does.
    start_worker()
    until(lambda: ProcrastinateJob.objects.get(pk=job.pk).status == "succeeded")
    assert Numbering.objects.get().last == 1
    assert Delivery.objects.count() == 1


def test_a_job_that_kills_each_of_its_workers_is_given_up(
    committed_database: Database, start_worker: StartWorker
) -> None:
    publish("test.slow", now=NOW)
    with psycopg.connect(committed_database.url("jingwei_owner")) as owner:
        owner.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = %s", [DAYS.tries])
    app.configure_task("platform.take_up").defer(timestamp=0)
    start_worker()
    until(lambda: ProcrastinateJob.objects.get(task_name="platform.deliver").status == "failed")


def test_a_job_that_fails_waits_for_its_next_try(
    committed_database: Database, start_worker: StartWorker, tmp_path: Path
) -> None:
    (tmp_path / "fail").touch()
    publish("test.slow", now=NOW)
    start_worker()
    until(lambda: ProcrastinateEvent.objects.filter(type="deferred_for_retry").exists())
    job = ProcrastinateJob.objects.get(task_name="platform.deliver")
    assert (job.status, job.attempts) == ("todo", 1)
    assert job.scheduled_at is not None
    assert timedelta(seconds=10) < job.scheduled_at - timezone.now() < timedelta(seconds=40)
    assert not Numbering.objects.exists()
    assert not Delivery.objects.exists()


def given_up() -> ProcrastinateJob:
    publish("test.slow", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 10")
    job: ProcrastinateJob = ProcrastinateJob.objects.get()
    return job


@pytest.mark.django_db
def test_a_job_that_was_given_up_can_be_run_again_with_all_its_tries() -> None:
    job = given_up()
    run_job_again(job_id=job.pk, actor=ADMINISTRATOR, now=NOW)
    job.refresh_from_db()
    assert (job.status, job.attempts, job.scheduled_at) == ("todo", 0, NOW)
    event = AuditEvent.objects.get()
    assert event.sentence == f"系统管理员重新运行后台任务“platform.deliver”（{job.pk}号）"


@pytest.mark.django_db
def test_a_job_that_has_not_failed_is_not_run_again() -> None:
    publish("test.slow", now=NOW)
    job = ProcrastinateJob.objects.get()
    with pytest.raises(Conflict, match="没有失败"):
        run_job_again(job_id=job.pk, actor=ADMINISTRATOR, now=NOW)
