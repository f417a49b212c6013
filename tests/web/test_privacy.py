"""No browser and no proxy keeps an answer that is somebody's, whatever the address and the status."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.architecture.test_addresses import ADDRESSES, _filled
from tests.people import District, district

pytestmark = pytest.mark.django_db

# What says the same to everybody, and therefore may be kept by a proxy.
SHARED = {
    route
    for name, route in ADDRESSES
    if name.startswith("public_")
    or name in {"open_data", "api:statistics", "api:announcements", "api:subjects", "api:openapi-json"}
}


@pytest.fixture
def people() -> District:
    return district()


def kept(answer: object) -> str:
    return str(answer.headers.get("Cache-Control", ""))  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", ["clerk", "officer", "supervisor", "contact"])
def test_nothing_answered_to_somebody_signed_in_is_kept(client: Client, people: District, role: str) -> None:
    getattr(people, role).sign_in(client)
    client.raise_request_exception = False
    for name, route in ADDRESSES:
        if name == "sign_out":
            continue
        answer = client.get(_filled(route.replace("<id:", "<int:")))
        assert "no-store" in kept(answer), f"{route} ({answer.status_code}): {kept(answer)!r}"


def test_nothing_but_what_is_public_is_kept_for_a_stranger(client: Client, people: District) -> None:
    client.raise_request_exception = False
    shared = set()
    for _, route in ADDRESSES:
        for method in ("get", "post"):
            answer = getattr(client, method)(_filled(route.replace("<id:", "<int:")))
            if "no-store" not in kept(answer):
                assert (method, answer.status_code) == ("get", 200), route
                assert route in SHARED
                assert "public" in kept(answer)
                shared.add(route)
    assert {"public/", "public/search/", "public/items/", "public/results/", "api/v1/subjects"} <= shared


def test_a_page_that_is_opened_by_a_token_is_not_kept(client: Client) -> None:
    for address in (
        reverse("enterprise_rate", args=["x" * 32]),
        reverse("code_landing", args=[f"JW320312{'A' * 32}"]),
        reverse("verify_officer", args=["32031200001"]),
    ):
        assert "no-store" in kept(client.get(address)), address


def test_a_public_page_is_not_kept_of_somebody_signed_in(client: Client, people: District) -> None:
    assert "no-store" not in kept(client.get(reverse("public_home")))
    people.clerk.sign_in(client)
    assert "no-store" in kept(client.get(reverse("public_home")))
