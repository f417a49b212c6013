"""Jobs, kept in PostgreSQL: queued in the act's own transaction, carried out by the worker."""

import importlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from jingwei.platform.models import Delivery, Event


@app.task(name="platform.deliver", retry=5)
def deliver(*, event_id: int) -> None:
    """Hand an event to every subscriber that has not had it yet, each in a transaction of its own."""
    event = Event.objects.get(pk=event_id)
    for path in settings.SUBSCRIPTIONS.get(event.name, ()):
        with transaction.atomic():
            _, is_new = Delivery.objects.get_or_create(
                event=event, subscriber=path, defaults={"delivered_at": timezone.now()}
            )
            if is_new:
                _subscriber(path)(**event.payload)


def _subscriber(path: str) -> Callable[..., Any]:
    module, _, name = path.rpartition(".")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function
