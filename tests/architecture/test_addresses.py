"""Every address asks who comes, except those that are named here as public."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

pytestmark = pytest.mark.django_db

# Whoever has no account may open these, and why.
PUBLIC = {
    "sign_in": "the way in",
    "sign_out": "ends a session that may have ended already",
    "home": "leads to the page of the role, or to the way in",
    "code_landing": "anybody may photograph the code at a gate; it tells where it leads and nothing else",
    "verify_officer": "anybody may check an officer's certificate at the door",
    **dict.fromkeys(
        [
            "public_home",
            "public_search",
            "public_subjects",
            "public_subject",
            "public_items",
            "public_item",
            "public_plans",
            "public_plan",
            "public_specials",
            "public_special",
            "public_caps",
            "public_results",
            "public_data",
            "open_data",
        ],
        "what was announced is for everybody; no officer, no person and no finding is named",
    ),
    "public_size": "keeps how large the letters are to be, in a cookie",
    "public_statistics": "the figures are published; no enterprise and no person is named",
    "api:statistics": "the same figures for programs",
    "api:announcements": "anybody may know what was announced",
    "api:subjects": "anybody may know which bodies may inspect",
    "api:openapi-json": "describes the interface and shows no data",
    "api:api-root": "where the interface begins; nothing answers there",
    "components": "the gallery, open in a demonstration alone",
    "demonstration_log_ins": "the fictional accounts, told in a demonstration alone",
}
SAMPLES = {
    "id": "1",
    "int": "1",
    "str": "sample",
    "slug": "sample",
    "path": "sample",
    "uuid": "0" * 8 + "-0000" * 3 + "-" + "0" * 12,
}


def _addresses(
    patterns: list[URLPattern | URLResolver], prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str]]:
    for each in patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _addresses(each.url_patterns, route, inner)
        else:
            yield f"{space}{each.name or each.lookup_str}", route


ADDRESSES = sorted(set(_addresses(get_resolver().url_patterns)))
# Of the interface an address that is open to be read may have acts besides, under another name.
READABLE = {route for name, route in ADDRESSES if name in PUBLIC}


def _filled(route: str) -> str:
    """Return the route as an address: each converter replaced by a plausible value."""
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], route)


@pytest.mark.parametrize(("name", "route"), ADDRESSES, ids=[route or "/" for _, route in ADDRESSES])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_sign_in_or_refused(client: Client, method: str, name: str, route: str) -> None:
    if name in PUBLIC or (method == "get" and route in READABLE):
        return
    answer = getattr(client, method)(_filled(route))
    sent_away = answer.status_code in {301, 302} and answer["Location"].startswith(reverse("sign_in"))
    # 405: the address has no such method, so nobody can use it.
    assert sent_away or answer.status_code in {401, 403, 405}, f"{route} answered {answer.status_code}"


def test_what_is_called_public_exists() -> None:
    assert set(PUBLIC) <= {name for name, _ in ADDRESSES}


def test_the_gallery_is_closed_where_real_data_is_kept(client: Client, settings: Settings) -> None:
    settings.DEMONSTRATION = False
    assert client.get(reverse("components")).status_code == 403


def test_no_address_is_written_in_pinyin_or_without_a_slash() -> None:
    for name, route in ADDRESSES:
        if not name.startswith("api:"):
            assert re.fullmatch(r"([a-z0-9-]+/|<[a-z_:]+>/)*", route), route


def test_an_id_that_no_row_can_have_is_not_found(client: Client) -> None:
    for name, route in ADDRESSES:
        assert "<int:" not in route, route
        if "<id:" in route:
            address = re.sub(r"<id:\w+>", "9" * 20, route)
            assert client.post(_filled(address)).status_code == 404, name
