"""What happened to an object, from the log, and what is awaited: one timeline for every page."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.models import AuditEvent
from jingwei.platform.terms import Action, AuditOutcome

Step = dict[str, Any]


def timeline(
    events: Iterable[AuditEvent],
    *,
    hidden: Collection[str] = (),
    besides: Iterable[tuple[datetime, Step]] = (),
    awaited: Iterable[Step] = (),
) -> list[Step]:
    """Return the steps as the component ``timeline`` shows them: oldest first, then what is awaited.

    A refused attempt is red and says why. ``hidden`` names actions that have a page of their own; ``besides`` are steps
    that the log keeps under another object. A step has a ``label``, and ``who`` and ``said`` where they are known.
    """
    steps = [(event.at, _step(event)) for event in events if event.action not in hidden]
    steps = sorted([*steps, *besides], key=lambda step: step[0])
    done = [{"at": f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", **step} for at, step in steps]
    return done + [{"state": "now", **step} for step in awaited]


def _step(event: AuditEvent) -> Step:
    label = _labels().get(event.action, event.action)
    if event.outcome == AuditOutcome.REFUSED:
        return {"label": label, "said": event.sentence, "state": "red"}
    return {"label": label, "who": f"{event.actor_name}　{event.actor_office}".strip("　"), "state": "done"}


@cache
def _labels() -> dict[str, str]:
    """Return the names of all actions; every area is loaded when the first page is shown."""
    return {word.value: word.label for words in Action.__subclasses__() for word in words}
