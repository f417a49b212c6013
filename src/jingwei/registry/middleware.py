"""Tells every request who acts: ``request.actor`` is the signed-in member, else nobody.

Whoever chose a membership acts in that one alone: once it has ended, the next is chosen, never taken silently.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from jingwei.platform.actors import NOBODY, Actor
from jingwei.platform.calendar import local_date
from jingwei.registry.queries import list_memberships, member_of

SESSION_KEY = "membership"


class ActorMiddleware:
    """Sets ``request.actor`` from the membership chosen at sign-in, if it still holds today."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Resolve the actor and go on."""
        request.actor = self._actor(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _actor(self, request: HttpRequest) -> Actor:
        if not request.user.is_authenticated:
            return NOBODY
        if request.user.must_change_password:
            # The password was given by somebody else; until another one is chosen there is no member behind it.
            return Actor(request.user.pk, request.user.name)
        memberships = list_memberships(request.user.pk, on=local_date(timezone.now()))
        chosen = request.session.get(SESSION_KEY)
        found = next((each for each in memberships if chosen in {None, each.pk}), None)
        return member_of(found) if found else Actor(request.user.pk, request.user.name)
