"""Programs as tests use them: Django's client, signed in, posting what the JSON interface takes."""

from typing import Any

from django.test import Client

from tests.people import Person


class Caller:
    """A program that acts as somebody."""

    def __init__(self, person: Person) -> None:
        self.client = person.sign_in(Client())

    def post(self, path: str, body: dict[str, Any] | None = None, *, status: int = 200, key: str = "") -> Any:
        """Post a body and return the answer's."""
        headers = {"Idempotency-Key": key} if key else {}
        answer = self.client.post(f"/api/v1{path}", body or {}, "application/json", headers=headers)
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    def get(self, path: str, *, status: int = 200) -> Any:
        """Return what stands under a path."""
        answer = self.client.get(f"/api/v1{path}")
        assert answer.status_code == status, answer.content.decode()
        return answer.json()
