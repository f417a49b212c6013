"""One try at an operation from a page: carried out, or shown again with everything that stands against it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect

from jingwei.platform.errors import Rejected
from jingwei.rulebook import Refused
from jingwei.web.doors.bodies import arguments_of
from jingwei.web.refusals import error_shown, status_of
from jingwei.web.requests import ActorRequest

Done = (
    str | Callable[[Any], str]
)  # the message afterwards, none where it is empty; ``{0}`` in a string is what the operation returned


@dataclass(frozen=True)
class Failed:
    """What a page shows of an act that did not go through: which, its form as it was filled in, what stands against it."""

    act: str = ""
    form: Form | None = None
    error: Refused | Rejected | None = None

    @property
    def status(self) -> int:
        return status_of(self.error) if self.error else 422 if self.form is not None else 200

    @property
    def shown(self) -> dict[str, Any] | None:
        """The error as `web/_failed.html` shows it."""
        return error_shown(self.error)


def attempt(
    request: ActorRequest,
    operation: Callable[..., Any],
    form: Form | None = None,
    *,
    again: Callable[[Failed], HttpResponse],
    done: Done,
    to: Callable[[Any], str | HttpResponse],
    name: str = "",
    given: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Carry the operation out and lead to where ``to`` says; or answer ``again`` with what failed, nothing typed lost.

    ``to`` may answer a page itself, which is then seen this once. The operation gets ``given``, what the form says, ``actor`` and ``now``. A mistake that names a field of the form
    stands beside it.
    """
    if form is not None and not form.is_valid():
        return again(Failed(name, form))
    try:
        result = operation(**(given or {}), **arguments_of(form), actor=request.actor, now=request.now)
    except (Refused, Rejected) as error:
        if form is not None and isinstance(error, Rejected) and error.field in form.fields:
            form.add_error(error.field, error.message)
        return again(Failed(name, form, error))
    led = to(result)
    if isinstance(led, HttpResponse):
        return led
    if words := done(result) if callable(done) else done.format(result):
        messages.success(request, words)
    return redirect(led)
