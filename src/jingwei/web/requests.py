"""The request as our views see it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from jingwei.platform.actors import Actor


class ActorRequest(HttpRequest):
    """A request with the one who acts (``registry.middleware``) and htmx's details."""

    actor: Actor
    htmx: HtmxDetails
