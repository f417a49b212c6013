"""What happened to an object, from the log, and what is awaited: one timeline for every page."""

from collections.abc import Collection, Hashable, Iterable
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any

from jingwei.platform.calendar import SHANGHAI
from jingwei.platform.models import AuditEvent
from jingwei.platform.terms import Action, AuditOutcome

Step = dict[str, Any]
MOST_GATHERED = 6  # named in one step


def timeline(
    events: Iterable[AuditEvent],
    *,
    hidden: Collection[str] = (),
    gathered: Collection[str] = (),
    besides: Iterable[tuple[datetime, Step]] = (),
    awaited: Iterable[Step] = (),
) -> list[Step]:
    """Return the steps as the component ``timeline`` shows them: oldest first, then what is awaited.

    A refused attempt is red and says why. ``hidden`` names actions that have a page of their own; ``gathered`` those of
    which a run by the same person is one step that says what each did, after its colon. ``besides`` are steps
    that the log keeps under another object. A step has a ``label``, and ``who`` and ``said`` where they are known.
    """
    shown = [event for event in events if event.action not in hidden]
    runs = [list(run) for _, run in groupby(shown, key=lambda event: _run_of(event, gathered))]
    steps = [(run[-1].at, _step(run)) for run in runs]
    steps = sorted([*steps, *besides], key=lambda step: step[0])
    done = [{"at": f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", **step} for at, step in steps]
    return done + [{"state": "now", **step} for step in awaited]


def _run_of(event: AuditEvent, gathered: Collection[str]) -> Hashable:
    """Return what events of one step have in common; most stand alone."""
    if event.action in gathered and event.outcome != AuditOutcome.REFUSED:
        return event.action, event.actor_name
    return event.pk


def _step(events: list[AuditEvent]) -> Step:
    event = events[-1]
    label = _labels().get(event.action, event.action)
    if event.outcome == AuditOutcome.REFUSED:
        return {"label": label, "said": event.sentence, "state": "red"}
    step = {"label": label, "who": f"{event.actor_name}　{event.actor_office}".strip("　"), "state": "done"}
    if len(events) > 1:
        what = [each.sentence.partition("：")[2] for each in events]
        more = f"等 {len(what)} 处" if len(what) > MOST_GATHERED else ""
        step |= {"label": f"{label}　{len(what)} 次", "said": f"{'，'.join(what[:MOST_GATHERED])}{more}"}
    return step


@cache
def _labels() -> dict[str, str]:
    """Return the names of all actions; every area is loaded when the first page is shown."""
    return {word.value: word.label for words in Action.__subclasses__() for word in words}
