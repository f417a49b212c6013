"""Error pages say what happened and how to mend it, and the gallery is shown to whom it may be."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from jingwei.web import views


@pytest.fixture
def request_of_nobody(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/nowhere/", headers={"Referer": "http://testserver/tasks/7/"})
    request.user = AnonymousUser()
    request.csp_nonce = ""  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize(
    ("view", "status"), [(views.bad_request, 400), (views.forbidden, 403), (views.not_found, 404)]
)
def test_an_error_page_names_the_place_and_the_way_back(
    view: object, status: int, request_of_nobody: HttpRequest
) -> None:
    answer = view(request_of_nobody)  # type: ignore[operator]
    text = answer.content.decode()
    assert answer.status_code == status
    assert "/nowhere/" in text
    assert "怎么办" in text
    assert 'href="http://testserver/tasks/7/"' in text


def test_the_page_of_a_fault_needs_neither_session_nor_database(rf: RequestFactory) -> None:
    answer = views.server_fault(rf.get("/"))
    assert answer.status_code == 500
    assert "系统出错" in answer.content.decode()


def test_the_way_back_never_leads_to_another_site(rf: RequestFactory) -> None:
    assert views.came_from(rf.get("/", headers={"Referer": "https://elsewhere.example/tasks/"})) == ""


def test_a_page_of_the_phone_is_answered_in_the_phones_frame(rf: RequestFactory) -> None:
    request = rf.post("/phone/visits/")
    request.resolver_match = SimpleNamespace(url_name="phone_enter")  # type: ignore[assignment]
    assert views.shell_of(request, otherwise="web/base.html") == "web/phone.html"


def test_the_gallery_is_open_in_a_demonstration(request_of_nobody: HttpRequest, settings: Settings) -> None:
    settings.DEMONSTRATION = True
    assert views.components(request_of_nobody).status_code == 200


def test_the_gallery_is_closed_to_strangers_elsewhere(
    request_of_nobody: HttpRequest, settings: Settings
) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(PermissionDenied):
        views.components(request_of_nobody)
