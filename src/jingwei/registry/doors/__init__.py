"""Guards of pages: who may open them at all. What a member may do is asked again by the operation."""

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from jingwei.registry.members import Member, require
from jingwei.registry.terms import Role
from jingwei.web.requests import ActorRequest

P = ParamSpec("P")


class MemberRequest(ActorRequest):
    """A request that ``member_required`` let in: the one who acts is a member."""

    member: Member


View = Callable[Concatenate[Any, P], HttpResponseBase]  # of a MemberRequest, or of what any request has


def member_required(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Let only signed-in members in, of these roles if any are named; others are sent to sign in or refused."""

    def decorate(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: ActorRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not isinstance(request.actor, Member):
                return redirect(f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path()})}")
            if roles:
                require(request.actor, *roles)
            request.member = request.actor  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded_view: Any = guarded
        guarded_view.roles = roles or tuple(Role)
        return guarded_view  # type: ignore[no-any-return]

    return decorate
