"""The request as our views see it."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from jingwei.platform import clock
from jingwei.platform.actors import Actor


class ActorRequest(HttpRequest):
    """A request with the moment it came, the one who acts (``registry.middleware``) and htmx's details."""

    now: datetime
    actor: Actor
    htmx: HtmxDetails


class ClockMiddleware:
    """Sets ``request.now``: one moment for all that a request does and shows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the moment and go on."""
        request.now = clock.now()  # type: ignore[attr-defined]
        return self.get_response(request)
