"""Jobs, kept in PostgreSQL: queued in the act's own transaction, carried out by the worker, taken up again by the next."""

import importlib
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from jingwei.platform import clock
from jingwei.platform.answers import drop_old_answers
from jingwei.platform.models import Delivery, Event
from jingwei.platform.patience import DAYS

ANSWERS_KEPT = timedelta(days=90)  # a phone may lie in a drawer for weeks before it sends what it holds
KEPT_HOURS = 7 * 24  # how long jobs that succeeded stay in the table

log = logging.getLogger(__name__)


@app.task(name="platform.deliver", retry=DAYS)
def deliver(*, event_id: int) -> None:
    """Hand an event to every subscriber that has not had it yet, each in a transaction of its own."""
    event = Event.objects.get(pk=event_id)
    for path in settings.SUBSCRIPTIONS.get(event.name, ()):
        with transaction.atomic():
            _, is_new = Delivery.objects.get_or_create(
                event=event, subscriber=path, defaults={"delivered_at": clock.now()}
            )
            if is_new:
                _subscriber(path)(**event.payload)


@app.periodic(cron="* * * * *")
@app.task(name="platform.take_up", pass_context=True)
async def take_up(context: JobContext, timestamp: int) -> None:
    """Take up the jobs of workers that were killed: their heartbeat has stopped for half a minute.

    The first time at once, then after longer and longer waits: a job may be what kills its worker. After as many times as
    a failing job is tried it is marked as failed.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            if job.attempts >= DAYS.tries:
                await manager.finish_job(job, Status.FAILED, delete_job=False)
                log.error("job %s (%s) has ended its worker too often and is given up", job.id, job.task_name)
                continue
            retry_at = clock.now()
            if job.attempts:
                retry_at += DAYS.wait(attempts=job.attempts - 1, job_id=job.id or 0)
            await manager.retry_job(job, retry_at=retry_at)
            log.warning("job %s (%s) is taken up again: its worker was killed", job.id, job.task_name)
        except ConnectorException:  # Another worker has taken it up at the same moment.
            log.info("job %s was taken up by another", job.id)


@app.periodic(cron="5 19 * * *")  # UTC: five past three in the night here
@app.task(name="platform.clear_jobs", pass_context=True)
async def clear_jobs(context: JobContext, timestamp: int) -> None:
    """Remove jobs that succeeded a week ago; those that failed stay until somebody has looked at them."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)


@app.periodic(cron="15 19 * * *")
@app.task(name="platform.drop_answers")
def drop_answers(timestamp: int) -> None:
    """Forget answers that were kept for clients to ask again."""
    drop_old_answers(before=clock.now() - ANSWERS_KEPT)


def _subscriber(path: str) -> Callable[..., Any]:
    module, _, name = path.rpartition(".")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function
