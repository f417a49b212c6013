"""Keeps the published password of the demonstration out of everything that is none."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest

from jingwei.demonstration.logins import PASSWORD


class PublishedPasswordBackend:
    """Stands before the backend that compares passwords, and lets nobody pass it with the published one.

    It knows no accounts, so that no session is ever kept in its name.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> None:
        """Raise PermissionDenied, which ends the sign-in, wherever the demonstration is not what is served."""
        if password == PASSWORD and not settings.DEMONSTRATION:
            raise PermissionDenied


class PublishedPasswordValidator:
    """Refuses the published password to whoever chooses it: it would lock its owner out."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for the published password."""
        if password == PASSWORD and not settings.DEMONSTRATION:
            raise ValidationError("这是公开的演示密码，不能用，请另选一个", code="password_published")

    def get_help_text(self) -> str:
        """Return what is said before one is chosen."""
        return "不能用公开的演示密码。"
