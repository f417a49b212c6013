"""Operations that a member carries out for the own subject: the door names it, nobody fills it in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from jingwei.platform.actors import Actor


def for_own_subject(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Return the operation as one for the actor's own subject."""

    @wraps(operation)
    def run(*, actor: Actor, **said: Any) -> Any:
        return operation(subject_id=getattr(actor, "subject_id", None), actor=actor, **said)

    return run
