"""后台任务: the system administrator sees what was given up, and lets it run again."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from jingwei.platform.events import publish
from jingwei.portal.queries.jobs import NAMES
from jingwei.registry.terms import Role
from tests.people import district, make_person

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)


@pytest.fixture
def administrator(client: Client) -> Client:
    return make_person("system", "系统管理员", Role.SYSTEM_ADMINISTRATOR).sign_in(client)


def troubled(status: str, attempts: int) -> ProcrastinateJob:
    publish("inspections.record.signed", now=NOW, record_id=1)
    job: ProcrastinateJob = ProcrastinateJob.objects.latest("pk")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job.pk])
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s, attempts = %s WHERE id = %s",
            [status, attempts, job.pk],
        )
    return job


def test_what_was_given_up_is_shown_and_run_again(administrator: Client) -> None:
    job = troubled("failed", 10)
    text = administrator.get(reverse("job_list")).content.decode()
    assert "送达事件" in text
    assert "inspections.record.signed" in text
    assert "已停下" in text
    answer = administrator.post(reverse("job_run", args=[job.pk]), follow=True)
    assert "已重新排队" in answer.content.decode()
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("todo", 0)


def test_what_waits_for_its_next_try_is_shown_as_waiting(administrator: Client) -> None:
    troubled("todo", 3)
    assert "等待再试" in administrator.get(reverse("job_list")).content.decode()


def test_a_job_that_has_not_failed_is_neither_shown_nor_run(administrator: Client) -> None:
    publish("inspections.record.signed", now=NOW, record_id=1)
    assert "没有失败的任务" in administrator.get(reverse("job_list")).content.decode()
    answer = administrator.post(reverse("job_run", args=[ProcrastinateJob.objects.get().pk]), follow=True)
    assert "没有失败，不用重新运行" in answer.content.decode()


def test_nobody_else_sees_or_runs_jobs(client: Client) -> None:
    job = troubled("failed", 10)
    district().supervisor.sign_in(client)
    assert client.get(reverse("job_list")).status_code == 403
    assert client.post(reverse("job_run", args=[job.pk])).status_code == 403


def test_every_task_has_a_name_in_plain_words() -> None:
    ours = {name for name in app.tasks if not name.startswith(("builtin:", "procrastinate."))}
    assert ours == set(NAMES)
