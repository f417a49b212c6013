"""What every operation shares: one transaction, the actor and the time passed in, refused attempts on the log."""

import functools
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, ParamSpec, TypeVar, cast

from django.db import IntegrityError, transaction

from jingwei.platform import audit, events
from jingwei.platform.actors import Actor
from jingwei.platform.conflicts import as_conflict
from jingwei.platform.errors import Rejected
from jingwei.platform.terms import Action
from jingwei.rulebook import Consequence, Refused

P = ParamSpec("P")
R = TypeVar("R")


def operation(
    action: Action, *, target: str = "", kind: str = "", unlogged: Collection[str] = ()
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a use case: keyword-only, atomic, and when it is refused the attempt is logged.

    ``target`` names the argument that holds the id of the thing acted on, such as ``inspection_id``; the attempt is
    then found on that thing's own page. ``kind`` is the model's name in small letters where the argument is called
    otherwise. ``unlogged`` names arguments that not even a refused attempt leaves on the log.
    Raises whatever the function raises, after its changes are rolled back; Conflict where somebody else wrote at the
    same moment what may be there only once.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                with transaction.atomic(), _in_words():
                    return function(*args, **kwargs)
            except (Refused, Rejected) as error:
                kept = {name: value for name, value in kwargs.items() if name not in unlogged}
                _keep_attempt(action, error, target, kind or target.removesuffix("_id"), kept)
                raise

        return run

    return decorate


@contextmanager
def _in_words() -> Iterator[None]:
    """Let a unique constraint's no be a Conflict; every other error of the database stays what it is."""
    try:
        yield
    except IntegrityError as error:
        conflict = as_conflict(error)
        if conflict is None:
            raise
        raise conflict from error


def _keep_attempt(
    action: Action, error: Refused | Rejected, target: str, kind: str, arguments: dict[str, Any]
) -> None:
    """Write the attempt to the log; where the law holds the attempt itself against them, tell the supervisor."""
    now = cast(datetime, arguments["now"])
    with transaction.atomic():
        audit.record_attempt(
            action,
            actor=cast(Actor, arguments["actor"]),
            now=now,
            error=error,
            target_kind=kind,
            target_id=arguments.get(target),
            data={"arguments": _plain(arguments)},
        )
        if isinstance(error, Refused):
            for finding in error.judgement.refusals:
                if finding.rule.consequence is Consequence.ATTEMPT:
                    area = action.partition(".")[0]
                    events.raise_finding(area, finding, now=now, act=kind, act_id=arguments.get(target))


def _plain(arguments: dict[str, Any]) -> dict[str, Any]:
    """Keep of the arguments what is short and plain; files and structures stay out of the log."""
    kept: dict[str, Any] = {}
    for name, value in arguments.items():
        if name in {"actor", "now"}:
            continue
        if isinstance(value, date):
            kept[name] = value.isoformat()
        elif value is None or isinstance(value, bool | int | float | str):
            kept[name] = value[:500] if isinstance(value, str) else value
        elif isinstance(value, list | tuple) and all(isinstance(item, int | str) for item in value):
            kept[name] = list(value)
    return kept
