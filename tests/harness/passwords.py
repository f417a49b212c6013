"""Passwords that are not meant to be slow."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import override_settings


class QuickHasher(PBKDF2PasswordHasher):
    """The product's own way of keeping passwords, in one round for a million; a server with real settings reads them."""

    iterations = 1


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords(django_test_environment: None) -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=[f"{__name__}.{QuickHasher.__name__}"]):
        yield
